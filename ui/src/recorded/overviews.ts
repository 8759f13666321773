// Overviews, recorded.
import type { Overview } from "../bindings/api";
import { asked } from "./asked";

const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);

export const newInstallation: Overview = {
  product_version: "0.1.0",
  data_dir: "/home/ada/.local/share/evenshelf",
  ledger: { state: "absent" },
};

export const afterTwoRuns: Overview = {
  product_version: "0.1.0",
  data_dir: "/home/ada/.local/share/evenshelf",
  ledger: {
    state: "open",
    stores: [
      { name: "demo", url: "http://127.0.0.1:4460", shop_name: "Evenshelf demo", currency: "EUR", demo: true, writes_allowed: true, location: "Shop", products: 240, copied_at_ms: at("13:01:55"), backup_at_ms: at("12:57:59") },
      { name: "main", url: "https://ada-ceramics.myshopify.com", shop_name: "Ada Ceramics", currency: "EUR", demo: false, writes_allowed: false, location: null, products: 0, copied_at_ms: null, backup_at_ms: null },
    ],
    reviews: [],
    runs: [
      {
        id: 2,
        store: "demo",
        source: "supplier.csv",
        state: "completed",
        created_at_ms: at("13:02:59"),
        started_at_ms: at("13:03:00"),
        ended_at_ms: at("13:03:04"),
        counts: { planned: 12, applied: 0, unchanged: 12, rejected: 0, failed: 0, skipped: 0, held: 0 },
      },
      {
        id: 1,
        store: "demo",
        source: "supplier.csv",
        state: "completed_with_failures",
        created_at_ms: at("12:57:58"),
        started_at_ms: at("12:58:00"),
        ended_at_ms: at("13:02:12"),
        counts: { planned: 1284, applied: 1270, unchanged: 0, rejected: 4, failed: 1, skipped: 0, held: 9 },
      },
    ],
  },
};

const freshStore: Overview = {
  ...newInstallation,
  ledger: {
    state: "open",
    stores: [
      { name: "main", url: "https://ada-ceramics.myshopify.com", shop_name: "Ada Ceramics", currency: "EUR", demo: false, writes_allowed: false, location: null, products: 0, copied_at_ms: null, backup_at_ms: null },
    ],
    reviews: [],
    runs: [],
  },
};

/** What the address asks for. */
export const overviewAsked: Overview = asked.new ? newInstallation : asked.fresh ? freshStore : afterTwoRuns;
