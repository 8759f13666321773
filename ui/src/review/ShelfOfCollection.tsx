// A collection as the store has it.
import type { ShelfCollection } from "../bindings/api";
import { Disclosure } from "../parts";
import { count } from "../words/figures";
import { words } from "../words/words";
import { Channels, Fields } from "./Shelf";
import styles from "./Shelf.module.css";

export interface ShelfOfCollectionProps {
  readonly held: ShelfCollection;
  readonly currency: string | null;
}

export function ShelfOfCollection({ held, currency }: ShelfOfCollectionProps) {
  const { products, products_total: total, is_whole: whole, beyond } = held;
  const cut = total - products.length;
  return (
    <>
      <Fields fields={held.fields} currency={currency} />
      {beyond.length > 0 && (
        <p className={styles.quiet}>
          <bdi>{words("review_shelf_collection_beyond", { what: beyond.join("; ") })}</bdi>
        </p>
      )}
      {(total > 0 || !whole) && (
        <Disclosure level={4} title={words("review_shelf_collection_products")} aside={count(total)}>
          {products.length > 0 && (
            <ol className={styles.names}>
              {products.map((handle) => (
                <li key={handle}>
                  <bdi className={styles.file}>{handle}</bdi>
                </li>
              ))}
            </ol>
          )}
          {cut > 0 && <p className={styles.quiet}>{words("review_shelf_collection_products_more", { count: cut })}</p>}
          {!whole && <p className={styles.quiet}>{words("review_shelf_collection_products_unknown")}</p>}
        </Disclosure>
      )}
      <Channels channels={held.channels} />
    </>
  );
}
