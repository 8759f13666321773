// The counts of a run as a sum: what was planned is what became of it, and nothing is left over.
import { leftOf, outcomes } from "../activity/outcome";
import type { Counts } from "../bindings/api";
import { words } from "../words/words";

export interface Sum {
  readonly planned: string;
  /** What is not nothing; at least one of them. */
  readonly parts: readonly { readonly name: keyof Counts | "left"; readonly text: string }[];
}

export function sumOf(counts: Counts): Sum {
  const left = leftOf(counts);
  const some = outcomes
    .filter(({ name }) => counts[name] > 0)
    .map(({ name }) => ({ name, text: words(`history_sum_${name}`, { count: counts[name] }) }));
  const parts = left > 0 ? [...some, { name: "left" as const, text: words("history_sum_left", { count: left }) }] : some;
  return {
    planned: words("history_sum_planned", { count: counts.planned }),
    parts: parts.length > 0 ? parts : [{ name: "applied", text: words("history_sum_applied", { count: 0 }) }],
  };
}
