// Rows of a long list, read page by page as they are looked at; few are kept, and the oldest go first.

export const PAGE_ROWS = 128;
/** About 5,000 rows: enough to scroll back and forth without reading again, little enough to forget about. */
export const PAGES_KEPT_MAX = 40;
/** More would only queue behind each other in the shell, and be out of date when they come. */
export const READS_AT_ONCE_MAX = 2;

export type Fetch<Row> = (offset: number, limit: number) => Promise<readonly Row[]>;

interface Page<Row> {
  readonly version: unknown;
  readonly rows: readonly Row[] | null;
  readonly failed: boolean;
}

export interface Pages<Row> {
  /** The row, or null while it is not here. A row of an older version is shown until the new one has come. */
  row(index: number): Row | null;
  failed(index: number): boolean;
  /** Reads what is missing of these rows, those in the middle of the view first. */
  want(first: number, end: number): void;
  /** From now on pages belong to this version; older ones are read again when they are looked at. */
  renew(version: unknown, fetch: Fetch<Row>, rowCount: number): void;
  retry(): void;
  listen(changed: () => void): () => void;
  /** Grows with every page that came. */
  generation(): number;
  close(): void;
}

export function createPages<Row>(): Pages<Row> {
  const pages = new Map<number, Page<Row>>();
  const reading = new Set<number>();
  const listeners = new Set<() => void>();
  let source: Fetch<Row> | null = null;
  let version: unknown;
  let count = 0;
  let span = { first: 0, end: 0 };
  let generation = 0;

  const tell = () => {
    generation += 1;
    for (const listener of listeners) listener();
  };

  const keep = (number: number, page: Page<Row>) => {
    pages.delete(number);
    pages.set(number, page);
    for (const oldest of pages.keys()) {
      if (pages.size <= PAGES_KEPT_MAX) break;
      pages.delete(oldest);
    }
  };

  const read = async (number: number) => {
    const fetch = source;
    const asked = version;
    if (fetch === null) return;
    reading.add(number);
    let rows: readonly Row[] | null = null;
    try {
      rows = await fetch(number * PAGE_ROWS, Math.min(PAGE_ROWS, count - number * PAGE_ROWS));
    } catch {
      rows = null;
    }
    // Renewed meanwhile: another reading of this page may already be under way.
    if (asked !== version || source === null) return;
    reading.delete(number);
    keep(number, { version: asked, rows: rows ?? pages.get(number)?.rows ?? null, failed: rows === null });
    tell();
    readOn();
  };

  const readOn = () => {
    if (source === null || count === 0 || span.end <= span.first) return;
    const from = Math.floor(span.first / PAGE_ROWS);
    const to = Math.floor((span.end - 1) / PAGE_ROWS);
    const last = Math.floor((count - 1) / PAGE_ROWS);
    const wanted: number[] = [];
    for (let number = from; number <= to; number += 1) wanted.push(number);
    // The neighbours, for the next scroll.
    if (to < last) wanted.push(to + 1);
    if (from > 0) wanted.push(from - 1);
    for (const number of wanted) {
      if (reading.size >= READS_AT_ONCE_MAX) return;
      const page = pages.get(number);
      if (reading.has(number)) continue;
      if (page !== undefined && page.version === version) continue;
      void read(number);
    }
  };

  return {
    row(index) {
      return pages.get(Math.floor(index / PAGE_ROWS))?.rows?.[index % PAGE_ROWS] ?? null;
    },
    failed(index) {
      const page = pages.get(Math.floor(index / PAGE_ROWS));
      return page !== undefined && page.failed && page.version === version;
    },
    want(first, end) {
      span = { first, end };
      // Looked at: the last to go.
      for (let number = Math.floor(first / PAGE_ROWS); number * PAGE_ROWS < end; number += 1) {
        const page = pages.get(number);
        if (page !== undefined) keep(number, page);
      }
      readOn();
    },
    renew(newVersion, fetch, rowCount) {
      if (newVersion !== version) reading.clear();
      version = newVersion;
      source = fetch;
      count = rowCount;
      readOn();
    },
    retry() {
      for (const [number, page] of pages) if (page.failed) pages.set(number, { ...page, version: Symbol("failed") });
      readOn();
    },
    listen(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    generation: () => generation,
    close() {
      source = null;
      listeners.clear();
    },
  };
}
