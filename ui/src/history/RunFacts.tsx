import { savedBy, timeOf } from "../activity/results";
import { useNow } from "../activity/useNow";
import type { RunDetail } from "../bindings/api";
import { Facts } from "../parts";
import { count } from "../words/figures";
import { duration, moment } from "../words/time";
import { words, wordsOr } from "../words/words";

/** When, how long, and how it was sent. */
export function RunFacts({ detail }: { readonly detail: RunDetail }) {
  const { run, workers, calls, strategy, trial } = detail;
  const time = timeOf(detail);
  const nowMs = useNow(false);
  const facts = [
    { label: words("history_fact_when"), value: moment(run.started_at_ms ?? run.created_at_ms, undefined, nowMs) },
    ...(time.tookMs === null
      ? []
      : [
          {
            label: words("history_fact_took"),
            value: words("history_took", { took: duration(0, time.tookMs), ...savedBy(time) }),
          },
        ]),
    {
      label: words("history_fact_way"),
      value: trial ? words("history_trial") : wordsOr(`history_way_${strategy}`, "history_way_other"),
    },
    {
      label: words("history_fact_connections"),
      value: workers === null ? words("history_connections_auto") : count(workers),
    },
    { label: words("history_fact_calls"), value: count(calls) },
  ];
  return <Facts facts={facts} />;
}
