import { expect, test } from "vitest";

import { moved, type Cell, type Extent } from "./moves";

const extent: Extent = { rows: 100, columns: 5, page: 20, rtl: false };
const from: Cell = { row: 10, column: 2 };
const key = (name: string, ctrlKey = false) => ({ key: name, ctrlKey, metaKey: false, altKey: false, shiftKey: false });

test.each<[string, boolean, Cell | null]>([
  ["ArrowDown", false, { row: 11, column: 2 }],
  ["j", false, { row: 11, column: 2 }],
  ["ArrowUp", false, { row: 9, column: 2 }],
  ["k", false, { row: 9, column: 2 }],
  ["ArrowRight", false, { row: 10, column: 3 }],
  ["ArrowLeft", false, { row: 10, column: 1 }],
  ["Home", false, { row: 10, column: 0 }],
  ["End", false, { row: 10, column: 4 }],
  ["Home", true, { row: 0, column: 0 }],
  ["End", true, { row: 99, column: 4 }],
  ["ArrowDown", true, { row: 99, column: 2 }],
  ["PageDown", false, { row: 30, column: 2 }],
  ["PageUp", false, { row: 0, column: 2 }],
  ["j", true, null],
  ["x", false, null],
])("%s, Ctrl %s", (name, far, expected) => {
  expect(moved(key(name, far), from, extent)).toEqual(expected);
});

test("at an edge it stays", () => {
  expect(moved(key("ArrowDown"), { row: 99, column: 4 }, extent)).toEqual({ row: 99, column: 4 });
});

test("read from right to left, the left arrow goes forward", () => {
  expect(moved(key("ArrowLeft"), from, { ...extent, rtl: true })).toEqual({ row: 10, column: 3 });
});

test("Alt and Shift are others' keys", () => {
  expect(moved({ ...key("ArrowLeft"), altKey: true }, from, extent)).toBeNull();
});
