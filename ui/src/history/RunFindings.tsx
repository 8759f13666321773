import { useCallback, useEffect, useState } from "react";

import type { FindingGroup } from "../bindings/api";
import { Findings, type ReadFindings } from "../review/Findings";
import type { Shell } from "../shell";
import { words } from "../words/words";
import { readFindingGroups } from "./findingGroups";
import styles from "./RunDetails.module.css";

/** What was odd in the sheet of a run. */
export function RunFindings({ shell, run }: { readonly shell: Shell; readonly run: number }) {
  const [groups, setGroups] = useState<readonly FindingGroup[] | "failed" | null>(null);
  useEffect(() => {
    let gone = false;
    readFindingGroups(shell, run).then(
      (read) => !gone && setGroups(read),
      () => !gone && setGroups("failed"),
    );
    return () => {
      gone = true;
    };
  }, [shell, run]);
  const read = useCallback<ReadFindings>(
    ({ code }, offset, limit) => shell.runFindings(run, code, offset, limit),
    [shell, run],
  );
  if (groups === "failed") return <p className={styles.quiet}>! {words("file_findings_failed")}</p>;
  if (groups === null) return <p className={styles.quiet}>{words("file_findings_reading")}</p>;
  return <Findings groups={groups} read={read} />;
}
