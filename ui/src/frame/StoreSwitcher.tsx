import { ChevronsUpDown, Plus, Store as StoreIcon, Check } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";

import type { Store } from "../bindings/api";
import { useCommand } from "../keys/useCommand";
import { Icon, Menu, StoreMark, classes } from "../parts";
import { currentStore, type PlaceProps } from "../state";
import { words } from "../words/words";
import styles from "./StoreSwitcher.module.css";
import { go } from "./place";

const nameOf = (store: Store) => store.shop_name ?? store.name;

/** Which store the window stands on, with a mark that cannot be mistaken. */
export function StoreSwitcher({ shell, snapshot }: PlaceProps) {
  const store = currentStore(snapshot);
  const stores = snapshot.overview.ledger.state === "open" ? snapshot.overview.ledger.stores : [];
  const [opening, setOpening] = useState(false);

  const choose = (name: string) => {
    void shell.settingsSet({ ...snapshot.settings, store: name });
    go({ at: "home" });
  };
  const demo = async () => {
    setOpening(true);
    try {
      choose(await shell.demoOpen());
    } catch {
      // Home says it, with what to do; here is no room for it.
      go({ at: "home" });
    } finally {
      setOpening(false);
    }
  };
  const hasDemo = stores.some((one) => one.demo);

  return (
    <div className={styles.switcher}>
      {stores.map((one) => (
        <SwitchTo key={one.name} store={one} here={one.name === store?.name} onSwitch={choose} />
      ))}
      <Menu
        label={words("frame_store_choose")}
        entries={[
          ...stores.map((one) => ({
            id: `store ${one.name}`,
            label: nameOf(one),
            hint: `${words(one.demo ? "mark_demo" : "mark_live")} · ${words(one.writes_allowed ? "frame_store_writes" : "frame_store_read_only")}`,
            icon: one.name === store?.name ? Check : undefined,
            onPress: () => choose(one.name),
          })),
          ...(store === null
            ? []
            : [
                {
                  id: "about",
                  label: words("frame_store_about"),
                  icon: StoreIcon,
                  ruled: true,
                  onPress: () => go({ at: "store", store: store.name }),
                },
              ]),
          {
            id: "connect",
            label: words("frame_store_connect"),
            icon: Plus,
            ruled: store === null && stores.length > 0,
            onPress: () => go({ at: "connect" }),
          },
          ...(hasDemo ? [] : [{ id: "demo", label: words("frame_store_demo"), onPress: () => void demo() }]),
        ]}
        button={
          <AriaButton
            className={classes(styles.button, store !== null && (store.demo ? styles.demo : styles.live))}
          >
            <span className={styles.heard}>{words("frame_store")}: </span>
            <span className={styles.name}>
              {opening ? words("frame_store_demo_busy") : store === null ? words("frame_store_none") : nameOf(store)}
            </span>{" "}
            {store === null && (
              <span className={styles.none}>
                <Icon of={StoreIcon} />
              </span>
            )}
            {store !== null && (
              <span className={styles.line}>
                <StoreMark demo={store.demo} />{" "}
                <span className={styles.writes}>
                  {words(store.writes_allowed ? "frame_store_writes" : "frame_store_read_only")}
                </span>
              </span>
            )}
            <span className={styles.chevron}>
              <Icon of={ChevronsUpDown} size={14} />
            </span>
          </AriaButton>
        }
      />
    </div>
  );
}

interface SwitchToProps {
  readonly store: Store;
  readonly here: boolean;
  readonly onSwitch: (name: string) => void;
}

/** The same by the palette. */
function SwitchTo({ store, here, onSwitch }: SwitchToProps) {
  useCommand({
    id: `frame_store_switch ${store.name}`,
    word: "frame_store_switch",
    figures: { store: nameOf(store) },
    scope: "everywhere",
    when: !here,
    run: () => onSwitch(store.name),
  });
  return null;
}
