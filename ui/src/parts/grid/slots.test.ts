import { expect, test } from "vitest";

import { assign, baseOf, spared, visible } from "./slots";

test.each([
  ["the top", 0, 280, 100, { first: 0, end: 10 }],
  ["between two rows", 14, 280, 100, { first: 0, end: 11 }],
  ["the end", 2520, 280, 100, { first: 90, end: 100 }],
  ["past the end, after rows went", 9000, 280, 100, { first: 99, end: 100 }],
  ["nothing to see", 0, 0, 100, { first: 0, end: 1 }],
  ["no rows", 0, 280, 0, { first: 0, end: 0 }],
] as const)("visible: %s", (_, top, height, rows, expected) => {
  expect(visible(top, height, 28, rows)).toEqual(expected);
});

test("spare rows stay within the list", () => {
  expect(spared({ first: 2, end: 98 }, 100)).toEqual({ first: 0, end: 100 });
});

test("a row that stays keeps its line, a new one takes a line that came free", () => {
  const before = assign(new Map(), { first: 0, end: 4 }, null);
  const after = assign(before, { first: 2, end: 6 }, null);
  expect([before.get(2), before.get(3)]).toEqual([after.get(2), after.get(3)]);
  expect([...after.values()].toSorted()).toEqual([0, 1, 2, 3]);
});

test("the row with the keyboard keeps its line far out of sight", () => {
  const before = assign(new Map(), { first: 0, end: 4 }, 1);
  const after = assign(before, { first: 90_000, end: 90_004 }, 1);
  expect(after.get(1)).toBe(before.get(1));
  expect(after.size).toBe(5);
});

test("no two rows share a line, wherever one jumps", () => {
  let slots: ReadonlyMap<number, number> = new Map();
  for (const first of [0, 3, 50, 49, 7, 99_000, 98_990]) {
    slots = assign(slots, { first, end: first + 20 }, 10);
    expect(new Set(slots.values()).size).toBe(slots.size);
    expect(Math.max(...slots.values())).toBeLessThan(42);
  }
});

test("lines stand near their base", () => {
  expect([baseOf(0), baseOf(999), baseOf(1000), baseOf(999_999)]).toEqual([0, 0, 1000, 999_000]);
});
