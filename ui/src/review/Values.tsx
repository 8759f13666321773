// The two sides of a change, drawn: in a row short, in the inspector whole.
import type { Cell, ReviewRow } from "../bindings/api";
import { classes } from "../parts";
import { mark, type Drawn } from "../parts/grid/drawn";
import { isolated } from "../words/isolate";
import { words } from "../words/words";
import styles from "./Values.module.css";
import { cellText, comparesByWord } from "./cells";
import { withoutTags } from "./safeHtml";
import { aroundFirst, side, wordDiff, type DiffPart } from "./wordDiff";

interface PartsProps {
  readonly parts: readonly DiffPart[];
}

/**
 * What of a text differs; readers hear what is taken out and what is put in. Isolated: an Arabic value does not turn its
 * neighbours round.
 */
export function Parts({ parts }: PartsProps) {
  // Parts of one text in their order: they have no other key.
  // oxlint-disable react/no-array-index-key
  return (
    <bdi>
      {parts.map(({ kind, text }, at) => {
        if (kind === "same") return <span key={at}>{text}</span>;
        const Tag = kind === "removed" ? "del" : "ins";
        return (
          <Tag key={at} className={kind === "removed" ? styles.out : styles.in}>
            <span className={styles.heard}>{words(`review_words_${kind}`)} </span>
            {text}
          </Tag>
        );
      })}
    </bdi>
  );
  // oxlint-enable react/no-array-index-key
}

interface Sides {
  readonly before: readonly DiffPart[];
  readonly after: readonly DiffPart[];
}

const compared = new WeakMap<ReviewRow, Sides | null>();

/** Both sides of a row's text with what differs, or null where they are not compared by word. */
export function rowSides(row: ReviewRow): Sides | null {
  const known = compared.get(row);
  if (known !== undefined) return known;
  const sides = sidesOf(row);
  compared.set(row, sides);
  return sides;
}

function sidesOf({ before, after, field }: ReviewRow): Sides | null {
  if (before.kind === "tags" && after.kind === "tags" && !before.cut && !after.cut) {
    return { before: tagParts(before.tags, after.tags, "removed"), after: tagParts(after.tags, before.tags, "added") };
  }
  if (before.kind !== "text" || after.kind !== "text" || !comparesByWord(before, after, field)) return null;
  const html = field === "body_html";
  const read = [withoutTags(before.text), withoutTags(after.text)] as const;
  const [old, young] = html && read[0] !== read[1] ? read : [before.text, after.text];
  const parts = wordDiff(old, young);
  if (parts === null) return null;
  const short = aroundFirst(parts);
  return { before: side(short, "removed"), after: side(short, "added") };
}

/** The tags of one side; those that the other has not come first, since a row may be too short for all. */
function tagParts(tags: readonly string[], others: readonly string[], kind: "removed" | "added"): DiffPart[] {
  const own = tags.filter((tag) => !others.includes(tag));
  const shared = tags.filter((tag) => others.includes(tag));
  return own
    .concat(shared)
    // One tag cannot turn the others round.
    .map((tag, at): DiffPart => ({ kind: at < own.length ? kind : "same", text: isolated(tag) }))
    .flatMap((part, at) => (at === 0 ? [part] : [comma, part]));
}

const comma: DiffPart = { kind: "same", text: ", " };

/** What readers hear of a side: the words that stand there. Null where the cell says it all: nothing there, or done. */
export function heardSide(row: ReviewRow, at: "before" | "after", currency: string | null): string | null {
  const cell = row[at];
  if (cell.kind === "blank" || settled(row)) return null;
  const sides = rowSides(row);
  const text = sides === null ? cellText(cell, row.field, currency) : sides[at].map((part) => part.text).join("");
  return `${words(at === "before" ? "change_was" : "change_will")} ${text}`;
}

interface SideProps {
  readonly row: ReviewRow;
  readonly currency: string | null;
}

const settled = ({ state }: ReviewRow) => state === "applied" || state === "unchanged";
const nothing = () => mark("span", styles.blank, words("review_blank"));

/** The store's column: what is there now, or what settled there. */
export function beforeCell(row: ReviewRow, currency: string | null, settling: boolean): Drawn {
  if (settled(row)) return mark("span", settling ? styles.settling : undefined, valueOf(row.after, row, currency));
  if (row.before.kind === "blank") return nothing();
  return mark("del", classes(styles.was, row.sign === "removed" && styles.removed), sideOf(row, "before", currency));
}

/** What will be. Empty once it has settled in the store's column. */
export function afterCell(row: ReviewRow, currency: string | null): Drawn {
  if (settled(row)) return null;
  if (row.after.kind === "blank") return nothing();
  return mark("ins", styles.will, sideOf(row, "after", currency));
}

/** A value, or of a text what differs. */
function sideOf(row: ReviewRow, at: "before" | "after", currency: string | null): Drawn {
  const sides = rowSides(row);
  if (sides === null) return valueOf(row[at], row, currency);
  return mark(
    "bdi",
    undefined,
    sides[at].map(({ kind, text }) => {
      if (kind === "same") return text;
      return kind === "removed" ? mark("del", styles.out, text) : mark("ins", styles.in, text);
    }),
  );
}

const valueOf = (cell: Cell, { field }: ReviewRow, currency: string | null): Drawn =>
  mark("bdi", mono.has(field) ? styles.mono : undefined, cellText(cell, field, currency));

/** A value as text of its own direction. */
export function Value({ cell, row, currency }: SideProps & { readonly cell: Cell }) {
  const text = cellText(cell, row.field, currency);
  return <bdi className={mono.has(row.field) ? styles.mono : undefined}>{text}</bdi>;
}

/** Codes and addresses stand in the mono face. */
const mono = new Set(["sku", "barcode", "handle", "hs_code", "tax_code", "image", "variant_image", "template_suffix"]);
