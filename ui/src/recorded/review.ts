// Recorded answers: plans under review.
import type { Forecast, Refusal, ReviewOrigin } from "../bindings/api";
import type { Shell } from "../shell";
import { changes, tried } from "./catalogue";
import { RUN_JOB } from "./drive";
import { findingPage, findings, grouped } from "./file";
import { hostile } from "./hostile";
import { shelves } from "./shelves";
import { reviewing, type Head, type Reviewing } from "./reviewing";

/** Against the live shop that may not be written to yet, against the demo, of two files, tried, even, large, of a sheet that means ill, and of collections. */
export const REVIEWS = { demo: 1, live: 3, files: 5, tried: 6, even: 7, large: 8, hostile: 9, collections: 10 } as const;

const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);

const forecast: Forecast = {
  calls: 214,
  points: 3_910,
  seconds_low: 220,
  seconds_high: 340,
  strategy: "batch",
  reason: "several small edits share a call, and the store answers six calls at once",
};

const store = (name: string, demo: boolean): ReviewOrigin => ({
  kind: "store",
  store: name,
  demo,
  path: "/home/ada/shop/supplier-autumn.csv",
  source: "supplier-autumn.csv",
});

const files: ReviewOrigin = {
  kind: "files",
  shelf: "/home/ada/shop/export.csv",
  shelf_name: "export.csv",
  sheet: "/home/ada/shop/supplier-autumn.csv",
  sheet_name: "supplier-autumn.csv",
};

const head = (id: number, origin: ReviewOrigin, own: Partial<Head> = {}): Head => ({
  id,
  origin,
  created_at_ms: at("14:02:00"),
  copied_at_ms: origin.kind === "files" ? null : at("13:59:00"),
  currency: origin.kind === "files" ? null : "EUR",
  match_by: "auto",
  missing: "leave",
  forecast,
  finding_groups: grouped(findings),
  trial_run: null,
  run: null,
  products_even: 163,
  ...own,
});

const large: Forecast = { ...forecast, calls: 9_800, points: 98_000, seconds_low: 2_400, seconds_high: 3_300 };

const makers: Record<number, () => Reviewing> = {
  [REVIEWS.live]: () => reviewing(head(REVIEWS.live, store("main", false)), changes(1_293, 1)),
  [REVIEWS.demo]: () => reviewing(head(REVIEWS.demo, store("demo", true)), changes(1_293, 1)),
  [REVIEWS.files]: () => reviewing(head(REVIEWS.files, files), changes(318, 3)),
  [REVIEWS.tried]: () =>
    reviewing(head(REVIEWS.tried, store("demo", true), { trial_run: 2 }), tried(changes(1_293, 1), 3)),
  [REVIEWS.even]: () =>
    reviewing(head(REVIEWS.even, store("demo", true), { products_even: 240, finding_groups: [] }), []),
  [REVIEWS.large]: () => reviewing(head(REVIEWS.large, store("demo", true), { forecast: large }), changes(100_000, 5)),
  [REVIEWS.hostile]: () => reviewing(head(REVIEWS.hostile, store("demo", true), { finding_groups: [] }), hostile),
  [REVIEWS.collections]: () =>
    reviewing(
      head(REVIEWS.collections, store("demo", true), { finding_groups: [], forecast: { ...forecast, calls: 3, seconds_low: 1, seconds_high: 2 } }),
      shelves,
    ),
};

const open = new Map<number, Reviewing>();
const discarded = new Set<number>();

/** Made when it is looked at first: the large one takes a while. */
function reviewOf(id: number): Reviewing | null {
  if (discarded.has(id)) return null;
  const made = open.get(id) ?? makers[id]?.() ?? null;
  if (made !== null) open.set(id, made);
  return made;
}

const unknown: Refusal = {
  code: "unknown_review",
  detail: "no review of this number",
  hint: "it was discarded; have the sheet compared again",
};

function answer<Answer>(id: number, from: (review: Reviewing) => Answer): Promise<Answer> {
  const review = reviewOf(id);
  return review === null ? Promise.reject(unknown) : Promise.resolve(from(review));
}

export const review: Partial<Shell> = {
  review: (id) => answer(id, (one) => one.review()),
  reviewPage: (id, query, offset, limit) => answer(id, (one) => one.page(query, offset, limit)),
  reviewFacets: (id, query) => answer(id, (one) => one.facets(query)),
  reviewMark: (id, selection, mark) => answer(id, (one) => one.mark(selection, mark)),
  reviewChange: async (id, row) => {
    const change = await answer(id, (one) => one.change(row));
    if (change === null) throw unknown;
    return change;
  },
  reviewFindings: (_id, code, _side, offset, limit) => Promise.resolve(findingPage(findings, code, offset, limit)),
  // The run that is recorded is under way already.
  apply: () => Promise.resolve(RUN_JOB),
  reviewSave: () => Promise.resolve("/home/ada/shop/supplier-autumn.plan"),
  reviewDiscard: (id) => {
    open.delete(id);
    discarded.add(id);
    return Promise.resolve();
  },
};
