import { expect, test } from "vitest";

import type { OperationState } from "../bindings/api";
import { adviceFor, troubleText } from "./advice";
import { operationStates } from "./operations";

test.each<[OperationState, string]>([
  ["rejected", "mend this in the sheet"],
  ["failed", "then plan again"],
  ["skipped", "compared with the store as it is now"],
  ["held", "release it there"],
])("every ending has a next step: %s", (state, words) => {
  expect(adviceFor(state)).toContain(words);
});

test("every state has words", () => {
  for (const state of operationStates) {
    expect(adviceFor(state)).not.toBe("");
    expect(troubleText({ state, cause: "why", count: 2, products: ["a"] })).toMatch(/2 updates.*\nwhy\na\nand 1 more/);
  }
});

test("what is copied is what the store said, letter for letter", () => {
  const cause = "<b>‮not</b> {cause} 'quoted'";
  expect(troubleText({ state: "rejected", cause, count: 1, products: ["x"] })).toBe(
    `Shopify refused 1 update\n${cause}\nx`,
  );
});
