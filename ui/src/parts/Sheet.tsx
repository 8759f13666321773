import type { Key, ReactNode } from "react";

import styles from "./Sheet.module.css";
import { classes } from "./defined";

export interface SheetColumn<Row> {
  readonly key: string;
  readonly label: string;
  /** Figures stand at the end, under each other. */
  readonly align?: "start" | "end" | undefined;
  /** Takes what room is left. */
  readonly wide?: boolean | undefined;
  readonly render: (row: Row) => ReactNode;
}

export interface SheetProps<Row> {
  readonly label: string;
  readonly columns: readonly SheetColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => Key;
}

/** A short table, all of it in the page. For more than a hundred rows take the `Grid`. */
export function Sheet<Row>({ label, columns, rows, rowKey }: SheetProps<Row>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.sheet} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={classes(column.align === "end" && styles.end, column.wide === true && styles.wide)}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.key} className={classes(column.align === "end" && styles.end, column.wide === true && styles.wide)}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export interface FactsProps {
  readonly facts: readonly { readonly label: string; readonly value: ReactNode }[];
}

/** Names and their values, a line for each. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.label} className={styles.fact}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface FigureProps {
  readonly label: string;
  /** With its unit. */
  readonly value: ReactNode;
  readonly hint?: ReactNode;
  readonly tone?: "ink" | "will" | "held" | "stop" | "quiet" | undefined;
}

/** One large figure and what it counts. */
export function Figure({ label, value, hint, tone = "ink" }: FigureProps) {
  return (
    <div className={styles.figure}>
      <span className={styles.figureLabel}>{label}</span>
      <span className={classes(styles.figureValue, styles[tone])}>{value}</span>
      {hint !== undefined && <span className={styles.figureHint}>{hint}</span>}
    </div>
  );
}

/** Figures side by side, with a line between each. */
export function Figures({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className={styles.figures}>
      {children}
    </div>
  );
}
