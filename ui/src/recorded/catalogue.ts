// A shop of ceramics and workwear that nobody has, as changes under review. The same number gives the same rows.
import type { Cell, ReviewRow, RowState, Sign, Subject } from "../bindings/api";

const wares = [
  ["Mug", "mug", "ceramics", 18], ["Breakfast bowl", "breakfast-bowl", "ceramics", 24],
  ["Dinner plate", "dinner-plate", "ceramics", 28], ["Bud vase", "bud-vase", "ceramics", 32],
  ["Teapot", "teapot", "ceramics", 68], ["Milk jug", "milk-jug", "ceramics", 26],
  ["Espresso cup", "espresso-cup", "ceramics", 14], ["Serving tray", "serving-tray", "ceramics", 54],
  ["Linen apron", "linen-apron", "workwear", 62], ["Potter’s smock", "potters-smock", "workwear", 118],
  ["Wool scarf", "wool-scarf", "workwear", 48], ["Canvas tote", "canvas-tote", "workwear", 29],
] as const;
const tones = ["Oat", "Moss", "Indigo", "Chalk", "Terracotta", "Slate", "Saffron", "Rose ash", "Ink", "Celadon"] as const;
const finishes = ["speckled", "matt", "glossy", "hand-dyed", "raw", "washed"] as const;
const sizes = ["S", "M", "L"] as const;
const places = ["Shop", "Warehouse"] as const;

/** A small generator of numbers between 0 and 1 (mulberry32), so that no run differs from another. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const text = (value: string): Cell => ({ kind: "text", text: value, cut: false });
const figure = (value: number, decimals = 0): Cell => ({ kind: "number", digits: value.toFixed(decimals) });
const blank: Cell = { kind: "blank" };
const product: Subject = { kind: "product" };

type Draft = Pick<ReviewRow, "subject" | "field" | "before" | "after"> & {
  readonly work: string;
  readonly sku: string | null;
  /** The brake that holds it. */
  readonly held?: string;
};

/** Returns `count` changes of as many products as it takes, in the order of the sheet. */
export function changes(count: number, seed: number): ReviewRow[] {
  const rows: ReviewRow[] = [];
  let operation = 0;
  for (let number = 0; rows.length < count; number += 1) {
    const random = chance(seed * 7919 + number);
    const ware = wares[Math.floor(random() * wares.length)] ?? wares[0];
    const tone = tones[number % tones.length] ?? tones[0];
    const finish = finishes[Math.floor(random() * finishes.length)] ?? finishes[0];
    const made = random() < 0.06;
    const handle = `${ware[1]}-${tone.toLowerCase().replace(" ", "-")}-${number + 1}`;
    const title = `${ware[0]}, ${finish} ${tone.toLowerCase()}`;
    const drafts = made ? newProduct(ware, title, tone, number) : edits(ware, title, tone, number, random);
    let work = "";
    for (const draft of drafts.slice(0, count - rows.length)) {
      // A quantity is an operation of its own; other changes of one kind ride together.
      if (draft.work !== work || draft.work === "set_quantity") operation += 1;
      work = draft.work;
      rows.push({
        row: rows.length,
        operation,
        unit: operation,
        work,
        product: handle,
        product_id: made ? null : `gid://shopify/Product/${8_100_000 + number}`,
        title,
        sku: draft.sku,
        subject: draft.subject,
        sign: signOf(draft),
        field: draft.field,
        before: draft.before,
        after: draft.after,
        percent: percentOf(draft.before, draft.after),
        state: draft.held === undefined ? "included" : "held",
        held_kind: draft.held ?? null,
        detail: null,
        place: { row: 2 + Math.floor(rows.length * 0.8), line: 2 + rows.length },
      });
    }
  }
  return rows;
}

function signOf({ before, after }: Draft): Sign {
  if (before.kind === "blank") return "added";
  return after.kind === "blank" ? "removed" : "changed";
}

function percentOf(before: Cell, after: Cell): number | null {
  if (before.kind !== "number" || after.kind !== "number") return null;
  const from = Number(before.digits);
  return from === 0 ? null : (Number(after.digits) / from - 1) * 100;
}

type Ware = (typeof wares)[number];

function newProduct(ware: Ware, title: string, tone: string, at: number): Draft[] {
  const sku = skuOf(ware, at, 0);
  const fresh = (field: string, after: Cell, subject: Subject = product): Draft => ({
    work: "create_product",
    subject,
    field,
    before: blank,
    after,
    sku: subject.kind === "product" ? null : sku,
  });
  const only: Subject = { kind: "variant", label: tone };
  return [
    fresh("title", text(title)),
    fresh("body_html", text(`<p>Made by hand in small batches.</p><p>${tone}, dishwasher safe.</p>`)),
    fresh("product_type", text(ware[2] === "ceramics" ? "Ceramics" : "Workwear")),
    fresh("tags", { kind: "tags", tags: ["new", ware[2], tone.toLowerCase()], cut: false }),
    fresh("price", figure(ware[3], 2), only),
    fresh("on_hand", figure(12), { kind: "level", variant: tone, location: "Shop" }),
  ];
}

function edits(ware: Ware, title: string, tone: string, at: number, random: () => number): Draft[] {
  const drafts: Draft[] = [];
  const edit = (work: string, field: string, before: Cell, after: Cell, subject: Subject = product, sku: string | null = null) =>
    drafts.push({ work, subject, field, before, after, sku });
  const labels = ware[2] === "workwear" ? sizes.map((size) => `${tone} / ${size}`) : [tone];

  if (random() < 0.2) edit("update_product", "title", text(`${title} (2025)`), text(title));
  if (random() < 0.18) edit("update_product", "body_html", text(story(title, "old")), text(story(title, "new")));
  if (random() < 0.15) {
    const before = [ware[2], tone.toLowerCase()];
    edit("update_product", "tags", { kind: "tags", tags: before, cut: false }, { kind: "tags", tags: [...before, "autumn"], cut: false });
  }
  if (random() < 0.06) edit("update_product", "status", text("draft"), text("active"));
  if (random() < 0.08) edit("update_product", "seo_description", blank, text(`${title}. Made by hand, sent in two days.`));
  for (const [index, label] of labels.entries()) {
    const sku = skuOf(ware, at, index);
    const price = ware[3] + index * 4;
    if (random() < 0.55) drafts.push(priceEdit(price, label, sku, random()));
    if (random() < 0.12) edit("update_variants", "compare_at_price", figure(price * 1.25, 2), blank, { kind: "variant", label }, sku);
    if (random() < 0.08) edit("update_variants", "weight_grams", figure(380), figure(420), { kind: "variant", label }, sku);
    for (const location of places) {
      if (random() > 0.45) continue;
      const from = Math.floor(random() * 40);
      const to = from + Math.ceil(random() * 24) - 6;
      edit("set_quantity", "on_hand", figure(from), figure(Math.max(0, to === from ? from + 1 : to)), { kind: "level", variant: label, location }, sku);
    }
  }
  if (random() < 0.04) edit("delete_variants", "variant", text(`${tone} / XL`), blank, { kind: "variant", label: `${tone} / XL` });
  if (drafts.length === 0) edit("update_product", "vendor", text("Ada Ceramics"), text("Ada Ceramics & Co."));
  return drafts;
}

function priceEdit(price: number, label: string, sku: string, luck: number): Draft {
  const lost = luck < 0.004;
  const slipped = luck < 0.018;
  const after = lost ? 0 : slipped ? price / 10 : Math.round(price * (luck < 0.5 ? 1.05 : 1.1) * 2) / 2;
  return {
    work: "update_variants",
    subject: { kind: "variant", label },
    field: "price",
    before: figure(price, 2),
    after: figure(after, 2),
    sku,
    ...(slipped && { held: lost ? "price_zero" : "price_factor" }),
  };
}

const skuOf = (ware: Ware, at: number, variant: number) =>
  `${ware[1].slice(0, 3).toUpperCase()}-${String(at + 1).padStart(4, "0")}-${variant + 1}`;

const story = (title: string, which: "old" | "new") =>
  `<p>${title}. Thrown and glazed ${which === "old" ? "in our workshop" : "by Ada and her team in Leipzig"}.</p>` +
  `<ul><li>Holds ${which === "old" ? "300" : "330"} ml</li><li>Dishwasher safe</li>` +
  (which === "old" ? "" : "<li><strong>Lead free</strong></li>") +
  `</ul><p>Every piece differs a little${which === "old" ? "" : ", and that is how it should be"}.</p>`;

/** States after a run of the first products: most went through. */
export function tried(rows: readonly ReviewRow[], products: number): ReviewRow[] {
  const names = new Set([...new Set(rows.map((row) => row.product))].slice(0, products));
  return rows.map((row) => {
    if (!names.has(row.product) || row.state === "held") return row;
    const state: RowState = row.field === "on_hand" && row.row % 7 === 3 ? "unchanged" : "applied";
    return { ...row, state };
  });
}
