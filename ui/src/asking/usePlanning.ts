import { useRef, useState } from "react";

import type { Job, Refusal } from "../bindings/api";
import { go } from "../frame/place";
import type { Shell } from "../shell";
import { caught } from "./caught";
import { useFollowed } from "./follow";

export interface Planning {
  /** From the press of the button until the review opens. */
  readonly busy: boolean;
  readonly stopping: boolean;
  /** `null` until the shell tells of it. */
  readonly job: Job | null;
  readonly refusal: Refusal | null;
  readonly start: (work: () => Promise<number>) => void;
  readonly stop: () => void;
  readonly putAway: () => void;
}

interface State {
  readonly busy: boolean;
  readonly stopping: boolean;
  readonly id: number | null;
  readonly refusal: Refusal | null;
}

const resting: State = { busy: false, stopping: false, id: null, refusal: null };

/** What the owner stopped is no trouble. */
function refusedBy(refusal: Refusal): State {
  return refusal.code === "stopped" ? resting : { ...resting, refusal };
}

/** Starts a comparison and goes to its review when it is there. */
export function usePlanning(shell: Shell, jobs: readonly Job[], planned?: (job: Job) => void): Planning {
  const [state, setState] = useState(resting);
  /** Counts the starts, so that a job that comes after Stop is stopped and not followed. */
  const starts = useRef(0);

  const job = useFollowed(state.id, jobs, (outcome, over) => {
    // It has told all it had to tell where it was asked for, but for its warnings, which stand under Activity. That it
    // cannot be put away hinders nobody.
    if (over.warnings.length === 0) shell.jobPutAway(over.id).catch(() => undefined);
    setState(outcome.kind === "refused" ? refusedBy(outcome.refusal) : resting);
    if (outcome.kind !== "planned") return;
    planned?.(over);
    go({ at: "changes", review: outcome.review });
  });

  return {
    ...state,
    job,
    start(work) {
      if (state.busy) return;
      starts.current += 1;
      const own = starts.current;
      setState({ ...resting, busy: true });
      work().then(
        (id) => {
          if (starts.current === own) setState({ ...resting, busy: true, id });
          else shell.jobStop(id).catch(() => undefined);
        },
        (thrown: unknown) => {
          if (starts.current === own) setState(refusedBy(caught(thrown)));
        },
      );
    },
    stop() {
      if (state.id === null) {
        starts.current += 1;
        setState(resting);
        return;
      }
      setState({ ...state, stopping: true });
      // A job that ended in this moment cannot be stopped any more, and need not be.
      shell.jobStop(state.id).catch(() => setState({ ...state, stopping: false }));
    },
    putAway: () => setState(resting),
  };
}
