import { expect, test } from "vitest";

import { nameLanguage } from "./language";

test.each([
  ["C", "en"],
  ["C.UTF-8", "en"],
  ["", "en"],
  ["de-AT", "de-AT"],
  ["en", "en"],
])("a desktop of language %j speaks %s", (told, spoken) => {
  const navigator = { language: told };
  nameLanguage(navigator);
  expect(navigator.language).toBe(spoken);
});
