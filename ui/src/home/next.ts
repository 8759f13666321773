// The one next step between the shelf and the sheet, and what else needs the owner.
import type { Job, OpenReview, Refusal, Run, Store } from "../bindings/api";

/** The sheet that faces the store. */
export interface FacingSheet {
  readonly path: string;
  readonly name: string;
  /** False when it was moved or deleted since. */
  readonly exists: boolean;
  /** Chosen in this window just now, and not merely the last one used. */
  readonly chosen: boolean;
}

export type NextStep =
  /** Something is going on with this store. */
  | { readonly kind: "under_way"; readonly job: Job }
  | { readonly kind: "resume"; readonly run: Run }
  | { readonly kind: "review"; readonly review: OpenReview }
  | { readonly kind: "even"; readonly atMs: number; readonly sheet: FacingSheet }
  | { readonly kind: "plan"; readonly sheet: FacingSheet }
  | { readonly kind: "choose" };

export interface HomeFacts {
  readonly store: Store;
  /** Of all stores, the newest first. */
  readonly runs: readonly Run[];
  readonly reviews: readonly OpenReview[];
  readonly jobs: readonly Job[];
  readonly sheet: FacingSheet | null;
}

export function nextStep(facts: HomeFacts): NextStep {
  const { store, sheet } = facts;
  const job = facts.jobs.find((one) => one.outcome === null && one.store === store.name);
  if (job !== undefined) return { kind: "under_way", job };
  const newest = facts.runs.find((run) => run.store === store.name);
  if (newest?.state === "interrupted") return { kind: "resume", run: newest };
  const review = facingReview(facts);
  if (review !== null && review.counts.to_apply + review.counts.held > 0) return { kind: "review", review };
  if (sheet === null || !sheet.exists) return { kind: "choose" };
  const evenAt = review !== null ? review.created_at_ms : evenSince(newest, sheet);
  return evenAt === null ? { kind: "plan", sheet } : { kind: "even", atMs: evenAt, sheet };
}

/** The newest review of this store; of the facing sheet only, once the owner has chosen one. */
export function facingReview({ store, reviews, sheet }: Pick<HomeFacts, "store" | "reviews" | "sheet">): OpenReview | null {
  const fits = ({ origin }: OpenReview) =>
    origin.kind === "store" &&
    origin.store === store.name &&
    (sheet === null || !sheet.chosen || origin.path === sheet.path);
  return reviews.find(fits) ?? null;
}

/** When the sheet was last found even with the store: its last run went through with nothing kept back. */
function evenSince(newest: Run | undefined, sheet: FacingSheet): number | null {
  if (newest?.state !== "completed" || newest.source !== sheet.name || newest.counts.held > 0) return null;
  return newest.ended_at_ms;
}

export type Attention =
  | { readonly kind: "interrupted"; readonly run: Run }
  /** Running by the history, but not by this window: another program, or one that was cut off. */
  | { readonly kind: "elsewhere"; readonly run: Run }
  | { readonly kind: "no_copy" }
  | { readonly kind: "read_only" }
  | { readonly kind: "not_gone_through"; readonly job: Job; readonly refusal: Refusal };

/** What needs the owner beside the next step, the most pressing first. */
export function attentionOf(facts: HomeFacts): Attention[] {
  const { store, runs, jobs } = facts;
  const step = nextStep(facts);
  const own = runs.filter((run) => run.store === store.name);
  const busy = jobs.some((job) => job.outcome === null && job.store === store.name);
  const found: Attention[] = [];
  for (const run of own) {
    const isNext = step.kind === "resume" && step.run.id === run.id;
    if (run.state === "interrupted" && !isNext) found.push({ kind: "interrupted", run });
    if ((run.state === "running" || run.state === "paused") && !busy) found.push({ kind: "elsewhere", run });
  }
  for (const job of jobs) {
    // What the owner stopped is over.
    if (job.store !== store.name || job.outcome?.kind !== "refused") continue;
    if (job.outcome.refusal.code !== "stopped") {
      found.push({ kind: "not_gone_through", job, refusal: job.outcome.refusal });
    }
  }
  if (store.copied_at_ms === null && !busy) found.push({ kind: "no_copy" });
  if (!store.writes_allowed) found.push({ kind: "read_only" });
  return found;
}
