import { useState } from "react";

import type { Job, Store } from "../bindings/api";
import { JobProgress } from "../asking/JobProgress";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { useCommand } from "../keys/useCommand";
import { Banner, Button, CopyText, Facts, Section } from "../parts";
import type { Shell } from "../shell";
import { count } from "../words/figures";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./StorePage.module.css";

export interface HeldProps {
  readonly shell: Shell;
  readonly store: Store;
  /** What goes on with this store now. */
  readonly job: Job | null;
}

/** What this computer holds of the store: the copy and its backups. */
export function Held({ shell, store, job }: HeldProps) {
  const copying = useAct();
  const backing = useAct();
  const [backup, setBackup] = useState<string | null>(null);
  const { copied_at_ms: copied, backup_at_ms: backedUp } = store;

  const refresh = () => copying.start(async () => void (await shell.copy(store.name)));
  const backUp = () => {
    setBackup(null);
    backing.start(async () => setBackup(await shell.backupNow(store.name)));
  };

  const canBackUp = copied !== null && !backing.busy;
  useCommand({ id: "store_backup", word: "store_backup_now", scope: "store", keys: "B", when: canBackUp, run: backUp });

  return (
    <Section title={words("store_facts")}>
      <div className={styles.stack}>
        <Facts
          facts={[
            { label: words("store_name"), value: <bdi>{store.name}</bdi> },
            { label: words("store_shop"), value: <bdi>{store.shop_name ?? words("store_unknown")}</bdi> },
            { label: words("store_address"), value: <code>{store.url}</code> },
            { label: words("store_currency"), value: store.currency ?? words("store_unknown") },
            {
              label: words("store_products"),
              value: copied === null ? words("store_unknown") : count(store.products),
            },
            {
              label: words("store_copy"),
              value: (
                <span className={styles.line}>
                  {copied === null
                    ? words("store_copy_none")
                    : words("store_copy_as_of", { moment: moment(copied) })}
                  <Button small disabled={job !== null} busy={copying.busy ? words("home_job_starting") : null} onPress={refresh}>
                    {words("store_copy_refresh")}
                  </Button>
                </span>
              ),
            },
            {
              label: words("store_backup"),
              value: (
                <span className={styles.line}>
                  {backedUp === null
                    ? words("store_backup_none")
                    : words("store_backup_as_of", { moment: moment(backedUp) })}
                  <Button
                    small
                    disabled={copied === null}
                    busy={backing.busy ? words("store_backup_writing") : null}
                    onPress={backUp}
                  >
                    {words("store_backup_now")}
                  </Button>
                  {copied === null && <span className={styles.quiet}>{words("store_backup_needs_copy")}</span>}
                </span>
              ),
            },
          ]}
        />
        {job !== null && <JobProgress shell={shell} job={job} />}
        {copying.refusal !== null && (
          <Refused refusal={copying.refusal} title={words("home_attention_copy_refused")} onClose={copying.putAway} />
        )}
        {backing.refusal !== null && (
          <Refused refusal={backing.refusal} title={words("store_backup_failed")} onClose={backing.putAway} />
        )}
        {backup !== null && (
          <Banner live tone="done" title={words("store_backup_done")} onClose={() => setBackup(null)}>
            <CopyText whole text={backup} label={words("store_backup_path")} />
          </Banner>
        )}
      </div>
    </Section>
  );
}
