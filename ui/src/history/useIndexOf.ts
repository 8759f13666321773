import { useEffect, useState } from "react";

import type { HistoryQuery } from "../bindings/api";
import type { Shell } from "../shell";
import type { Total } from "./useTotal";

/** A run further down is not looked for: the list then marks none. */
const LOOKED_THROUGH_MAX = 500;

/** Which row of the list a run is, so that it is marked there however it was opened; `null` where it is not found. */
export function useIndexOf(shell: Shell, run: number | null, list: Total<HistoryQuery> | null): number | null {
  const [found, setFound] = useState<{ readonly run: number; readonly version: string; readonly index: number } | null>(
    null,
  );
  useEffect(() => {
    if (run === null || list === null) return;
    let gone = false;
    const { query, version } = list;
    shell.history(query, 0, LOOKED_THROUGH_MAX).then(
      ({ entries }) => {
        if (!gone) setFound({ run, version, index: entries.findIndex((entry) => entry.run.id === run) });
      },
      // The list itself says that the history cannot be read.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [shell, run, list]);
  return found !== null && found.run === run && found.version === list?.version && found.index >= 0 ? found.index : null;
}
