import { expect, test } from "vitest";

import { counts } from "../activity/fixtures";
import type { Counts, OperationState } from "../bindings/api";
import { pastRuns } from "../recorded/pastRuns";
import { countOf, operationStates } from "./operations";
import { sumOf } from "./sum";
import { allRuns, filtersRuns, queryOf, type RunFilter } from "./view";

test.each<[Partial<RunFilter>, ReturnType<typeof queryOf>, boolean]>([
  [{}, { text: "", store: null, states: [] }, false],
  [{ text: "  ash bowl " }, { text: "ash bowl", store: null, states: [] }, true],
  [{ text: "   " }, { text: "", store: null, states: [] }, false],
  [{ store: "main" }, { text: "", store: "main", states: [] }, true],
  [
    { groups: ["done", "problems"] },
    { text: "", store: null, states: ["completed", "completed_with_failures", "failed"] },
    true,
  ],
  [{ groups: ["open"] }, { text: "", store: null, states: ["planned", "running", "paused", "interrupted"] }, true],
])("what is asked of the history: %o", (some, query, filters) => {
  expect(queryOf({ ...allRuns, ...some })).toEqual(query);
  expect(filtersRuns({ ...allRuns, ...some })).toBe(filters);
});

test.each<[Counts, string]>([
  [
    counts(1284, { applied: 1270, rejected: 4, failed: 1, held: 9 }),
    "1,284 planned = 1,270 applied + 4 refused + 1 failed + 9 held back",
  ],
  [counts(12, { unchanged: 12 }), "12 planned = 12 already even"],
  [counts(3, { applied: 1, skipped: 1 }), "3 planned = 1 applied + 1 not sent + 1 to go"],
  [counts(0), "0 planned = 0 applied"],
])("the counts are told as a sum", (given, sum) => {
  const { planned, parts } = sumOf(given);
  expect(`${planned} = ${parts.map(({ text }) => text).join(" + ")}`).toBe(sum);
});

test("the sum comes out for every run, and so do the chips over its changes", () => {
  expect(pastRuns.length).toBeGreaterThan(200);
  for (const { counts: given } of pastRuns) {
    const figures = sumOf(given).parts.map(({ text }) => Number(text.replaceAll(/\D/g, "")));
    expect(figures.reduce((sum, figure) => sum + figure, 0)).toBe(given.planned);
    const states = operationStates.map((state: OperationState) => countOf(given, state));
    expect(states.reduce((sum, figure) => sum + figure, 0)).toBe(given.planned);
  }
});
