// Which rows of a long list stand in the page, and in which of the few lines that are there.

export interface Span {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** Lines kept above and below what is seen, so that a small scroll draws nothing new at once. */
export const SPARE_ROWS = 4;

export function visible(scrollTop: number, height: number, rowHeight: number, rowCount: number): Span {
  const first = Math.min(Math.max(0, Math.floor(scrollTop / rowHeight)), Math.max(0, rowCount - 1));
  const end = Math.min(rowCount, Math.ceil((Math.max(0, scrollTop) + height) / rowHeight));
  return { first: rowCount === 0 ? 0 : first, end: Math.max(end, rowCount === 0 ? 0 : first + 1) };
}

export function spared(span: Span, rowCount: number): Span {
  return { first: Math.max(0, span.first - SPARE_ROWS), end: Math.min(rowCount, span.end + SPARE_ROWS) };
}

/**
 * Gives every row of the span, and the one that holds the keyboard, a line of the page. A row that had a line keeps
 * it, so its element, and the focus on it, stay; rows that come in take the lines of rows that left.
 */
export function assign(before: ReadonlyMap<number, number>, span: Span, active: number | null): Map<number, number> {
  const wanted: number[] = [];
  for (let row = span.first; row < span.end; row += 1) wanted.push(row);
  if (active !== null && (active < span.first || active >= span.end)) wanted.push(active);

  const after = new Map<number, number>();
  const taken = new Set<number>();
  for (const row of wanted) {
    const slot = before.get(row);
    if (slot === undefined) continue;
    after.set(row, slot);
    taken.add(slot);
  }
  let free = 0;
  for (const row of wanted) {
    if (after.has(row)) continue;
    while (taken.has(free)) free += 1;
    after.set(row, free);
    taken.add(free);
  }
  return after;
}

/** A page of this many rows is 28,000 pixels high: figures of that size keep every pixel in every engine. */
const BASE_ROWS = 1000;

/** The row that lines are placed relative to. */
export function baseOf(first: number): number {
  return Math.floor(first / BASE_ROWS) * BASE_ROWS;
}
