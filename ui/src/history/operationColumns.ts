// The columns of the changes of a run.
import { signOf } from "../activity/outcome";
import type { OperationRow } from "../bindings/api";
import { classes } from "../parts";
import { mark } from "../parts/grid/drawn";
import { arrowMark, signMark } from "../parts/grid/marks";
import type { GridColumn } from "../parts/Grid";
import { subjectText } from "../review/cells";
import { fieldName } from "../review/fields";
import { count } from "../words/figures";
import { words } from "../words/words";
import styles from "./RunDetails.module.css";
import { afterMark, beforeMark } from "./sideMarks";

type Column = GridColumn<OperationRow>;

/** All columns, or those that fit beside the list of runs; the rest stands below the grid. */
export function operationColumns(currency: string | null, wide: boolean): readonly Column[] {
  const all = wideColumns(currency);
  return wide ? all : [...all.slice(0, 3), changeColumn(currency)];
}

function changeColumn(currency: string | null): Column {
  return {
    key: "change",
    label: words("history_change_col_change"),
    width: { share: 4, min: 148 },
    draw: (row) => mark("span", styles.both, [beforeMark(row, currency), arrowMark(), afterMark(row, currency)]),
  };
}

function wideColumns(currency: string | null): readonly Column[] {
  return [
    {
      key: "state",
      label: words("history_change_col_state"),
      width: 112,
      draw: ({ state }) => signMark(signOf(state), words(`history_change_state_${state}`)),
    },
    {
      key: "product",
      label: words("history_change_col_product"),
      width: { share: 3, min: 120 },
      draw: ({ title, product }) =>
        mark("bdi", classes(styles.cut, title === product && styles.mono), title, { title: product }),
    },
    {
      key: "what",
      label: words("history_change_col_what"),
      width: { share: 3, min: 108 },
      draw: (row) => mark("bdi", styles.cut, whatOf(row)),
    },
    {
      key: "before",
      label: words("history_change_col_before"),
      width: { share: 2, min: 96 },
      draw: (row) => beforeMark(row, currency),
    },
    {
      key: "after",
      label: words("history_change_col_after"),
      width: { share: 2, min: 96 },
      draw: (row) => afterMark(row, currency),
    },
    {
      key: "detail",
      label: words("history_change_col_detail"),
      width: { share: 3, min: 120 },
      draw: ({ detail }) => mark("bdi", styles.cut, detail ?? "", { title: detail ?? undefined }),
    },
    {
      key: "row",
      label: words("history_change_col_row"),
      width: 64,
      align: "end",
      draw: ({ place }) => (place === null ? "" : count(place.row)),
    },
  ];
}

/** "Price, Small", "Title and 2 more". */
function whatOf({ field, subject, changes }: OperationRow): string {
  const what = [field === null ? "" : fieldName(field), subject === null ? "" : subjectText(subject)];
  const more = changes > 1 ? [words("history_change_more", { count: changes - 1 })] : [];
  return [...what, ...more].filter((part) => part !== "").join(", ");
}
