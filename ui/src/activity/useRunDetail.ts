import { useEffect, useRef, useState } from "react";

import type { RunDetail } from "../bindings/api";
import type { Shell } from "../shell";

/** The least time between two readings while a run goes on. */
const GAP_MS = 2_000;

/**
 * What the history says of a run. Read again when `stamp` changes: the owner of the run tells with it that something
 * is worth reading, such as another change that was refused.
 */
export function useRunDetail(shell: Shell, run: number, stamp: string): RunDetail | null {
  const [read, setRead] = useState<{ readonly stamp: string; readonly detail: RunDetail } | null>(null);
  const readAtMs = useRef(-Infinity);

  useEffect(() => {
    let gone = false;
    const wait = Math.max(0, readAtMs.current + GAP_MS - Date.now());
    const look = () => {
      readAtMs.current = Date.now();
      shell.runDetail(run).then(
        (detail) => !gone && setRead({ stamp, detail }),
        // What was read before stays; the counts of the job tell the rest.
        () => undefined,
      );
    };
    const timer = setTimeout(look, wait);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [shell, run, stamp]);

  return read?.detail.run.id === run ? read.detail : null;
}
