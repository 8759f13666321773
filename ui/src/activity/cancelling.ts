// What cancelling does, said before it is done.
import type { RunProgress } from "../bindings/api";
import { words } from "../words/words";

/** What stays in the store, what is still finished, what is not sent: a sentence each. */
export function cancelSentences(run: RunProgress): readonly string[] {
  const left = Math.max(0, run.total - run.done);
  return [
    words("activity_cancel_applied", { count: run.counts.applied }),
    ...(run.in_flight > 0 ? [words("activity_cancel_in_flight", { count: run.in_flight })] : []),
    words("activity_cancel_left", { count: left }),
  ];
}
