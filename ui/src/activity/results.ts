// How a job ended, in sentences: the first says it, the others what did not go through.
import type { Counts, JobOutcome, RunDetail, RunState } from "../bindings/api";
import { about, duration } from "../words/time";
import { words, wordsOr } from "../words/words";

/** Less than this is not worth a word: the answer time of one call varies more. */
const SAVED_TOLD_FROM_SECONDS = 5;

/** What is known about a run beside its counts, once its record was read. */
export interface RunTime {
  readonly tookMs: number | null;
  /** What one change after another would have taken. */
  readonly oneByOneSeconds: number | null;
}

export function timeOf({ run, one_by_one_seconds }: RunDetail): RunTime {
  const { started_at_ms: from, ended_at_ms: to } = run;
  return { tookMs: from === null || to === null ? null : to - from, oneByOneSeconds: one_by_one_seconds };
}

export function resultSentences(outcome: JobOutcome, time: RunTime | null): readonly string[] {
  switch (outcome.kind) {
    case "copied":
      return [words("activity_done_copied", { count: outcome.products })];
    case "planned":
      return [words("activity_done_planned")];
    case "run":
      return runSentences(outcome.state, outcome.counts, time);
    case "refused":
      return [wordsOr(`refused_${outcome.refusal.code}`, "refused_unknown")];
  }
}

export function runSentences(
  state: RunState,
  counts: Counts,
  time: RunTime | null,
): readonly string[] {
  const { planned, applied, unchanged, rejected, failed, skipped, held } = counts;
  const left = planned - applied - unchanged - rejected - failed - skipped - held;
  const took = time?.tookMs ?? null;
  const first = words(`activity_result_${manner(state)}`, {
    applied,
    planned,
    // Which sentence fits what was applied.
    share: shareOf(counts),
    timed: took === null ? "no" : "yes",
    took: took === null ? "" : duration(0, took),
    ...savedBy(time),
  });
  const more = [
    unchanged > 0 && applied > 0 && words("activity_result_unchanged", { count: unchanged }),
    rejected > 0 && words("activity_result_rejected", { count: rejected }),
    failed > 0 && words("activity_result_failed_count", { count: failed }),
    skipped > 0 && words("activity_result_skipped", { count: skipped }),
    held > 0 && words("activity_result_held", { count: held }),
    left > 0 && state === "interrupted" && words("activity_result_left", { count: left }),
  ];
  return [first, ...more.filter((sentence) => sentence !== false)];
}

/** How a run came to rest, as far as the sentence differs. */
function manner(state: RunState): "done" | "interrupted" | "cancelled" | "failed" | "superseded" | "open" {
  switch (state) {
    case "completed":
    case "completed_with_failures":
      return "done";
    case "interrupted":
    case "cancelled":
    case "failed":
    case "superseded":
      return state;
    case "planned":
    case "running":
    case "paused":
      return "open";
  }
}

function shareOf({ planned, applied, unchanged }: Counts): "all" | "even" | "some" {
  if (planned > 0 && applied === planned) return "all";
  if (unchanged === planned) return "even";
  return "some";
}

/** `saved`: `yes` where the run took clearly less than one change after the other. */
export function savedBy(time: RunTime | null): { saved: "yes" | "no"; less: string } {
  if (time === null || time.tookMs === null || time.oneByOneSeconds === null) return { saved: "no", less: "" };
  const seconds = time.oneByOneSeconds - time.tookMs / 1000;
  if (seconds < SAVED_TOLD_FROM_SECONDS) return { saved: "no", less: "" };
  return { saved: "yes", less: about(seconds, seconds) };
}
