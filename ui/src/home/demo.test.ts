import { expect, test } from "vitest";

import type { Job, JobOutcome, JobStep } from "../bindings/api";
import { demoLines } from "./demo";

const job = (step: JobStep, outcome: JobOutcome | null = null): Job => ({
  id: 1,
  kind: "plan",
  store: "demo",
  source: "sample.csv",
  started_at_ms: 0,
  step,
  warnings: [],
  outcome,
});

test.each<[string, Job | null, string]>([
  ["before the job", null, "starting:now copying:later planning:later"],
  ["the job begins", job({ at: "starting" }), "starting:now copying:later planning:later"],
  ["copying, nothing counted", job({ at: "copying", products: 0, waiting: null }), "starting:done copying:now planning:later"],
  ["copying", job({ at: "copying", products: 120, waiting: null }), "starting:done copying:now:120 planning:later"],
  ["planning", job({ at: "planning", products: 80 }), "starting:done copying:done planning:now:80"],
  [
    "planned",
    job({ at: "planning", products: 240 }, { kind: "planned", review: 3 }),
    "starting:done copying:done planning:done",
  ],
])("%s", (_what, at, lines) => {
  const told = demoLines(at).map(({ step, stand, products }) => `${step}:${stand}${products === null ? "" : `:${products}`}`);
  expect(told.join(" ")).toBe(lines);
});
