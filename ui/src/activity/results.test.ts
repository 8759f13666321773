import { expect, test } from "vitest";

import type { Counts, RunState } from "../bindings/api";
import { counts } from "./fixtures";
import { resultSentences, runSentences, type RunTime } from "./results";

const took: RunTime = { tookMs: 252_000, oneByOneSeconds: 252 + 7200 };

const rows: [RunState, Counts, RunTime | null, string][] = [
  [
    "completed_with_failures",
    counts(1284, { applied: 1270, rejected: 4, failed: 1, held: 9 }),
    took,
    "Done. 1,270 of 1,284 updates applied, took 4 min 12 s, about 2 h less than one by one. 4 were refused by Shopify. 1 failed. 9 were held back.",
  ],
  ["completed", counts(12, { applied: 12 }), null, "Done. All 12 updates were applied."],
  ["completed", counts(1, { applied: 1 }), { tookMs: 900, oneByOneSeconds: 2 }, "Done. The one update was applied, took 1 s."],
  ["completed", counts(12, { unchanged: 12 }), null, "Done. Nothing had to be sent: everything was already even."],
  [
    "completed",
    counts(12, { applied: 11, unchanged: 1 }),
    null,
    "Done. 11 of 12 updates applied. 1 was already even.",
  ],
  [
    "interrupted",
    counts(100, { applied: 40, rejected: 1 }),
    took,
    "Stopped. 40 of 100 updates applied, and they stay. 1 was refused by Shopify. 59 are kept for later.",
  ],
  [
    "cancelled",
    counts(100, { applied: 40, skipped: 60 }),
    null,
    "Cancelled. 40 of 100 updates applied, and they stay. 60 were not sent.",
  ],
  ["failed", counts(2, { applied: 1, failed: 1 }), null, "Stopped by a problem. 1 of 2 updates applied, and they stay. 1 failed."],
];
test.each(rows)("%s %o", (state, given, time, sentences) => {
  expect(runSentences(state, given, time).join(" ")).toBe(sentences);
});

test("other jobs", () => {
  expect(resultSentences({ kind: "copied", products: 1 }, null)).toEqual([
    "Done. 1 product is in the copy on this computer.",
  ]);
  expect(resultSentences({ kind: "planned", review: 1 }, null)).toEqual([
    "Done. The changes can be looked through; nothing has been sent.",
  ]);
  const refusal = { code: "ledger_busy" as const, detail: "locked", hint: null };
  expect(resultSentences({ kind: "refused", refusal }, null)).toEqual([
    "Another program has been writing to the history for too long. Try again in a moment.",
  ]);
});
