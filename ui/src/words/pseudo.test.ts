import { expect, test } from "vitest";

import { en } from "./en";
import { pseudo, pseudoMessage, rawWords } from "./pseudo";
import { wordsFor } from "./words";

test.each([
  ["Settings", "⟦Šéţţîñĝš····⟧"],
  ["as of {moment}", "⟦åš öƒ {moment}··⟧"],
  ["{value, number}", "{value, number}"],
  ["{count, plural, one {# change} other {# changes}}", "⟦{count, plural, one {# çĥåñĝé} other {# çĥåñĝéš}}···⟧"],
  ["{share}, {state, select, on {it is on} other {}} now", "⟦{share}, {state, select, on {îţ îš öñ} other {}} ñöŵ····⟧"],
])("%s", (message, expected) => {
  expect(pseudoMessage(message)).toBe(expected);
});

test("every message can still be said, with no plain word in it but what is put in", () => {
  const strange = wordsFor("en-XA", pseudo(en));
  for (const [key, message] of Object.entries(en)) {
    const names = [...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name]) => name ?? "");
    const figures = Object.fromEntries(names.map((name) => [name, 3]));
    expect(rawWords(strange(key as keyof typeof en, figures))).toEqual([]);
  }
});

test("raw words are found", () => {
  expect(rawWords("⟦Šåṽé⟧ now, 12 kB")).toEqual(["now", "kB"]);
});
