// A plan under review as the program keeps it, small: it filters, counts and marks like the real one.
import type * as api from "../bindings/api";
import type { ChangeDetail, HeldGroup, Mark, Review, ReviewFacets, ReviewPage, ReviewQuery, ReviewRow, Selection } from "../bindings/api";

export type Head = Omit<Review, "version" | "counts" | "held" | "finding_groups" | "findings"> & {
  readonly finding_groups: api.FindingGroup[];
  readonly products_even: number;
};

export interface Reviewing {
  review(): Review;
  page(query: ReviewQuery, offset: number, limit: number): ReviewPage;
  facets(query: ReviewQuery): ReviewFacets;
  mark(selection: Selection, mark: Mark): Review;
  change(row: number): ChangeDetail | null;
}

const done = new Set<api.RowState>(["applied", "unchanged", "rejected", "failed"]);

export function reviewing(head: Head, made: readonly ReviewRow[]): Reviewing {
  let rows = [...made];
  let version = 1;
  let found: { key: string; rows: ReviewRow[] } | null = null;

  const fitting = (query: ReviewQuery): ReviewRow[] => {
    const key = JSON.stringify(query);
    if (found?.key !== key) found = { key, rows: ordered(rows.filter((row) => fits(row, query)), query.group) };
    return found.rows;
  };

  const review = (): Review => ({
    ...head,
    version,
    counts: counted(rows, head.products_even),
    held: heldGroups(rows),
    findings: head.finding_groups.reduce((sum, group) => sum + group.count, 0),
  });

  return {
    review,
    page: (query, offset, limit) => {
      const all = fitting(query);
      return { version, total: all.length, rows: all.slice(offset, offset + limit) };
    },
    facets: (query) => ({
      total: fitting(query).length,
      signs: tally(rows, { ...query, signs: [] }, (row) => row.sign),
      fields: tally(rows, { ...query, fields: [] }, (row) => row.field),
      states: tally(rows, { ...query, states: [] }, (row) => row.state),
    }),
    mark: (selection, mark) => {
      const chosen = new Set(selected(rows, selection).map((row) => row.unit));
      rows = rows.map((row) => (chosen.has(row.unit) ? { ...row, state: marked(row, mark) } : row));
      version += 1;
      found = null;
      return review();
    },
    change: (number) => {
      const row = rows[number];
      if (row === undefined) return null;
      return {
        row,
        html: row.field === "body_html",
        together: rows.filter((other) => other.operation === row.operation),
        shelf: shelfOf(rows, row),
        collection: collectionOf(row),
        admin_url:
          head.origin.kind === "store" && !head.origin.demo && row.product_id !== null
            ? `https://admin.shopify.com/store/ada-ceramics/products/${row.product_id.split("/").at(-1)}`
            : null,
      };
    },
  };
}

function selected(rows: readonly ReviewRow[], selection: Selection): ReviewRow[] {
  switch (selection.kind) {
    case "rows": {
      const wanted = new Set(selection.rows);
      return rows.filter((row) => wanted.has(row.row));
    }
    case "fitting":
      return rows.filter((row) => fits(row, selection.query));
    case "product":
      return rows.filter((row) => row.product === selection.product);
    case "held_kind":
      return rows.filter((row) => row.held_kind === selection.held_kind);
  }
}

function marked({ state, held_kind }: ReviewRow, mark: Mark): api.RowState {
  if (done.has(state)) return state;
  switch (mark) {
    case "include":
      return state === "excluded" ? (held_kind === null ? "included" : "held") : state;
    case "exclude":
      return "excluded";
    case "release":
      return state === "held" && held_kind !== "location" ? "released" : state;
    case "hold":
      return state === "released" ? "held" : state;
  }
}

/** An empty list lets everything through. */
const through = <Item>(list: readonly Item[], item: Item) => list.length === 0 || list.includes(item);

function fits(row: ReviewRow, query: ReviewQuery): boolean {
  if (!through(query.signs, row.sign) || !through(query.fields, row.field) || !through(query.states, row.state)) return false;
  if (query.held_kinds.length > 0 && (row.held_kind === null || !query.held_kinds.includes(row.held_kind))) return false;
  const text = query.text.trim().toLowerCase();
  if (text === "") return true;
  return [row.product, row.title, row.sku ?? "", valueOf(row.before), valueOf(row.after)].some((part) =>
    part.toLowerCase().includes(text),
  );
}

function valueOf(cell: api.Cell): string {
  if (cell.kind === "text") return cell.text;
  if (cell.kind === "number") return cell.digits;
  return cell.kind === "tags" ? cell.tags.join(" ") : "";
}

function ordered(rows: ReviewRow[], group: api.GroupBy): ReviewRow[] {
  if (group === "product") return rows;
  const key = group === "field" ? (row: ReviewRow) => row.field : (row: ReviewRow) => row.sign;
  return rows.toSorted((one, other) => key(one).localeCompare(key(other)) || one.row - other.row);
}

function tally(rows: readonly ReviewRow[], query: ReviewQuery, key: (row: ReviewRow) => string): api.Facet[] {
  const found = new Map<string, number>();
  for (const row of rows) if (fits(row, query)) found.set(key(row), (found.get(key(row)) ?? 0) + 1);
  return [...found].map(([name, count]) => ({ key: name, rows: count }));
}

/** In one pass, since it is done after every mark. */
function counted(rows: readonly ReviewRow[], even: number): api.ReviewCounts {
  const all = new Set<string>();
  const created = new Set<string>();
  const removed = new Set<string>();
  const collections = new Set<string>();
  const going = new Set<string>();
  const operations = new Set<number>();
  let [goes, held, excluded, over] = [0, 0, 0, 0];
  for (const { product, work, state, operation, subject } of rows) {
    all.add(product);
    if (subject.kind === "collection") collections.add(product);
    if (work === "create_product" || work === "create_collection") created.add(product);
    if (work === "delete_product" || work === "delete_collection") removed.add(product);
    if (state === "held") held += 1;
    else if (state === "excluded") excluded += 1;
    else if (done.has(state)) over += 1;
    else {
      goes += 1;
      going.add(product);
      operations.add(operation);
    }
  }
  return {
    changes: rows.length,
    to_apply: goes,
    operations_to_apply: operations.size,
    products_to_apply: going.size,
    held,
    excluded,
    done: over,
    products_even: even,
    products: all.size + even,
    products_created: created.size,
    products_changed: all.size - created.size - removed.size,
    products_removed: removed.size,
    collections: collections.size,
    collections_to_apply: [...going].filter((product) => collections.has(product)).length,
  };
}

function heldChange(row: ReviewRow | undefined): api.HeldChange | null {
  return row === undefined ? null : { field: row.field, before: row.before, after: row.after };
}

function heldGroups(rows: readonly ReviewRow[]): HeldGroup[] {
  const kinds = new Map<string, ReviewRow[]>();
  for (const row of rows) {
    if (row.held_kind === null || (row.state !== "held" && row.state !== "released")) continue;
    kinds.set(row.held_kind, [...(kinds.get(row.held_kind) ?? []), row]);
  }
  return [...kinds].map(([kind, members]) => {
    const held = members.filter((row) => row.state === "held");
    return {
      kind,
      changes: held.length,
      products: new Set(members.map((row) => row.product)).size,
      released: members.length - held.length,
      first: heldChange(members[0]),
      example_product: members[0]?.title ?? "",
      releasable: kind !== "location",
    };
  });
}

const channels: api.ShelfChannel[] = [
  { title: "Online Store", on: true },
  { title: "Point of Sale", on: true },
  { title: "Shop", on: false },
];

const worded = (field: string, value: string): api.SideField => ({ field, value: { kind: "text", text: value, cut: false } });

/** A collection that is there already, as any of the recorded ones. */
function collectionOf(row: ReviewRow): api.ShelfCollection | null {
  if (row.product_id === null || row.subject.kind !== "collection") return null;
  return {
    fields: [worded("handle", row.product), worded("title", row.title), worded("sort_order", "best_selling"), worded("conditions", "tag is table")],
    products: ["mug-oat-1", "dinner-plate-moss-3"],
    products_total: 2,
    is_whole: false,
    beyond: [],
    channels,
  };
}

/** What the store has of the product, as far as the changes tell. */
function shelfOf(rows: readonly ReviewRow[], row: ReviewRow): api.ShelfProduct | null {
  if (row.product_id === null || row.subject.kind === "collection") return null;
  const told = rows.filter((other) => other.product === row.product && other.subject.kind === "product");
  const known: api.SideField[] = told.map(({ field, before }) => ({ field, value: before }));
  const has = (field: string) => known.some((side) => side.field === field);
  const title: api.SideField = { field: "title", value: { kind: "text", text: row.title, cut: false } };
  const vendor: api.SideField = { field: "vendor", value: { kind: "text", text: "Ada Ceramics", cut: false } };
  const status: api.SideField = { field: "status", value: { kind: "text", text: "active", cut: false } };
  const care: api.SideField = { field: "metafields.custom.care", value: { kind: "text", text: "Dishwasher safe", cut: false } };
  return {
    fields: [title, vendor, status].filter(({ field }) => !has(field)).concat(known, care),
    // The change's own variant is among them.
    variants: [variantOf(row) ?? "S", "M", "L"].map((label, at) => recordedVariant(label, at)),
    variants_total: 3,
    pictures: [
      { url: "https://cdn.shopify.com/s/files/1/0001/mug-front.jpg?v=1", alt: "The mug from the front" },
      { url: "https://cdn.shopify.com/s/files/1/0001/mug-detail.jpg?v=1", alt: "" },
    ],
    collections: { titles: ["For the table", "Gifts under 30"], total: 2, unknown: 1 },
    channels,
  };
}

function variantOf({ subject }: ReviewRow): string | null {
  if (subject.kind === "variant") return subject.label;
  return subject.kind === "level" ? subject.variant : null;
}

const recordedVariant = (label: string, at: number): api.ShelfVariant => ({
  label,
  fields: [
    { field: "sku", value: { kind: "text", text: `MUG-${at + 1}`, cut: false } },
    { field: "price", value: { kind: "number", digits: String(24 + 2 * at) } },
  ],
  stock: [
    { location: "Porto workshop", available: 4 * at, on_hand: 4 * at + 1 },
    { location: "Shop, Rua das Flores", available: 7, on_hand: 7 },
  ],
  markets: [
    { market: "Canada", currency: "CAD", price: String(36 + 3 * at), compare_at: null, known: true },
    { market: "United Kingdom", currency: "GBP", price: null, compare_at: null, known: true },
  ],
});
