import { useState } from "react";

import type { Store } from "../bindings/api";
import { goInstead } from "../frame/place";
import { useAct } from "../home/useAct";
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
    <Section title={words("storepage_forget")} about={words("storepage_forget_about")}>
      <div className={styles.line}>
        <Button disabled={busy} onPress={() => setAsking(true)}>
          {words("storepage_forget_act")}
        </Button>
        {busy && <span className={styles.quiet}>{words("storepage_forget_busy")}</span>}
      </div>
      <Confirm
        danger
        open={asking}
        title={words("storepage_forget_title", { name: store.name })}
        act={words("storepage_forget_confirm", { name: store.name })}
        typed={store.name}
        busy={act.busy ? words("storepage_forgetting") : null}
        error={act.refusal === null ? null : words("storepage_forget_failed", { detail: act.refusal.detail })}
        onAct={forget}
        onCancel={() => {
          setAsking(false);
          act.putAway();
        }}
      >
        <p className={styles.strong}>{words("storepage_forget_goes")}</p>
        <ul className={styles.list}>
          <li>{words("storepage_forget_key")}</li>
          <li>
            {store.copied_at_ms === null
              ? words("storepage_forget_copy_none")
              : words("storepage_forget_copy", { products: store.products })}
          </li>
          <li>{words("storepage_forget_history")}</li>
          <li>{words("storepage_forget_backups")}</li>
        </ul>
        <p className={styles.strong}>{words("storepage_forget_stays")}</p>
        <ul className={styles.list}>
          <li>{words("storepage_forget_store")}</li>
          <li>{words("storepage_forget_sheets")}</li>
          {!store.demo && <li>{words("storepage_forget_app")}</li>}
        </ul>
      </Confirm>
    </Section>
  );
}
