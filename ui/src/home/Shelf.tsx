import type { Job, Store } from "../bindings/api";
import { go } from "../frame/place";
import { useCommand } from "../keys/useCommand";
import { Button, Facts, StoreMark } from "../parts";
import type { Shell } from "../shell";
import { count } from "../words/figures";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./Facing.module.css";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";

export interface ShelfProps {
  readonly shell: Shell;
  readonly store: Store;
  readonly jobs: readonly Job[];
}

/** What the shop has, as far as this computer knows. */
export function Shelf({ shell, store, jobs }: ShelfProps) {
  const refresh = useRefresh(shell, store, jobs);
  const { copied_at_ms: copied, backup_at_ms: backup } = store;
  const refreshWord = copied === null ? "home_attention_no_copy_act" : "home_copy_refresh";
  const idle = !refresh.blocked && !refresh.busy;
  useCommand({ id: "home_refresh", word: refreshWord, scope: "home", keys: "R", when: idle, run: refresh.start });
  const open = () => go({ at: "store", store: store.name });
  useCommand({ id: "home_store", word: "home_store_page", scope: "home", keys: "S", run: open });
  return (
    <section className={styles.face} aria-labelledby="shelf">
      <p className={styles.side}>
        <strong>{words("home_shelf")}</strong> · {words("home_shelf_about")}
      </p>
      <h2 id="shelf" className={styles.name}>
        <bdi>{store.shop_name ?? store.name}</bdi>
        <StoreMark demo={store.demo} />
      </h2>
      <Facts
        facts={[
          {
            label: words("home_products"),
            value: copied === null ? words("home_products_none") : count(store.products),
          },
          {
            label: words("home_copy"),
            value: copied === null ? words("home_copy_none") : words("home_copy_as_of", { moment: moment(copied) }),
          },
          { label: words("home_writing"), value: words(store.writes_allowed ? "home_writing_on" : "home_writing_off") },
          {
            label: words("home_backup"),
            value: backup === null ? words("home_backup_none") : words("home_backup_as_of", { moment: moment(backup) }),
          },
          { label: words("home_location"), value: <bdi>{store.location ?? words("home_location_none")}</bdi> },
        ]}
      />
      {refresh.refusal !== null && (
        <Refused refusal={refresh.refusal} title={words("home_attention_copy_refused")} onClose={refresh.putAway} />
      )}
      <div className={styles.acts}>
        {/* Where there is no copy yet, what needs the owner stands above with this act. */}
        {copied !== null && (
          <Button small disabled={refresh.blocked} busy={refresh.busy ? words("home_job_starting") : null} onPress={refresh.start}>
            {words(refreshWord)}
          </Button>
        )}
        <Button small kind="quiet" onPress={open}>
          {words("home_store_page")}
        </Button>
      </div>
    </section>
  );
}

/** Brings the copy up to date; how far it is stands between shelf and sheet. */
function useRefresh(shell: Shell, store: Store, jobs: readonly Job[]) {
  const act = useAct();
  const going = jobs.some((job) => job.outcome === null && job.store === store.name);
  return {
    ...act,
    /** Something is going on with this store already. */
    blocked: going,
    start: () => act.start(async () => void (await shell.copy(store.name))),
  };
}
