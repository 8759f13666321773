import type { Store } from "../bindings/api";
import { go } from "../frame/place";
import { Button, Section, Sheet, Sign, StoreMark } from "../parts";
import type { PlaceProps } from "../state";
import { count } from "../words/figures";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./Stores.module.css";

export interface StoresProps extends PlaceProps {
  readonly stores: readonly Store[];
  /** The one that faces the sheet. */
  readonly here: Store;
}

/** All stores of this computer, to choose which one faces the sheet. */
export function Stores({ shell, snapshot, stores, here }: StoresProps) {
  // A choice that could not be kept holds no longer than this window; the switcher shows which store is in force.
  const take = (name: string) => void shell.settingsSet({ ...snapshot.settings, store: name }).catch(() => undefined);
  return (
    <Section
      title={words("home_stores")}
      actions={
        <Button small kind="quiet" onPress={() => go({ at: "connect" })}>
          {words("home_stores_connect")}
        </Button>
      }
    >
      <Sheet
        label={words("home_stores")}
        rows={stores}
        rowKey={({ name }) => name}
        columns={[
          {
            key: "store",
            label: words("home_stores_column"),
            render: (store) => (
              <span className={styles.store}>
                <bdi>{store.shop_name ?? store.name}</bdi>
                <StoreMark demo={store.demo} />
              </span>
            ),
          },
          { key: "address", label: words("home_stores_address"), wide: true, render: ({ url }) => <code>{url}</code> },
          { key: "products", label: words("home_products"), align: "end", render: ({ products }) => count(products) },
          {
            key: "copy",
            label: words("home_copy"),
            render: ({ copied_at_ms: at }) =>
              at === null ? words("home_copy_none") : words("home_copy_as_of", { moment: moment(at) }),
          },
          {
            key: "take",
            label: words("home_stores_facing"),
            render: ({ name }) =>
              name === here.name ? (
                <Sign of="done">{words("home_stores_here")}</Sign>
              ) : (
                <Button small label={words("home_stores_choose_named", { name })} onPress={() => take(name)}>
                  {words("home_stores_choose")}
                </Button>
              ),
          },
        ]}
      />
    </Section>
  );
}
