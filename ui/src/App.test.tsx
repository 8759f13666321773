import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { App } from "./App";
import { newInstallation, recordedShell } from "./recorded";
import type { Shell } from "./shell";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

let close = () => {};

async function open(shell: Shell): Promise<HTMLElement> {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  close = () => act(() => root.unmount());
  await act(async () => root.render(<App shell={shell} />));
  return place;
}

const texts = (place: HTMLElement, selector: string) =>
  [...place.querySelectorAll(selector)].map((element) => element.textContent);

beforeEach(() => document.body.replaceChildren());
afterEach(() => close());

test("a new installation says so and offers the first step", async () => {
  const place = await open({ ...recordedShell, live: true, overview: () => Promise.resolve(newInstallation) });
  expect(place.textContent).toContain("No store yet. Add one from the command line: evenshelf store add");
  expect(place.textContent).toContain("Nothing has been changed from this computer yet.");
  expect(place.textContent).toContain("/home/ada/.local/share/evenshelf");
  expect(place.textContent).not.toContain("Recorded example");
});

test("stores and runs are told in the owner's words", async () => {
  const place = await open(recordedShell);
  expect(texts(place, "tbody tr:last-child td").map((text) => text?.replace(/^\d+ \w+, [\d:]+$/, "when"))).toEqual([
    "mainLIVE",
    "https://ada-ceramics.myshopify.com",
    "none yet",
    "Off: read only",
    "when",
    "demo",
    "supplier.csv",
    "Done, with problemstook 4 min 12 s",
    "1,284",
    "1,270",
    "0",
    "‖ 9",
    "! 5",
  ]);
  expect(place.textContent).toContain("Recorded example");
});

test.each([
  [{ code: "ledger_newer", detail: "schema 9" }, "written by a newer Evenshelf", "schema 9"],
  [new Error("gone"), "did not answer as expected", "gone"],
])("a refusal has a sentence and its details", async (thrown, sentence, detail) => {
  const place = await open({ ...recordedShell, overview: () => Promise.reject(thrown as Error) });
  expect(texts(place, "[role=alert] p")[0]).toContain(sentence);
  expect(texts(place, "[role=alert] code")[0]).toContain(detail);
});

test("a notification can be tried", async () => {
  const notify = vi.fn<Shell["notify"]>(() => Promise.resolve());
  const place = await open({ ...recordedShell, notify });
  await act(async () => place.querySelector("button")?.click());
  expect(notify).toHaveBeenCalledOnce();
  expect(texts(place, "output")).toEqual(["Handed to your desktop."]);
});
