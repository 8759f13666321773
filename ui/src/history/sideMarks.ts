// The two sides of a change as rows of a grid show them; `Sides` are the same in a sheet.
import type { Cell, OperationRow } from "../bindings/api";
import { mark, type Drawn } from "../parts/grid/drawn";
import { wasMark, willMark } from "../parts/grid/marks";
import { cellText } from "../review/cells";
import { words } from "../words/words";
import { isDone } from "./operations";
import styles from "./RunDetails.module.css";

export function beforeMark(row: OperationRow, currency: string | null): Drawn {
  if (row.before === null || row.before.kind === "blank") return nothing(row.before);
  return wasMark(valueOf(row.before, row, currency), row.sign === "removed");
}

export function afterMark(row: OperationRow, currency: string | null): Drawn {
  if (row.after === null || row.after.kind === "blank") return nothing(row.after);
  const value = valueOf(row.after, row, currency);
  return isDone(row.state) ? mark("ins", styles.done, value) : willMark(value);
}

const nothing = (cell: Cell | null): Drawn =>
  cell === null ? null : mark("span", styles.quiet, words("review_blank"));

const valueOf = (cell: Cell, { field }: OperationRow, currency: string | null): Drawn =>
  mark("bdi", undefined, cellText(cell, field ?? "", currency));
