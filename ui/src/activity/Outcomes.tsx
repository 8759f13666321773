import type { Counts } from "../bindings/api";
import { Figure, Figures, Sign } from "../parts";
import { count } from "../words/figures";
import { words } from "../words/words";
import { outcomes } from "./outcome";

/** Counts by outcome, side by side; those that count nothing stay quiet in their place. */
export function Outcomes({ counts }: { readonly counts: Counts }) {
  return (
    <Figures label={words("activity_counts")}>
      {outcomes.map(({ name, sign, tone }) => {
        const value = counts[name];
        return (
          <Figure
            key={name}
            label={words(`activity_count_${name}`)}
            tone={value === 0 ? "quiet" : tone}
            value={
              value === 0 ? (
                count(value)
              ) : (
                <>
                  <Sign of={sign} bare /> {count(value)}
                </>
              )
            }
          />
        );
      })}
    </Figures>
  );
}
