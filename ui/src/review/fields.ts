// The codes of fields, kinds and states, as the shop calls them. Shared by every place that shows changes.
import type { RowState, Sign } from "../bindings/api";
import type { SignName } from "../parts/Chip";
import { en } from "../words/en";
import { words, type WordKey } from "../words/words";

/** The word under `prefix` and `code`, or null where the engine has learned a code that the window has no word for. */
export function wordOf(prefix: string, code: string): WordKey | null {
  const key = `${prefix}_${code}`;
  return Object.hasOwn(en, key) ? (key as WordKey) : null;
}

/** What stands before the name of a metafield. */
const metafield = "metafields.";

/** What stands before the title of a sales channel. */
const channel = "channels.";

/**
 * "Compare-at price" for `compare_at_price`, "Price in Canada" for `price:Canada`, "On Shop" for `channels.Shop`; a
 * metafield has the name it goes by in Shopify, `custom.care`; a code without a word stands as it is.
 */
export function fieldName(code: string): string {
  if (code.startsWith(metafield)) return code.slice(metafield.length);
  if (code.startsWith(channel)) return words("review_field_channel", { channel: code.slice(channel.length) });
  const [field = "", ...market] = code.split(":");
  if (market.length > 0) {
    const inMarket = wordOf("review_field", `${field}_in`);
    if (inMarket !== null) return words(inMarket, { market: market.join(":") });
  }
  const key = wordOf("review_field", code);
  return key === null ? code : words(key);
}

export type FieldKind = "money" | "grams" | "figure" | "text";

const kinds: Record<string, FieldKind> = {
  price: "money",
  compare_at_price: "money",
  cost: "money",
  weight_grams: "grams",
  available: "figure",
  on_hand: "figure",
  image_position: "figure",
};

/** How the values of a field are written. */
export const fieldKind = (code: string): FieldKind => kinds[code] ?? "text";

export function heldKindName(kind: string): string {
  return words(wordOf("review_kind", kind) ?? "review_kind_other");
}

export const stateName = (state: RowState): string => words(`review_state_${state}`);

export const signName = (sign: Sign): string => words(`review_sign_${sign}`);

/** The sign a row wears: what became of it before what it is. */
export function rowSign(sign: Sign, state: RowState): SignName {
  switch (state) {
    case "held":
      return "held";
    case "applied":
      return "done";
    case "unchanged":
      return "even";
    case "rejected":
    case "failed":
    case "skipped":
      return "refused";
    case "excluded":
      return "left_out";
    case "included":
    case "released":
      return sign;
  }
}
