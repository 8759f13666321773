// Where a key takes the cursor of a grid.

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page key moves by. */
  readonly page: number;
  readonly rtl: boolean;
}

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The new cell, the same one at an edge, or null where the key is not the grid's. */
export function moved(pressed: Key, from: Cell, extent: Extent): Cell | null {
  const far = pressed.ctrlKey || pressed.metaKey;
  if (pressed.altKey || pressed.shiftKey) return null;
  const to = target(pressed.key, far, from, extent);
  if (to === null) return null;
  return { row: within(to.row, extent.rows), column: within(to.column, extent.columns) };
}

function target(key: string, far: boolean, { row, column }: Cell, extent: Extent): Cell | null {
  const forward = extent.rtl ? -1 : 1;
  const last = extent.rows - 1;
  const end = extent.columns - 1;
  switch (key) {
    case "ArrowDown":
      return { row: far ? last : row + 1, column };
    case "ArrowUp":
      return { row: far ? 0 : row - 1, column };
    case "ArrowRight":
      return { row, column: column + forward };
    case "ArrowLeft":
      return { row, column: column - forward };
    case "Home":
      return far ? { row: 0, column: 0 } : { row, column: 0 };
    case "End":
      return far ? { row: last, column: end } : { row, column: end };
    case "PageDown":
      return { row: row + extent.page, column };
    case "PageUp":
      return { row: row - extent.page, column };
    case "j":
      return far ? null : { row: row + 1, column };
    case "k":
      return far ? null : { row: row - 1, column };
    default:
      return null;
  }
}

const within = (wanted: number, size: number) => Math.min(size - 1, Math.max(0, wanted));
