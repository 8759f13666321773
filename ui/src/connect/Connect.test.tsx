import { act } from "react";
import { expect, test, vi } from "vitest";

import type { Connect as Request, RefusalCode, StoreReport } from "../bindings/api";
import { jobOf, later, stage, text, texts } from "../asking/staging";
import { byRole, click, type } from "../parts/testing";
import { newInstallation } from "../recorded";
import { adaReport, adaWritingReport, fewScopesReport } from "../recorded/stores";
import type { Shell } from "../shell";
import { Connect } from "./Connect";

const SECRET = "shpss_d0f7a1c94b5e";

const field = (label: string) => {
  const found = [...document.querySelectorAll("label")].find((one) => one.textContent === label);
  return document.getElementById(found?.htmlFor ?? "");
};
const offered = (name: string) => texts("button").includes(name);

async function written(shell: Partial<Shell>, address = "ada-ceramics") {
  const window = await stage(Connect, { shell, overview: newInstallation });
  await type(field("Address of the store"), address);
  await type(field("Client ID"), "0f3c9d1e");
  await type(field("Secret"), SECRET);
  return window;
}

async function checked(shell: Partial<Shell>, address?: string) {
  const window = await written(shell, address);
  await click(byRole("button", "Check"));
  return window;
}

const refusing = (code: RefusalCode, detail = "told by the store", hint: string | null = null) => ({
  connectTry: () => Promise.reject({ code, detail, hint }),
});

test.each<[RefusalCode, string, string]>([
  ["store_address", "This address cannot be used.", "ends in .myshopify.com"],
  ["store_unreachable", "No answer from this address.", "this computer is online"],
  ["authentication", "did not accept this client ID and secret", "installed on exactly this store"],
  ["scopes", "its app may not do enough", "paste the scopes from step 2"],
  ["keyring", "the keyring of this computer did not take the key", "Unlock the keyring"],
  ["bad_request", "It cannot be saved like this.", "choose a different one"],
])("refused by %s, the page says what happened and what to do", async (code, sentence, next) => {
  await checked(refusing(code));
  const said = byRole("alert").textContent;
  expect(said).toContain(sentence);
  expect(said).toContain(next);
  expect(said).toContain("told by the store");
  expect(offered("Save, read only")).toBe(false);
});

test("another refusal shows the program's own hint", async () => {
  await checked(refusing("ledger_busy", "locked", "close the other program"));
  expect(byRole("alert").textContent).toContain("Nothing was saved.");
  expect(byRole("alert").textContent).toContain("close the other program");
});

test("a refused token is told apart from a refused app", async () => {
  await stage(Connect, { shell: refusing("authentication"), overview: newInstallation });
  await click(byRole("tab", "Older admin token"));
  expect(field("Client ID")).toBeNull();
  await type(field("Address of the store"), "ada-ceramics");
  await type(field("Admin token"), "shpat_1");
  await click(byRole("button", "Check"));
  expect(byRole("alert").textContent).toContain("did not accept this token");
});

const rows = () => texts("tbody tr").map((row) => row.replaceAll(/\s+/g, " "));

test("each scope is told with what it is for and how it stands", async () => {
  await checked({ connectTry: () => Promise.resolve(fewScopesReport) });
  expect(rows()).toEqual([
    "read_productsProducts, variants, prices, pictures✓Granted",
    "read_inventoryStock of each variant!Missing",
    "read_locationsNames of the places where stock lies!Missing",
    "write_productsChange and create products‖For writing only",
    "write_inventoryChange stock‖For writing only",
    "read_publicationsSee where a product is published‖For writing only",
    "write_publicationsPublish a product, or take it down‖For writing only",
  ]);
  expect(byRole("alert").textContent).toContain("its app lacks read_inventory, read_locations.");
  expect(byRole("alert").textContent).toContain("choose “Release”");
  expect(offered("Save, read only")).toBe(false);
});

test.each<[string, StoreReport, string]>([
  ["may only read", adaReport, "its app also needs write_products, write_inventory, read_publications, write_publications"],
  ["may write", adaWritingReport, "All scopes are there."],
])("a store whose app %s can be saved", async (_what, report, verdict) => {
  await checked({ connectTry: () => Promise.resolve(report) });
  expect(text()).toContain(verdict);
  expect(text()).toContain("Ada Ceramics");
  expect(text()).toContain("Kiln Street 4, Market stall, Old warehouse (not active)");
  expect(offered("Save, read only")).toBe(true);
});

test("an older API version is said", async () => {
  await checked({ connectTry: () => Promise.resolve({ ...adaReport, api_version_used: "2026-07" }) });
  expect(text()).toContain("2026-07, though 2026-10 was asked for");
});

test("the address is read in every form an owner may copy", async () => {
  const connectTry = vi.fn<Shell["connectTry"]>(() => Promise.resolve(adaReport));
  await checked({ connectTry }, "https://admin.shopify.com/store/ada-ceramics/products");
  expect(connectTry).toHaveBeenCalledExactlyOnceWith({
    name: "",
    url: "https://ada-ceramics.myshopify.com",
    key: { kind: "client", id: "0f3c9d1e", secret: SECRET },
  } satisfies Request);
});

test("an address that cannot be meant is said while it is written, and nothing can be asked", async () => {
  await written({}, "www.ada-ceramics.com");
  expect(text()).toContain("the address your customers see");
  expect(byRole("button", "Check")).toHaveProperty("disabled", true);
});

test("the secret is in its field only, and gone from there when it is saved", async () => {
  const connect = vi.fn<Shell["connect"]>(() => Promise.resolve({ ...adaReport, key_kept_in: "keyring" }));
  await checked({ connect });
  const secret = field("Secret") as HTMLInputElement;
  expect([secret.type, secret.autocomplete, secret.value]).toEqual(["password", "off", SECRET]);
  expect(document.documentElement.outerHTML).not.toContain(SECRET);
  await click(byRole("button", "Save, read only"));
  expect(connect.mock.calls[0]?.[0].key).toEqual({ kind: "client", id: "0f3c9d1e", secret: SECRET });
  expect(secret.value).toBe("");
  expect(document.documentElement.outerHTML).not.toContain(SECRET);

  await click(byRole("button", "Connect another store"));
  expect((field("Secret") as HTMLInputElement).value).toBe("");
  expect((field("Client ID") as HTMLInputElement).value).toBe("");
  expect(byRole("button", "Check")).toHaveProperty("disabled", true);
});

test("a refusal that repeats the secret is shown without it", async () => {
  await checked(refusing("authentication", `bad key ${SECRET}`, `not ${SECRET}`));
  expect(byRole("alert").textContent).toContain("bad key …");
  expect(document.documentElement.outerHTML).not.toContain(SECRET);
});

test("with the other kind of key the secret is gone", async () => {
  await written({});
  await click(byRole("tab", "Older admin token"));
  expect([...document.querySelectorAll("input")].map((one) => one.value)).not.toContain(SECRET);
});

test("what was found holds no longer once the key is another, and holds on under another name", async () => {
  await checked({});
  await type(field("Name on this computer"), "ada");
  expect(offered("Save, read only")).toBe(true);
  await type(field("Secret"), "another");
  expect(offered("Save, read only")).toBe(false);
  expect(text()).not.toContain("Shopify plan");
});

test("the check can be given up, and its late answer changes nothing", async () => {
  const answer = later<StoreReport>();
  await checked({ connectTry: () => answer.promise });
  expect(text()).toContain("Asking the store …");
  expect(text()).toContain("Nothing is saved yet.");
  await click(byRole("button", "Stop"));
  await act(async () => answer.keep(adaReport));
  expect(text()).not.toContain("Shopify plan");
  expect(byRole("button", "Check")).toHaveProperty("disabled", false);
});

test("where the keyring refuses, what was written stays and can be saved again", async () => {
  const connect = vi
    .fn<Shell["connect"]>()
    .mockRejectedValueOnce({ code: "keyring", detail: "locked", hint: null })
    .mockResolvedValueOnce({ ...adaReport, key_kept_in: "keyring" });
  await checked({ connect });
  await click(byRole("button", "Save, read only"));
  expect(byRole("alert").textContent).toContain("Nothing was saved.");
  expect((field("Secret") as HTMLInputElement).value).toBe(SECRET);
  await click(byRole("button", "Save, read only"));
  expect(byRole("heading").textContent).toBe("Ada Ceramics is connected, read only");
});

test.each([
  ["keyring", "The key lies in the keyring of this computer"],
  ["environment", "The key comes from the environment"],
])("saved in the %s, that is said", async (place, sentence) => {
  await checked({ connect: () => Promise.resolve({ ...adaReport, key_kept_in: place }) });
  await click(byRole("button", "Save, read only"));
  expect(text()).toContain(sentence);
});

test("a computer without a keyring is told before a key is written", async () => {
  const facts = { product_version: "", sqlite_version: "", system: "", keyring: false, tray: false };
  await stage(Connect, { shell: { systemFacts: () => Promise.resolve(facts) }, overview: newInstallation });
  expect(text()).toContain("No keyring answers on this computer.");
});

test("after saving, the first copy is made and leads home", async () => {
  globalThis.location.hash = "#connect";
  const window = await checked({ copy: () => Promise.resolve(7) });
  await click(byRole("button", "Save, read only"));
  await click(byRole("button", "Copy its products"));
  const copying = jobOf({ id: 7, kind: "copy", store: "ada-ceramics", step: { at: "copying", products: 120, waiting: "Shopify’s speed limit" } });
  await window.change({ jobs: [copying] });
  expect(text()).toContain("Reading the store: 120 products so far");
  expect(text()).toContain("Shopify’s speed limit");
  await window.change({ jobs: [{ ...copying, outcome: { kind: "copied", products: 240 } }] });
  expect(globalThis.location.hash).toBe("#home");
});

test("the scopes to paste follow what the owner wants it to do", async () => {
  await stage(Connect, { overview: newInstallation });
  expect(texts("code")).toContain("read_products,read_inventory,read_locations");
  await click(document.querySelectorAll("input[type=radio]")[1]);
  expect(texts("code")).toContain(
    "read_products,read_inventory,read_locations,write_products,write_inventory,read_publications,write_publications",
  );
});

test("Return in a field checks", async () => {
  const connectTry = vi.fn<Shell["connectTry"]>(() => Promise.resolve(adaReport));
  await written({ connectTry });
  await act(async () => document.querySelector("form")?.requestSubmit());
  expect(connectTry).toHaveBeenCalledOnce();
});
