// What did not go through, by cause: what to do about it, and the whole as text for a letter.
import type { OperationState, TroubleGroup } from "../bindings/api";
import { words } from "../words/words";

/** The next step for changes that ended like this. */
export function adviceFor(state: OperationState): string {
  switch (state) {
    case "rejected":
      return words("history_advice_rejected");
    case "failed":
      return words("history_advice_failed");
    case "skipped":
      return words("history_advice_skipped");
    case "held":
      return words("history_advice_held");
    case "planned":
    case "sent":
    case "applied":
    case "unchanged":
      return words("history_advice_none");
  }
}

/** "3 changes were refused by Shopify", in the words of the state. */
export const troubleTitle = ({ state, count }: TroubleGroup): string => words(`history_trouble_${state}`, { count });

/** Everything known of one cause, a line each. */
export function troubleText(group: TroubleGroup): string {
  const more = group.count - group.products.length;
  return [
    troubleTitle(group),
    group.cause,
    ...group.products,
    ...(more > 0 ? [words("history_trouble_more", { count: more })] : []),
  ].join("\n");
}
