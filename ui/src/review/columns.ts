// The columns of the grid, for a wide and for a narrow window.
import type { ReviewOrigin, ReviewRow } from "../bindings/api";
import { classes } from "../parts";
import type { GridColumn } from "../parts/Grid";
import { mark, type Drawn } from "../parts/grid/drawn";
import { arrowMark, boxMark, signMark } from "../parts/grid/marks";
import { count } from "../words/figures";
import { words } from "../words/words";
import styles from "./columns.module.css";
import { codeOf, percentText, subjectText } from "./cells";
import { fieldName, rowSign } from "./fields";
import { included } from "./query";
import { reasonText, rowSentence } from "./sentences";
import { afterCell, beforeCell, heardSide } from "./Values";
import type { Settling } from "./settling";

export interface Looks {
  readonly wide: boolean;
  readonly origin: ReviewOrigin;
  readonly currency: string | null;
  readonly settling: Settling;
}

export function columnsFor({ wide, origin, currency, settling }: Looks): GridColumn<ReviewRow>[] {
  const sign: GridColumn<ReviewRow> = {
    key: "sign",
    label: words("review_col_sign"),
    labelHidden: true,
    width: 36,
    align: "center",
    // Going down this column reads whole sentences; the other columns tell the parts.
    heard: (row) => rowSentence(row, currency),
    draw: (row) => signMark(rowSign(row.sign, row.state), null),
  };
  const include: GridColumn<ReviewRow> = {
    key: "include",
    label: words("review_col_include"),
    labelHidden: true,
    width: 36,
    align: "center",
    toggles: true,
    heard: (row) => {
      const goes = included(row.state);
      return goes === null ? null : words(goes ? "review_state_included" : "review_state_excluded");
    },
    draw: (row) => {
      const goes = included(row.state);
      return goes === null ? null : mark("span", styles.box, boxMark(goes));
    },
  };
  const product: GridColumn<ReviewRow> = {
    key: "product",
    label: words("review_col_product"),
    width: wide ? { share: 4, min: 200 } : { share: 6, min: 120 },
    draw: (row) => productCell(row, wide),
  };
  const field: GridColumn<ReviewRow> = {
    key: "field",
    label: words("review_col_field"),
    // As wide as the longest of the common fields.
    width: { share: wide ? 2 : 3, min: wide ? 132 : 124 },
    draw: (row) => (wide ? fieldName(row.field) : two(fieldName(row.field), reasonOf(row))),
  };
  const before: GridColumn<ReviewRow> = {
    key: "before",
    label: origin.kind === "files" ? origin.shelf_name : words("review_col_before"),
    width: { share: 3, min: wide ? 112 : 72 },
    align: "end",
    heard: (row) => heardSide(row, "before", currency),
    draw: (row) => beforeCell(row, currency, settling.settles(row)),
  };
  const arrow: GridColumn<ReviewRow> = {
    key: "arrow",
    label: words("review_col_after"),
    labelHidden: true,
    width: 30,
    align: "center",
    draw: ({ state }) =>
      state === "applied" || state === "unchanged" ? null : mark("span", styles.arrow, arrowMark()),
  };
  const after: GridColumn<ReviewRow> = {
    key: "after",
    label: origin.kind === "files" ? origin.sheet_name : words("review_col_after"),
    width: { share: 3, min: wide ? 112 : 80 },
    align: "end",
    heard: (row) => {
      const side = heardSide(row, "after", currency);
      return wide || side === null ? side : `${side} ${percentText(row.percent)}`.trimEnd();
    },
    draw: (row) =>
      wide || row.percent === null
        ? afterCell(row, currency)
        : two(afterCell(row, currency), mark("bdi", styles.quiet, percentText(row.percent)), styles.end),
  };
  const percent: GridColumn<ReviewRow> = {
    key: "percent",
    label: words("review_col_percent"),
    width: 72,
    align: "end",
    draw: (row) => mark("bdi", styles.quiet, percentText(row.percent)),
  };
  const reason: GridColumn<ReviewRow> = {
    key: "reason",
    label: words("review_col_reason"),
    width: { share: 2, min: 104 },
    draw: reasonOf,
  };
  const place: GridColumn<ReviewRow> = {
    key: "place",
    label: words("review_col_place"),
    width: 72,
    align: "end",
    draw: (row) => mark("span", styles.quiet, row.place === null ? "" : count(row.place.row)),
  };
  // Of two files nothing is applied, so there is nothing to leave out.
  const first = origin.kind === "files" ? [sign] : [sign, include];
  return wide
    ? [...first, product, field, before, arrow, after, percent, reason, place]
    : [...first, product, field, before, arrow, after];
}

function productCell(row: ReviewRow, tile: boolean): Drawn {
  const subject = subjectText(row.subject);
  const title = row.title === "" ? row.product : row.title;
  const code = codeOf(row);
  const what = code === null ? null : mark("bdi", styles.sku, code);
  const isProduct = row.subject.kind !== "collection";
  const whose = subject === "" ? null : mark("bdi", isProduct ? styles.quiet : styles.kind, subject);
  return mark("span", styles.product, [
    tile ? mark("span", styles.tile, initial(title), { mute: true }) : null,
    // That it is no product comes first: it is no more to be cut off than the title.
    two(mark("bdi", undefined, title === "" ? words("review_untitled") : title), isProduct ? [what, whose] : [whose, what]),
  ]);
}

/** The first letter, however many code units it takes. */
const initial = (title: string) => (title.match(/[\p{L}\p{N}]\p{M}*/u)?.[0] ?? "·").toLocaleUpperCase();

function reasonOf(row: ReviewRow): Drawn {
  const reason = reasonText(row);
  return reason === ""
    ? null
    : mark("bdi", styles[row.state] ?? styles.quiet, reason, { title: row.detail ?? undefined });
}

/** Two lines in one row of the grid. */
const two = (first: Drawn, second: Drawn, end?: string): Drawn =>
  mark("span", classes(styles.two, end), [mark("span", styles.first, first), mark("span", styles.second, second)]);
