// One line of a grid: an element of the page that shows now this row and now that.
import { words } from "../../words/words";
import buttonStyles from "../Button.module.css";
import styles from "../Grid.module.css";
import { classes } from "../defined";
import type { Align, GridColumn, GridTone } from "./columns";
import { mark, put, write, type Drawn } from "./drawn";

export interface Line<Row> {
  readonly element: HTMLElement;
  /** Which row stands here; −1 before the first. */
  readonly index: number;
  /** Stands for that row, so many pixels below the base. */
  place(index: number, top: number): void;
  /** Shows the row, or that it is being read, or that it could not be. */
  fill(row: Row | null, failed: boolean, columns: readonly GridColumn<Row>[]): void;
  wear(look: Wear): void;
}

export interface Wear {
  readonly tone: GridTone | null;
  /** The row below belongs to another group. */
  readonly last: boolean;
  readonly selected: boolean;
  /** The column of the cursor, or −1 where it is in another row. */
  readonly cursor: number;
}

export function createLine<Row>(): Line<Row> {
  const element = document.createElement("div");
  element.setAttribute("role", "row");
  element.setAttribute("aria-selected", "false");
  const cells: HTMLElement[] = [];
  let index = -1;
  let placed = Number.NaN;
  let shown: { row: Row | null; failed: boolean; columns: readonly GridColumn<Row>[] } | null = null;
  let tone: GridTone | null = null;
  let selected = false;
  let cursor = -1;
  let look = -1;

  const build = (columns: readonly GridColumn<Row>[]) => {
    while (cells.length > columns.length) cells.pop()?.remove();
    for (const [at, { align }] of columns.entries()) {
      let cell = cells[at];
      if (cell === undefined) {
        cell = emptyCell(at);
        cells.push(cell);
        element.append(cell);
      }
      const name = classes(styles.cell, alignStyle(align));
      if (cell.className !== name) cell.className = name;
    }
  };

  return {
    element,
    get index() {
      return index;
    },
    place(newIndex, top) {
      if (newIndex !== index) {
        index = newIndex;
        element.setAttribute("aria-rowindex", String(index + 2));
        element.dataset["row"] = String(index);
      }
      if (top !== placed) {
        placed = top;
        element.style.transform = `translateY(${top}px)`;
      }
    },
    fill(row, failed, columns) {
      if (shown !== null && shown.row === row && shown.failed === failed && shown.columns === columns) return;
      if (shown?.columns !== columns) build(columns);
      shown = { row, failed, columns };
      const told = columns.length > 2 ? 2 : 0;
      for (const [at, column] of columns.entries()) {
        const cell = cells[at] as HTMLElement;
        if (row === null) {
          write(cell, "aria-label", undefined);
          put(cell, at !== told ? null : failed ? lost() : reading());
        } else {
          write(cell, "aria-label", column.heard?.(row) ?? undefined);
          put(cell, column.draw(row));
        }
      }
    },
    wear(worn) {
      if (worn.tone !== tone) {
        tone = worn.tone;
        write(element, "data-tone", tone ?? undefined);
      }
      if (worn.selected !== selected) {
        selected = worn.selected;
        element.setAttribute("aria-selected", String(selected));
      }
      if (worn.cursor !== cursor) {
        if (cursor >= 0) cells[cursor]?.setAttribute("tabindex", "-1");
        cursor = worn.cursor;
        if (cursor >= 0) cells[cursor]?.setAttribute("tabindex", "0");
      }
      const fifth = (index + 1) % 5 === 0;
      const next = Number(fifth) + 2 * Number(worn.last) + 4 * Number(selected) + 8 * Number(cursor >= 0);
      if (next === look) return;
      look = next;
      element.className = classes(
        styles.line,
        fifth && styles.fifth,
        worn.last && styles.last,
        selected && styles.selected,
        cursor >= 0 && styles.cursor,
      );
    },
  };
}

function emptyCell(at: number): HTMLElement {
  const cell = document.createElement("span");
  cell.setAttribute("role", "gridcell");
  cell.setAttribute("aria-colindex", String(at + 1));
  cell.tabIndex = -1;
  return cell;
}

const reading = (): Drawn => mark("span", styles.blank, null, { picture: words("parts_grid_reading") });

/** What could not be read, and a button to read it again: a plain one, since the grid listens to its presses. */
const lost = (): Drawn => [
  mark("span", styles.lost, `! ${words("parts_grid_row_lost")}`),
  mark("button", classes(buttonStyles.button, buttonStyles.quiet, buttonStyles.small), [
    mark("span", buttonStyles.words, words("parts_again")),
  ]),
];

export const alignStyle = (to: Align): string | undefined =>
  to === "end" ? styles.end : to === "center" ? styles.center : undefined;
