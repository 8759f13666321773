// Which changes of a run are shown.
import { leftOf } from "../activity/outcome";
import type { Counts, OperationQuery, OperationRow, OperationState } from "../bindings/api";
import type { Asked } from "./asked";

/** All of them, or what another place asked for. */
export const allOperations = (asked: Asked | null): OperationQuery =>
  asked === null ? { text: "", states: [], cause: null } : { text: "", states: [asked.state], cause: asked.cause };

export const filtersOperations = ({ text, states, cause }: OperationQuery): boolean =>
  text.trim() !== "" || states.length > 0 || cause !== null;

/** In the order in which they need the owner. */
export const operationStates: readonly OperationState[] = [
  "rejected",
  "failed",
  "skipped",
  "held",
  "sent",
  "planned",
  "applied",
  "unchanged",
];

/** Changes in that state. What was sent and has no outcome yet is counted with what is still to go. */
export function countOf(counts: Counts, state: OperationState): number {
  switch (state) {
    case "planned":
      return leftOf(counts);
    case "sent":
      return 0;
    default:
      return counts[state];
  }
}

/** In the store now: it no longer wears the accent of what will be. */
export const isDone = (state: OperationRow["state"]): boolean => state === "applied" || state === "unchanged";
