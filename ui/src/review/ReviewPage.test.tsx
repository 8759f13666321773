import { act } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";

import type { Job, ReviewRow } from "../bindings/api";
import { byRole, click, draw, press, pressAll, type } from "../parts/testing";
import { changes, tried } from "../recorded/catalogue";
import { saidByStore } from "../recorded/hostile";
import { shelves } from "../recorded/shelves";
import type { Shell } from "../shell";
import { Window, reviewOf, shellOf, snapshotOf, store } from "./fixtures";
import { TYPING_MS } from "./useReview";

// A whole page and a hundred thousand rows: on a busy computer that takes its time.
vi.setConfig({ testTimeout: 30_000 });

// The page has no layout here: a grid of ten rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(440);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);
  globalThis.location.hash = "#changes/1";
});

const page = () => document.body.textContent ?? "";
const foot = () => document.querySelector("footer")?.textContent ?? "";
const grid = () => byRole("grid", "Changes");
const line = (row: number) => document.querySelector<HTMLElement>(`[data-row='${row}']`) as HTMLElement;
const enterGrid = () => act(async () => grid().querySelector<HTMLElement>("[tabindex='0']")?.focus());
const tags = (list: string[]) => ({ kind: "tags" as const, tags: list, cut: false });
const dialog = () => document.querySelector("[role=alertdialog]");

describe("a hundred thousand rows", () => {
  const rows = changes(100_000, 5);

  test("are counted whole and drawn few", async () => {
    await draw(<Window shell={shellOf(reviewOf(rows)).shell} />);
    expect(grid().getAttribute("aria-rowcount")).toBe("100001");
    expect(grid().querySelectorAll("[data-row]").length).toBeLessThan(40);
    expect(line(0).querySelector("[role=gridcell]")?.getAttribute("aria-label")).toMatch(/^Changed: .*, row 2 of the sheet\.$/);
    expect(line(0).querySelector("[role=gridcell]")?.textContent).toBe("~");
  });

  test("are walked by keyboard from end to end, chosen from and looked into", async () => {
    const one = reviewOf(rows);
    await draw(<Window shell={shellOf(one).shell} />);
    await enterGrid();
    await press("End", { ctrl: true });
    expect(document.activeElement?.parentElement?.getAttribute("aria-rowindex")).toBe("100001");
    await press("Home", { ctrl: true });
    await pressAll(["ArrowDown", "ArrowDown"]);
    const before = one.review().counts.to_apply;
    await press(" ");
    expect(one.review().counts.to_apply).toBeLessThan(before);
    await press("Enter");
    expect(document.querySelector("aside")?.textContent).toContain("Left out");
  });
});

test("the window moves to the store of the review, once, and stays where it is otherwise", async () => {
  const other = { ...store, name: "demo", shop_name: "Demo", demo: true };
  const settingsSet = vi.fn<Shell["settingsSet"]>((settings) => Promise.resolve(settings));
  const { shell } = shellOf(reviewOf(), { settingsSet });
  const there = snapshotOf([other, store]);
  const { draw: again } = await draw(<Window shell={shell} snapshot={there} />);
  expect(settingsSet).not.toHaveBeenCalled();
  await again(null);
  const elsewhere = { ...there, settings: { ...there.settings, store: "demo" } };
  await again(<Window shell={shell} snapshot={elsewhere} />);
  await again(<Window shell={shell} snapshot={{ ...elsewhere }} />);
  expect(settingsSet).toHaveBeenCalledExactlyOnceWith({ ...there.settings, store: "main" });
});

test("of tags the row shows first those that differ", async () => {
  const [first] = changes(1, 1);
  const row = { ...(first as ReviewRow), field: "tags", before: tags(["a", "b", "c"]), after: tags(["a", "b", "d"]) };
  await draw(<Window shell={shellOf(reviewOf([row])).shell} />);
  expect([...line(0).querySelectorAll("bdi")].map((side) => side.textContent)).toEqual(expect.arrayContaining(["c, a, b", "d, a, b"]));
  expect(line(0).querySelector("bdi del")?.textContent).toBe("c");
  expect(line(0).querySelector("bdi ins")?.textContent).toBe("d");
});

test("the inspector is opened and closed by keyboard, which then stands where it was", async () => {
  await draw(<Window shell={shellOf(reviewOf()).shell} />);
  await enterGrid();
  await press("ArrowDown");
  await press("Enter");
  expect(document.querySelector("aside")?.textContent).toContain("In the store now");
  await press("ArrowDown");
  expect(document.querySelector("aside")?.textContent).toContain(line(2).querySelector("bdi")?.textContent);
  await act(async () => byRole("button", "Copy as text").focus());
  await press("Escape");
  expect(document.querySelector("aside")).toBeNull();
  expect(document.activeElement?.parentElement).toBe(line(2));
  await press("i", { ctrl: true });
  expect(document.querySelector("aside")).not.toBeNull();
});

test("where nobody chose a row, the inspector opens on the first", async () => {
  await draw(<Window shell={shellOf(reviewOf()).shell} />);
  await press("i", { ctrl: true });
  expect(document.querySelector("aside")?.textContent).toContain("In the store now");
});

describe("choosing", () => {
  test("Space leaves a change out, and the foot follows at once", async () => {
    const one = reviewOf();
    await draw(<Window shell={shellOf(one).shell} />);
    const whole = one.review().counts.to_apply;
    expect(foot()).toContain(`${whole} changes`);
    await enterGrid();
    await press(" ");
    const { counts } = one.review();
    expect(counts.excluded).toBeGreaterThan(0);
    expect(foot()).toContain(`${counts.to_apply} changes · ${counts.excluded} left out`);
    expect(line(0).textContent).toContain("Left out");
    await press(" ");
    expect(one.review().counts.to_apply).toBe(whole);
  });

  test("a product goes as a whole", async () => {
    const one = reviewOf();
    await draw(<Window shell={shellOf(one).shell} />);
    await enterGrid();
    await press("ArrowDown");
    await press("p");
    const rows = one.page({ text: "", signs: [], fields: [], states: ["excluded"], held_kinds: [], group: "product" }, 0, 100).rows;
    expect(new Set(rows.map((row) => row.product)).size).toBe(1);
    expect(rows.length).toBeGreaterThan(1);
  });

  test("everything that the filter shows, and nothing else", async () => {
    vi.useFakeTimers();
    const one = reviewOf();
    await draw(<Window shell={shellOf(one).shell} />);
    await press("/");
    await act(() => vi.advanceTimersByTimeAsync(50));
    expect(document.activeElement?.getAttribute("type")).toBe("search");
    await type(document.activeElement, one.page({ text: "", signs: [], fields: [], states: [], held_kinds: [], group: "product" }, 0, 1).rows[0]?.title ?? "");
    await act(() => vi.advanceTimersByTimeAsync(TYPING_MS + 50));
    vi.useRealTimers();
    const shown = Number(grid().getAttribute("aria-rowcount")) - 1;
    expect(shown).toBeLessThan(40);
    expect(page()).toContain(`${shown} of 40 changes shown`);
    await click(document.querySelector("label:has(input[type=checkbox])"));
    expect(one.review().counts.excluded).toBe(shown);
  });

  test("what is held has no box, and is released in its band", async () => {
    const rows = changes(1293, 1);
    const one = reviewOf(rows);
    const [group] = one.review().held;
    await draw(<Window shell={shellOf(one).shell} />);
    expect(foot()).toContain("held back");
    await click(byRole("button", `Release: ${words(group?.changes ?? 0, group?.kind ?? "")}`));
    expect(one.review().held[0]?.changes).toBe(0);
    expect(page()).toContain("Released by you:");
    await click(document.querySelector("button[aria-label^='Hold again']"));
    expect(one.review().held[0]?.changes).toBe(group?.changes);
  });

  test("a refused mark is told, and nothing looks marked", async () => {
    const refused = { code: "store_busy", detail: "a run is under way", hint: "wait for it" };
    const { shell } = shellOf(reviewOf(), { reviewMark: () => Promise.reject(refused) });
    await draw(<Window shell={shell} />);
    const before = foot();
    await enterGrid();
    await press(" ");
    expect(page()).toContain("The change was not marked");
    expect(page()).toContain("wait for it");
    expect(foot()).toBe(before);
  });
});

function words(count: number, kind: string): string {
  const prices = count === 1 ? "1 price" : `${count} prices`;
  return kind === "price_zero" ? `${prices} would drop to zero` : `${prices} would become at least ten times higher or lower`;
}

const gone = (row: number, field: string): ReviewRow => ({
  ...(changes(1, 1)[0] as ReviewRow),
  row,
  unit: row,
  product: `p${row}`,
  field,
  sign: "removed",
  work: field === "product" ? "delete_product" : "delete_variants",
});

const applying = () => {
  const apply = vi.fn<Shell["apply"]>(() => Promise.resolve(12));
  const one = reviewOf();
  return { apply, one, shell: shellOf(one, { apply }).shell };
};

describe("applying", () => {
  test("is asked once, tells what happens, and goes where it can be watched", async () => {
    const { apply, one, shell } = applying();
    await draw(<Window shell={shell} />);
    const { counts } = one.review();
    await press("Enter", { ctrl: true });
    expect(dialog()?.textContent).toContain(`Apply ${counts.to_apply} changes to Ada Ceramics?`);
    expect(dialog()?.textContent).toContain(`${counts.products_to_apply} products of Ada Ceramics will change, in ${counts.operations_to_apply} updates. It takes about 4–6 min.`);
    expect(dialog()?.textContent).toContain("Before the first write the whole catalogue of the store is copied to a backup file");
    expect(dialog()?.textContent).toContain("This is a live shop.");
    expect(apply).not.toHaveBeenCalled();
    await click([...(dialog()?.querySelectorAll("button") ?? [])].at(-1));
    expect(apply.mock.calls).toEqual([[{ review: 1, scope: { kind: "all" }, workers: 4, verify: true }]]);
    expect(globalThis.location.hash).toBe("#activity");
  });

  test("says what cannot come back, and stands on Cancel then", async () => {
    const one = reviewOf([gone(0, "product"), gone(1, "product"), gone(2, "variant"), gone(3, "image")]);
    await draw(<Window shell={shellOf(one).shell} />);
    await press("Enter", { ctrl: true });
    expect(dialog()?.textContent).toContain("2 products are deleted: their ids, their links and their sales history go for good.");
    expect(dialog()?.textContent).toContain("1 variant is deleted");
    expect(document.activeElement?.textContent).toBe("Cancel");
  });

  test("a trial deletes nothing, and does not warn of it", async () => {
    const one = reviewOf([...changes(60, 1), gone(61, "product")]);
    await draw(<Window shell={shellOf(one).shell} />);
    await click(byRole("button", "Try on 3"));
    expect(dialog()?.textContent).toContain("none of which anything is deleted");
    expect(dialog()?.textContent).not.toContain("This cannot come back");
  });

  test("a trial stays here, and its rows say what became of them", async () => {
    const rows = changes(60, 1);
    const before = reviewOf(rows);
    const after = reviewOf(tried(rows, 3), { trial_run: 7 });
    // An outcome makes the review another version, as a mark does.
    after.mark({ kind: "rows", rows: [] }, "include");
    let now = before;
    const apply = vi.fn<Shell["apply"]>(() => Promise.resolve(12));
    const { shell } = shellOf(before, {
      apply,
      review: () => Promise.resolve(now.review()),
      reviewPage: (_, query, offset, limit) => Promise.resolve(now.page(query, offset, limit)),
      reviewFacets: (_, query) => Promise.resolve(now.facets(query)),
    });
    const drawn = await draw(<Window shell={shell} />);
    await click(byRole("button", "Try on 3"));
    await click([...(dialog()?.querySelectorAll("button") ?? [])].at(-1));
    expect(apply.mock.calls[0]?.[0].scope).toEqual({ kind: "trial", products: 3 });
    expect(globalThis.location.hash).toBe("#changes/1");
    expect(page()).toContain("Trying on a few products");
    now = after;
    const counts = { planned: 9, applied: 9, unchanged: 0, rejected: 0, failed: 0, skipped: 0, held: 0 };
    const job: Job = {
      id: 12,
      kind: "run",
      store: "main",
      source: "a.csv",
      started_at_ms: 1,
      step: { at: "starting" },
      warnings: [],
      outcome: { kind: "run", run: 7, state: "completed", counts },
    };
    await drawn.draw(<Window shell={shell} snapshot={snapshotOf([store], [job])} />);
    expect(page()).toContain("3 products were changed. Look at them in the Shopify admin, then apply the rest");
    expect(document.querySelectorAll("[data-tone=done]").length).toBeGreaterThan(0);
    expect(document.querySelectorAll("[data-tone=done] [class*=settling]").length).toBeGreaterThan(0);
    expect(page()).not.toContain("Try on 3");
  });

  test("waits while something is under way in the same store, and says so", async () => {
    const job: Job = {
      id: 3,
      kind: "run",
      store: "main",
      source: "other.csv",
      started_at_ms: 1,
      step: { at: "checking", operations: 2 },
      warnings: [],
      outcome: null,
    };
    await draw(<Window shell={shellOf(reviewOf()).shell} snapshot={snapshotOf([store], [job])} />);
    expect(page()).toContain("Ada Ceramics is busy with something else.");
    await press("Enter", { ctrl: true });
    expect(dialog()).toBeNull();
    await click([...document.querySelectorAll("footer button")].at(-1));
    expect(dialog()).toBeNull();
    await click(byRole("button", "See what"));
    expect(globalThis.location.hash).toBe("#activity");
  });

  test("a read-only store is switched on here, and only after a question", async () => {
    const storeSet = vi.fn<Shell["storeSet"]>(() => Promise.resolve());
    const { shell } = shellOf(reviewOf(), { storeSet });
    await draw(<Window shell={shell} snapshot={snapshotOf([{ ...store, writes_allowed: false }])} />);
    expect(foot()).toContain("This store is read-only.");
    expect(foot()).not.toContain("Apply");
    await press("Enter", { ctrl: true });
    expect(dialog()).toBeNull();
    await click(byRole("button", "Switch writing on"));
    expect(storeSet).not.toHaveBeenCalled();
    await click([...(dialog()?.querySelectorAll("button") ?? [])].at(-1));
    expect(storeSet.mock.calls).toEqual([["main", { writes_allowed: true, location: null }]]);
  });

  test("a refused start stays in the question", async () => {
    const refused = { code: "store_busy", detail: "another run is under way", hint: null };
    const { shell } = shellOf(reviewOf(), { apply: () => Promise.reject(refused) });
    await draw(<Window shell={shell} />);
    await press("Enter", { ctrl: true });
    await click([...(dialog()?.querySelectorAll("button") ?? [])].at(-1));
    expect(dialog()?.textContent).toContain("another run is under way");
    expect(globalThis.location.hash).toBe("#changes/1");
  });
});

describe("other kinds of review", () => {
  test("two files: nothing to apply, nothing to leave out", async () => {
    const files = { kind: "files", shelf: "/e.csv", shelf_name: "export.csv", sheet: "/s.csv", sheet_name: "supplier.csv" } as const;
    await draw(<Window shell={shellOf(reviewOf(changes(40, 1), { origin: files })).shell} />);
    expect(foot()).toContain("40 differences");
    expect(foot()).not.toMatch(/Apply|min|mixed/);
    expect(byRole("columnheader", "export.csv")).toBeTruthy();
    expect(document.querySelector("input[type=checkbox]")).toBeNull();
    expect(document.querySelector("[role=columnheader][aria-label=Include]")).toBeNull();
    await click(byRole("button", "Connect a store to apply"));
    expect(globalThis.location.hash).toBe("#connect");
  });

  test("even", async () => {
    await draw(<Window shell={shellOf(reviewOf([], { products_even: 240 })).shell} />);
    expect(page()).toContain("Even. 240 products compared, nothing to change.");
    expect(document.querySelector("[role=grid]")).toBeNull();
    expect(foot()).toBe("");
  });

  test("a review that is no longer there", async () => {
    const refused = { code: "unknown_review", detail: "no review 1", hint: "have the sheet compared again" };
    const { shell } = shellOf(reviewOf(), { review: () => Promise.reject(refused) });
    await draw(<Window shell={shell} />);
    expect(document.querySelector("[role=alert]")?.textContent).toContain("have the sheet compared again");
    await click(byRole("button", "Changes"));
    expect(globalThis.location.hash).toBe("#changes");
  });

  test("is read again when the shell says so", async () => {
    const one = reviewOf();
    const { shell, tellLedger } = shellOf(one);
    await draw(<Window shell={shell} />);
    one.mark({ kind: "rows", rows: [0] }, "exclude");
    await act(async () => tellLedger());
    expect(foot()).toContain(`${one.review().counts.excluded} left out`);
  });
});

const inspector = () => document.querySelector("aside")?.textContent ?? "";

describe("collections", () => {
  test("are told from products, and looked into without what only a product has", async () => {
    await draw(<Window shell={shellOf(reviewOf(shelves)).shell} />);
    expect(line(0).textContent).toContain("Collection");
    await enterGrid();
    await press("Enter");
    expect(inspector()).toContain("Leave this collection out");
    expect(inspector()).not.toContain("product as the store has it");
    expect(inspector()).toContain("tag is table");
    expect(inspector()).toContain("mug-oat-1");
    expect(inspector()).toContain("Conditions take more products in");
    for (let down = 0; down < 3; down += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await press("ArrowDown");
    }
    expect(inspector()).toContain("The store does not have this collection yet.");
  });
});

describe("hostile data", () => {
  const hostile: readonly Partial<ReviewRow>[] = [
    { title: "<img src=x onerror=alert(1)>", product: "<script>alert(1)</script>", sku: "<b>SKU</b>" },
    { title: "كوب خزفي أزرق", sku: "ספל-1", subject: { kind: "variant", label: "أزرق / كبير" } },
    { title: "W".repeat(4000), field: "x".repeat(300) },
    { title: "☕👩‍🍳🫖", product: "\u202Egnp.exe", detail: "{count, plural, other {#}}", state: "rejected" },
    { title: "", product: "", sku: "", field: "constructor", state: "skipped", detail: "" },
    { field: "__proto__", before: { kind: "number", digits: "NaN" }, after: { kind: "number", digits: "1e999" }, percent: 1e300 },
    { field: "tags", before: { kind: "tags", tags: ["</bdi>", "a,b"], cut: true }, after: { kind: "blank" }, percent: Number.NaN },
    { held_kind: "toString", state: "held", detail: "‮held‬" },
    { state: "rejected", detail: saidByStore },
  ];
  const [plain] = changes(1, 1);
  const rows = hostile.map((own, row): ReviewRow => Object.assign(structuredClone(plain as ReviewRow), own, { row, unit: row }));

  test("stands as text, in its own direction", async () => {
    await draw(<Window shell={shellOf(reviewOf(rows)).shell} />);
    expect(document.querySelectorAll("[role=grid] img, [role=grid] script")).toHaveLength(0);
    expect(line(0).textContent).toContain("<img src=x onerror=alert(1)>");
    expect([...line(1).querySelectorAll("bdi")].map((part) => part.textContent)).toContain("كوب خزفي أزرق");
    expect(line(3).textContent).toContain("{count, plural, other {#}}");
    expect(line(4).textContent).toContain("constructor");
    expect(line(5).textContent).toContain("NaN");
    // In an isolation of its own: a direction that it sets goes no further.
    expect([...line(8).querySelectorAll("bdi")].map((part) => part.textContent)).toContain(saidByStore);
    expect(document.querySelectorAll("[role=grid] a, [role=grid] [onerror]")).toHaveLength(0);
  });

  test("can be looked into", async () => {
    await draw(<Window shell={shellOf(reviewOf(rows)).shell} />);
    await enterGrid();
    for (const [at] of rows.entries()) {
      // One after the other: each stands on what the one before left.
      // oxlint-disable-next-line no-await-in-loop
      await press("Enter");
      expect(document.querySelector("aside")?.textContent).toContain("Copy as text");
      expect(document.querySelectorAll("aside img, aside script")).toHaveLength(0);
      // oxlint-disable-next-line no-await-in-loop
      if (at < rows.length - 1) await press("ArrowDown");
    }
  });

  test("a description is shown as it looks without anything that runs", async () => {
    const html = '<p onclick="alert(1)">Mug <a href="javascript:alert(1)">look</a></p><img src="https://spy.example/x.png" alt="A mug"><script>alert(1)</script>';
    const row: ReviewRow = {
      ...(plain as ReviewRow),
      field: "body_html",
      before: { kind: "text", text: "<p>Mug</p>", cut: false },
      after: { kind: "text", text: html, cut: false },
    };
    await draw(<Window shell={shellOf(reviewOf([row])).shell} />);
    await enterGrid();
    await press("Enter");
    await click([...document.querySelectorAll("aside label")].find((label) => label.textContent === "As it looks"));
    const aside = document.querySelector("aside") as HTMLElement;
    expect(aside.textContent).toContain("Mug look");
    expect(aside.textContent).toContain("picture: A mug");
    expect(aside.querySelectorAll("img, script, a, iframe, [onclick], [href], [src]")).toHaveLength(0);
  });
});
