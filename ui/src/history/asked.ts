// What another place asks the history to show of a run: handed over once, since the address holds the run alone.
import type { OperationState } from "../bindings/api";

export interface Asked {
  readonly run: number;
  readonly state: OperationState;
  readonly cause: string;
}

let asked: Asked | null = null;

export function ask(wish: Asked): void {
  asked = wish;
}

/** Returns what was asked of this run. Drawing may begin more than once, so it stays until it is `answered`. */
export const askedOf = (run: number): Asked | null => (asked?.run === run ? asked : null);

/** Called once it is shown: the next time the run is opened, all of it is. */
export function answered(run: number): void {
  if (asked?.run === run) asked = null;
}
