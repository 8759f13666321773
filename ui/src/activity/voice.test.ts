import { expect, test } from "vitest";

import type { Job } from "../bindings/api";
import { counts, job, progress, started } from "./fixtures";
import { nextVoice } from "./voice";

const running = (some: Parameters<typeof progress>[0]): Job => job({ step: { at: "running", run: progress(some) } });
const hear = (before: Job[] | null, jobs: Job[]) => {
  const heard = before === null ? null : nextVoice(null, before, started, () => "Ada Ceramics").heard;
  return nextVoice(heard, jobs, started, () => "Ada Ceramics").sentence;
};

const over: Job["outcome"] = { kind: "run", run: 3, state: "completed", counts: counts(12, { applied: 12 }) };

test.each<[string, Job[] | null, Job[], string | null]>([
  ["what stood there when the page was opened", null, [running({})], null],
  ["a little further", [running({ done: 400 })], [running({ done: 401 })], null],
  [
    "a quarter done",
    [running({ done: 318 })],
    [running({ done: 319 })],
    "Applying supplier.csv to Ada Ceramics: 319 of 1,275 updates · about 3–4 min left",
  ],
  ["a short wait", [running({})], [running({ waiting: { kind: "answers", until_ms: null, count: 2 } })], null],
  [
    "a store that does not answer",
    [running({})],
    [running({ waiting: { kind: "store_down", until_ms: started + 9_000, count: 1 } })],
    "Applying supplier.csv to Ada Ceramics: The store does not answer: next try in 9 s",
  ],
  ["the end", [running({})], [job({ outcome: over })], "supplier.csv to Ada Ceramics: Done. All 12 updates were applied."],
  [
    "an end before a beginning",
    [running({})],
    [job({ outcome: over }), job({ id: 9, kind: "copy", step: { at: "starting" } })],
    "supplier.csv to Ada Ceramics: Done. All 12 updates were applied.",
  ],
  ["a job that is put away", [job({ outcome: over })], [], null],
])("%s", (_, before, jobs, sentence) => {
  expect(hear(before, jobs)).toBe(sentence);
});
