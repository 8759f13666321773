// A product as the store (or the shelf's file) has it: all that is known of it, most of it folded away.
import type { ShelfChannel, ShelfCollections, ShelfMarketPrice, ShelfProduct, ShelfVariant, SideField, Subject } from "../bindings/api";
import { Disclosure, Facts, Sheet, Sign } from "../parts";
import { count, money } from "../words/figures";
import { words } from "../words/words";
import styles from "./Shelf.module.css";
import { cellText } from "./cells";
import { fieldName } from "./fields";

export interface ShelfProps {
  readonly shelf: ShelfProduct;
  /** What the change is about: its variant is looked at first. */
  readonly subject: Subject;
  readonly currency: string | null;
}

export function Shelf({ shelf, subject, currency }: ShelfProps) {
  const own = ownVariant(shelf.variants, subject);
  return (
    <>
      <Fields fields={shelf.fields} currency={currency} />
      {own !== null && (
        <Disclosure level={4} title={words("review_shelf_variant")} aside={<bdi>{own.label}</bdi>} startsOpen>
          <Variant variant={own} currency={currency} />
        </Disclosure>
      )}
      {shelf.variants.length > 0 && !(own !== null && shelf.variants.length === 1) && (
        <Disclosure level={4} title={words("review_shelf_variants")} aside={count(shelf.variants_total)}>
          <Sheet
            label={words("review_shelf_variants")}
            rows={shelf.variants}
            rowKey={({ label }) => label}
            columns={[
              { key: "label", label: words("review_shelf_options"), wide: true, render: ({ label }) => <bdi>{label}</bdi> },
              { key: "price", label: fieldName("price"), align: "end", render: (one) => valueOf(one, "price", currency) },
              { key: "stock", label: fieldName("available"), align: "end", render: (one) => available(one) },
            ]}
          />
          {shelf.variants_total > shelf.variants.length && (
            <p className={styles.quiet}>
              {words("review_shelf_variants_cut", { shown: shelf.variants.length, total: shelf.variants_total })}
            </p>
          )}
        </Disclosure>
      )}
      {shelf.pictures.length > 0 && (
        <Disclosure level={4} title={words("review_shelf_pictures")} aside={count(shelf.pictures.length)}>
          <ol className={styles.pictures}>
            {shelf.pictures.map(({ url, alt }) => (
              <li key={url}>
                <bdi className={styles.file}>{fileName(url)}</bdi>
                <span className={styles.quiet}>
                  <bdi>{alt === "" ? words("review_shelf_no_alt") : alt}</bdi>
                </span>
              </li>
            ))}
          </ol>
        </Disclosure>
      )}
      <Collections held={shelf.collections} />
      <Channels channels={shelf.channels} />
    </>
  );
}

/** The collections it is in, and of how many that is not known: their conditions are the shop's to judge. */
function Collections({ held }: { readonly held: ShelfCollections }) {
  const { titles, total, unknown } = held;
  if (total + unknown === 0) return null;
  const cut = total - titles.length;
  return (
    <Disclosure level={4} title={words("review_shelf_collections")} aside={count(total)}>
      {titles.length > 0 && (
        <ul className={styles.names}>
          {titles.map((title, at) => (
            // Two collections can have one title.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={at}>
              <bdi>{title}</bdi>
            </li>
          ))}
        </ul>
      )}
      {cut > 0 && <p className={styles.quiet}>{words("review_shelf_collections_more", { count: cut })}</p>}
      {unknown > 0 && <p className={styles.quiet}>{words("review_shelf_collections_unknown", { count: unknown })}</p>}
    </Disclosure>
  );
}

/** On which sales channels it is, each with a word. */
export function Channels({ channels }: { readonly channels: readonly ShelfChannel[] }) {
  if (channels.length === 0) return null;
  const on = channels.filter((channel) => channel.on).length;
  return (
    <Disclosure
      level={4}
      title={words("review_shelf_channels")}
      aside={words("review_shelf_channels_on", { on, total: channels.length })}
    >
      <Sheet
        label={words("review_shelf_channels")}
        // Two channels can have one name.
        rows={channels.map((channel, at) => ({ ...channel, at }))}
        rowKey={({ at }) => at}
        columns={[
          { key: "title", label: words("review_shelf_channel"), wide: true, render: ({ title }) => <bdi>{title}</bdi> },
          {
            key: "on",
            label: words("review_shelf_channel_state"),
            render: (channel) => (
              <Sign of={channel.on ? "done" : "left_out"}>
                {words(channel.on ? "review_shelf_channel_on" : "review_shelf_channel_off")}
              </Sign>
            ),
          },
        ]}
      />
    </Disclosure>
  );
}

export function Fields({ fields, currency }: { readonly fields: readonly SideField[]; readonly currency: string | null }) {
  return (
    <Facts
      facts={fields.map(({ field, value }) => ({
        label: fieldName(field),
        value: <bdi className={styles.clamped}>{cellText(value, field, currency)}</bdi>,
      }))}
    />
  );
}

/** A variant's fields, and its stock location by location. */
function Variant({ variant, currency }: { readonly variant: ShelfVariant; readonly currency: string | null }) {
  return (
    <>
      <Fields fields={variant.fields} currency={currency} />
      {variant.stock.length > 0 && (
        <Sheet
          label={words("review_shelf_stock")}
          // Two locations can have one name.
          rows={variant.stock.map((stock, at) => ({ ...stock, at }))}
          rowKey={({ at }) => at}
          columns={[
            { key: "location", label: words("review_shelf_location"), wide: true, render: (at) => <bdi>{at.location}</bdi> },
            { key: "available", label: fieldName("available"), align: "end", render: (at) => count(at.available) },
            { key: "on_hand", label: fieldName("on_hand"), align: "end", render: (at) => count(at.on_hand) },
          ]}
        />
      )}
      {variant.markets.length > 0 && (
        <Sheet
          label={words("review_shelf_markets")}
          rows={variant.markets.map((market, at) => ({ ...market, at }))}
          rowKey={({ at }) => at}
          columns={[
            {
              key: "market",
              label: words("review_shelf_market"),
              wide: true,
              // More than one currency is a "$".
              render: (at) => (
                <>
                  <bdi>{at.market}</bdi> <span className={styles.quiet}>{at.currency}</span>
                </>
              ),
            },
            { key: "price", label: fieldName("price"), align: "end", render: marketPrice },
            {
              key: "compare_at",
              label: fieldName("compare_at_price"),
              align: "end",
              render: (at) => (at.compare_at === null ? "" : money(at.compare_at, at.currency)),
            },
          ]}
        />
      )}
    </>
  );
}

/** What is fixed there. What is not follows the variant's own price, as Shopify works it out. */
function marketPrice({ price, currency, known }: ShelfMarketPrice) {
  if (price !== null) return money(price, currency);
  return <span className={styles.quiet}>{words(known ? "review_shelf_market_follows" : "review_shelf_market_unknown")}</span>;
}

/** The variant a change is about; of a product without options its only one. */
export function ownVariant(variants: readonly ShelfVariant[], subject: Subject): ShelfVariant | null {
  const [only] = variants;
  if (variants.length === 1 && only !== undefined && only.label === "") return only;
  const label = subject.kind === "variant" ? subject.label : subject.kind === "level" ? subject.variant : null;
  return variants.find((one) => one.label === label) ?? null;
}

function valueOf(variant: ShelfVariant, field: string, currency: string | null): string {
  const held = variant.fields.find((one) => one.field === field);
  return held === undefined ? "" : cellText(held.value, field, currency);
}

/** What can be sold of it, wherever it lies; nothing where it is stocked nowhere. */
function available(variant: ShelfVariant): string {
  return variant.stock.length === 0 ? "" : count(variant.stock.reduce((sum, at) => sum + at.available, 0));
}

function fileName(url: string): string {
  const path = url.split(/[?#]/)[0] ?? url;
  return path.split("/").at(-1) ?? path;
}
