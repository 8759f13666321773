// The columns of the grid, for a wide and for a narrow window.
import { ArrowRight } from "lucide-react";

import type { ReviewOrigin, ReviewRow } from "../bindings/api";
import { Box, Icon, Sign } from "../parts";
import type { GridColumn } from "../parts/Grid";
import { count } from "../words/figures";
import { words } from "../words/words";
import styles from "./columns.module.css";
import { percentText, subjectText } from "./cells";
import { fieldName, rowSign } from "./fields";
import { included } from "./query";
import { reasonText, rowSentence } from "./sentences";
import { AfterCell, BeforeCell, heardSide } from "./Values";
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
    render: (row) => <Sign of={rowSign(row.sign, row.state)} bare />,
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
    render: (row) => {
      const goes = included(row.state);
      if (goes === null) return null;
      return (
        <span className={styles.box}>
          <Box checked={goes} />
        </span>
      );
    },
  };
  const product: GridColumn<ReviewRow> = {
    key: "product",
    label: words("review_col_product"),
    width: wide ? { share: 4, min: 200 } : { share: 6, min: 120 },
    render: (row) => <ProductCell row={row} tile={wide} />,
  };
  const field: GridColumn<ReviewRow> = {
    key: "field",
    label: words("review_col_field"),
    // As wide as the longest of the common fields.
    width: { share: wide ? 2 : 3, min: wide ? 132 : 124 },
    render: (row) =>
      wide ? fieldName(row.field) : <Two first={fieldName(row.field)} second={<Reason row={row} />} />,
  };
  const before: GridColumn<ReviewRow> = {
    key: "before",
    label: origin.kind === "files" ? origin.shelf_name : words("review_col_before"),
    width: { share: 3, min: wide ? 112 : 72 },
    align: "end",
    heard: (row) => heardSide(row, "before", currency),
    render: (row) => <BeforeCell row={row} currency={currency} settling={settling.settles(row)} />,
  };
  const arrow: GridColumn<ReviewRow> = {
    key: "arrow",
    label: words("review_col_after"),
    labelHidden: true,
    width: 30,
    align: "center",
    render: (row) =>
      row.state === "applied" || row.state === "unchanged" ? null : (
        <span className={styles.arrow}>
          <Icon of={ArrowRight} size={14} directed />
        </span>
      ),
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
    render: (row) =>
      wide || row.percent === null ? (
        <AfterCell row={row} currency={currency} />
      ) : (
        <Two
          end
          first={<AfterCell row={row} currency={currency} />}
          second={<bdi className={styles.quiet}>{percentText(row.percent)}</bdi>}
        />
      ),
  };
  const percent: GridColumn<ReviewRow> = {
    key: "percent",
    label: words("review_col_percent"),
    width: 72,
    align: "end",
    render: (row) => <bdi className={styles.quiet}>{percentText(row.percent)}</bdi>,
  };
  const reason: GridColumn<ReviewRow> = {
    key: "reason",
    label: words("review_col_reason"),
    width: { share: 2, min: 104 },
    render: (row) => <Reason row={row} />,
  };
  const place: GridColumn<ReviewRow> = {
    key: "place",
    label: words("review_col_place"),
    width: 72,
    align: "end",
    render: (row) => <span className={styles.quiet}>{row.place === null ? "" : count(row.place.row)}</span>,
  };
  // Of two files nothing is applied, so there is nothing to leave out.
  const first = origin.kind === "files" ? [sign] : [sign, include];
  return wide
    ? [...first, product, field, before, arrow, after, percent, reason, place]
    : [...first, product, field, before, arrow, after];
}

function ProductCell({ row, tile }: { readonly row: ReviewRow; readonly tile: boolean }) {
  const subject = subjectText(row.subject);
  const title = row.title === "" ? row.product : row.title;
  return (
    <span className={styles.product}>
      {tile && (
        <span className={styles.tile} aria-hidden="true">
          {initial(title)}
        </span>
      )}
      <Two
        first={<bdi>{title === "" ? words("review_untitled") : title}</bdi>}
        second={
          <>
            {row.sku !== null && <bdi className={styles.sku}>{row.sku}</bdi>}
            {subject !== "" && <bdi className={styles.quiet}>{subject}</bdi>}
            {row.sku === null && subject === "" && <bdi className={styles.sku}>{row.product}</bdi>}
          </>
        }
      />
    </span>
  );
}

/** The first letter, however many code units it takes. */
const initial = (title: string) => (title.match(/[\p{L}\p{N}]\p{M}*/u)?.[0] ?? "·").toLocaleUpperCase();

function Reason({ row }: { readonly row: ReviewRow }) {
  const reason = reasonText(row);
  if (reason === "") return null;
  return (
    <bdi className={styles[row.state] ?? styles.quiet} title={row.detail ?? undefined}>
      {reason}
    </bdi>
  );
}

/** Two lines in one row of the grid. */
function Two(props: { readonly first: React.ReactNode; readonly second: React.ReactNode; readonly end?: boolean }) {
  return (
    <span className={`${styles.two} ${props.end === true ? styles.end : ""}`}>
      <span className={styles.first}>{props.first}</span>
      <span className={styles.second}>{props.second}</span>
    </span>
  );
}
