import { useState } from "react";

import type { Store, StoreReport } from "../bindings/api";
import { verdictOf } from "../connect/scopes";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { Confirm, Section, Select, Switch } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import styles from "./StorePage.module.css";
import type { Looking } from "./useLook";

export interface SettingsOfProps {
  readonly shell: Shell;
  readonly store: Store;
  readonly looking: Looking;
}

/** The two settings of a store: where stock goes, and whether anything may be written. */
export function SettingsOf({ shell, store, looking }: SettingsOfProps) {
  const report = looking.look.at === "found" ? looking.look.report : null;
  return (
    <Section title={words("store_settings")}>
      <div className={styles.settings}>
        <Writing shell={shell} store={store} report={report} />
        <Location shell={shell} store={store} report={report} />
      </div>
    </Section>
  );
}

interface SettingProps {
  readonly shell: Shell;
  readonly store: Store;
  /** What the store said when it was asked last. */
  readonly report: StoreReport | null;
}

/** Off takes hold at once; on is asked first, since it is what makes everything else possible. */
function Writing({ shell, store, report }: SettingProps) {
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const [wanted, setWanted] = useState(false);
  const lacking = report === null ? [] : verdictOf(report).missingToWrite;
  const blocked = !store.writes_allowed && lacking.length > 0;

  const set = (writes_allowed: boolean) => {
    setWanted(writes_allowed);
    act.start(async () => {
      await shell.storeSet(store.name, { writes_allowed, location: null });
      setAsking(false);
    });
  };

  return (
    <div className={styles.stack}>
      <Switch
        label={words("store_writing")}
        on={store.writes_allowed}
        disabled={blocked || act.busy}
        onChange={(on) => (on ? setAsking(true) : set(false))}
        hint={
          blocked
            ? words("store_writing_lacks", { scopes: lacking.join(", ") })
            : words(store.writes_allowed ? "store_writing_on" : "store_writing_off")
        }
      />
      {act.refusal !== null && !asking && (
        <Refused
          refusal={act.refusal}
          title={words(wanted ? "store_writing_on_failed" : "store_writing_off_failed")}
          onClose={act.putAway}
        />
      )}
      <Confirm
        open={asking}
        title={words("store_writing_on_title", { name: store.shop_name ?? store.name })}
        act={words("store_writing_on_act")}
        busy={act.busy ? words("store_writing_going") : null}
        error={
          act.refusal === null
            ? null
            : words("store_writing_on_refused", { detail: act.refusal.detail, hint: act.refusal.hint ?? "" }).trim()
        }
        onAct={() => set(true)}
        onCancel={() => {
          setAsking(false);
          act.putAway();
        }}
      >
        <p className={styles.strong}>
          {words(store.demo ? "store_writing_on_demo" : "store_writing_on_live")}
        </p>
        <ul className={styles.list}>
          <li>{words("store_writing_on_1")}</li>
          <li>{words("store_writing_on_2")}</li>
          <li>{words("store_writing_on_3")}</li>
        </ul>
      </Confirm>
    </div>
  );
}

/** Where quantities go that name no place. The names are known once the store was asked. */
function Location({ shell, store, report }: SettingProps) {
  const act = useAct();
  const known = (report?.locations ?? []).filter(({ active }) => active).map(({ name }) => name);
  const names = store.location === null || known.includes(store.location) ? known : [store.location, ...known];
  return (
    <div className={styles.stack}>
      <Select
        label={words("store_location")}
        hint={words(report === null ? "store_location_unknown" : "store_location_hint")}
        placeholder={words("store_location_none")}
        value={store.location}
        disabled={report === null || act.busy}
        options={names.map((name) => ({ id: name, label: name }))}
        onChange={(location) =>
          act.start(() => shell.storeSet(store.name, { writes_allowed: null, location }))
        }
      />
      {act.refusal !== null && (
        <Refused refusal={act.refusal} title={words("store_location_failed")} onClose={act.putAway} />
      )}
    </div>
  );
}
