import { expect, test } from "vitest";

import type { Job, Overview, Settings } from "./bindings/api";
import { next, opening, type View, type ViewEvent } from "./state";

const overview: Overview = { product_version: "1", data_dir: "/d", ledger: { state: "absent" } };
const newer: Overview = { ...overview, product_version: "2" };
const settings = { theme: "system" } as Settings;
const job = { id: 7 } as Job;
const snapshot = { overview, jobs: [], settings };
const ready: View = { at: "ready", snapshot };
const refused: View = { at: "refused", code: "ledger_unreadable", detail: "disk" };

test.each<[string, View, ViewEvent, View]>([
  ["the first answer opens the window", opening, { type: "read", snapshot }, ready],
  ["a refusal is shown", opening, { type: "refused", code: "ledger_unreadable", detail: "disk" }, refused],
  ["an answer mends a refusal", refused, { type: "read", snapshot }, ready],
  ["what was read stays", ready, { type: "refused", code: "unknown", detail: "" }, ready],
  ["jobs are replaced whole", ready, { type: "jobs", jobs: [job] }, { at: "ready", snapshot: { ...snapshot, jobs: [job] } }],
  ["the overview alone", ready, { type: "overview", overview: newer }, { at: "ready", snapshot: { ...snapshot, overview: newer } }],
  ["an event before the first answer is dropped", opening, { type: "jobs", jobs: [job] }, opening],
])("%s", (_, before, event, after) => {
  expect(next(before, event)).toEqual(after);
});
