import {
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";

import styles from "./Grid.module.css";
import { classes } from "./defined";
import type { GridColumn, GridGroup, GridTone } from "./grid/columns";
import { alignStyle } from "./grid/line";
import { createLines } from "./grid/lines";
import { moved, type Cell } from "./grid/moves";
import { createPages, type Fetch } from "./grid/pages";

export type { GridColumn, GridTone } from "./grid/columns";

export interface GridProps<Row> {
  readonly label: string;
  readonly rowCount: number;
  /** Every row is as high as this; 28 is a line of the ledger, 44 holds two lines of small type. */
  readonly rowHeight?: number | undefined;
  /** Keep it the same object while the columns are the same. */
  readonly columns: readonly GridColumn<Row>[];
  readonly fetch: Fetch<Row>;
  /** Rows are read again when it changes; those here are shown until the new ones have come. */
  readonly version?: string | number | undefined;
  /** Enter or a double press. */
  readonly onOpen?: ((row: Row, index: number) => void) | undefined;
  /** Space, or a press in a column that `toggles`. */
  readonly onToggle?: ((row: Row, index: number) => void) | undefined;
  /** The row whose details stand beside the grid; follows the cursor when `onSelect` says so. */
  readonly selected?: number | null | undefined;
  readonly onSelect?: ((index: number, row: Row | null) => void) | undefined;
  /** Whether the row is left out, held … : `data-tone` for the row, styled by the grid. */
  readonly toneOf?: ((row: Row) => GridTone | null) | undefined;
  /** Adjacent rows with the same key belong together; the group of the topmost row is told above the rows. */
  readonly groupOf?: ((row: Row) => GridGroup | null) | undefined;
  /** Instead of the rows when there are none. */
  readonly empty?: ReactNode;
}

/**
 * A hundred thousand rows, of which a few dozen are in the page.
 *
 * React makes the frame and keeps the cursor; the lines are made and written past it (`grid/lines.ts`). They are a
 * pool: a row that comes into view takes the line of one that left, so a scroll changes texts and positions and makes
 * no elements. The row with the keyboard keeps its line wherever it is scrolled to, so the focus is never lost. One
 * stop for Tab; the arrows, Home and End, the page keys, J and K move within.
 */
export function Grid<Row>(props: GridProps<Row>) {
  const { label, rowCount, rowHeight = 28, columns, version, groupOf, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const group = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLDivElement>(null);
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 });
  const [focused, setFocused] = useState(false);
  const [pages] = useState(() => createPages<Row>());
  const [lines] = useState(() => createLines(pages));
  const newest = useRef(props);
  const active = rowCount === 0 ? null : Math.min(cell.row, rowCount - 1);
  const selected = props.selected ?? null;

  useLayoutEffect(() => {
    newest.current = props;
  });
  useLayoutEffect(() => {
    pages.renew(version, (offset, limit) => newest.current.fetch(offset, limit), rowCount);
  }, [pages, version, rowCount]);
  useLayoutEffect(() => {
    if (scroller.current === null || head.current === null || base.current === null) return;
    return lines.attach({ scroller: scroller.current, head: head.current, base: base.current });
  }, [lines]);
  useLayoutEffect(() => {
    const at = active === null ? null : { row: active, column: cell.column };
    lines.show({
      rowCount,
      rowHeight,
      columns,
      active: at,
      selected,
      toneOf: props.toneOf,
      groupOf,
      group: group.current,
    });
    if (!focused || active === null) return;
    const wanted = base.current?.querySelector<HTMLElement>(`[data-row="${active}"] > [tabindex="0"]`);
    if (wanted !== null && wanted !== undefined && wanted !== document.activeElement) {
      wanted.focus({ preventScroll: true });
    }
  });

  // The cursor follows a selection made elsewhere.
  const [followed, setFollowed] = useState(selected);
  if (followed !== selected) {
    setFollowed(selected);
    if (selected !== null && selected !== cell.row) setCell({ ...cell, row: selected });
  }

  const move = (to: Cell) => {
    setCell(to);
    lines.bring(to.row);
    if (to.row !== cell.row) props.onSelect?.(to.row, pages.row(to.row));
  };

  const press = (event: KeyboardEvent) => {
    if (active === null) return;
    // The one control that a row can have is pressed by these itself.
    if (event.target instanceof HTMLButtonElement && (event.key === "Enter" || event.key === " ")) return;
    const row = pages.row(active);
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (row !== null) props.onOpen?.(row, active);
      return;
    }
    if (event.key === " " && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (row !== null) props.onToggle?.(row, active);
      return;
    }
    const seen = lines.seen();
    const page = Math.max(1, seen.end - seen.first - 2);
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const to = moved(event, { row: active, column: cell.column }, { rows: rowCount, columns: columns.length, page, rtl });
    if (to === null) return;
    event.preventDefault();
    move(to);
  };

  const choose = (event: MouseEvent) => {
    const at = pointed(event);
    if (at === null || isAgain(event)) return;
    const row = pages.row(at.index);
    setFocused(true);
    setCell({ row: at.index, column: at.column });
    lines.bring(at.index);
    if (columns[at.column]?.toggles === true && row !== null) props.onToggle?.(row, at.index);
    else if (at.index !== selected) props.onSelect?.(at.index, row);
  };

  const open = (event: MouseEvent) => {
    const at = pointed(event);
    if (at === null || columns[at.column]?.toggles === true) return;
    const row = pages.row(at.index);
    if (row !== null) props.onOpen?.(row, at.index);
  };

  /** The button goes when its row comes: the focus stays in its cell. */
  const again = (event: MouseEvent) => {
    const at = pointed(event);
    if (at === null || !isAgain(event)) return;
    setFocused(true);
    setCell({ row: at.index, column: at.column });
    pages.retry();
  };

  const template = useMemo(() => columns.map(({ width }) => track(width)).join(" "), [columns]);
  const least = useMemo(
    () => columns.reduce((sum, { width }) => sum + (typeof width === "number" ? width : width.min), 0),
    [columns],
  );
  const measures = {
    "--columns": template,
    "--least": `${least}px`,
    "--line": `${rowHeight}px`,
  } as CSSProperties;

  return (
    // One of its cells has the focus, so it needs none itself.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      className={styles.grid}
      style={measures}
      onKeyDown={press}
      onFocus={(event) => {
        if (event.target.getAttribute("role") === "gridcell") setFocused(true);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
      }}
    >
      <div ref={head} role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.heads}>
          {columns.map((column, index) => (
            <span
              key={column.key}
              role="columnheader"
              aria-colindex={index + 1}
              className={classes(styles.name, alignStyle(column.align))}
            >
              {column.labelHidden === true ? <span className={styles.unseen}>{column.label}</span> : column.label}
            </span>
          ))}
        </div>
        {groupOf !== undefined && rowCount > 0 && <div ref={group} className={styles.group} aria-hidden="true" />}
      </div>
      {rowCount === 0 && empty !== undefined && <div className={styles.empty}>{empty}</div>}
      {/* The mouse does here what the keys do above; a button in a row has keys of its own. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events */}
      <div
        role="rowgroup"
        className={styles.body}
        style={{ blockSize: rowCount * rowHeight }}
        onMouseDown={(event) => {
          if (event.button === 0) choose(event);
        }}
        onClick={again}
        onDoubleClick={open}
      >
        {/* Lines stand relative to a base nearby: far down a long list their own figures would lose pixels. */}
        <div ref={base} className={styles.base} />
      </div>
    </div>
  );
}

const isAgain = (event: MouseEvent) => (event.target as Element).closest("button") !== null;

/** The row and column under the mouse. */
function pointed(event: MouseEvent): { index: number; column: number } | null {
  const element = (event.target as Element).closest<HTMLElement>("[role=gridcell]");
  const line = element?.parentElement;
  if (element === null || element === undefined || line === null || line === undefined) return null;
  return { index: Number(line.dataset["row"]), column: Number(element.getAttribute("aria-colindex")) - 1 };
}

const track = (width: GridColumn<unknown>["width"]) =>
  typeof width === "number" ? `${width}px` : `minmax(${width.min}px, ${width.share}fr)`;
