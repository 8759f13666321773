// The columns of the changes of a run.
import { ArrowRight } from "lucide-react";

import { signOf } from "../activity/outcome";
import type { OperationRow } from "../bindings/api";
import { Icon, Sign, classes, type GridColumn } from "../parts";
import { subjectText } from "../review/cells";
import { fieldName } from "../review/fields";
import { count } from "../words/figures";
import { words } from "../words/words";
import styles from "./RunDetails.module.css";
import { After, Before } from "./Sides";

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
    render: (row) => (
      <span className={styles.both}>
        <Before cell={row.before} field={row.field} currency={currency} removed={row.sign === "removed"} />
        <Icon of={ArrowRight} size={14} directed />
        <After cell={row.after} field={row.field} currency={currency} done={isDone(row.state)} />
      </span>
    ),
  };
}

function wideColumns(currency: string | null): readonly Column[] {
  return [
    {
      key: "state",
      label: words("history_change_col_state"),
      width: 112,
      render: ({ state }) => <Sign of={signOf(state)}>{words(`history_change_state_${state}`)}</Sign>,
    },
    {
      key: "product",
      label: words("history_change_col_product"),
      width: { share: 3, min: 120 },
      render: ({ title, product }) => (
        <bdi className={classes(styles.cut, title === product && styles.mono)} title={product}>
          {title}
        </bdi>
      ),
    },
    {
      key: "what",
      label: words("history_change_col_what"),
      width: { share: 3, min: 108 },
      render: (row) => <bdi className={styles.cut}>{whatOf(row)}</bdi>,
    },
    {
      key: "before",
      label: words("history_change_col_before"),
      width: { share: 2, min: 96 },
      render: (row) => <Before cell={row.before} field={row.field} currency={currency} removed={row.sign === "removed"} />,
    },
    {
      key: "after",
      label: words("history_change_col_after"),
      width: { share: 2, min: 96 },
      render: (row) => <After cell={row.after} field={row.field} currency={currency} done={isDone(row.state)} />,
    },
    {
      key: "detail",
      label: words("history_change_col_detail"),
      width: { share: 3, min: 120 },
      render: ({ detail }) => (
        <bdi className={styles.cut} title={detail ?? undefined}>
          {detail ?? ""}
        </bdi>
      ),
    },
    {
      key: "row",
      label: words("history_change_col_row"),
      width: 64,
      align: "end",
      render: ({ place }) => (place === null ? "" : count(place.row)),
    },
  ];
}

/** In the store now: it no longer wears the accent of what will be. */
export const isDone = (state: OperationRow["state"]): boolean => state === "applied" || state === "unchanged";

/** "Price, Small", "Title and 2 more". */
function whatOf({ field, subject, changes }: OperationRow): string {
  const what = [field === null ? "" : fieldName(field), subject === null ? "" : subjectText(subject)];
  const more = changes > 1 ? [words("history_change_more", { count: changes - 1 })] : [];
  return [...what, ...more].filter((part) => part !== "").join(", ");
}
