import type { Job, Store } from "../bindings/api";
import { go } from "../frame/place";
import { useAct } from "../asking/useAct";
import { Button, StoreMark } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import styles from "./PlanFoot.module.css";

/** Whether something is under way in the store: the shell begins nothing beside it. */
export const busyWith = (store: Store, jobs: readonly Job[]): boolean =>
  jobs.some((job) => job.store === store.name && job.outcome === null);

export interface PlanFootProps {
  readonly shell: Shell;
  /** The store the window stands on. */
  readonly store: Store | null;
  readonly jobs: readonly Job[];
  readonly onPlan: () => void;
}

/** The one next step of a sheet. */
export function PlanFoot({ shell, store, jobs, onPlan }: PlanFootProps) {
  const demo = useAct();
  if (store === null) {
    return (
      <>
        <p className={styles.why}>
          {demo.refusal === null ? words("file_plan_no_store") : `! ${demo.refusal.detail}`}
        </p>
        <div className={styles.acts}>
          <Button
            busy={demo.busy ? words("file_demo_busy") : null}
            onPress={() =>
              demo.start(async () => {
                const name = await shell.demoOpen();
                await shell.settingsSet({ ...(await shell.settings()), store: name });
              })
            }
          >
            {words("file_use_demo")}
          </Button>
          <Button kind="will" onPress={() => go({ at: "connect" })}>
            {words("file_connect")}
          </Button>
        </div>
      </>
    );
  }
  const name = store.shop_name ?? store.name;
  const occupied = busyWith(store, jobs);
  return (
    <>
      <p className={styles.why}>
        <StoreMark demo={store.demo} />{" "}
        <bdi>{words(occupied ? "file_plan_other_job" : "file_plan_for", { store: name })}</bdi>
      </p>
      <div className={styles.acts}>
        {occupied && <Button onPress={() => go({ at: "activity" })}>{words("file_see_activity")}</Button>}
        <Button kind="will" disabled={occupied} onPress={onPlan}>
          {words("file_plan")}
        </Button>
      </div>
    </>
  );
}
