import { expect, test } from "vitest";

import type { Wait } from "../bindings/api";
import { countsDown, waitSentence } from "./waits";

const now = Date.parse("2026-11-24T13:00:00Z");
const wait = (kind: Wait["kind"], inMs: number | null, count: number): Wait => ({
  kind,
  until_ms: inMs === null ? null : now + inMs,
  count,
});

test.each([
  [wait("rate_limit", 7_400, 0), "Shopify’s speed limit: goes on in 8 s"],
  [wait("rate_limit", 89_999, 0), "Shopify’s speed limit: goes on in 90 s"],
  [wait("rate_limit", 90_000, 0), "Shopify’s speed limit: goes on at 13:01"],
  [wait("rate_limit", 0, 0), "Shopify’s speed limit: goes on now"],
  [wait("rate_limit", null, 0), "Shopify’s speed limit: goes on as soon as it allows"],
  [wait("throttled", 2_000, 0), "The store asks for fewer calls: goes on in 2 s"],
  [wait("retrying", 4_000, 1), "1 update did not get through: next try in 4 s"],
  [wait("retrying", null, 1_200), "1,200 updates did not get through: next try soon"],
  [wait("being_checked", null, 3), "Being checked: 3 updates"],
  [wait("being_checked", 5_000, 1), "Being checked: 1 update, next look in 5 s"],
  [wait("store_down", 120_000, 1), "The store does not answer: next try at 13:02"],
  [wait("store_down", 9_000, 4), "The store does not answer (4 times now): next try in 9 s"],
  [wait("probing", null, 4), "Trying whether the store answers again"],
  [wait("connections", null, 1), "The one connection is busy"],
  [wait("connections", null, 6), "All 6 parallel connections are busy"],
  [wait("answers", null, 1), "Waiting for 1 answer of the store"],
  [wait("paused", null, 0), "Paused: nothing is sent until you go on"],
  [wait("stopping", null, 0), "Stopping: what is under way is brought to its end"],
])("%o", (given, sentence) => {
  expect(waitSentence(given, now, "UTC")).toBe(sentence);
});

test.each([
  [null, false],
  [wait("paused", null, 0), false],
  [wait("rate_limit", 1, 0), true],
])("the page counts down only while there is something to count: %o", (given, expected) => {
  expect(countsDown(given)).toBe(expected);
});
