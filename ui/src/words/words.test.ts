import { describe, expect, test } from "vitest";

import { areas, en, type WordKey } from "./en";
import { duration, moment } from "./time";
import { words, wordsFor } from "./words";

test.each([
  ["count", { value: 1284 }, "1,284"],
  ["run_problems_detail", { rejected: 4, failed: 1, skipped: 0 }, "Shopify refused 4 updates 1 failed"],
  ["run_problems_detail", { rejected: 0, failed: 0, skipped: 0 }, ""],
] as const)("%s", (key, figures, expected) => {
  expect(words(key, figures)).toBe(expected);
});

test("every message is well formed, whichever of its choices is taken", () => {
  for (const [key, message] of Object.entries(en) as [WordKey, string][]) {
    const names = [...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name]) => name ?? "");
    for (const figure of [0, 1, 2, 1284]) {
      expect([key, words(key, Object.fromEntries(names.map((name) => [name, figure])))]).not.toContain(undefined);
    }
  }
});

test("no two areas use the same key", () => {
  const all = Object.values(areas).flatMap((area) => Object.keys(area));
  expect(all.toSorted()).toEqual(Object.keys(en).toSorted());
});

test("a second language needs messages only", () => {
  const pseudo = Object.fromEntries(Object.keys(en).map((key) => [key, `[${key} {value, number}]`]));
  expect(wordsFor("de", pseudo as Record<WordKey, string>)("count", { value: 1284 })).toBe("[count 1.284]");
});

test.each([
  ["names stand between words", "{who} of {where}", { who: "Ada", where: "Leipzig" }, "Ada of Leipzig"],
  ["a figure stands as it is", "row {row}", { row: 1284 }, "row 1284"],
  ["a name from right to left is fenced in", "{who}!", { who: "\u05d0" }, "\u2068\u05d0\u2069!"],
  ["braces of a name are no message", "{who}!", { who: "{where}" }, "{where}!"],
  ["quoted braces are text", "'{'{who}'}'", { who: "Ada" }, "{Ada}"],
])("glued: %s", (_, message, figures, expected) => {
  const messages = { count: message } as Record<WordKey, string>;
  expect(wordsFor("en", messages)("count", figures)).toBe(expected);
});

describe("time", () => {
  test.each([
    ["2026-11-24T13:00:00Z", "2026-11-24T13:00:04Z", "4 s"],
    ["2026-11-24T13:00:00Z", "2026-11-24T13:04:12Z", "4 min 12 s"],
    ["2026-11-24T13:00:00Z", "2026-11-24T15:06:00Z", "2 h 6 min"],
    ["2026-11-24T13:00:04Z", "2026-11-24T13:00:00Z", "under a second"],
  ])("%s to %s", (from, to, expected) => {
    expect(duration(Date.parse(from), Date.parse(to), words)).toBe(expected);
  });

  test("a moment stands in the owner's time zone", () => {
    expect(moment(Date.parse("2026-11-24T13:02:00Z"), "Europe/Berlin")).toBe("24 Nov, 14:02");
  });
});
