import { useEffect, useReducer } from "react";

import type { Job } from "../bindings/api";
import type { Shell } from "../shell";
import { blankCurves, nextCurves, type CurvePoints } from "./curves";

/** The curves of a run: read from the history once, then drawn on by what the shell tells. */
export function useCurves(shell: Shell, run: number, jobs: readonly Job[]): CurvePoints {
  const [curves, send] = useReducer(nextCurves, run, blankCurves);

  useEffect(() => {
    let gone = false;
    shell.runCurves(run).then(
      (read) => {
        if (!gone) send({ type: "read", run, curves: read });
      },
      // The curve then begins here; nothing else depends on it.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [shell, run]);

  useEffect(() => send({ type: "moved", jobs, nowMs: Date.now() }), [jobs]);

  return curves.points;
}
