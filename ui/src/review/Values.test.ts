import { expect, test } from "vitest";

import type { ReviewRow } from "../bindings/api";
import { changes } from "../recorded/catalogue";
import { heardSide } from "./Values";

const [first] = changes(1, 1);
const row = (own: Partial<ReviewRow>): ReviewRow => ({ ...(first as ReviewRow), state: "included", ...own });
const text = (value: string) => ({ kind: "text", text: value, cut: false }) as const;

test.each<[string, Partial<ReviewRow>, string | null, string | null]>([
  [
    "a price",
    { field: "price", before: { kind: "number", digits: "10" }, after: { kind: "number", digits: "12.5" } },
    "before: €10.00",
    "after: €12.50",
  ],
  ["words that differ", { field: "title", before: text("blue vase"), after: text("red vase") }, "before: blue vase", "after: red vase"],
  ["nothing there before", { field: "title", before: { kind: "blank" }, after: text("red") }, null, "after: red"],
  ["what is done", { field: "title", state: "applied", before: text("blue"), after: text("red") }, null, null],
])("heard of the sides: %s", (_, own, before, after) => {
  expect([heardSide(row(own), "before", "EUR"), heardSide(row(own), "after", "EUR")]).toEqual([before, after]);
});
