import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";

import type { BackupLook, Overview, RefusalCode, StoreReport } from "../bindings/api";
import { jobOf, later, stage, text, texts } from "../asking/staging";
import { byRole, click, type } from "../parts/testing";
import { afterTwoRuns } from "../recorded";
import { adaReport, adaWritingReport } from "../recorded/stores";
import type { Shell } from "../shell";
import { StorePage } from "./StorePage";

const writing = (on: boolean): Overview => {
  if (afterTwoRuns.ledger.state !== "open") throw new Error("recorded otherwise");
  const stores = afterTwoRuns.ledger.stores.map((store) =>
    store.name === "main" ? { ...store, writes_allowed: on, products: 1240, copied_at_ms: 1 } : store,
  );
  return { ...afterTwoRuns, ledger: { ...afterTwoRuns.ledger, stores } };
};
const dialog = () => document.querySelector("[role=alertdialog]");
const inDialog = (name: string) =>
  [...(dialog()?.querySelectorAll("button") ?? [])].find((one) => one.textContent === name) as HTMLButtonElement;
const select = () =>
  [...document.querySelectorAll<HTMLButtonElement>("button")].find((one) => one.textContent === "Not chosen");
const theSwitch = () => document.querySelector<HTMLInputElement>("input[role=switch]");

beforeEach(() => {
  globalThis.location.hash = "#store/main";
});

test("a store that is not there is said", async () => {
  globalThis.location.hash = "#store/gone";
  await stage(StorePage);
  expect(text()).toContain("There is no store called gone on this computer.");
});

test("asked, the store shows its scopes, and can be asked again", async () => {
  const storeCheck = vi.fn<Shell["storeCheck"]>(() => Promise.resolve({ ...adaReport, key_kept_in: "keyring" }));
  await stage(StorePage, { shell: { storeCheck } });
  expect(text()).toContain("Not asked since this page was opened.");
  await click(byRole("button", "Check"));
  expect(storeCheck).toHaveBeenCalledExactlyOnceWith("main");
  expect(document.querySelectorAll("tbody tr")).toHaveLength(7);
  expect(text()).toContain("In the keyring of this computer");
  expect(byRole("button", "Check again")).toBeTruthy();
});

test.each<[RefusalCode, string]>([
  ["store_unreachable", "No answer from this address."],
  ["authentication", "Shopify did not accept this client ID and secret"],
  ["keyring", "the keyring of this computer"],
  ["internal", "The store did not answer as it should."],
])("asked and refused by %s, the page says so", async (code, sentence) => {
  await stage(StorePage, { shell: { storeCheck: () => Promise.reject({ code, detail: "told", hint: null }) } });
  await click(byRole("button", "Check"));
  expect(byRole("alert").textContent).toContain(sentence);
});

test("the question can be given up", async () => {
  const answer = later<StoreReport>();
  await stage(StorePage, { shell: { storeCheck: () => answer.promise } });
  await click(byRole("button", "Check"));
  await click(byRole("button", "Stop"));
  await act(async () => answer.keep(adaReport));
  expect(document.querySelectorAll("tbody tr")).toHaveLength(0);
});

test("writing is switched on behind a question that says what changes", async () => {
  const storeSet = vi.fn<Shell["storeSet"]>(() => Promise.resolve());
  await stage(StorePage, { shell: { storeSet }, overview: writing(false) });
  await click(theSwitch());
  expect(storeSet).not.toHaveBeenCalled();
  expect(dialog()?.textContent).toContain("Before the first change the whole catalogue is written to a backup");
  expect(dialog()?.textContent).toContain("This is a live store");
  await click(inDialog("Allow writing"));
  expect(storeSet).toHaveBeenCalledExactlyOnceWith("main", { writes_allowed: true, location: null });
  expect(dialog()).toBeNull();
});

test("asked and not answered, writing stays off", async () => {
  const storeSet = vi.fn<Shell["storeSet"]>(() => Promise.resolve());
  await stage(StorePage, { shell: { storeSet }, overview: writing(false) });
  await click(theSwitch());
  await click(inDialog("Cancel"));
  expect(storeSet).not.toHaveBeenCalled();
  expect(dialog()).toBeNull();
});

test("writing that is refused says why in the question itself", async () => {
  const refusal = { code: "scopes", detail: "the app may not do this: it lacks write_products", hint: "add it in the Dev Dashboard" };
  await stage(StorePage, { shell: { storeSet: () => Promise.reject(refusal) }, overview: writing(false) });
  await click(theSwitch());
  await click(inDialog("Allow writing"));
  expect(dialog()?.querySelector("[role=alert]")?.textContent).toContain("it lacks write_products. add it in");
});

test("writing is switched off at once", async () => {
  const storeSet = vi.fn<Shell["storeSet"]>(() => Promise.resolve());
  await stage(StorePage, { shell: { storeSet }, overview: writing(true) });
  await click(theSwitch());
  expect(dialog()).toBeNull();
  expect(storeSet).toHaveBeenCalledExactlyOnceWith("main", { writes_allowed: false, location: null });
});

test("an app that lacks scopes to write cannot be allowed to", async () => {
  await stage(StorePage, { shell: { storeCheck: () => Promise.resolve(adaReport) }, overview: writing(false) });
  await click(byRole("button", "Check"));
  expect(theSwitch()?.disabled).toBe(true);
  expect(text()).toContain("Its app also needs write_products, write_inventory, read_publications, write_publications");
});

test("the locations to choose from are the active ones the store names", async () => {
  await stage(StorePage, { shell: { storeCheck: () => Promise.resolve(adaWritingReport) }, overview: writing(false) });
  expect(select()?.disabled).toBe(true);
  await click(byRole("button", "Check"));
  expect(select()?.disabled).toBe(false);
  await click(select());
  expect(texts("[role=option]")).toEqual(["Kiln Street 4", "Market stall"]);
});

test("a backup tells where it was written", async () => {
  await stage(StorePage, { shell: { backupNow: () => Promise.resolve("/home/ada/backups/main.jsonl.gz") }, overview: writing(false) });
  await click(byRole("button", "Back up now"));
  expect(texts("code")).toContain("/home/ada/backups/main.jsonl.gz");
});

test("without a copy there is nothing to back up", async () => {
  await stage(StorePage);
  expect(byRole("button", "Back up now")).toHaveProperty("disabled", true);
  expect(text()).toContain("A backup is written from the copy");
});

test("a store is forgotten only after its name was typed", async () => {
  const storeForget = vi.fn<Shell["storeForget"]>(() => Promise.resolve());
  const settingsSet = vi.fn<Shell["settingsSet"]>((settings) => Promise.resolve(settings));
  await stage(StorePage, { shell: { storeForget, settingsSet }, overview: writing(false), store: "main" });
  await click(byRole("button", "Forget …"));
  for (const goes of ["its key", "the copy of its 1,240 products", "the history", "its backups"]) {
    expect(dialog()?.textContent).toContain(goes);
  }
  for (const stays of ["the store itself", "your sheets"]) expect(dialog()?.textContent).toContain(stays);

  expect(inDialog("Forget main").disabled).toBe(true);
  await type(dialog()?.querySelector("input") ?? null, "mai");
  expect(inDialog("Forget main").disabled).toBe(true);
  await type(dialog()?.querySelector("input") ?? null, "main");
  await click(inDialog("Forget main"));
  expect(storeForget).toHaveBeenCalledExactlyOnceWith("main");
  expect(settingsSet).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ store: null }));
  expect(globalThis.location.hash).toBe("#home");
});

test("what cannot be forgotten says why, and stays", async () => {
  const refusal = { code: "keyring", detail: "the keyring is locked", hint: null };
  await stage(StorePage, { shell: { storeForget: () => Promise.reject(refusal) }, overview: writing(false) });
  await click(byRole("button", "Forget …"));
  await type(dialog()?.querySelector("input") ?? null, "main");
  await click(inDialog("Forget main"));
  expect(dialog()?.querySelector("[role=alert]")?.textContent).toContain("the keyring is locked");
});

test("while something goes on with the store it cannot be forgotten", async () => {
  await stage(StorePage, { jobs: [jobOf({ store: "main", kind: "copy" })] });
  expect(byRole("button", "Forget …")).toHaveProperty("disabled", true);
  expect(text()).toContain("Stop it first.");
});

const backup: BackupLook = {
  path: "/b/old.jsonl.gz",
  name: "old.jsonl.gz",
  shop: "Old <b>shop</b>",
  written_at_ms: null,
  products: 7,
  collections: 1,
  definitions: 2,
  redirects: 0,
  in_store: 0,
  differences: [
    { code: "not_restored", severity: "warning", place: null, column: "markets", product: null, value: null, advice: "not made again: 2" },
  ],
};

test("a backup is looked at and asked for, then planned like any changes", async () => {
  const restore = vi.fn<Shell["restore"]>(() => Promise.resolve(5));
  const own: Partial<Shell> = {
    pickBackup: () => Promise.resolve(backup.path),
    restoreLook: () => Promise.resolve(backup),
    restore,
  };
  await stage(StorePage, { shell: own, overview: writing(true) });
  await click(byRole("button", "Choose a backup …"));
  expect(dialog()?.textContent).toContain("Old <b>shop</b>");
  expect(dialog()?.textContent).toContain("7 products");
  expect(dialog()?.textContent).toContain("2 definitions of metafields");
  expect(dialog()?.textContent).toContain("markets: not made again: 2");
  expect(restore).not.toHaveBeenCalled();
  await click(inDialog("Go on to the changes"));
  expect(restore).toHaveBeenCalledExactlyOnceWith("main", backup.path);
  expect(dialog()).toBeNull();
});

test.each([
  [{ in_store: 3 }, true, "This store has 3 products."],
  [{}, false, "This store is read-only."],
  [{ products: 0, collections: 0 }, true, "There is nothing in this backup."],
])("a backup that cannot be brought back says why: %o", async (look, writes, why) => {
  const own: Partial<Shell> = {
    pickBackup: () => Promise.resolve(backup.path),
    restoreLook: () => Promise.resolve({ ...backup, ...look }),
  };
  await stage(StorePage, { shell: own, overview: writing(writes) });
  await click(byRole("button", "Choose a backup …"));
  expect(dialog()?.textContent).toContain(why);
  expect(inDialog("Go on to the changes").disabled).toBe(true);
});
