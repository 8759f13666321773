import { expect, test } from "vitest";

import type { FileReport, FindingGroup, Severity } from "../bindings/api";
import { fileName } from "../asking/files";
import {
  blankComparison,
  graveFindings,
  nextComparison,
  notYet,
  sideForDrop,
  type Comparison,
  type ComparisonEvent,
} from "./state";

const reportOf = (path: string, products = 3): FileReport => ({
  path,
  name: fileName(path),
  bytes: 100,
  rows: products,
  products,
  encoding: "utf-8",
  delimiter: ",",
  shape: "products",
  columns: [],
  findings: 0,
  groups: [],
});

const after = (...events: ComparisonEvent[]): Comparison => events.reduce(nextComparison, blankComparison);
const shelf: ComparisonEvent = { type: "chosen", side: "shelf", path: "/a/export.csv" };
const sheet: ComparisonEvent = { type: "chosen", side: "sheet", path: "/a/supplier.csv" };
const read = (path: string, products?: number): ComparisonEvent => ({ type: "read", path, report: reportOf(path, products) });
const swapped: ComparisonEvent = { type: "swapped" };

test.each<[string, ComparisonEvent[], string | null]>([
  ["nothing", [], "empty"],
  ["one file", [shelf, read("/a/export.csv")], "empty"],
  ["both, one of them still being read", [shelf, sheet, read("/a/export.csv")], "reading"],
  ["both read", [shelf, sheet, read("/a/export.csv"), read("/a/supplier.csv")], null],
  ["both read and swapped", [shelf, sheet, read("/a/export.csv"), read("/a/supplier.csv"), swapped], null],
  ["swapped while one is being read", [shelf, sheet, swapped, read("/a/export.csv"), read("/a/supplier.csv")], null],
  ["the same file twice", [shelf, { ...sheet, path: "/a/export.csv" }, read("/a/export.csv")], "same"],
  [
    "one that is no sheet",
    [shelf, sheet, read("/a/export.csv"), { type: "refused", path: "/a/supplier.csv", refusal: { code: "file", detail: "", hint: null } }],
    "refused",
  ],
  ["one without products", [shelf, sheet, read("/a/export.csv"), read("/a/supplier.csv", 0)], "no_products"],
  ["one taken away again", [shelf, sheet, { type: "cleared", side: "shelf" }], "empty"],
])("%s: %s", (_what, events, why) => {
  expect(notYet(after(...events))).toBe(why);
});

test("the late answer for a file that was replaced changes nothing", () => {
  const replaced = after(shelf, { ...shelf, path: "/a/other.csv" });
  expect(nextComparison(replaced, read("/a/export.csv"))).toEqual(replaced);
});

test("swapping brings each file to the other side", () => {
  const both = after(shelf, sheet, read("/a/export.csv"));
  const turned = nextComparison(both, swapped);
  expect([turned.shelf, turned.sheet]).toEqual([both.sheet, both.shelf]);
});

test.each<[string, ComparisonEvent[], string]>([
  ["nothing chosen", [], "shelf"],
  ["the shelf chosen", [shelf], "sheet"],
  ["the sheet chosen", [sheet], "shelf"],
  ["both chosen", [shelf, sheet], "sheet"],
])("with %s a dropped file becomes the %s", (_what, events, side) => {
  expect(sideForDrop(after(...events))).toBe(side);
});

const group = (severity: Severity, count: number): FindingGroup => ({
  code: "x",
  severity,
  side: "sheet",
  count,
  first: { code: "x", severity, place: null, column: null, product: null, value: null, advice: "" },
});

test("only what was left out is grave", () => {
  const report = { ...reportOf("/a"), groups: [group("refused", 2), group("refused", 3), group("warning", 40)] };
  expect(graveFindings(report)).toBe(5);
});
