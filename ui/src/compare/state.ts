// Two files facing each other. Answers are known by the path they belong to, so that swapping the sides or choosing
// another file while one is still being read needs no bookkeeping.
import type { FileReport, MatchBy, Missing, Refusal } from "../bindings/api";

export type Side = "shelf" | "sheet";

export type Well =
  | { readonly at: "empty" }
  | { readonly at: "reading"; readonly path: string }
  | { readonly at: "read"; readonly path: string; readonly report: FileReport }
  | { readonly at: "refused"; readonly path: string; readonly refusal: Refusal };

export interface Comparison {
  readonly shelf: Well;
  readonly sheet: Well;
  readonly matchBy: MatchBy;
  readonly missing: Missing;
}

export type ComparisonEvent =
  | { readonly type: "chosen"; readonly side: Side; readonly path: string }
  | { readonly type: "read"; readonly path: string; readonly report: FileReport }
  | { readonly type: "refused"; readonly path: string; readonly refusal: Refusal }
  | { readonly type: "cleared"; readonly side: Side }
  | { readonly type: "swapped" }
  | { readonly type: "match_by"; readonly matchBy: MatchBy }
  | { readonly type: "missing"; readonly missing: Missing };

export const blankComparison: Comparison = {
  shelf: { at: "empty" },
  sheet: { at: "empty" },
  matchBy: "auto",
  missing: "leave",
};

export function nextComparison(now: Comparison, event: ComparisonEvent): Comparison {
  switch (event.type) {
    case "chosen":
      return { ...now, [event.side]: { at: "reading", path: event.path } satisfies Well };
    case "read":
      return settled(now, { at: "read", path: event.path, report: event.report });
    case "refused":
      return settled(now, { at: "refused", path: event.path, refusal: event.refusal });
    case "cleared":
      return { ...now, [event.side]: { at: "empty" } satisfies Well };
    case "swapped":
      return { ...now, shelf: now.sheet, sheet: now.shelf };
    case "match_by":
      return { ...now, matchBy: event.matchBy };
    case "missing":
      return { ...now, missing: event.missing };
  }
}

/** An answer fills every well that waits for its file, and no other. */
function settled(now: Comparison, well: Exclude<Well, { at: "empty" } | { at: "reading" }>): Comparison {
  const fill = (side: Well): Well => (side.at === "reading" && side.path === well.path ? well : side);
  return { ...now, shelf: fill(now.shelf), sheet: fill(now.sheet) };
}

export function pathOf(well: Well): string | null {
  return well.at === "empty" ? null : well.path;
}

/** Where a file goes that was dropped on the window: into the first empty well, else it is the new sheet. */
export function sideForDrop(now: Comparison): Side {
  return now.shelf.at === "empty" ? "shelf" : "sheet";
}

/** Why the two cannot be compared yet, `compare_not_yet_` and the reason; `null` when they can. */
export type NotYet = "empty" | "reading" | "refused" | "same" | "no_products";

export function notYet({ shelf, sheet }: Comparison): NotYet | null {
  if (shelf.at === "empty" || sheet.at === "empty") return "empty";
  if (shelf.path === sheet.path) return "same";
  if (shelf.at === "refused" || sheet.at === "refused") return "refused";
  if (shelf.at === "reading" || sheet.at === "reading") return "reading";
  return shelf.report.products === 0 || sheet.report.products === 0 ? "no_products" : null;
}

/** Rows or products that were left out on reading: what is grave enough to be told beside the well. */
export function graveFindings(report: FileReport): number {
  return report.groups
    .filter((group) => group.severity === "refused")
    .reduce((sum, group) => sum + group.count, 0);
}
