// What the list of runs shows, and what it asks the shell for.
import type { HistoryQuery, RunState } from "../bindings/api";
import type { SignName } from "../parts";

/** States that one chip stands for. */
export type RunGroup = "done" | "problems" | "open" | "cancelled" | "superseded";

export const runGroups: readonly RunGroup[] = ["done", "problems", "open", "cancelled", "superseded"];

const statesOf: Record<RunGroup, readonly RunState[]> = {
  done: ["completed"],
  problems: ["completed_with_failures", "failed"],
  open: ["planned", "running", "paused", "interrupted"],
  cancelled: ["cancelled"],
  superseded: ["superseded"],
};

export interface RunFilter {
  readonly text: string;
  readonly store: string | null;
  readonly groups: readonly RunGroup[];
}

export const allRuns: RunFilter = { text: "", store: null, groups: [] };

export const filtersRuns = ({ text, store, groups }: RunFilter): boolean =>
  text.trim() !== "" || store !== null || groups.length > 0;

export const queryOf = ({ text, store, groups }: RunFilter): HistoryQuery => ({
  text: text.trim(),
  store,
  states: groups.flatMap((group) => statesOf[group]),
});

/** The sign of how a run went; its word is `state_` and the state. */
export function runSign(state: RunState): SignName {
  switch (state) {
    case "completed":
      return "done";
    case "completed_with_failures":
    case "failed":
      return "refused";
    case "interrupted":
    case "paused":
      return "held";
    case "planned":
    case "running":
      return "changed";
    case "cancelled":
    case "superseded":
      return "left_out";
  }
}
