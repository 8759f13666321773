// Which rows were applied while they were looked at, so that their values settle once and not at every scroll.
import type { ReviewRow, RowState } from "../bindings/api";

export interface Settling {
  /** Notes the row as it is drawn; true the first times it is drawn as applied after it was drawn otherwise. */
  settles(row: ReviewRow): boolean;
  /** What settled until now has come to rest. */
  rest(): void;
}

export function createSettling(): Settling {
  const seen = new Map<number, RowState>();
  const moving = new Set<number>();
  return {
    settles({ row, state }) {
      const before = seen.get(row);
      seen.set(row, state);
      if (state === "applied" && before !== undefined && before !== "applied") moving.add(row);
      return moving.has(row);
    },
    rest: () => moving.clear(),
  };
}
