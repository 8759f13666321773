// Which changes of a run are shown.
import type { OperationQuery, OperationState } from "../bindings/api";
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
