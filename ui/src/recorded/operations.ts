// Recorded: the changes of a past run, made by rule from its counts.
import type { Counts, OperationRow, OperationState, ReviewRow, Run, TroubleGroup } from "../bindings/api";
import { causes } from "./pastRuns";

const glazes = ["Ash", "Celadon", "Tenmoku", "Chalk", "Rust", "Slate", "Oat", "Indigo"];
const shapes = ["bowl", "mug", "plate", "jug", "vase", "teapot", "dish", "beaker", "tray"];

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** A prime above all runs here: a walk in its steps meets each place once, in no order that can be seen. */
const WALK = 2003;

/** The state of the change at this place: what did not go through is spread over the run. */
function stateAt(index: number, counts: Counts): OperationState {
  const place = (WALK * (index + 1)) % counts.planned;
  let upTo = 0;
  for (const state of ["rejected", "failed", "skipped", "held", "unchanged", "applied"] as const) {
    upTo += counts[state];
    if (place < upTo) return state;
  }
  return "planned";
}

function detailAt(index: number, state: OperationState): string | null {
  switch (state) {
    case "rejected":
      return causes.rejected[index % 3 === 0 ? 1 : 0];
    case "failed":
      return causes.failed[0];
    case "skipped":
      return causes.skipped[0];
    case "held":
      return "the price would fall from 48.00 to 0.48";
    default:
      return null;
  }
}

export function operationsOf(run: Run): OperationRow[] {
  return Array.from({ length: run.counts.planned }, (_, index) =>
    operationAt(run, index, stateAt(index, run.counts)),
  );
}

function operationAt(run: Run, index: number, state: OperationState): OperationRow {
  const glaze = glazes[index % glazes.length] ?? "Ash";
  const shape = shapes[Math.floor(index / glazes.length) % shapes.length] ?? "bowl";
  const number = Math.floor(index / (glazes.length * shapes.length)) + 1;
  const handle = `${glaze}-${shape}-${number}`.toLowerCase();
  const price = 12 + ((index * 17) % 80);
  const shared = {
    operation: index,
    product: handle,
    product_id: `gid://shopify/Product/${90_000 + index}`,
    state,
    attempts: state === "planned" || state === "held" ? 0 : state === "failed" ? 5 : 1,
    at_ms: (run.started_at_ms ?? run.created_at_ms) + index * 180,
    detail: detailAt(index, state),
    title: `${glaze} ${shape}`,
    place: { row: index + 2, line: index + 2 },
    admin_url: run.store === "demo" ? null : `https://ada-ceramics.myshopify.com/admin/products/${90_000 + index}`,
  };
  switch (index % 5) {
    case 0:
      return {
        ...shared,
        work: "set_quantity",
        changes: 1,
        sign: "changed",
        subject: { kind: "level", variant: "Small", location: "Shop" },
        field: "available",
        before: { kind: "number", digits: String(index % 30) },
        after: { kind: "number", digits: String((index * 3) % 60) },
      };
    case 1:
      return {
        ...shared,
        work: "update_product",
        changes: 2,
        sign: "changed",
        subject: { kind: "product" },
        field: "title",
        before: { kind: "text", text: `${glaze} ${shape}`, cut: false },
        after: { kind: "text", text: `${capital(shape)}, ${glaze.toLowerCase()} glaze`, cut: false },
      };
    default:
      return {
        ...shared,
        work: "update_variants",
        changes: 1 + (index % 3),
        sign: "changed",
        subject: { kind: "variant", label: "Small" },
        field: "price",
        before: { kind: "number", digits: `${price}.00` },
        after: { kind: "number", digits: state === "held" ? "0.48" : `${price + 2}.50` },
      };
  }
}

/** The changes that ride in one operation: the first as the operation shows it, the others of further variants. */
export function changesOf(row: OperationRow): ReviewRow[] {
  return Array.from({ length: row.changes }, (_, index) => ({
    row: row.operation * 4 + index,
    operation: row.operation,
    unit: row.operation,
    work: row.work,
    product: row.product,
    product_id: row.product_id,
    title: row.title,
    sku: `AC-${row.operation}-${index + 1}`,
    subject: index === 0 || row.subject === null ? (row.subject ?? { kind: "product" }) : further(row, index),
    sign: row.sign,
    field: index > 0 && row.field === "title" ? "tags" : (row.field ?? "title"),
    before: index > 0 && row.field === "title" ? { kind: "tags", tags: ["stoneware"], cut: false } : (row.before ?? { kind: "blank" }),
    after:
      index > 0 && row.field === "title"
        ? { kind: "tags", tags: ["stoneware", "dishwasher safe"], cut: false }
        : (row.after ?? { kind: "blank" }),
    percent: null,
    state: row.state === "planned" || row.state === "sent" ? "included" : row.state,
    held_kind: row.state === "held" ? "price_factor" : null,
    detail: row.detail,
    place: row.place,
  }));
}

const further = (row: OperationRow, index: number): ReviewRow["subject"] =>
  row.work === "update_variants" ? { kind: "variant", label: index === 1 ? "Medium" : "Large" } : { kind: "product" };

export function troublesOf(rows: readonly OperationRow[]): TroubleGroup[] {
  const groups = new Map<string, TroubleGroup>();
  for (const { state, detail, product } of rows) {
    if (detail === null || state === "held") continue;
    const group = groups.get(`${state} ${detail}`) ?? { state, cause: detail, count: 0, products: [] };
    group.count += 1;
    if (group.products.length < 3) group.products.push(product);
    groups.set(`${state} ${detail}`, group);
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}
