// Recorded: changes from a sheet that means ill. What it holds must be read as text and never do anything.
import type { Cell, ReviewRow } from "../bindings/api";

const text = (value: string): Cell => ({ kind: "text", text: value, cut: false });

const row = (number: number, field: string, before: Cell, after: Cell): ReviewRow => ({
  row: number,
  operation: 0,
  unit: 0,
  work: "update_product",
  product: "mug-oat-1",
  product_id: "gid://shopify/Product/8100000",
  title: '<b onmouseover="alert(1)">Mug</b>, \u202Eolleh\u202C oat',
  sku: null,
  subject: { kind: "product" },
  sign: "changed",
  field,
  before,
  after,
  percent: null,
  state: "included",
  held_kind: null,
  detail: null,
  place: { row: 2, line: 2 },
});

const description =
  "<h2>Mug, speckled oat</h2><p>Thrown and glazed by Ada.</p><script>alert(1)</script>" +
  '<p onclick="alert(2)" style="position:fixed;inset:0;background:red">Holds <b>330 ml</b>.</p>' +
  '<img src="https://spy.example/pixel.png" onerror="alert(3)" alt="An oat mug">' +
  '<a href="javascript:alert(4)">Care of the glaze</a><iframe src="https://spy.example"></iframe>' +
  `<p>${"a-word-without-an-end".repeat(12)}</p><table><tr><td>Height</td><td>9 cm</td></tr></table>`;

/** What a store (or an app in it) may answer: as much to be distrusted as a sheet. */
export const saidByStore =
  `Title <img src=x onerror="alert(6)"><script>alert(7)</script> is \u202Edesufer\u202C: ${"unbreakable".repeat(40)} ` +
  '<a href="javascript:alert(8)">{count, plural, other {#}}</a> \u0627\u0644\u0639\u0646\u0648\u0627\u0646 \u0645\u0631\u0641\u0648\u0636';

export const hostile: readonly ReviewRow[] = [
  row(0, "body_html", text("<p>Thrown and glazed by Ada.</p>"), text(description)),
  row(1, "title", text("Mug, oat"), text('<img src=x onerror="alert(5)"> =HYPERLINK("https://spy.example")')),
  row(2, "tags", { kind: "tags", tags: ["oat"], cut: false }, { kind: "tags", tags: ["oat", "<script>", "\u202Eevil", "a".repeat(255)], cut: false }),
  { ...row(3, "title", text("Mug, oat"), text("Mug")), operation: 1, unit: 3, state: "rejected", detail: saidByStore },
];
