import { Pause, Play } from "lucide-react";
import { useState } from "react";

import type { Job, Overview, RunProgress, Steer } from "../bindings/api";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { Button, Meter, StoreMark } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import styles from "./ActivityPage.module.css";
import { CancelDialog } from "./CancelDialog";
import { Ended } from "./Ended";
import { jobTitle, standing } from "./jobs";
import { RunUnderWay } from "./RunUnderWay";
import { storeLabel } from "./stores";
import { useNow } from "./useNow";
import { countsDown } from "./waits";

export interface JobSectionProps {
  readonly shell: Shell;
  readonly job: Job;
  readonly jobs: readonly Job[];
  readonly overview: Overview;
}

/** One job: what it is, how far it is, why it waits, and the owner's hand on it. */
export function JobSection({ shell, job, jobs, overview }: JobSectionProps) {
  const store = storeLabel(overview, job.store);
  const heading = `job-${job.id}`;
  return (
    <section className={styles.job} aria-labelledby={heading}>
      <header className={styles.jobHead}>
        <h2 id={heading} className={styles.jobTitle}>
          <bdi>{jobTitle(job, store.name)}</bdi> {store.demo !== null && <StoreMark demo={store.demo} />}
        </h2>
        {job.outcome === null && <Hand shell={shell} job={job} store={store.name} />}
      </header>
      {job.outcome === null ? (
        <UnderWay shell={shell} job={job} jobs={jobs} />
      ) : (
        <Ended shell={shell} job={job} outcome={job.outcome} />
      )}
      {job.warnings.length > 0 && (
        <div className={styles.warnings}>
          <h3>{words("activity_warnings")}</h3>
          <ul>
            {job.warnings.map((warning) => (
              <li key={warning}>
                <bdi>{warning}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function UnderWay({ shell, job, jobs }: Omit<JobSectionProps, "overview">) {
  const run = runningOf(job);
  const nowMs = useNow(countsDown(run?.waiting ?? null));
  const { step, figure, meter, waits } = standing(job.step, nowMs);
  const steering = useAct();
  return (
    <>
      <Meter
        label={step}
        value={meter?.value ?? null}
        max={meter?.max}
        figure={figure === "" ? undefined : figure}
        tone={run?.waiting?.kind === "store_down" ? "stop" : run?.paused === true ? "held" : "ink"}
        reason={<bdi>{waits ?? words("activity_moves")}</bdi>}
      />
      {run !== null && (
        <RunUnderWay
          shell={shell}
          job={job}
          run={run}
          jobs={jobs}
          onSteer={(steer) => steering.start(() => shell.jobSteer(job.id, steer))}
        />
      )}
      {steering.refusal !== null && (
        <Refused refusal={steering.refusal} title={words("activity_steered_not")} onClose={steering.putAway} />
      )}
    </>
  );
}

/** Pause, go on, cancel; or stop, for what sends nothing. */
function Hand({ shell, job, store }: { readonly shell: Shell; readonly job: Job; readonly store: string }) {
  const [asking, setAsking] = useState(false);
  const steering = useAct();
  const run = runningOf(job);
  const steer = (wish: Steer) => steering.start(() => shell.jobSteer(job.id, wish));
  const stopping = run?.waiting?.kind === "stopping";
  return (
    <div className={styles.actions}>
      {run === null ? (
        <Button onPress={() => steering.start(() => shell.jobStop(job.id))}>{words("activity_stop")}</Button>
      ) : (
        <>
          <Button
            icon={run.paused ? Play : Pause}
            disabled={stopping}
            onPress={() => steer({ kind: run.paused ? "resume" : "pause" })}
          >
            {words(run.paused ? "activity_go_on" : "activity_pause")}
          </Button>
          <Button disabled={stopping} onPress={() => setAsking(true)}>
            {words("activity_cancel")}
          </Button>
          <CancelDialog
            open={asking}
            source={job.source ?? words("activity_source_none")}
            store={store}
            run={run}
            onSteer={steer}
            onClose={() => setAsking(false)}
          />
        </>
      )}
      {steering.refusal !== null && (
        <Refused refusal={steering.refusal} title={words("activity_steered_not")} onClose={steering.putAway} />
      )}
    </div>
  );
}

function runningOf(job: Job): RunProgress | null {
  return job.step.at === "running" && job.outcome === null ? job.step.run : null;
}
