import { expect, test } from "vitest";

import type { Column, FindingGroup, Severity } from "../bindings/api";
import { findingSentence } from "../review/Findings";
import { wordOf } from "../review/fields";
import { columnFills, leftOutSentence, shapeSentence, sortedColumns, writtenAs } from "./fields";

const column = (field: string | null): Column => ({ header: "h", field, samples: [] });

test.each([
  ["price", "Price"],
  ["handle", "Web address (handle)"],
  ["variant_id", "Variant id"],
  ["option_value", "Option value"],
  ["learned_tomorrow", "learned_tomorrow"],
  [null, null],
])("a column of %s fills %s", (field, fills) => {
  expect(columnFills(column(field))).toBe(fills);
});

test.each([
  ["utf-8", ",", "UTF-8, separated by commas"],
  ["windows-1252", ";", "Windows-1252, separated by semicolons"],
  ["utf-16le", "\t", "UTF-16, separated by tabs"],
  ["utf-8", "~", "UTF-8, separated by ~"],
  ["utf-8", null, "UTF-8, one product a line"],
])("%s with %j", (encoding, delimiter, sentence) => {
  expect(writtenAs({ encoding, delimiter })).toBe(sentence);
});

test("columns that are not used stand apart, in their order", () => {
  const columns = [column(null), column("price"), column(null), column("title")];
  expect(sortedColumns(columns)).toEqual({ used: [columns[1], columns[3]], unused: [columns[0], columns[2]] });
});

test.each([
  [[], "nothing is left out"],
  [[["refused", 1]], "1 is left out"],
  [[["refused", 3], ["warning", 40], ["refused", 2]], "5 are left out"],
] as const)("%j", (groups, sentence) => {
  const made = groups.map(([severity, count]): Pick<FindingGroup, "severity" | "count"> => ({ severity: severity as Severity, count }));
  expect(leftOutSentence({ groups: made as FindingGroup[] })).toBe(sentence);
});

test("kinds of sheets", () => {
  expect(shapeSentence("inventory")).toMatch(/^An inventory sheet/);
  expect(shapeSentence("learned_tomorrow")).toBe("A sheet");
});

test.each([
  ["not_a_number", 1, "1 cell is no number"],
  ["not_a_number", 1400, "1,400 cells are no number"],
  ["header_repeated", 2, "The heading stands 2 more times in the sheet"],
  ["learned_tomorrow", 2, "2 oddities of another kind"],
])("%s, %i times", (code, count, sentence) => {
  expect(findingSentence(code, count)).toBe(sentence);
});

test("every cause that the engine knows has a sentence", () => {
  const known =
    "field_count no_handle conflicting_rows rows_apart duplicate_product duplicate_options missing_option too_many_variants too_many_images not_a_number negative_price not_a_boolean unknown_status unknown_policy unknown_unit unknown_tracker unknown_fulfillment unknown_country unknown_column unknown_location unknown_category repeated_column metafield_not_sent linked_option_plain market_not_sent unknown_market unknown_channel market_without_price_list markets_not_read market_price_missing market_prices_disagree alt_without_image image_repeated image_address variant_image_unlisted barcode_damaged too_long text_damaged header_repeated placeholder_blank broken_quotes command_not_followed location_column no_quantities not_a_product not_carried no_match ambiguous_match gift_card_fixed nothing_to_match not_compared metafield_type reference_unknown not_restored picture_failed not_editable two_quantities handle_taken handle_invalid not_a_collection unknown_condition unknown_sort_order condition_not_carried order_not_manual";
  expect(known.split(" ").filter((code) => wordOf("file_finding", code) === null)).toEqual([]);
});
