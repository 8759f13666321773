import { describe, expect, test } from "vitest";

import { CHARS_MAX, EDITS_MAX, aroundFirst, onlyBlanksDiffer, side, wordDiff, type DiffPart } from "./wordDiff";

/** "Mug, [-matt-]{+glossy+} oat" */
const marked = (parts: readonly DiffPart[] | null) =>
  parts
    ?.map(({ kind, text }) => (kind === "same" ? text : kind === "removed" ? `[-${text}-]` : `{+${text}+}`))
    .join("") ?? null;

describe("by word", () => {
  test.each([
    ["Mug, matt oat", "Mug, glossy oat", "Mug, [-matt-]{+glossy+} oat"],
    ["Mug", "Mug", "Mug"],
    ["", "Mug", "{+Mug+}"],
    ["<p>300 ml</p>", "<p>330 ml</p>", "<p>[-300-]{+330+} ml</p>"],
    ["كوب أزرق كبير", "كوب أحمر كبير", "كوب [-أزرق-]{+أحمر+} كبير"],
    ["ספל כחול", "ספל אדום", "ספל [-כחול-]{+אדום+}"],
    ["杯子蓝色", "杯子红色", "杯子[-蓝-]{+红+}色"],
    ["18.50 EUR", "18.90 EUR", "[-18.50-]{+18.90+} EUR"],
    ["👩‍🍳 new", "👨‍🍳 new", "[-👩‍🍳-]{+👨‍🍳+} new"],
    ["Mug ☕ new", "Mug 🫖 new", "Mug [-☕-]{+🫖+} new"],
  ])("%s, %s", (before, after, expected) => {
    expect(marked(wordDiff(before, after))).toBe(expected);
  });

  test("both sides can be put together again", () => {
    const [before, after] = ["One two  three\nfour", "one two three four five"];
    const parts = wordDiff(before, after) ?? [];
    const joined = (own: "removed" | "added") => side(parts, own).map(({ text }) => text).join("");
    expect([joined("removed"), joined("added")]).toEqual([before, after]);
  });
});

describe("bounds", () => {
  test("what is too long is not tried", () => {
    expect(wordDiff("a".repeat(CHARS_MAX), "b")).toBeNull();
  });

  test("what is too different is given up, in time", () => {
    const numbered = Array.from({ length: EDITS_MAX }, (_, at) => `a${at}`).join(" ");
    expect(wordDiff(numbered, numbered.replaceAll("a", "b"))).toBeNull();
  });
});

test("blanks alone are said to be blanks", () => {
  expect(onlyBlanksDiffer(wordDiff("a b", "a  b") ?? [])).toBe(true);
  expect(onlyBlanksDiffer(wordDiff("a b", "a c") ?? [])).toBe(false);
  expect(onlyBlanksDiffer(wordDiff("a", "a") ?? [])).toBe(false);
});

test("in a row the difference is in sight", () => {
  const long = "word ".repeat(40);
  const parts = aroundFirst(wordDiff(`${long}old`, `${long}new`) ?? []);
  expect(parts[0]?.text.startsWith("…")).toBe(true);
  expect(parts[0]?.text.length).toBeLessThan(30);
  expect(marked(parts.slice(1))).toBe("[-old-]{+new+}");
});
