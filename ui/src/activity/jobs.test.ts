import { expect, test } from "vitest";

import type { Job, JobStep } from "../bindings/api";
import { counts, job, progress, started } from "./fixtures";
import { inOrder, jobTitle, runOf, standing } from "./jobs";

const ended: Job["outcome"] = { kind: "run", run: 3, state: "completed", counts: counts(1) };

test("what is under way comes first, in the order it began; then what has ended, the newest first", () => {
  const jobs = [
    job({ id: 1, started_at_ms: 10, outcome: ended }),
    job({ id: 2, started_at_ms: 20 }),
    job({ id: 3, started_at_ms: 15 }),
    job({ id: 4, started_at_ms: 30, outcome: ended }),
  ];
  expect(inOrder(jobs).map(({ id }) => id)).toEqual([3, 2, 4, 1]);
});

test.each([
  [job(), "Applying supplier.csv to Ada Ceramics"],
  [job({ outcome: ended }), "supplier.csv to Ada Ceramics"],
  [job({ kind: "plan" }), "Comparing supplier.csv with Ada Ceramics"],
  [job({ kind: "compare" }), "Comparing two files: supplier.csv"],
  [job({ kind: "copy", source: null }), "Copying Ada Ceramics to this computer"],
  [job({ source: null }), "Applying a sheet to Ada Ceramics"],
  [job({ source: "{plural} <b>‮" }), "Applying \u2068{plural} <b>\u202E\u2069 to Ada Ceramics"],
])("titles", (given, title) => {
  expect(jobTitle(given, "Ada Ceramics")).toBe(title);
});

const rows: [JobStep, string, string, [number, number] | null, string | null][] = [
  [{ at: "starting" }, "Getting ready", "", null, null],
  [
    { at: "waiting_for_other", who: "evenshelf sync (process 412)" },
    "Its turn comes next",
    "",
    null,
    "evenshelf sync (process 412) works on the same store: this goes on when it is through",
  ],
  [{ at: "copying", products: 0, waiting: null }, "Reading the store", "", null, null],
  [
    { at: "copying", products: 1, waiting: "Shopify prepares it" },
    "Reading the store",
    "1 product so far",
    null,
    "Shopify prepares it",
  ],
  [{ at: "planning", products: 1200 }, "Comparing", "1,200 products so far", null, null],
  [
    { at: "backing_up", products: 2 },
    "Writing the backup",
    "2 products so far",
    null,
    "The whole catalogue is kept in a file before the first change",
  ],
  [{ at: "checking", operations: 3 }, "Looking up what was sent before", "", null, "Being checked: 3 updates"],
  [
    { at: "running", run: progress() },
    "Sending updates",
    "412 of 1,275 updates · about 3–4 min left",
    [412, 1275],
    null,
  ],
  [
    { at: "running", run: progress({ eta_seconds_low: null }) },
    "Sending updates",
    "412 of 1,275 updates",
    [412, 1275],
    null,
  ],
  [
    { at: "running", run: progress({ paused: true, waiting: { kind: "paused", until_ms: null, count: 0 } }) },
    "Sending updates",
    "412 of 1,275 updates",
    [412, 1275],
    "Paused: nothing is sent until you go on",
  ],
  [{ at: "running", run: progress({ done: 1, total: 1 }) }, "Sending updates", "1 of 1 update", [1, 1], null],
  [
    { at: "reading_back", run: 3, products: 30, of: 428 },
    "Reading back what was applied",
    "30 of 428 products",
    [30, 428],
    null,
  ],
];
test.each(rows)("%o", (given, step, figure, meter, waits) => {
  const [value, max] = meter ?? [];
  expect(standing(given, started, "UTC")).toEqual({
    step,
    figure,
    meter: value === undefined ? null : { value, max },
    waits,
  });
});

test.each([
  [job(), 3],
  [job({ step: { at: "reading_back", run: 4, products: 0, of: 1 } }), 4],
  [job({ step: { at: "starting" }, outcome: ended }), 3],
  [job({ step: { at: "starting" } }), null],
])("the run of a job", (given, run) => {
  expect(runOf(given)).toBe(run);
});
