import type { Store } from "../bindings/api";
import { go, usePlace } from "../frame/place";
import { EmptyState, Page, StoreMark } from "../parts";
import type { PlaceProps } from "../state";
import { words } from "../words/words";
import { Forget } from "./Forget";
import { Held } from "./Held";
import { Live } from "./Live";
import { Restore } from "./Restore";
import { SettingsOf } from "./SettingsOf";
import styles from "./StorePage.module.css";
import { useLook } from "./useLook";

/** Everything about one store: what is held of it here, what it says itself, what may be done to it. */
export function StorePage({ shell, snapshot }: PlaceProps) {
  const place = usePlace();
  const name = place.at === "store" ? place.store : "";
  const { ledger } = snapshot.overview;
  const store = ledger.state === "open" ? ledger.stores.find((one) => one.name === name) : undefined;
  if (store === undefined) {
    return (
      <Page title={words("frame_store")}>
        <EmptyState
          sentence={words("store_gone", { name })}
          act={{ label: words("store_gone_act"), onPress: () => go({ at: "home" }) }}
        />
      </Page>
    );
  }
  return <Known key={store.name} shell={shell} snapshot={snapshot} store={store} />;
}

function Known({ shell, snapshot, store }: PlaceProps & { readonly store: Store }) {
  const looking = useLook(shell, store.name);
  const job = snapshot.jobs.find((one) => one.outcome === null && one.store === store.name) ?? null;
  return (
    <Page
      title={
        <span className={styles.title}>
          <bdi>{store.shop_name ?? store.name}</bdi>
          <StoreMark demo={store.demo} />
        </span>
      }
      about={<code>{store.url}</code>}
    >
      <Held shell={shell} store={store} job={job} />
      <Restore shell={shell} store={store} jobs={snapshot.jobs} busy={job !== null} />
      <Live looking={looking} />
      <SettingsOf shell={shell} store={store} looking={looking} />
      <Forget shell={shell} snapshot={snapshot} store={store} busy={job !== null} />
    </Page>
  );
}
