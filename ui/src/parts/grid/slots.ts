// Which rows of a long list stand in the page.

export interface Span {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** Lines kept above and below what is seen, so that a small scroll never shows a place before its row. */
const SPARE_ROWS = 3;

/** Every fifth row has a stronger line below: with a number of lines that five divides it is always the same ones. */
const LINES_STEP = 5;

/** The rows that are seen, in part at least. All sizes in pixels. */
export function visible(scrollTop: number, height: number, rowHeight: number, rowCount: number): Span {
  const first = Math.min(Math.max(0, Math.floor(scrollTop / rowHeight)), Math.max(0, rowCount - 1));
  const end = Math.min(rowCount, Math.ceil((Math.max(0, scrollTop) + height) / rowHeight));
  return { first: rowCount === 0 ? 0 : first, end: Math.max(end, rowCount === 0 ? 0 : first + 1) };
}

/** The rows that stand in the page: below the first few always as many at one height, so no line comes or goes. */
export function pooled(seen: Span, height: number, rowHeight: number, rowCount: number): Span {
  const needed = Math.ceil(height / rowHeight) + 1 + 2 * SPARE_ROWS;
  const count = Math.ceil(needed / LINES_STEP) * LINES_STEP;
  const start = Math.min(seen.first - SPARE_ROWS, rowCount - count);
  return { first: Math.max(0, start), end: Math.min(rowCount, Math.max(start + count, seen.end + SPARE_ROWS)) };
}

/** A page of this many rows is 28,000 pixels high: figures of that size keep every pixel in every engine. */
const BASE_ROWS = 1000;

/** The row that lines are placed relative to. */
export function baseOf(first: number): number {
  return Math.floor(first / BASE_ROWS) * BASE_ROWS;
}
