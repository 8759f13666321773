import { expect, test } from "vitest";

import type { ReviewFacets, RowState } from "../bindings/api";
import { filters, headerChecked, included, onlyHeld, toggled, toggleMark, unfiltered, wholeReview } from "./query";

test("a chip pressed twice is not pressed", () => {
  expect(toggled(["added"], "changed")).toEqual(["added", "changed"]);
  expect(toggled(toggled([], "changed"), "changed")).toEqual([]);
});

test.each([
  [wholeReview, false],
  [unfiltered("field"), false],
  [{ ...wholeReview, text: "  " }, false],
  [{ ...wholeReview, text: "mug" }, true],
  [onlyHeld("price_zero", "product"), true],
  [{ ...wholeReview, states: ["held" as const] }, true],
])("%o hides something: %s", (query, hides) => {
  expect(filters(query)).toBe(hides);
});

test.each([
  [["included"], "exclude"],
  [["released"], "exclude"],
  [["excluded"], "include"],
  [["excluded", "included"], "include"],
  [["held", "included"], "exclude"],
  [["held"], null],
  [["applied", "rejected"], null],
  [[], null],
] as const)("Space on %j: %s", (states, mark) => {
  expect(toggleMark(states.map((state) => ({ state })))).toBe(mark);
});

const facets = (states: Partial<Record<RowState, number>>): ReviewFacets => ({
  total: 0,
  signs: [],
  fields: [],
  states: Object.entries(states).map(([key, rows]) => ({ key, rows })),
});

test.each([
  [{ included: 3 }, true],
  [{ included: 3, held: 2 }, true],
  [{ released: 1, excluded: 2 }, "mixed"],
  [{ excluded: 2 }, false],
  [{ held: 2, applied: 1 }, null],
  [{ skipped: 2 }, true],
  [{}, null],
] as const)("the box over %j is %s", (states, checked) => {
  expect(headerChecked(facets(states), [])).toBe(checked);
});

test("the box is over what is shown, though the chips count more", () => {
  const all = facets({ included: 3, excluded: 2, held: 1 });
  expect(headerChecked(all, ["excluded"])).toBe(false);
  expect(headerChecked(all, ["included", "held"])).toBe(true);
  expect(headerChecked(all, ["held"])).toBeNull();
});

test("what is done or held has no box", () => {
  expect((["included", "excluded", "held", "applied"] as const).map(included)).toEqual([true, false, null, null]);
});
