// Which rows are shown, and what a mark is for: values and the pure functions that change them.
import type { GroupBy, Mark, ReviewFacets, ReviewQuery, ReviewRow, RowState, Sign } from "../bindings/api";

export const wholeReview: ReviewQuery = {
  text: "",
  signs: [],
  fields: [],
  states: [],
  held_kinds: [],
  group: "product",
};

/** In the list: taken out. Not in it: put in. */
export function toggled<Item>(list: readonly Item[], item: Item): Item[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

/** Whether the query hides anything. The order of the rows hides nothing. */
export function filters(query: ReviewQuery): boolean {
  const { text, signs, fields, states, held_kinds } = query;
  return text.trim() !== "" || [signs, fields, states, held_kinds].some((list) => list.length > 0);
}

export const unfiltered = (group: GroupBy): ReviewQuery => ({ ...wholeReview, group });

/** Only what this brake holds or held. */
export const onlyHeld = (kind: string, group: GroupBy): ReviewQuery => ({ ...wholeReview, held_kinds: [kind], group });

/** Whether a row goes when Apply is pressed; null for what is done or cannot be chosen here. */
export function included(state: RowState): boolean | null {
  switch (state) {
    case "included":
    case "released":
    // Not sent, and so with the next Apply.
    case "skipped":
      return true;
    case "excluded":
      return false;
    case "held":
    case "applied":
    case "unchanged":
    case "rejected":
    case "failed":
      return null;
  }
}

/** What Space does to rows: leaves them out if the first of them would go, takes them in otherwise. */
export function toggleMark(rows: readonly Pick<ReviewRow, "state">[]): Mark | null {
  const first = rows.find((row) => included(row.state) !== null);
  if (first === undefined) return null;
  return included(first.state) === true ? "exclude" : "include";
}

/**
 * The box over all rows shown; null where none of them can be chosen. The facets count states that the query hides
 * as well, for its chips.
 */
export function headerChecked(facets: ReviewFacets, shown: readonly RowState[]): boolean | "mixed" | null {
  const of = (state: RowState) => (shown.length > 0 && !shown.includes(state) ? 0 : facetRows(facets.states, state));
  const goes = of("included") + of("released") + of("skipped");
  const stays = of("excluded");
  if (goes + stays === 0) return null;
  if (stays === 0) return true;
  return goes === 0 ? false : "mixed";
}

export const signOrder: readonly Sign[] = ["added", "changed", "removed"];

export const stateOrder: readonly RowState[] = [
  "included",
  "released",
  "held",
  "excluded",
  "applied",
  "unchanged",
  "rejected",
  "failed",
  "skipped",
];

export function facetRows(facets: readonly { key: string; rows: number }[], key: string): number {
  return facets.find((facet) => facet.key === key)?.rows ?? 0;
}
