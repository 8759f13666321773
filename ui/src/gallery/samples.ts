// Samples that are the same at every opening: made by arithmetic, from no clock and no chance.

export interface SampleRow {
  readonly index: number;
  readonly sign: "added" | "changed" | "removed";
  readonly product: string;
  readonly sku: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly percent: string;
  readonly held: boolean;
}

const things = ["Bowl", "Mug", "Plate", "Vase", "Teapot", "Jug", "Tile"] as const;
const glazes = ["celadon", "ash", "tenmoku", "raw", "cobalt", "shino"] as const;
const fields = ["price", "title", "quantity", "tags", "barcode"] as const;

/** Rows of a review as long as anybody's: three to a product. */
export const SAMPLE_ROWS = 100_000;

export function sampleRow(index: number): SampleRow {
  const product = Math.floor(index / 3);
  const field = fields[(index * 7) % fields.length] ?? "price";
  const before = 12 + ((index * 37) % 480) / 10;
  const after = before * (1 + (((index * 13) % 40) - 20) / 100);
  const priced = field === "price";
  return {
    index,
    sign: index % 29 === 0 ? "added" : index % 41 === 0 ? "removed" : "changed",
    product: `${things[product % things.length]}, ${glazes[product % glazes.length]}, no. ${product + 1}`,
    sku: `AC-${String(10_000 + product)}-${(index % 3) + 1}`,
    field,
    before: priced ? `€ ${before.toFixed(2)}` : String(Math.round(before)),
    after: priced ? `€ ${after.toFixed(2)}` : String(Math.round(after) + 1),
    percent: priced ? `${after < before ? "−" : "+"}${Math.abs((after / before - 1) * 100).toFixed(1)}%` : "",
    held: index % 97 === 5,
  };
}

const START_MS = Date.UTC(2026, 10, 24, 13, 0);
const points = Array.from({ length: 180 }, (_, index) => index);

export const times = points.map((index) => START_MS + index * 2000);

export const curves = {
  rate: points.map((index) => 4 + 3 * Math.sin(index / 14) + ((index * 7) % 5) / 4),
  budget: points.map((index) => 1200 + 700 * Math.sin(index / 22)),
  flight: points.map((index) => (index > 80 && index < 90 ? null : 300 + ((index * 31) % 90))),
};
