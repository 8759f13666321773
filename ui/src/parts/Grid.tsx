import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";
import { flushSync } from "react-dom";

import { words } from "../words/words";
import { Button } from "./Button";
import styles from "./Grid.module.css";
import { classes } from "./defined";
import { mark, put, write, type Drawn } from "./grid/drawn";
import { moved, type Cell } from "./grid/moves";
import { createPages, type Fetch } from "./grid/pages";
import { assign, baseOf, spared, visible, type Span } from "./grid/slots";

export type GridColumn<Row> = Column<Row> & (Rendered<Row> | Plain<Row>);

interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** Of the label, where it is only for readers: a column of boxes or signs. */
  readonly labelHidden?: boolean | undefined;
  /** Pixels, or a share of what is left with at least so many pixels. */
  readonly width: number | { readonly share: number; readonly min: number };
  /** Figures stand at the end. */
  readonly align?: "start" | "end" | "center" | undefined;
  /**
   * What readers hear of the cell instead of what it shows; null where they hear that. An attribute and not a hidden
   * text: a scroll draws many cells.
   */
  readonly heard?: ((row: Row) => string | null) | undefined;
  /** A press in this column toggles the row instead of selecting it. */
  readonly toggles?: boolean | undefined;
}

interface Rendered<Row> {
  /**
   * Light: plain spans, no controls. What can be done with a row is done by `onToggle` and `onOpen`. Where it hands out
   * the same element for many rows, a scroll does nothing for them.
   */
  readonly render: (row: Row, index: number) => ReactNode;
  readonly draw?: undefined;
}

interface Plain<Row> {
  /** The same without React, for what is scrolled through fast: only texts that differ are written. */
  readonly draw: (row: Row) => Drawn;
  readonly render?: undefined;
}

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
  readonly groupOf?: ((row: Row) => { readonly key: string; readonly label: ReactNode } | null) | undefined;
  /** Instead of the rows when there are none. */
  readonly empty?: ReactNode;
}

export type GridTone = "faded" | "held" | "stop" | "done";

/**
 * A hundred thousand rows, of which a few dozen are in the page.
 *
 * The lines of the page are a pool: a row that comes into view takes the line of one that left, so a scroll changes
 * texts and positions and makes no elements. The row with the keyboard keeps its line wherever it is scrolled to,
 * so the focus is never lost. One stop for Tab; the arrows, Home and End, the page keys, J and K move within.
 */
export function Grid<Row>(props: GridProps<Row>) {
  const { label, rowCount, rowHeight = 28, columns, version, groupOf, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [span, setSpan] = useState<Span>({ first: 0, end: 0 });
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 });
  const [focused, setFocused] = useState(false);
  const newest = useRef(props);
  useLayoutEffect(() => {
    newest.current = props;
  });

  // Rows, read as they are looked at.
  const [pages] = useState(() => createPages<Row>());
  useSyncExternalStore(pages.listen, pages.generation);
  const pool = spared(span, rowCount);
  useLayoutEffect(() => {
    pages.renew(version, (offset, limit) => newest.current.fetch(offset, limit), rowCount);
  }, [pages, version, rowCount]);
  useEffect(() => pages.want(pool.first, pool.end), [pages, pool.first, pool.end]);

  // Which line of the page holds which row.
  const active = rowCount === 0 ? null : Math.min(cell.row, rowCount - 1);
  const slots = useSlots(pool, active);
  const base = baseOf(span.first);

  // Drawn again only when another row comes into view.
  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const seen = visible(element.scrollTop, bodyHeight(element), rowHeight, rowCount);
    setSpan((before) => (before.first === seen.first && before.end === seen.end ? before : seen));
  }, [rowHeight, rowCount]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [look]);

  const bring = useCallback(
    (row: number) => {
      const element = scroller.current;
      if (element === null) return;
      const height = bodyHeight(element);
      const top = row * rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowHeight > element.scrollTop + height) element.scrollTop = top + rowHeight - height;
      look();
    },
    [rowHeight, look],
  );

  const activeRow = active;
  useLayoutEffect(() => {
    if (!focused || activeRow === null) return;
    const wanted = scroller.current?.querySelector<HTMLElement>(`[data-row="${activeRow}"] > [tabindex="0"]`);
    if (wanted !== null && wanted !== undefined && wanted !== document.activeElement) {
      wanted.focus({ preventScroll: true });
    }
  });

  // The cursor follows a selection made elsewhere.
  const selected = props.selected ?? null;
  const [followed, setFollowed] = useState(selected);
  if (followed !== selected) {
    setFollowed(selected);
    if (selected !== null && selected !== cell.row) setCell({ ...cell, row: selected });
  }

  const move = (to: Cell) => {
    setCell(to);
    bring(to.row);
    if (to.row !== cell.row) props.onSelect?.(to.row, pages.row(to.row));
  };

  const press = (event: KeyboardEvent) => {
    if (active === null || event.target instanceof HTMLInputElement) return;
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
    const page = Math.max(1, span.end - span.first - 2);
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const to = moved(event, { row: active, column: cell.column }, { rows: rowCount, columns: columns.length, page, rtl });
    if (to === null) return;
    event.preventDefault();
    move(to);
  };

  const choose = (event: MouseEvent) => {
    const at = pointed(event);
    if (at === null) return;
    const row = pages.row(at.index);
    setFocused(true);
    setCell({ row: at.index, column: at.column });
    bring(at.index);
    if (columns[at.column]?.toggles === true && row !== null) props.onToggle?.(row, at.index);
    else if (at.index !== selected) props.onSelect?.(at.index, row);
  };

  const open = (event: MouseEvent) => {
    const at = pointed(event);
    if (at === null || columns[at.column]?.toggles === true) return;
    const row = pages.row(at.index);
    if (row !== null) props.onOpen?.(row, at.index);
  };

  const topRow = rowCount === 0 ? null : pages.row(span.first);
  const group = groupOf === undefined || topRow === null ? null : groupOf(topRow);
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
      aria-busy={rowCount > 0 && topRow === null}
      className={styles.grid}
      style={measures}
      // At once: a frame that shows the place before the rows would be blank there.
      onScroll={() => flushSync(look)}
      onKeyDown={press}
      onFocus={(event) => {
        if (event.target.getAttribute("role") === "gridcell") setFocused(true);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
      }}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.heads}>
          {columns.map((column, index) => (
            <span
              key={column.key}
              role="columnheader"
              aria-colindex={index + 1}
              className={classes(styles.name, align(column.align))}
            >
              {column.labelHidden === true ? <span className={styles.unseen}>{column.label}</span> : column.label}
            </span>
          ))}
        </div>
        {groupOf !== undefined && rowCount > 0 && (
          <div className={styles.group} aria-hidden="true">
            {group?.label ?? <span className={styles.blank} />}
          </div>
        )}
      </div>
      {rowCount === 0 && empty !== undefined && <div className={styles.empty}>{empty}</div>}
      {/* The mouse does here what the keys do above. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="rowgroup"
        className={styles.body}
        style={{ blockSize: rowCount * rowHeight }}
        onMouseDown={(event) => {
          if (event.button === 0) choose(event);
        }}
        onDoubleClick={open}
      >
        {/* Lines stand relative to a base nearby: far down a long list their own figures would lose pixels. */}
        <div className={styles.base} style={{ insetBlockStart: base * rowHeight }}>
          {[...slots].toSorted((one, other) => one[1] - other[1]).map(([index, slot]) => (
            <Line
              key={slot}
              index={index}
              top={(index - base) * rowHeight}
              row={pages.row(index)}
              failed={pages.failed(index)}
              columns={columns as readonly GridColumn<unknown>[]}
              column={index === active ? cell.column : null}
              selected={index === selected}
              groupOf={groupOf as GridProps<unknown>["groupOf"]}
              toneOf={props.toneOf as GridProps<unknown>["toneOf"]}
              after={groupOf === undefined || index === rowCount - 1 ? null : pages.row(index + 1)}
              retry={pages.retry}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface LineProps {
  readonly index: number;
  readonly top: number;
  readonly row: unknown;
  readonly failed: boolean;
  readonly columns: readonly GridColumn<unknown>[];
  /** The column of the cursor, in the row that has it. */
  readonly column: number | null;
  readonly selected: boolean;
  readonly groupOf: GridProps<unknown>["groupOf"];
  readonly toneOf: GridProps<unknown>["toneOf"];
  /** The row below, for the line between two groups. */
  readonly after: unknown;
  readonly retry: () => void;
}

const Line = memo(function Line(props: LineProps) {
  const { index, top, row, failed, columns, column, selected } = props;
  const line = useRef<HTMLDivElement>(null);
  const tone = row === null ? null : (props.toneOf?.(row) ?? null);
  const last =
    row !== null && props.after !== null && props.groupOf?.(row)?.key !== props.groupOf?.(props.after)?.key;
  const told = columns.length > 2 ? 2 : 0;
  const lost = row === null && failed;
  useLayoutEffect(() => {
    for (const [at, description] of columns.entries()) {
      const cell = line.current?.children[at];
      if (cell === undefined) continue;
      write(cell, "aria-label", row === null ? undefined : (description.heard?.(row) ?? undefined));
      if (description.draw === undefined || (lost && at === told)) continue;
      if (row !== null) put(cell, description.draw(row));
      else put(cell, at === told ? mark("span", styles.blank, null, { picture: words("parts_grid_reading") }) : null);
    }
  }, [row, lost, columns, told]);
  return (
    <div
      ref={line}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-row={index}
      data-tone={tone ?? undefined}
      className={classes(
        styles.line,
        (index + 1) % 5 === 0 && styles.fifth,
        last && styles.last,
        selected && styles.selected,
        column !== null && styles.cursor,
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((description, at) =>
        lost && at === told ? (
          <LineCell key="lost" at={at} align={description.align} stop={column === at}>
            <span className={styles.lost}>! {words("parts_grid_row_lost")}</span>
            <Button kind="quiet" small onPress={props.retry}>
              {words("parts_again")}
            </Button>
          </LineCell>
        ) : (
          <LineCell key={description.key} at={at} align={description.align} stop={column === at}>
            {description.render === undefined ? null : row !== null ? (
              description.render(row, index)
            ) : at === told ? (
              <span className={styles.blank} aria-label={words("parts_grid_reading")} role="img" />
            ) : null}
          </LineCell>
        ),
      )}
    </div>
  );
});

interface LineCellProps {
  readonly at: number;
  readonly align: GridColumn<unknown>["align"];
  /** The one stop for Tab. */
  readonly stop: boolean;
  /** Nothing where the line draws into the cell by itself. */
  readonly children: ReactNode;
}

const LineCell = memo(function LineCell({ at, align: to, stop, children }: LineCellProps) {
  return (
    <span role="gridcell" aria-colindex={at + 1} tabIndex={stop ? 0 : -1} className={classes(styles.cell, align(to))}>
      {children}
    </span>
  );
});

/** The row and column under the mouse. */
function pointed(event: MouseEvent): { index: number; column: number } | null {
  const element = (event.target as Element).closest<HTMLElement>("[role=gridcell]");
  const line = element?.parentElement;
  if (element === null || element === undefined || line === null || line === undefined) return null;
  return { index: Number(line.dataset["row"]), column: Number(element.getAttribute("aria-colindex")) - 1 };
}

/** Which line holds which row. Rows that stay keep theirs, so it grows out of what was there before. */
function useSlots(pool: Span, active: number | null): ReadonlyMap<number, number> {
  const [held, setHeld] = useState(() => ({ ...pool, active, slots: assign(new Map(), pool, active) }));
  if (held.first === pool.first && held.end === pool.end && held.active === active) return held.slots;
  const slots = assign(held.slots, pool, active);
  setHeld({ ...pool, active, slots });
  return slots;
}

/** The height that rows have: the head stands still above them. */
function bodyHeight(element: HTMLElement): number {
  const head = element.firstElementChild;
  return Math.max(0, element.clientHeight - (head instanceof HTMLElement ? head.offsetHeight : 0));
}

const track = (width: GridColumn<unknown>["width"]) =>
  typeof width === "number" ? `${width}px` : `minmax(${width.min}px, ${width.share}fr)`;

const align = (to: GridColumn<unknown>["align"]) =>
  to === "end" ? styles.end : to === "center" ? styles.center : undefined;
