import { expect, test } from "vitest";

import type { ReviewRow, RowState } from "../bindings/api";
import { changes } from "../recorded/catalogue";
import { createSettling } from "./settling";

const [plain] = changes(1, 1);
const row = (state: RowState, number = 0): ReviewRow => ({ ...(plain as ReviewRow), row: number, state });

test("what is applied while it is looked at settles, once", () => {
  const settling = createSettling();
  expect(settling.settles(row("included"))).toBe(false);
  expect(settling.settles(row("applied"))).toBe(true);
  // Drawn twice within the motion: still the same motion.
  expect(settling.settles(row("applied"))).toBe(true);
  settling.rest();
  expect(settling.settles(row("applied"))).toBe(false);
});

test.each([["applied"], ["unchanged"], ["rejected"], ["held"]] as const)("what is %s when it comes into view stands still", (state) => {
  expect(createSettling().settles(row(state))).toBe(false);
});

test("what the store already had does not move", () => {
  const settling = createSettling();
  settling.settles(row("included"));
  expect(settling.settles(row("unchanged"))).toBe(false);
});

test("rows do not settle for each other", () => {
  const settling = createSettling();
  settling.settles(row("included", 1));
  expect(settling.settles(row("applied", 2))).toBe(false);
  expect(settling.settles(row("applied", 1))).toBe(true);
});
