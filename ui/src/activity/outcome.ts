// How changes ended, in the order in which it is told, with the sign and the colour of each.
import type { Counts, OperationState } from "../bindings/api";
import type { FigureProps, SignName } from "../parts";

export type OutcomeName = Exclude<keyof Counts, "planned">;

export interface Outcome {
  readonly name: OutcomeName;
  readonly sign: SignName;
  readonly tone: NonNullable<FigureProps["tone"]>;
}

export const outcomes: readonly Outcome[] = [
  { name: "applied", sign: "done", tone: "ink" },
  { name: "unchanged", sign: "even", tone: "quiet" },
  { name: "rejected", sign: "refused", tone: "stop" },
  { name: "failed", sign: "refused", tone: "stop" },
  { name: "skipped", sign: "left_out", tone: "quiet" },
  { name: "held", sign: "held", tone: "held" },
];

/** The sign of a single change, which may also still be to come. */
export function signOf(state: OperationState): SignName {
  if (state === "planned" || state === "sent") return "left_out";
  return outcomes.find(({ name }) => name === state)?.sign ?? "left_out";
}

/** Changes that have no outcome yet. */
export function leftOf(counts: Counts): number {
  return outcomes.reduce((left, { name }) => left - counts[name], counts.planned);
}
