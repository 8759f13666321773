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

/** Returns what was asked of this run, the first time only. */
export function takeAsked(run: number): Asked | null {
  if (asked?.run !== run) return null;
  const taken = asked;
  asked = null;
  return taken;
}
