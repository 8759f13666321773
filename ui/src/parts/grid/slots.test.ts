import { expect, test } from "vitest";

import { baseOf, pooled, visible } from "./slots";

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

test.each([
  ["the top", { first: 0, end: 10 }, 100, { first: 0, end: 17 }],
  ["further down", { first: 50, end: 60 }, 100, { first: 47, end: 67 }],
  ["between two rows: not one more", { first: 50, end: 61 }, 100, { first: 47, end: 67 }],
  ["the end: not one less", { first: 90, end: 100 }, 100, { first: 80, end: 100 }],
  ["a short list", { first: 0, end: 10 }, 12, { first: 0, end: 12 }],
  ["no rows", { first: 0, end: 0 }, 0, { first: 0, end: 0 }],
] as const)("in the page: %s", (_, seen, rows, expected) => {
  expect(pooled(seen, 280, 28, rows)).toEqual(expected);
});

test("lines stand near their base", () => {
  expect([baseOf(0), baseOf(999), baseOf(1000), baseOf(999_999)]).toEqual([0, 0, 1000, 999_000]);
});
