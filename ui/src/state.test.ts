import { expect, test } from "vitest";

import { newInstallation } from "./recorded";
import { next, opening, type Page } from "./state";

const ready: Page = { view: "ready", overview: newInstallation };
const refused: Page = { view: "refused", code: "ledger_unreadable", detail: "disk" };

test.each([
  ["the first answer opens the page", opening, { type: "overview", overview: newInstallation }, ready],
  ["a refusal is shown", opening, { type: "refused", code: "ledger_unreadable", detail: "disk" }, refused],
  ["an answer mends a refusal", refused, { type: "overview", overview: newInstallation }, ready],
  ["what was read stays", ready, { type: "refused", code: "unknown", detail: "" }, ready],
] as const)("%s", (_, before, event, after) => {
  expect(next(before, event)).toEqual(after);
});
