// One side of a change as text.
import type { Cell, ReviewRow, Subject } from "../bindings/api";
import { count, money, percentChange } from "../words/figures";
import { words } from "../words/words";
import { fieldKind, fieldName, wordOf } from "./fields";

/** Values of these fields are codes with a word of their own. */
const coded = new Set(["status", "inventory_policy", "sort_order"]);

/** What stands in the cell, whole as far as it travelled; blank has a word of its own. */
export function cellText(cell: Cell, field: string, currency: string | null): string {
  switch (cell.kind) {
    case "blank":
      return words("review_blank");
    case "flag":
      return words(wordOf("review_flag", `${field}_${cell.on ? "on" : "off"}`) ?? (cell.on ? "review_yes" : "review_no"));
    case "number":
      return numberText(cell.digits, field, currency);
    case "tags":
      return cell.tags.join(", ") + (cell.cut ? " …" : "");
    case "text": {
      const key = coded.has(field) ? wordOf("review_value", cell.text) : null;
      return key === null ? cell.text + (cell.cut ? " …" : "") : words(key);
    }
  }
}

function numberText(digits: string, field: string, currency: string | null): string {
  const value = Number(digits);
  if (!Number.isFinite(value)) return digits;
  switch (fieldKind(field)) {
    case "money":
      return money(digits, currency);
    case "grams":
      // The engine sends decimal grams; a tenth of a gram is the finest that scales of a shop tell.
      return words("review_grams", { value: Number.isInteger(value) ? count(value) : digits });
    case "figure":
      return count(value);
    case "text":
      return digits;
  }
}

/** The text of a side for a comparison by word. */
export function plainText(cell: Cell): string {
  return cell.kind === "text" ? cell.text : "";
}

/** Whether both sides are texts whose words can be compared. */
export function comparesByWord(before: Cell, after: Cell, field: string): boolean {
  const texts = before.kind === "text" && after.kind === "text";
  return texts && fieldKind(field) === "text" && !coded.has(field);
}

/** "+12.5 %", or nothing where a share says nothing. */
export function percentText(percent: number | null): string {
  return percent === null || !Number.isFinite(percent) ? "" : percentChange(percent);
}

/** What of the product it is: "Blue / L", "Picture 3", "Blue at Shop"; empty for the product itself; "Collection". */
export function subjectText(subject: Subject): string {
  switch (subject.kind) {
    case "product":
      return "";
    case "collection":
      return words("review_subject_collection");
    case "variant":
      return subject.label;
    case "image":
      return words("review_subject_image", { position: subject.position });
    case "level":
      return subject.variant === ""
        ? words("review_subject_level_only", { location: subject.location })
        : words("review_subject_level", { variant: subject.variant, location: subject.location });
  }
}

/** What stands beside the title: the SKU, or the handle where a row is about the whole. */
export function codeOf({ sku, subject, product }: ReviewRow): string | null {
  return sku ?? (subject.kind === "product" || subject.kind === "collection" ? product : null);
}

/** The row as one line for a letter or a chat. */
export function copiedText(row: ReviewRow, currency: string | null): string {
  const who = [row.title === "" ? row.product : row.title, row.sku ?? "", subjectText(row.subject)];
  const before = cellText(row.before, row.field, currency);
  const after = cellText(row.after, row.field, currency);
  return [...who.filter((part) => part !== ""), fieldName(row.field), `${before} -> ${after}`].join("\t");
}
