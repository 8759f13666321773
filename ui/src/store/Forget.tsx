import { useState } from "react";

import type { Store } from "../bindings/api";
import { goInstead } from "../frame/place";
import { useAct } from "../asking/useAct";
import { Button, Confirm, Section } from "../parts";
import type { PlaceProps } from "../state";
import { words } from "../words/words";
import styles from "./StorePage.module.css";

export interface ForgetProps extends PlaceProps {
  readonly store: Store;
  /** Something goes on with it: it must rest before it can go. */
  readonly busy: boolean;
}

/** Removes every trace of the store from this computer, after its name was typed. */
export function Forget({ shell, snapshot, store, busy }: ForgetProps) {
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const forget = () =>
    act.start(async () => {
      await shell.storeForget(store.name);
      setAsking(false);
      goInstead({ at: "home" });
      const { settings } = snapshot;
      if (settings.store === store.name) await shell.settingsSet({ ...settings, store: null });
    });
  return (
    <Section title={words("store_forget")} about={words("store_forget_about")}>
      <div className={styles.line}>
        <Button disabled={busy} onPress={() => setAsking(true)}>
          {words("store_forget_act")}
        </Button>
        {busy && <span className={styles.quiet}>{words("store_forget_busy")}</span>}
      </div>
      <Confirm
        danger
        open={asking}
        title={words("store_forget_title", { name: store.name })}
        act={words("store_forget_confirm", { name: store.name })}
        typed={store.name}
        busy={act.busy ? words("store_forgetting") : null}
        error={act.refusal === null ? null : words("store_forget_failed", { detail: act.refusal.detail })}
        onAct={forget}
        onCancel={() => {
          setAsking(false);
          act.putAway();
        }}
      >
        <p className={styles.strong}>{words("store_forget_goes")}</p>
        <ul className={styles.list}>
          <li>{words("store_forget_key")}</li>
          <li>
            {store.copied_at_ms === null
              ? words("store_forget_copy_none")
              : words("store_forget_copy", { products: store.products })}
          </li>
          <li>{words("store_forget_history")}</li>
          <li>{words("store_forget_backups")}</li>
        </ul>
        <p className={styles.strong}>{words("store_forget_stays")}</p>
        <ul className={styles.list}>
          <li>{words("store_forget_store")}</li>
          <li>{words("store_forget_sheets")}</li>
          {!store.demo && <li>{words("store_forget_app")}</li>}
        </ul>
      </Confirm>
    </Section>
  );
}
