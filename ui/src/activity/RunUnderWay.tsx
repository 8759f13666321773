import { useState } from "react";

import type { Job, RunProgress, Steer } from "../bindings/api";
import { Disclosure, Facts } from "../parts";
import type { Shell } from "../shell";
import { Troubles } from "../history/Troubles";
import { count } from "../words/figures";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./ActivityPage.module.css";
import { Connections, MoreConnections } from "./Connections";
import { Outcomes } from "./Outcomes";
import { RunCharts } from "./RunCharts";
import { showInHistory } from "./showInHistory";
import { useCurves } from "./useCurves";
import { useRunDetail } from "./useRunDetail";

export interface RunUnderWayProps {
  readonly shell: Shell;
  readonly job: Job;
  readonly run: RunProgress;
  readonly jobs: readonly Job[];
  readonly onSteer: (steer: Steer) => void;
}

/** What a run has done so far, how fast, and what did not go through. */
export function RunUnderWay({ shell, job, run, jobs, onSteer }: RunUnderWayProps) {
  const points = useCurves(shell, run.run, jobs);
  const { rejected, failed, skipped } = run.counts;
  const detail = useRunDetail(shell, run.run, `${rejected} ${failed} ${skipped}`);
  // Until the history has it, what was chosen here a moment ago.
  const [steered, setSteered] = useState<number | null | undefined>(undefined);
  const chosen = steered === undefined ? (detail?.workers ?? null) : steered;
  const steer = (wish: Steer) => {
    if (wish.kind === "connections") setSteered(wish.workers);
    onSteer(wish);
  };
  return (
    <>
      <Outcomes counts={run.counts} />
      <RunCharts points={points} budgetMax={run.budget?.maximum ?? null} over={false} />
      <div className={styles.pace}>
        <Connections run={run} chosen={chosen} onSteer={steer} />
        <div className={styles.details}>
          <Disclosure title={words("activity_details")}>
            <div className={styles.pointed}>
              <MoreConnections chosen={chosen} onSteer={steer} />
              <Facts facts={facts(job, run)} />
              <RunCharts inPoints points={points} budgetMax={run.budget?.maximum ?? null} over={false} />
            </div>
          </Disclosure>
        </div>
      </div>
      {detail !== null && detail.troubles.length > 0 && (
        <Troubles shell={shell} detail={detail} onShow={(group) => showInHistory(run.run, group)} />
      )}
    </>
  );
}

function facts(job: Job, { budget, calls, in_flight }: RunProgress) {
  return [
    { label: words("activity_started"), value: moment(job.started_at_ms) },
    { label: words("activity_calls"), value: count(calls) },
    { label: words("activity_in_flight"), value: count(in_flight) },
    ...(budget === null
      ? []
      : [
          {
            label: words("activity_points"),
            value: words("activity_points_now", {
              available: count(budget.available),
              max: count(budget.maximum),
              restore: count(budget.restore_rate),
            }),
          },
        ]),
  ];
}
