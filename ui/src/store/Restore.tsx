import { ArchiveRestore } from "lucide-react";
import { useState } from "react";

import type { BackupLook, Job, Store } from "../bindings/api";
import { JobProgress } from "../asking/JobProgress";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { usePlanning } from "../asking/usePlanning";
import { useCommand } from "../keys/useCommand";
import { Button, Confirm, Section } from "../parts";
import type { Shell } from "../shell";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./StorePage.module.css";

export interface RestoreProps {
  readonly shell: Shell;
  readonly store: Store;
  readonly jobs: readonly Job[];
  /** Something goes on with this store. */
  readonly busy: boolean;
}

/** A backup brought back: looked at and asked for first, then reviewed as any other changes. */
export function Restore({ shell, store, jobs, busy }: RestoreProps) {
  const looking = useAct();
  const planning = usePlanning(shell, jobs);
  const [look, setLook] = useState<BackupLook | null>(null);
  const [open, setOpen] = useState(false);

  const choose = () =>
    looking.start(async () => {
      const path = await shell.pickBackup();
      if (path === null) return;
      setLook(await shell.restoreLook(store.name, path));
      setOpen(true);
    });
  const restore = () => {
    if (look === null) return;
    setOpen(false);
    planning.start(() => shell.restore(store.name, look.path));
  };
  const ready = !busy && !looking.busy && !planning.busy;
  useCommand({ id: "store_restore", word: "store_restore_act", scope: "store", when: ready, run: choose });

  const barred = look === null ? null : barredBy(store, look);
  return (
    <Section title={words("store_restore")} about={words("store_restore_about")}>
      <div className={styles.stack}>
        <div className={styles.line}>
          <Button
            icon={ArchiveRestore}
            disabled={busy || planning.busy}
            busy={looking.busy ? words("store_restore_looking") : null}
            onPress={choose}
          >
            {words("store_restore_act")}
          </Button>
          {busy && !planning.busy && <span className={styles.quiet}>{words("store_forget_busy")}</span>}
        </div>
        {planning.busy && (
          <JobProgress shell={shell} job={planning.job} title={words("store_restore_planning", { name: look?.name ?? "" })} />
        )}
        {looking.refusal !== null && (
          <Refused refusal={looking.refusal} title={words("store_restore_unread")} onClose={looking.putAway} />
        )}
        {planning.refusal !== null && (
          <Refused refusal={planning.refusal} title={words("store_restore_refused")} onClose={planning.putAway} />
        )}
      </div>
      {look !== null && (
        <Confirm
          open={open}
          title={words("store_restore_title", { name: look.name, store: store.shop_name ?? store.name })}
          act={words("store_restore_confirm")}
          barred={barred}
          onAct={restore}
          onCancel={() => setOpen(false)}
        >
          <Told look={look} />
        </Confirm>
      )}
    </Section>
  );
}

/** Why nothing can be brought back into the store; `null` where nothing stands in the way. */
function barredBy(store: Store, look: BackupLook): string | null {
  if (look.in_store > 0) return words("store_restore_not_empty", { products: look.in_store });
  if (store.copied_at_ms === null) return words("store_restore_no_copy");
  if (!store.writes_allowed) return words("store_restore_read_only");
  return look.products + look.collections === 0 ? words("store_restore_empty") : null;
}

/** What will be made, and what will not be as it was. */
function Told({ look }: { readonly look: BackupLook }) {
  const { shop, written_at_ms: written, products, collections, definitions, redirects, differences } = look;
  return (
    <>
      <p>
        <bdi>{words("store_restore_of", { shop: shop ?? words("store_unknown"), moment: written === null ? words("store_unknown") : moment(written) })}</bdi>
      </p>
      <p className={styles.strong}>{words("store_restore_made")}</p>
      <ul className={styles.list}>
        <li>{words("store_restore_products", { products })}</li>
        {collections > 0 && <li>{words("store_restore_collections", { collections })}</li>}
        {redirects > 0 && <li>{words("store_restore_redirects", { redirects })}</li>}
        {definitions > 0 && <li>{words("store_restore_definitions", { definitions })}</li>}
      </ul>
      {differences.length > 0 && (
        <>
          <p className={styles.strong}>{words("store_restore_not")}</p>
          <ul className={styles.told}>
            {differences.map(({ column, advice }) => (
              <li key={`${column ?? ""} ${advice}`}>
                <bdi>{words("store_restore_difference", { what: column ?? "", advice })}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
