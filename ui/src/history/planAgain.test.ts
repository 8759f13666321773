import { expect, test, vi } from "vitest";

import type { PlanRequest, Review } from "../bindings/api";
import type { Place } from "../frame/place";
import { pastRuns } from "../recorded/pastRuns";
import { recordedWith } from "../recorded";
import type { Shell } from "../shell";
import { planAgain } from "./planAgain";

const run = pastRuns[1] as (typeof pastRuns)[number];
const review = {
  origin: { kind: "store", store: "demo", demo: true, path: "/s/supplier.csv", source: "supplier.csv" },
  match_by: "sku",
  missing: "draft",
} as Review;
const recent = [{ path: "/r/supplier.csv", name: "supplier.csv", used_at_ms: 1, exists: true }];
const gone = [{ path: "/r/supplier.csv", name: "supplier.csv", used_at_ms: 1, exists: false }];
const unknown = () => Promise.reject({ code: "unknown_review", detail: "", hint: null });

const rows: [string, number | null, Partial<Shell>, PlanRequest | null, Place | null][] = [
  [
    "as it was planned before",
    1,
    { review: async () => review },
    { store: "demo", path: "/s/supplier.csv", match_by: "sku", missing: "draft" },
    { at: "activity" },
  ],
  [
    "from the sheets used last where the review is gone",
    1,
    { review: unknown, recentFiles: async () => recent },
    { store: "demo", path: "/r/supplier.csv", match_by: "auto", missing: "leave" },
    { at: "activity" },
  ],
  [
    "from the file that the owner shows",
    null,
    { recentFiles: async () => gone, pickSheet: async () => "/new.csv" },
    null,
    { at: "file", path: "/new.csv" },
  ],
  ["not at all when the owner shows none", null, { recentFiles: async () => [], pickSheet: async () => null }, null, null],
];
test.each(rows)("a sheet is planned again %s", async (_, from, own, request, place) => {
  const plan = vi.fn<Shell["plan"]>(async () => 9);
  expect(await planAgain(recordedWith({ plan, ...own }), { run, review: from })).toEqual(place);
  expect(plan.mock.calls).toEqual(request === null ? [] : [[request]]);
});
