import { act } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";

import { Grid, type GridColumn, type GridProps } from "./Grid";
import { mark } from "./grid/drawn";
import { click, draw, press, pressAll } from "./testing";

interface Row {
  readonly index: number;
  readonly name: string;
}

const columns: readonly GridColumn<Row>[] = [
  { key: "in", label: "Included", width: 30, toggles: true, draw: () => "x" },
  { key: "name", label: "Name", width: { share: 1, min: 100 }, draw: ({ name }) => name },
  { key: "figure", label: "Figure", width: 80, align: "end", draw: ({ index }) => String(index) },
];

const fetch = (offset: number, limit: number) =>
  Promise.resolve(Array.from({ length: limit }, (_, at) => ({ index: offset + at, name: `row ${offset + at}` })));

const groupOf = ({ index }: Row) => ({ key: String(index - (index % 10)), label: `product ${Math.floor(index / 10)}` });

const fetchNewer = (offset: number, limit: number) =>
  Promise.resolve(Array.from({ length: limit }, (_, at) => ({ index: offset + at, name: "newer" })));

const props: GridProps<Row> = { label: "Rows", rowCount: 100_000, columns, fetch };

// The page has no layout here: ten rows of 28 under the heads.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(280);
});

const grid = () => document.querySelector<HTMLElement>("[role=grid]") as HTMLElement;
const focused = () => document.activeElement;
const focusedRow = () => Number(focused()?.parentElement?.getAttribute("data-row"));
const enter = () => act(async () => grid().querySelector<HTMLElement>("[tabindex='0']")?.focus());

async function scrollTo(top: number): Promise<void> {
  await act(async () => {
    grid().scrollTop = top;
    grid().dispatchEvent(new Event("scroll"));
  });
}

test("few rows are in the page, and what readers hear is the whole", async () => {
  await draw(<Grid {...props} />);
  expect(grid().querySelectorAll("[data-row]").length).toBeLessThan(30);
  expect(grid().getAttribute("aria-rowcount")).toBe("100001");
  expect(grid().getAttribute("aria-colcount")).toBe("3");
  expect(grid().querySelector("[data-row='3']")?.getAttribute("aria-rowindex")).toBe("5");
  expect(grid().querySelector("[data-row='3']")?.textContent).toBe("xrow 33");
});

test("there is one stop for Tab", async () => {
  await draw(<Grid {...props} />);
  expect(grid().querySelectorAll("[tabindex='0']")).toHaveLength(1);
});

test.each([
  ["arrows", ["ArrowDown", "ArrowDown", "ArrowRight"], 2, "row 2"],
  ["letters", ["j", "j", "j", "k", "ArrowRight"], 2, "row 2"],
  ["the end of the row and back", ["ArrowDown", "End", "Home", "ArrowRight"], 1, "row 1"],
  ["pages", ["PageDown", "ArrowRight"], 8, "row 8"],
  ["a page down and up", ["PageDown", "PageUp", "ArrowRight"], 0, "row 0"],
])("the focus moves by %s", async (_, keys, row, text) => {
  await draw(<Grid {...props} />);
  await enter();
  await pressAll(keys);
  expect(focusedRow()).toBe(row);
  expect(focused()?.textContent).toBe(text);
});

test("the end of the list and its beginning are one key away", async () => {
  await draw(<Grid {...props} />);
  await enter();
  await press("End", { ctrl: true });
  expect(focusedRow()).toBe(99_999);
  expect(focused()?.textContent).toBe("99999");
  expect(grid().scrollTop).toBe(100_000 * 28 - 280);
  await press("Home", { ctrl: true });
  expect(focusedRow()).toBe(0);
});

test("the focus stays on its row when the row is scrolled far out of sight, and the keys go on from there", async () => {
  await draw(<Grid {...props} />);
  await enter();
  await press("ArrowDown");
  const element = focused();
  await scrollTo(50_000 * 28);
  expect(focused()).toBe(element);
  expect(focusedRow()).toBe(1);
  expect(grid().querySelector("[data-row='50003']")?.textContent).toContain("row 50003");
  await press("ArrowDown");
  expect(focusedRow()).toBe(2);
  expect(grid().scrollTop).toBe(56);
});

test("lines are used again: scrolling makes no elements", async () => {
  await draw(<Grid {...props} />);
  await scrollTo(1000 * 28);
  const before = new Set(grid().querySelectorAll("[data-row]"));
  await scrollTo(1010 * 28);
  const after = [...grid().querySelectorAll("[data-row]")];
  expect(after.filter((line) => !before.has(line))).toEqual([]);
  expect(grid().querySelector("[data-row='1012']")?.textContent).toContain("row 1012");
});

test("Space toggles, Enter opens, a press in the column of boxes toggles, another selects", async () => {
  const onToggle = vi.fn<(row: Row) => void>();
  const onOpen = vi.fn<(row: Row) => void>();
  const onSelect = vi.fn<(index: number) => void>();
  await draw(<Grid {...props} onToggle={onToggle} onOpen={onOpen} onSelect={onSelect} />);
  await enter();
  await press("ArrowDown");
  await press(" ");
  await press("Enter");
  expect(onToggle.mock.calls.map(([row]) => row.index)).toEqual([1]);
  expect(onOpen.mock.calls.map(([row]) => row.index)).toEqual([1]);
  expect(onSelect.mock.calls.map(([index]) => index)).toEqual([1]);
  const line = grid().querySelector("[data-row='4']");
  await click(line?.children[0]);
  expect(onToggle.mock.calls.map(([row]) => row.index)).toEqual([1, 4]);
  await click(line?.children[1]);
  expect(onSelect.mock.calls.map(([index]) => index)).toEqual([1, 4]);
  expect(focusedRow()).toBe(4);
});

test("Ctrl and Enter belong to the page", async () => {
  const onOpen = vi.fn<(row: Row) => void>();
  await draw(<Grid {...props} onOpen={onOpen} />);
  await enter();
  expect(await press("Enter", { ctrl: true })).toBe(false);
  expect(onOpen).not.toHaveBeenCalled();
});

test("the group of the topmost row is told above the rows", async () => {
  await draw(<Grid {...props} groupOf={groupOf} />);
  expect(grid().firstElementChild?.lastElementChild?.textContent).toBe("product 0");
  await scrollTo(47 * 28);
  expect(grid().firstElementChild?.lastElementChild?.textContent).toBe("product 4");
});

test("rows are read again for another version, and shown until they have come", async () => {
  const read = vi.fn<typeof fetch>(fetch);
  const { draw: again } = await draw(<Grid {...props} fetch={read} version={1} />);
  const calls = read.mock.calls.length;
  await again(<Grid {...props} fetch={read} version={1} />);
  expect(read.mock.calls.length).toBe(calls);
  await again(<Grid {...props} fetch={fetchNewer} version={2} />);
  expect(grid().querySelector("[data-row='3']")?.textContent).toContain("newer");
});

const plain: readonly GridColumn<Row>[] = [
  { key: "in", label: "Included", width: 30, draw: () => "x" },
  {
    key: "name",
    label: "Name",
    width: 100,
    heard: ({ name, index }) => (index === 3 ? null : `${name}, heard`),
    draw: ({ name }) => mark("bdi", "name", name),
  },
  { key: "figure", label: "Figure", width: 80, draw: ({ index }) => String(index) },
];

const cells = (row: number) => [...(grid().querySelector(`[data-row='${row}']`)?.children ?? [])];

describe("a column drawn without React", () => {
  test("shows its rows and says what is heard of them, also of those scrolled to", async () => {
    await draw(<Grid {...props} columns={plain} />);
    await scrollTo(1000 * 28);
    await scrollTo(1010 * 28);
    expect(cells(1012).map((cell) => cell.textContent)).toEqual(["x", "row 1012", "1012"]);
    expect(cells(1012).map((cell) => cell.getAttribute("aria-label"))).toEqual([null, "row 1012, heard", null]);
    expect(grid().querySelector("[data-row='1012'] bdi.name")?.textContent).toBe("row 1012");
    await scrollTo(0);
    expect(cells(3).map((cell) => cell.getAttribute("aria-label"))).toEqual([null, null, null]);
  });

  test("keeps its elements when another row comes into its line", async () => {
    await draw(<Grid {...props} columns={plain} />);
    await scrollTo(1000 * 28);
    const before = new Set(grid().querySelectorAll("bdi"));
    await scrollTo(1010 * 28);
    expect([...grid().querySelectorAll("bdi")].filter((element) => !before.has(element))).toEqual([]);
  });

  test("says that its row is being read, then shows it", async () => {
    const waiting: (() => void)[] = [];
    const slow = (offset: number, limit: number) =>
      new Promise<readonly Row[]>((done) => waiting.push(() => done(fetch(offset, limit))));
    await draw(<Grid {...props} rowCount={20} columns={plain} fetch={slow} />);
    expect(cells(3).map((cell) => cell.textContent)).toEqual(["", "", ""]);
    expect(cells(3)[2]?.querySelector("[role=img]")?.getAttribute("aria-label")).toBe("Reading …");
    await act(async () => waiting.forEach((answer) => answer()));
    expect(cells(3).map((cell) => cell.textContent)).toEqual(["x", "row 3", "3"]);
    expect(grid().querySelector("[role=img]")).toBeNull();
  });

  test("says that its row could not be read, and reads it again", async () => {
    const read = vi.fn<typeof fetch>(fetch).mockRejectedValueOnce(new Error("gone"));
    await draw(<Grid {...props} rowCount={20} columns={plain} fetch={read} />);
    expect(cells(3)[2]?.textContent).toContain("!");
    await click(cells(3)[2]?.querySelector("button"));
    expect(cells(3).map((cell) => cell.textContent)).toEqual(["x", "row 3", "3"]);
  });
});

test("a shorter list brings the cursor back into it", async () => {
  const { draw: again } = await draw(<Grid {...props} />);
  await enter();
  await press("End", { ctrl: true });
  await again(<Grid {...props} rowCount={5} version={2} />);
  expect(focusedRow()).toBe(4);
});

test("no rows: what stands there instead", async () => {
  await draw(<Grid {...props} rowCount={0} empty="Nothing fits." />);
  expect(grid().textContent).toContain("Nothing fits.");
});
