import { expect, test } from "vitest";

import { createPages, PAGE_ROWS, PAGES_KEPT_MAX, READS_AT_ONCE_MAX } from "./pages";

/** A source whose answers come when the test says so. */
function source() {
  const asked: { offset: number; limit: number; answer: () => void; fail: () => void }[] = [];
  const fetch = (offset: number, limit: number) =>
    new Promise<readonly string[]>((answer, fail) => {
      asked.push({
        offset,
        limit,
        answer: () => answer(Array.from({ length: limit }, (_, at) => `row ${offset + at}`)),
        fail: () => fail(new Error("gone")),
      });
    });
  return { asked, fetch };
}

/** Every promise that could go on has gone on. */
const settled = () => new Promise((done) => setTimeout(done));

const figures = (offset: number, limit: number) =>
  Promise.resolve(Array.from({ length: limit }, (_, at) => offset + at));

test("reads what is looked at, then its neighbours, few at once", async () => {
  const { asked, fetch } = source();
  const pages = createPages<string>();
  pages.renew(1, fetch, 100_000);
  pages.want(300, 340);
  expect(asked.map(({ offset }) => offset)).toEqual([256, 384]);
  expect(pages.row(300)).toBeNull();
  asked[0]?.answer();
  await settled();
  expect(pages.row(300)).toBe("row 300");
  expect(asked.map(({ offset }) => offset)).toEqual([256, 384, 128]);
  expect(asked.length).toBeLessThanOrEqual(READS_AT_ONCE_MAX + 1);
});

test("what was scrolled past before it could be asked for is never read", async () => {
  const { asked, fetch } = source();
  const pages = createPages<string>();
  pages.renew(1, fetch, 1_000_000);
  for (const first of [0, 50_000, 100_000, 900_000]) pages.want(first, first + 40);
  for (const one of asked) one.answer();
  await settled();
  expect(asked.map(({ offset }) => Math.round(offset / PAGE_ROWS))).not.toContain(Math.floor(50_000 / PAGE_ROWS));
  expect(asked.map(({ offset }) => offset)).toContain(Math.floor(900_000 / PAGE_ROWS) * PAGE_ROWS);
});

test("the last page is as long as the list", () => {
  const { asked, fetch } = source();
  const pages = createPages<string>();
  pages.renew(1, fetch, 130);
  pages.want(128, 130);
  expect(asked[0]).toMatchObject({ offset: 128, limit: 2 });
});

test("another version is read again, and the old rows stay until it has come", async () => {
  const { asked, fetch } = source();
  const pages = createPages<string>();
  pages.renew(1, fetch, 100);
  pages.want(0, 20);
  asked[0]?.answer();
  await settled();
  pages.renew(2, fetch, 100);
  expect(asked).toHaveLength(2);
  expect(pages.row(3)).toBe("row 3");
});

test("an answer of an older version is not taken", async () => {
  const { asked, fetch } = source();
  const pages = createPages<string>();
  pages.renew(1, fetch, 100);
  pages.want(0, 20);
  pages.renew(2, fetch, 100);
  asked[0]?.answer();
  await settled();
  expect(pages.row(3)).toBeNull();
  asked[1]?.answer();
  await settled();
  expect(pages.row(3)).toBe("row 3");
});

test("a page that could not be read says so, is not asked for without end, and can be tried again", async () => {
  const { asked, fetch } = source();
  const pages = createPages<string>();
  pages.renew(1, fetch, 100);
  pages.want(0, 20);
  asked[0]?.fail();
  await settled();
  expect(pages.failed(3)).toBe(true);
  pages.want(0, 21);
  expect(asked).toHaveLength(1);
  pages.retry();
  asked[1]?.answer();
  await settled();
  expect(pages.row(3)).toBe("row 3");
});

test("few pages are kept, those looked at last", async () => {
  const pages = createPages<number>();
  pages.renew(1, figures, 100_000);
  const numbers = Array.from({ length: PAGES_KEPT_MAX + 10 }, (_, page) => page);
  await numbers.reduce(
    (before, page) => before.then(() => pages.want(page * PAGE_ROWS, page * PAGE_ROWS + 10)).then(settled),
    Promise.resolve<unknown>(undefined),
  );
  expect(pages.row(0)).toBeNull();
  expect(pages.row((PAGES_KEPT_MAX + 9) * PAGE_ROWS)).not.toBeNull();
});
