import { describe, expect, test } from "vitest";

import type { Cell, HeldGroup, Review, ReviewCounts, ReviewRow } from "../bindings/api";
import { changes } from "../recorded/catalogue";
import { reviewing } from "../recorded/reviewing";
import { cellText, comparesByWord, copiedText, subjectText } from "./cells";
import { fieldName, rowSign, wordOf } from "./fields";
import { changingSentence, exampleSentence, footParts, heldSentence, onlyCollections, reasonText, rowSentence, sentenceCase, shownSentence } from "./sentences";

const held = (kind: string, changed: number, products: number, released = 0): HeldGroup => ({
  kind,
  changes: changed,
  products,
  released,
  first: null,
  example_product: "",
  releasable: true,
});

describe("the band", () => {
  test.each([
    [held("price_factor", 7, 5), "7 prices would become at least ten times higher or lower"],
    [held("price_factor", 1, 1), "1 price would become at least ten times higher or lower"],
    [held("price_zero", 1, 1), "1 price would drop to zero"],
    [held("price_zero", 0, 2, 3), "3 prices would drop to zero"],
    [held("mass_deletion", 12, 12), "12 removals in 12 products, more than a tenth of what the store has"],
    [held("file_shrunk", 1200, 1200), "1,200 products would be taken away because the sheet names far fewer than the store has"],
    [held("stock_emptied", 40, 31), "40 stocks would drop to zero, more than half of those the sheet names"],
    [held("location", 1, 1), "1 quantity has no location to go to"],
    [held("learned_tomorrow", 2, 2), "2 changes look like an accident"],
  ])("%o", (group, sentence) => {
    expect(heldSentence(group)).toBe(sentence);
  });
});

test.each<[HeldGroup["first"], string]>([
  [null, ""],
  [{ field: "price", before: { kind: "number", digits: "20" }, after: { kind: "number", digits: "0" } }, "for example Mug: €20.00 becomes €0.00"],
  [{ field: "available", before: { kind: "number", digits: "12" }, after: { kind: "number", digits: "0" } }, "for example Mug: 12 becomes 0"],
  [{ field: "product", before: { kind: "text", text: "Mug", cut: false }, after: { kind: "blank" } }, "for example Mug"],
])("an example has its figures in the store's currency: %o", (first, sentence) => {
  expect(exampleSentence({ ...held("price_zero", 1, 1), first, example_product: "Mug" }, "EUR")).toBe(sentence);
});

const counts: ReviewCounts = {
  changes: 1293,
  to_apply: 1284,
  operations_to_apply: 700,
  products_to_apply: 420,
  held: 9,
  excluded: 0,
  done: 0,
  products_even: 10,
  products: 430,
  products_created: 3,
  products_changed: 417,
  products_removed: 0, collections: 0, collections_to_apply: 0,
};

function review(own: Partial<ReviewCounts>, files = false, seconds: [number, number] = [240, 360]): Review {
  const [seconds_low, seconds_high] = seconds;
  return {
    id: 1,
    version: 1,
    origin: files
      ? { kind: "files", shelf: "a.csv", shelf_name: "a.csv", sheet: "b.csv", sheet_name: "b.csv" }
      : { kind: "store", store: "main", demo: false, path: "b.csv", source: "b.csv" },
    created_at_ms: 0,
    copied_at_ms: null,
    currency: "EUR",
    match_by: "auto",
    missing: "leave",
    counts: { ...counts, ...own },
    forecast: { calls: 1, points: 1, seconds_low, seconds_high, strategy: "batch", reason: "" },
    held: [],
    findings: 0,
    finding_groups: [],
    trial_run: null,
    run: null,
  };
}

describe("the foot", () => {
  test.each([
    [review({}), "1,284 changes · 9 held back · about 4–6 min"],
    [review({ to_apply: 1, held: 0 }, false, [2, 4]), "1 change · about 2–4 s"],
    [review({ to_apply: 0, held: 0, excluded: 1284 }), "Nothing to apply · 1,284 left out"],
    [review({ to_apply: 1200, done: 84 }), "1,200 changes · 9 held back · 84 done · about 4–6 min"],
    [review({ to_apply: 318 }, true), "318 differences · 9 held back"],
    [review({ to_apply: 0, held: 0 }, true), "No difference"],
  ])("%#", (one, sentence) => {
    expect(footParts(one).join(" · ")).toBe(sentence);
  });

  test.each([
    [1293, 1293, "1,293 changes shown"],
    [1, 1, "1 change shown"],
    [7, 1293, "7 of 1,293 changes shown"],
  ])("%i of %i", (shown, all, sentence) => {
    expect(shownSentence(shown, all)).toBe(sentence);
  });
});

const row = (own: Partial<ReviewRow>): ReviewRow => ({
  row: 0,
  operation: 0,
  unit: 0,
  work: "update_variants",
  product: "mug",
  product_id: "gid://shopify/Product/1",
  title: "Mug",
  sku: "MUG-1",
  subject: { kind: "variant", label: "Oat" },
  sign: "changed",
  field: "price",
  before: { kind: "number", digits: "18" },
  after: { kind: "number", digits: "18.9" },
  percent: 5,
  state: "included",
  held_kind: null,
  detail: null,
  place: { row: 14, line: 20 },
  ...own,
});

describe("a row read aloud", () => {
  test.each([
    [row({}), "Changed: Mug, Oat, Price: €18.00 becomes €18.90, +5%. Included, row 14 of the sheet."],
    [
      row({ sign: "added", before: { kind: "blank" }, percent: null, subject: { kind: "product" }, place: null }),
      "Added: Mug, Price: €18.90. Included.",
    ],
    [
      row({ sign: "removed", field: "variant", before: { kind: "text", text: "Oat / XL", cut: false }, after: { kind: "blank" }, percent: null }),
      "Removed: Mug, Oat, Whole variant: Oat / XL goes. Included, row 14 of the sheet.",
    ],
    [
      row({ state: "held", held_kind: "price_zero" }),
      "Changed: Mug, Oat, Price: €18.00 becomes €18.90, +5%. Held back: Price to zero, row 14 of the sheet.",
    ],
    [
      row({ state: "rejected", detail: "Price is too high" }),
      "Changed: Mug, Oat, Price: €18.00 becomes €18.90, +5%. Refused by Shopify: Price is too high, row 14 of the sheet.",
    ],
    [row({ state: "excluded", title: "" }), "Changed: mug, Oat, Price: €18.00 becomes €18.90, +5%. Left out, row 14 of the sheet."],
  ])("%#", (one, sentence) => {
    expect(rowSentence(one, "EUR").replace(/\s%/g, "%")).toBe(sentence);
  });

  test("what the store said stands in the row", () => {
    expect(reasonText(row({ state: "failed", detail: "no answer" }))).toBe("no answer");
    expect(reasonText(row({ state: "skipped" }))).toBe("Skipped");
  });
});

describe("values", () => {
  test.each([
    [{ kind: "blank" }, "title", "empty"],
    [{ kind: "text", text: "active", cut: false }, "status", "Active"],
    [{ kind: "text", text: "continue", cut: false }, "inventory_policy", "Go on selling at zero"],
    [{ kind: "text", text: "active", cut: false }, "title", "active"],
    [{ kind: "text", text: "long", cut: true }, "title", "long …"],
    [{ kind: "flag", on: false }, "published", "Hidden from the online store"],
    [{ kind: "flag", on: true }, "taxable", "Yes"],
    [{ kind: "number", digits: "1200" }, "weight_grams", "1,200 g"],
    [{ kind: "number", digits: "0.5" }, "weight_grams", "0.5 g"],
    [{ kind: "number", digits: "1284" }, "on_hand", "1,284"],
    [{ kind: "number", digits: "12.5" }, "cost", "€12.50"],
    [{ kind: "number", digits: "not one" }, "cost", "not one"],
    [{ kind: "tags", tags: ["a", "b"], cut: true }, "tags", "a, b …"],
  ] satisfies [Cell, string, string][])("%o of %s", (cell, field, shown) => {
    expect(cellText(cell, field, "EUR")).toBe(shown);
  });

  test("a status is a choice, not words to compare", () => {
    const text = { kind: "text", text: "active", cut: false } as const;
    expect([comparesByWord(text, text, "status"), comparesByWord(text, text, "title")]).toEqual([false, true]);
    expect(comparesByWord(text, { kind: "blank" }, "title")).toBe(false);
  });

  test("what of the product it is", () => {
    expect(subjectText({ kind: "level", variant: "Oat", location: "Shop" })).toBe("Oat at Shop");
    expect(subjectText({ kind: "level", variant: "", location: "Shop" })).toBe("at Shop");
    expect(subjectText({ kind: "image", position: 3 })).toBe("Picture 3");
  });

  test("a row as text for a letter", () => {
    expect(copiedText(row({}), "EUR")).toBe("Mug\tMUG-1\tOat\tPrice\t€18.00 -> €18.90");
  });
});

test.each([
  ["the price was left alone; write it with digits", "The price was left alone; write it with digits."],
  ["Kept.", "Kept."],
  ["", ""],
])("%j stands alone as %j", (said, shown) => {
  expect(sentenceCase(said)).toBe(shown);
});

test("every field that the engine plans has a name of the shop's", () => {
  const planned =
    "title body_html vendor product_type category tags status published gift_card seo_title seo_description template_suffix sku barcode price compare_at_price cost weight_grams weight_unit tracked inventory_policy requires_shipping taxable tax_code hs_code country_of_origin unit_price variant_image product variant handle options option_values image image_alt image_position available on_hand create_product update_product replace_variants create_variants update_variants delete_variants set_images publish unpublish set_quantity activate_level delete_product set_metafield delete_metafield";
  expect(planned.split(" ").filter((code) => wordOf("review_field", code) === null)).toEqual([]);
  expect(fieldName("learned_tomorrow")).toBe("learned_tomorrow");
  expect(fieldName("metafields.custom.care")).toBe("custom.care");
});

test("what became of a row goes before what it is", () => {
  expect(rowSign("changed", "included")).toBe("changed");
  expect(rowSign("changed", "held")).toBe("held");
  expect(rowSign("added", "applied")).toBe("done");
  expect(rowSign("removed", "rejected")).toBe("refused");
  expect(rowSign("changed", "excluded")).toBe("left_out");
});

test("the recorded review counts as the real one does", () => {
  const rows = changes(1293, 1);
  const one = reviewing({ ...review({}), finding_groups: [], products_even: 0 }, rows);
  const { changes: all, to_apply, held: kept } = one.review().counts;
  expect(all).toBe(1293);
  expect(to_apply + kept).toBe(1293);
  expect(changes(1293, 1)).toEqual(rows);
});

test("collections are counted apart from products", () => {
  const some = { ...counts, products_to_apply: 3, collections_to_apply: 0, operations_to_apply: 5 };
  expect(changingSentence(some, "Main")).toBe("3 products of Main will change, in 5 updates.");
  expect(changingSentence({ ...some, collections_to_apply: 3 }, "Main")).toBe("3 collections of Main will change, in 5 updates.");
  expect(changingSentence({ ...some, collections_to_apply: 1 }, "Main")).toBe(
    "2 products and 1 collection of Main will change, in 5 updates.",
  );
  expect(onlyCollections(counts)).toBe(false);
  const two = { ...counts, products_created: 1, products_changed: 1, products_removed: 0 };
  expect(onlyCollections({ ...two, collections: 2 })).toBe(true);
  expect(onlyCollections({ ...two, collections: 1 })).toBe(false);
});
