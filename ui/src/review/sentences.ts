// What the review says in sentences: the band, the foot, a row read aloud.
import type { HeldGroup, Review, ReviewCounts, ReviewRow } from "../bindings/api";
import { about } from "../words/time";
import { words } from "../words/words";
import { cellText, percentText, subjectText } from "./cells";
import { fieldName, heldKindName, signName, stateName, wordOf } from "./fields";

/** "7 prices would drop to zero". Counts what was held, whether or not it was released since. */
export function heldSentence(group: HeldGroup): string {
  const key = wordOf("review_held", group.kind) ?? "review_held_other";
  return words(key, { changes: group.changes + group.released, products: group.products });
}

/** "for example Mug: €20.00 becomes €0.00"; what goes whole is named alone. Empty where no change is told. */
export function exampleSentence({ first, example_product: product }: HeldGroup, currency: string | null): string {
  if (first === null) return "";
  const { field, before, after } = first;
  if (before.kind === "blank" || after.kind === "blank") return words("review_held_example_alone", { product });
  const sides = { before: cellText(before, field, currency), after: cellText(after, field, currency) };
  return words("review_held_example", { product, ...sides });
}

const some = (value: number, key: "review_foot_held" | "review_foot_excluded" | "review_foot_done") =>
  value === 0 ? [] : [words(key, { count: value })];

/** Figures of the foot in the order they are read; what is zero is not said. */
export function footParts(review: Review): string[] {
  const { counts, forecast, origin } = review;
  const files = origin.kind === "files";
  const takes = files || counts.to_apply === 0 ? [] : [about(forecast.seconds_low, forecast.seconds_high)];
  return [
    words(files ? "review_foot_differences" : "review_foot_changes", { count: counts.to_apply }),
    ...some(counts.held, "review_foot_held"),
    ...some(counts.excluded, "review_foot_excluded"),
    ...some(counts.done, "review_foot_done"),
    ...takes,
  ];
}

/** Whether it is collections alone that change. A file has either, a backup has both. */
export const onlyCollections = ({ collections, ...counts }: ReviewCounts): boolean =>
  collections > 0 && collections === counts.products_created + counts.products_changed + counts.products_removed;

/** "240 products and 3 collections of Main will change, in 300 updates". */
export function changingSentence(counts: ReviewCounts, store: string): string {
  const collections = counts.collections_to_apply;
  const products = counts.products_to_apply - collections;
  const figures = { products, collections, store, updates: counts.operations_to_apply };
  if (collections === 0) return words("review_ask_products", figures);
  return words(products === 0 ? "review_ask_collections" : "review_ask_both", figures);
}

/** The row as a sentence, for readers of the screen. */
export function rowSentence(row: ReviewRow, currency: string | null): string {
  const subject = subjectText(row.subject);
  const percent = percentText(row.percent);
  const figures = {
    sign: signName(row.sign),
    product: row.title === "" ? row.product : row.title,
    subject: subject === "" ? "" : `, ${subject}`,
    field: fieldName(row.field),
    before: cellText(row.before, row.field, currency),
    after: cellText(row.after, row.field, currency),
    percent: percent === "" ? "" : `, ${percent}`,
    state: stateName(row.state),
    reason: reasonTail(row),
    place: row.place === null ? "" : `, ${words("review_place_spoken", { row: row.place.row })}`,
  };
  if (row.sign === "added") return words("review_row_sentence_added", figures);
  if (row.sign === "removed") return words("review_row_sentence_removed", figures);
  return words("review_row_sentence", figures);
}

function reasonTail(row: ReviewRow): string {
  const reason = reasonText(row);
  return reason === "" || reason === stateName(row.state) ? "" : `: ${reason}`;
}

/** Why a row is as it is: the brake that holds it, what the store said; empty for what simply goes. */
export function reasonText(row: ReviewRow): string {
  switch (row.state) {
    case "included":
      return "";
    case "held":
    case "released":
      if (row.held_kind === null) return stateName(row.state);
      return waitsForPrice(row) ? words("review_kind_builds") : heldKindName(row.held_kind);
    case "rejected":
    case "failed":
    case "skipped":
      return row.detail ?? stateName(row.state);
    case "excluded":
    case "applied":
    case "unchanged":
      return stateName(row.state);
  }
}

/** Held with a price that it comes after, and no price itself. */
const waitsForPrice = ({ held_kind, field }: ReviewRow) =>
  (held_kind === "price_zero" || held_kind === "price_factor") && field !== "price";

/** The engine writes what it says without a capital and a full stop; where it stands alone it gets both. */
export function sentenceCase(said: string): string {
  const first = said.charAt(0).toLocaleUpperCase() + said.slice(1);
  return first === "" || /[.!?…]$/.test(first) ? first : `${first}.`;
}

/** "1,284 changes shown", or how many of all where a filter hides some. */
export function shownSentence(shown: number, all: number): string {
  return shown === all ? words("review_shown", { shown }) : words("review_shown_of", { shown, total: all });
}

