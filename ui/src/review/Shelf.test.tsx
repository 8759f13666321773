import { describe, expect, test, vi } from "vitest";

import type { ShelfProduct, Subject } from "../bindings/api";
import { draw } from "../parts/testing";
import { fieldName } from "./fields";
import { Shelf, ownVariant } from "./Shelf";

const page = () => document.body.textContent ?? "";

const variant = (label: string, price: string) => ({
  label,
  fields: [
    { field: "sku", value: { kind: "text", text: `SKU-${label}`, cut: false } as const },
    { field: "price", value: { kind: "number", digits: price } as const },
  ],
  stock: [
    { location: "Porto", available: 3, on_hand: 5 },
    { location: "<b>Lisbon</b>", available: -1, on_hand: 0 },
  ],
  markets: [
    { market: "Canada", currency: "CAD", price: "15", compare_at: "18.50", known: true },
    { market: "Norway", currency: "NOK", price: null, compare_at: null, known: true },
    { market: "Japan", currency: "JPY", price: null, compare_at: null, known: false },
  ],
});

const shelf: ShelfProduct = {
  fields: [
    { field: "title", value: { kind: "text", text: "Mug", cut: false } },
    { field: "metafields.custom.care", value: { kind: "text", text: "Hand wash", cut: false } },
  ],
  variants: [variant("S", "10"), variant("M", "12")],
  variants_total: 300,
  collections: { titles: ["For <b>tea</b>"], total: 3, unknown: 2 },
  channels: [
    { title: "Shop", on: false },
    { title: "Fair", on: true },
  ],
  pictures: [{ url: "https://cdn.test/files/mug-front.jpg?v=1", alt: "" }],
};

describe("the product as the store has it", () => {
  test("the variant of the change stands open with its stock by location", async () => {
    const subject: Subject = { kind: "level", variant: "M", location: "Porto" };
    await draw(<Shelf shelf={shelf} subject={subject} currency="EUR" />);
    expect(page()).toContain("custom.care");
    expect(page()).toContain("Hand wash");
    expect(page()).toContain("€12.00");
    expect(page()).toContain("<b>Lisbon</b>");
    expect(page()).toContain("300");
  });

  test("its collections are named, and those of which nothing is known are counted", async () => {
    await draw(<Shelf shelf={shelf} subject={{ kind: "product" }} currency="EUR" />);
    expect(page()).toContain("For <b>tea</b>");
    expect(page()).toContain("and 2 more");
    expect(page()).toContain("2 collections take products in by conditions");
  });

  test("a variant's price in a market has the market's currency", async () => {
    await draw(<Shelf shelf={shelf} subject={{ kind: "variant", label: "M" }} currency="EUR" />);
    const rows = [...document.querySelectorAll("[aria-label='Prices by market'] tbody tr")];
    expect(rows.map((row) => row.textContent)).toEqual(["Canada CAD$15.00$18.50", "Norway NOKfollows the price", "Japan JPYnot known"]);
    expect([fieldName("price:Canada"), fieldName("compare_at_price:A: B"), fieldName("odd:thing"), fieldName("channels.Shop")]).toEqual([
      "Price in Canada",
      "Compare-at price in A: B",
      "odd:thing",
      "On Shop",
    ]);
  });

  test("every sales channel is told with a word", async () => {
    await draw(<Shelf shelf={shelf} subject={{ kind: "product" }} currency="EUR" />);
    const table = [...document.querySelectorAll("table")].find((one) => one.getAttribute("aria-label") === "Sales channels");
    expect([...(table?.querySelectorAll("tbody tr") ?? [])].map((row) => row.textContent)).toEqual(["Shop○off", "Fair✓on"]);
    expect(page()).toContain("1 of 2");
  });

  test("two locations of one name both stand there", async () => {
    const warned = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const twice = { ...variant("S", "10"), stock: [7, 9].map((available) => ({ location: "Shop", available, on_hand: available })) };
    await draw(<Shelf shelf={{ ...shelf, variants: [twice] }} subject={{ kind: "variant", label: "S" }} currency="EUR" />);
    expect([...document.querySelectorAll("[aria-label='Stock by location'] tbody td")].map((cell) => cell.textContent)).toEqual(["Shop", "7", "7", "Shop", "9", "9"]);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  test("a product without options has one variant, whatever the change is about", () => {
    const only = variant("", "10");
    expect(ownVariant([only], { kind: "product" })).toBe(only);
    expect(ownVariant(shelf.variants, { kind: "product" })).toBeNull();
    expect(ownVariant(shelf.variants, { kind: "variant", label: "S" })?.label).toBe("S");
  });
});
