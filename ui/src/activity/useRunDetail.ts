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
  const lastAtMs = useRef(-Infinity);
  const asked = useRef(0);
  const shown = useRef(0);

  useEffect(() => {
    const look = () => {
      lastAtMs.current = Date.now();
      asked.current += 1;
      const mine = asked.current;
      shell.runDetail(run).then(
        (detail) => {
          // An answer is of use even where the stamp has moved on since; an older one after a newer is not.
          if (mine < shown.current) return;
          shown.current = mine;
          setRead({ stamp, detail });
        },
        // What was read before stays; the counts of the job tell the rest.
        () => undefined,
      );
    };
    const timer = setTimeout(look, Math.max(0, lastAtMs.current + GAP_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [shell, run, stamp]);

  return read?.detail.run.id === run ? read.detail : null;
}
