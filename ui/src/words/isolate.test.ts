import { expect, test } from "vitest";

import { isolated } from "./isolate";
import { words } from "./words";

test.each([
  ["a name in Latin letters", "Ada’s Ceramics & Söhne", "Ada’s Ceramics & Söhne"],
  ["a name from right to left", "متجر", "\u2068متجر\u2069"],
  ["a name in both", "מוצרים.csv", "\u2068מוצרים.csv\u2069"],
  ["a name that turns what follows", "a\u202Egnp.csv", "\u2068a\u202Egnp.csv\u2069"],
  ["a name that would end its fence", "a\u2069\u202Eb", "\u2068a\u202Eb\u2069"],
])("%s", (_what, name, fenced) => {
  expect(isolated(name)).toBe(fenced);
});

test("a sentence fences its names, and its figures stay figures", () => {
  expect(words("store_forget_title", { name: "متجر" })).toBe("Forget \u2068متجر\u2069?");
  expect(words("count", { value: 1284 })).toBe("1,284");
});
