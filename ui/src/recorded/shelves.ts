// Recorded: changes from a file of collections.
import type { Cell, ReviewRow } from "../bindings/api";

const blank: Cell = { kind: "blank" };
const text = (value: string): Cell => ({ kind: "text", text: value, cut: false });

type Draft = Pick<ReviewRow, "field" | "before" | "after">;

const rowsOf = (operation: number, work: string, handle: string, title: string, drafts: readonly Draft[]): ReviewRow[] =>
  drafts.map((draft) => ({
    row: 0,
    operation,
    unit: operation,
    work,
    product: handle,
    product_id: work === "create_collection" ? null : `gid://shopify/Collection/${7_000 + operation}`,
    title,
    sku: null,
    subject: { kind: "collection" },
    sign: draft.before.kind === "blank" ? "added" : draft.after.kind === "blank" ? "removed" : "changed",
    percent: null,
    state: "included",
    held_kind: null,
    detail: null,
    place: { row: 1 + operation, line: 1 + operation },
    ...draft,
  }));

export const shelves: readonly ReviewRow[] = [
  rowsOf(0, "update_collection", "for-the-table", "For the table", [
    { field: "sort_order", before: text("best_selling"), after: text("manual") },
    { field: "member", before: blank, after: text("teapot-slate-6") },
    { field: "member", before: text("canvas-tote-ink-9"), after: blank },
  ]),
  rowsOf(1, "create_collection", "winter", "Winter at the potter’s", [
    { field: "collection", before: blank, after: text("winter") },
    { field: "title", before: blank, after: text("Winter at the potter’s") },
    { field: "conditions", before: blank, after: text("all of: tag is winter; price is over 20") },
  ]),
  rowsOf(2, "delete_collection", "last-year", "Last year", [
    { field: "collection", before: text("Last year"), after: blank },
  ]),
]
  .flat()
  .map((row, at) => Object.assign(row, { row: at }));
