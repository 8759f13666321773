import { useState } from "react";

import type { Job } from "../bindings/api";
import { Button, Meter } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import styles from "./JobProgress.module.css";
import { jobLine, jobShare, jobTitle, jobWaits } from "./progress";

export interface JobProgressProps {
  readonly shell: Shell;
  /** `null` from the press of the button until the shell tells of the job. */
  readonly job: Job | null;
  readonly title?: string | undefined;
}

/** Something that goes on: what, how far, why it waits, and Stop. A run is steered in Activity and not from here. */
export function JobProgress({ shell, job, title }: JobProgressProps) {
  const [stopped, setStopped] = useState<number | null>(null);
  const share = job === null ? null : jobShare(job);
  const waits = job === null ? null : jobWaits(job);
  const stopping = job !== null && stopped === job.id;
  return (
    <div className={styles.progress}>
      <Meter
        label={title ?? (job === null ? words("home_job_starting") : jobTitle(job))}
        value={share?.value ?? null}
        max={share?.max}
        figure={job === null ? undefined : jobLine(job)}
        reason={waits ?? undefined}
      />
      {job !== null && job.kind !== "run" && (
        <Button
          small
          busy={stopping ? words("home_stopping") : null}
          onPress={() => {
            setStopped(job.id);
            // A job that ended in this moment cannot be stopped any more, and need not be.
            shell.jobStop(job.id).catch(() => setStopped(null));
          }}
        >
          {words("home_stop")}
        </Button>
      )}
    </div>
  );
}
