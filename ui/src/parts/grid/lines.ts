// The rows of a grid that stand in the page, and the scroll that moves them.
//
// React has no part in a scroll: it would compare all lines for the few that change. It says what is to be shown
// (`show`), and makes the frame; the lines in it are made and written here.
import styles from "../Grid.module.css";
import type { GridColumn, GridGroup, GridTone } from "./columns";
import { mark, put, write } from "./drawn";
import { createLine, type Line } from "./line";
import type { Cell } from "./moves";
import type { Pages } from "./pages";
import { baseOf, pooled, visible, type Span } from "./slots";

/** The elements of the frame; the base is filled by the lines alone. */
export interface Frame {
  readonly scroller: HTMLElement;
  readonly head: HTMLElement;
  readonly base: HTMLElement;
}

export interface View<Row> {
  readonly rowCount: number;
  /** Pixels. */
  readonly rowHeight: number;
  readonly columns: readonly GridColumn<Row>[];
  /** The cell that has the keyboard, whether or not the focus is in the grid. */
  readonly active: Cell | null;
  readonly selected: number | null;
  readonly toneOf: ((row: Row) => GridTone | null) | undefined;
  readonly groupOf: ((row: Row) => GridGroup | null) | undefined;
  /** Where the group of the topmost row is told; filled by the lines alone. */
  readonly group: HTMLElement | null;
}

export interface Lines<Row> {
  /** Listens to the scroll of the frame from now on, until the function it returns is called. */
  attach(frame: Frame): () => void;
  show(view: View<Row>): void;
  /** Scrolls as little as it takes for the row to be seen whole. */
  bring(row: number): void;
  /** The rows that are seen, in part at least. */
  seen(): Span;
}

export function createLines<Row>(pages: Pages<Row>): Lines<Row> {
  let frame: Frame | null = null;
  let view: View<Row> | null = null;
  /** Pixels that rows have: the head stands still above them. Measured when it changes, never in a scroll. */
  let height = 0;
  let scrollTop = 0;
  let seen: Span = { first: 0, end: 0 };
  let pool: Span = { first: 0, end: 0 };
  let base = -1;
  /** Row `n` stands in line `n` modulo their number, so a row that stays keeps its line, and the focus in it. */
  let lines: Line<Row>[] = [];
  /** The line of the row with the keyboard while that is out of the pool: the focus must not be lost. */
  let away: Line<Row> | null = null;

  const measure = () => {
    if (frame === null) return;
    height = Math.max(0, frame.scroller.clientHeight - frame.head.offsetHeight);
    scrollTop = frame.scroller.scrollTop;
  };

  /** Writes what stands around the rows of the line at `index`. */
  const writeLine = (line: Line<Row>, index: number, to: View<Row>) => {
    const { rowHeight, rowCount, columns, active, selected, toneOf, groupOf } = to;
    const row = pages.row(index);
    line.place(index, (index - base) * rowHeight);
    line.fill(row, row === null && pages.failed(index), columns);
    const after = groupOf === undefined || row === null || index === rowCount - 1 ? null : pages.row(index + 1);
    line.wear({
      tone: row === null ? null : (toneOf?.(row) ?? null),
      last: row !== null && after !== null && groupOf?.(row)?.key !== groupOf?.(after)?.key,
      selected: index === selected,
      cursor: active !== null && index === active.row ? active.column : -1,
    });
  };

  const add = (): Line<Row> => {
    const line = createLine<Row>();
    frame?.base.append(line.element);
    return line;
  };

  /** Makes so many lines; rows of the pool keep theirs. */
  const resize = (count: number) => {
    const before = lines;
    if (before.length === count) return;
    const kept: (Line<Row> | undefined)[] = Array.from({ length: count });
    const free: Line<Row>[] = [];
    for (const line of before) {
      const stays = line.index >= pool.first && line.index < pool.end;
      if (stays) kept[line.index % count] = line;
      else if (line.index === view?.active?.row && away === null) away = line;
      else free.push(line);
    }
    lines = kept.map((line) => line ?? free.pop() ?? add());
    for (const line of free) line.element.remove();
  };

  /** Gives every row of the pool its line, and writes those that differ, or all. */
  const settle = (to: View<Row>, all: boolean) => {
    const active = to.active?.row ?? -1;
    resize(pool.end - pool.first);
    // Another row has the keyboard now, or this one came back: its line is needed no more, or belongs here again.
    if (away !== null && away.index !== active) {
      away.element.remove();
      away = null;
    }
    for (let row = pool.first; row < pool.end; row += 1) {
      const slot = row % lines.length;
      let line = lines[slot] as Line<Row>;
      const same = line.index === row;
      if (!same && row === active && away !== null) {
        line.element.remove();
        line = away;
        away = null;
        lines[slot] = line;
      } else if (!same && line.index === active && active >= 0) {
        away = line;
        line = add();
        lines[slot] = line;
      }
      if (all || !same) writeLine(line, row, to);
    }
    if (active >= 0 && (active < pool.first || active >= pool.end)) {
      const isNew = away === null;
      away ??= add();
      if (all || isNew) writeLine(away, active, to);
    }
  };

  const tellTop = (to: View<Row>) => {
    if (frame === null) return;
    const top = to.rowCount === 0 ? null : pages.row(seen.first);
    write(frame.scroller, "aria-busy", String(to.rowCount > 0 && top === null));
    if (to.group === null) return;
    put(to.group, (top === null ? null : to.groupOf?.(top)?.label) ?? mark("span", styles.blank, null));
  };

  /** Writes the rows that stand in view; where nothing but the place may have changed, only those that came into it. */
  const look = (all: boolean) => {
    if (frame === null || view === null) return;
    const { rowCount, rowHeight } = view;
    const now = visible(scrollTop, height, rowHeight, rowCount);
    const next = pooled(now, height, rowHeight, rowCount);
    const stays = next.first === pool.first && next.end === pool.end;
    const topStays = now.first === seen.first;
    seen = now;
    pool = next;
    let every = all;
    const newBase = baseOf(pool.first);
    if (newBase !== base || all) {
      every = true;
      base = newBase;
      const start = `${base * rowHeight}px`;
      if (frame.base.style.insetBlockStart !== start) frame.base.style.insetBlockStart = start;
    }
    if (every || !stays) settle(view, every);
    if (every || !topStays) tellTop(view);
    if (!stays) pages.want(pool.first, pool.end);
  };

  return {
    attach(to) {
      frame = to;
      const scrolled = () => {
        scrollTop = to.scroller.scrollTop;
        look(false);
      };
      const resized = () => {
        measure();
        look(false);
      };
      const unlisten = pages.listen(() => look(true));
      to.scroller.addEventListener("scroll", scrolled, { passive: true });
      const observer = new ResizeObserver(resized);
      observer.observe(to.scroller);
      observer.observe(to.head);
      measure();
      return () => {
        observer.disconnect();
        to.scroller.removeEventListener("scroll", scrolled);
        unlisten();
        for (const line of lines) line.element.remove();
        away?.element.remove();
        lines = [];
        away = null;
        pool = { first: 0, end: 0 };
        frame = null;
      };
    },
    show(to) {
      // A shorter list may have been scrolled back by the engine.
      if (frame !== null && (to.rowCount !== view?.rowCount || to.rowHeight !== view.rowHeight)) measure();
      view = to;
      look(true);
    },
    bring(row) {
      if (frame === null || view === null) return;
      const { scroller } = frame;
      const top = row * view.rowHeight;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + view.rowHeight > scroller.scrollTop + height) scroller.scrollTop = top + view.rowHeight - height;
      scrollTop = scroller.scrollTop;
      look(false);
    },
    seen: () => seen,
  };
}
