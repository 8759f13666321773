// Recorded answers: sheets and their findings.
import type { Column, FileReport, Finding, FindingGroup, FindingPage, RecentFile, Refusal, Severity } from "../bindings/api";
import type { Shell } from "../shell";
import { untouched } from "./asked";

const folder = "/home/ada/shop";
const at = (time: string) => Date.parse(`2026-11-${time}Z`);

const usedBefore: RecentFile[] = [
  { path: `${folder}/supplier-autumn.csv`, name: "supplier-autumn.csv", used_at_ms: at("24T12:57:40"), exists: true },
  { path: `${folder}/stock-week-47.xlsx`, name: "stock-week-47.xlsx", used_at_ms: at("21T09:12:00"), exists: true },
  { path: "/media/stick/old prices.csv", name: "old prices.csv", used_at_ms: at("02T16:31:00"), exists: false },
];

let recent = untouched ? [] : usedBefore;

const column = (header: string, field: string | null, ...samples: string[]): Column => ({ header, field, samples });

const columns: Column[] = [
  column("Handle", "handle", "mug-oat-1", "breakfast-bowl-moss-2", "dinner-plate-indigo-3"),
  column("Title", "title", "Mug, speckled oat", "Breakfast bowl, matt moss", "Dinner plate, glossy indigo"),
  column("Body (HTML)", "body_html", "<p>Mug, speckled oat. Thrown and glazed by Ada and her team …"),
  column("Vendor", "vendor", "Ada Ceramics"),
  column("Type", "product_type", "Ceramics", "Workwear"),
  column("Tags", "tags", "ceramics, oat, autumn", "workwear, ink"),
  column("Option1 Name", "option_name", "Colour", "Title"),
  column("Option1 Value", "option_value", "Oat", "Moss", "Indigo"),
  column("Option2 Name", "option_name", "Size"),
  column("Option2 Value", "option_value", "S", "M", "L"),
  column("Variant SKU", "sku", "MUG-0001-1", "BRE-0002-1", "DIN-0003-1"),
  column("Variant Barcode", "barcode", "4006381333931", "4.00638E+12"),
  column("Variant Price", "price", "18.90", "25.00", "1O.00"),
  column("Variant Compare At Price", "compare_at_price", "22.50"),
  column("Variant Grams", "weight_grams", "380", "420"),
  column("Variant Inventory Qty", "on_hand", "12", "0", "31"),
  column("Image Src", "image", "https://cdn.example.com/mug-oat.jpg"),
  column("Image Alt Text", "image_alt", "An oat mug on a wooden table"),
  column("Status", "status", "active", "draft"),
  column("Supplier note", null, "reorder in January", "last pieces"),
  column("مورد", null, "شركة الخزف"),
  column("", null),
];

const finding = (
  code: string,
  severity: Severity,
  row: number | null,
  header: string | null,
  product: string | null,
  value: string | null,
  advice: string,
): Finding => ({
  code,
  severity,
  place: row === null ? null : { row, line: row + 3 },
  column: header,
  product,
  value,
  advice,
});

const products = ["mug-oat-1", "linen-apron-ink-19", "bud-vase-celadon-40", "wool-scarf-slate-6", "teapot-chalk-14"];
const nth = <Item>(list: readonly Item[], index: number) => list[index % list.length] as Item;

/** Findings as a real sheet of 1,600 rows has them. */
export const findings: readonly Finding[] = [
  ...Array.from({ length: 3 }, (_, index) =>
    finding("duplicate_options", "refused", 210 + index * 90, null, nth(products, index), "Oat / M", "two variants of this product have the same options, so the product was left out; make the options differ"),
  ),
  ...Array.from({ length: 14 }, (_, index) =>
    finding("not_a_number", "warning", 40 + index * 31, "Variant Price", nth(products, index), `1${"O".repeat(1 + (index % 2))}.00`, "this is no number, so the price was left alone; write it with digits"),
  ),
  ...Array.from({ length: 261 }, (_, index) =>
    finding("barcode_damaged", "warning", 12 + index * 6, "Variant Barcode", nth(products, index), "4.00638E+12", "a spreadsheet program has shortened this barcode, so it was left alone; format the column as text"),
  ),
  finding("unknown_column", "note", null, "Supplier note", null, null, "this column is unknown and not read"),
  finding("unknown_column", "note", null, "مورد", null, null, "this column is unknown and not read"),
];

const weight: Record<Severity, number> = { refused: 0, warning: 1, note: 2 };

/** The grave ones first, then by count. */
export function grouped(list: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const one of list) {
    const group = groups.get(one.code);
    groups.set(one.code, group === undefined ? { code: one.code, severity: one.severity, side: "sheet", count: 1, first: one } : { ...group, count: group.count + 1 });
  }
  return [...groups.values()].toSorted((one, other) => weight[one.severity] - weight[other.severity] || other.count - one.count);
}

export function findingPage(list: readonly Finding[], code: string | null, offset: number, limit: number): FindingPage {
  const fitting = code === null ? list : list.filter((one) => one.code === code);
  return { total: fitting.length, findings: fitting.slice(offset, offset + limit) };
}

const nameOf = (path: string) => path.split(/[/\\]/).at(-1) ?? path;

export const sheetReport = (path: string): FileReport => ({
  path,
  name: nameOf(path),
  bytes: 412_806,
  rows: 1_602,
  products: 428,
  encoding: "windows-1252",
  delimiter: ";",
  shape: "products",
  columns,
  findings: findings.length,
  groups: grouped(findings),
});

const gone: Refusal = {
  code: "file",
  detail: "/media/stick/old prices.csv: no such file",
  hint: "the stick or the folder may be gone; choose the sheet again where it lies now",
};

export const file: Partial<Shell> = {
  pickSheet: () => Promise.resolve(`${folder}/supplier-autumn.csv`),
  recentFiles: () => Promise.resolve(recent),
  recentForget: (path) => {
    recent = recent.filter((one) => one.path !== path);
    return Promise.resolve();
  },
  fileProgress: () => Promise.resolve(null),
  fileStop: () => Promise.resolve(),
  fileReport: (path) => (path.startsWith("/media/") ? Promise.reject(gone) : Promise.resolve(sheetReport(path))),
  fileFindings: (_path, code, offset, limit) => Promise.resolve(findingPage(findings, code, offset, limit)),
};
