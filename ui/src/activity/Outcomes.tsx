import type { Counts } from "../bindings/api";
import { Figure, Figures, Sign } from "../parts";
import { count } from "../words/figures";
import { words } from "../words/words";
import { outcomes } from "./outcome";

/** Told even where they count nothing, so that the others keep their places. */
const ALWAYS = new Set(["applied", "unchanged", "rejected", "held"]);

/** Counts by outcome, side by side. */
export function Outcomes({ counts }: { readonly counts: Counts }) {
  const told = outcomes.filter(({ name }) => ALWAYS.has(name) || counts[name] > 0);
  return (
    <Figures label={words("activity_counts")}>
      {told.map(({ name, sign, tone }) => {
        const value = counts[name];
        const none = value === 0;
        return (
          <Figure
            key={name}
            label={words(`activity_count_${name}`)}
            tone={none ? "quiet" : tone}
            value={
              <>
                {!none && <Sign of={sign} bare />} {count(value)}
              </>
            }
          />
        );
      })}
    </Figures>
  );
}
