// Recorded answers: connecting, checking, copying a store. The address decides what is met, so that every sentence
// of the page can be seen in a browser: `wrong-key`, `far-away`, `no-keyring`, `few-scopes`, anything else answers.
import type { BackupLook, Connect, Refusal, ScopeState, StoreReport } from "../bindings/api";
import type { Shell } from "../shell";

/** The copy that the recording has under way, so that what waits for one has something to show. */
const COPY_UNDER_WAY = 9;

const reading = ["read_products", "read_inventory", "read_locations"];
const writing = ["write_products", "write_inventory", "read_publications", "write_publications"];

function scopes(granted: readonly string[]): ScopeState[] {
  const state = (for_writing: boolean) => (scope: string) => ({ scope, granted: granted.includes(scope), for_writing });
  return [...reading.map(state(false)), ...writing.map(state(true))];
}

/** A shop whose app may read and not write. */
export const adaReport: StoreReport = {
  name: "ada-ceramics",
  url: "https://ada-ceramics.myshopify.com",
  shop_name: "Ada Ceramics",
  plan: "Basic",
  currency: "EUR",
  demo: false,
  api_version_asked: "2026-10",
  api_version_used: "2026-10",
  scopes: scopes(reading),
  locations: [
    { name: "Kiln Street 4", active: true },
    { name: "Market stall", active: true },
    { name: "Old warehouse", active: false },
  ],
  key_kept_in: null,
};

/** The same shop with an app that may write as well. */
export const adaWritingReport: StoreReport = { ...adaReport, scopes: scopes([...reading, ...writing]) };

/** An app that lacks two scopes to read. */
export const fewScopesReport: StoreReport = { ...adaReport, scopes: scopes(["read_products"]) };

export const demoReport: StoreReport = {
  ...adaWritingReport,
  name: "demo",
  url: "http://127.0.0.1:4460",
  shop_name: "Evenshelf demo",
  plan: "Advanced",
  demo: true,
  locations: [{ name: "Shop", active: true }],
  key_kept_in: "keyring",
};

export const refusals = {
  authentication: { code: "authentication", detail: "the store answered 401 to the key", hint: null },
  unreachable: { code: "store_unreachable", detail: "dns error: no such host", hint: null },
  keyring: {
    code: "keyring",
    detail: "no keyring answers: org.freedesktop.DBus.Error.ServiceUnknown",
    hint: "start a keyring such as GNOME Keyring, KWallet or KeePassXC",
  },
} as const satisfies Record<string, Refusal>;

function tried(connect: Connect): Promise<StoreReport> {
  if (connect.url.includes("wrong-key")) return Promise.reject(refusals.authentication);
  if (connect.url.includes("far-away")) return Promise.reject(refusals.unreachable);
  if (connect.url.includes("few-scopes")) return Promise.resolve(fewScopesReport);
  return Promise.resolve(adaReport);
}

const backup: BackupLook = {
  path: "/home/ada/.local/share/evenshelf/backups/main-20261123-180212.jsonl.gz",
  name: "main-20261123-180212.jsonl.gz",
  shop: "Ada Ceramics",
  written_at_ms: Date.parse("2026-11-23T18:02:12Z"),
  products: 428,
  collections: 12,
  definitions: 3,
  redirects: 4,
  in_store: 0,
  differences: [
    ["pictures", "412 pictures are at addresses of the old store: Shopify loads them from there, so they come along only while that store stands"],
    ["markets", "in the backup, but not made again: 2"],
    ["ids", "every product, variant and picture gets a new id; apps and links that know the old ones have to be told"],
  ].map(([column = "", advice = ""]) => ({ code: "not_restored", severity: "warning", place: null, column, product: null, value: null, advice })),
};

export const stores: Partial<Shell> = {
  demoOpen: () => Promise.resolve("demo"),
  demoSample: () => Promise.resolve(COPY_UNDER_WAY),
  connectTry: tried,
  connect: async (connect) => {
    if (connect.url.includes("no-keyring")) throw refusals.keyring;
    return { ...(await tried(connect)), key_kept_in: "keyring" };
  },
  storeCheck: (store) => Promise.resolve(store === "demo" ? demoReport : { ...adaReport, name: store, key_kept_in: "keyring" }),
  storeSet: () => Promise.resolve(),
  storeForget: () => Promise.resolve(),
  backupNow: () => Promise.resolve("/home/ada/.local/share/evenshelf/backups/demo-2026-11-24T130200.jsonl.gz"),
  pickBackup: () => Promise.resolve(backup.path),
  // Only a store that has no products takes one: the recorded ones have some.
  restoreLook: (store) => Promise.resolve({ ...backup, in_store: store === "demo" ? 240 : 0 }),
  restore: () => Promise.resolve(COPY_UNDER_WAY),
  copy: () => Promise.resolve(COPY_UNDER_WAY),
};
