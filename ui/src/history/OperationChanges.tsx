import { ExternalLink } from "lucide-react";
import { useEffect, useState } from "react";

import type { OperationRow, ReviewRow } from "../bindings/api";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { Button, Sheet } from "../parts";
import { subjectText } from "../review/cells";
import { fieldName } from "../review/fields";
import type { Shell } from "../shell";
import { moment } from "../words/time";
import { words } from "../words/words";
import { isDone } from "./operations";
import styles from "./RunDetails.module.css";
import { After, Before } from "./Sides";

export interface OperationChangesProps {
  readonly shell: Shell;
  readonly run: number;
  readonly row: OperationRow;
  readonly currency: string | null;
}

/** What one call was to change: every change with both its sides, whole. */
export function OperationChanges({ shell, run, row, currency }: OperationChangesProps) {
  const changes = useChanges(shell, run, row.operation);
  const opening = useAct();
  const { admin_url } = row;
  return (
    <section className={styles.changes} aria-labelledby="operation-changes">
      <div className={styles.changesHead}>
        <h3 id="operation-changes" className={styles.changesTitle}>
          <bdi>{words("history_change_open", { product: row.title, count: row.changes })}</bdi>
        </h3>
        <span className={styles.quiet}>
          {row.attempts > 0 && `${words("history_change_attempts", { count: row.attempts })} · ${moment(row.at_ms)}`}
        </span>
        {admin_url !== null && (
          <Button small icon={ExternalLink} onPress={() => opening.start(() => shell.openAdmin(admin_url))}>
            {words("history_open_first")}
          </Button>
        )}
      </div>
      {row.detail !== null && (
        <p className={styles.wrap}>
          <bdi>{row.detail}</bdi>
        </p>
      )}
      {changes === "failed" ? (
        <p role="alert">! {words("history_change_lost")}</p>
      ) : (
        <Sheet<ReviewRow>
          label={words("history_change_open", { product: row.title, count: row.changes })}
          rows={changes ?? []}
          rowKey={(change) => change.row}
          columns={[
            {
              key: "what",
              label: words("history_change_col_what"),
              render: ({ field, subject }) => (
                <bdi>{[fieldName(field), subjectText(subject)].filter((part) => part !== "").join(", ")}</bdi>
              ),
            },
            {
              key: "before",
              label: words("history_change_col_before"),
              render: ({ before, field, sign }) => <Before cell={before} field={field} currency={currency} removed={sign === "removed"} />,
            },
            {
              key: "after",
              label: words("history_change_col_after"),
              wide: true,
              render: ({ after, field }) => <After cell={after} field={field} currency={currency} done={isDone(row.state)} />,
            },
          ]}
        />
      )}
      {opening.refusal !== null && (
        <Refused refusal={opening.refusal} title={words("history_open_failed")} onClose={opening.putAway} />
      )}
    </section>
  );
}

/** `null` until they have come. */
function useChanges(shell: Shell, run: number, operation: number): readonly ReviewRow[] | "failed" | null {
  const [changes, setChanges] = useState<readonly ReviewRow[] | "failed" | null>(null);
  useEffect(() => {
    let gone = false;
    shell.runChanges(run, operation).then(
      (read) => !gone && setChanges(read),
      () => !gone && setChanges("failed"),
    );
    return () => {
      gone = true;
    };
  }, [shell, run, operation]);
  return changes;
}
