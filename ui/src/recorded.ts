// Answers of the shell, recorded, for opening the page in a plain browser and for the tests.
import type { Overview } from "./bindings/api";
import type { Shell } from "./shell";

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
    sqlite_version: "3.50.4",
    stores: [
      { name: "demo", url: "http://127.0.0.1:4460", writes_allowed: true },
      { name: "main", url: "https://ada-ceramics.myshopify.com", writes_allowed: false },
    ],
    runs: [
      {
        id: "r-2",
        store: "demo",
        source: "supplier.csv",
        state: "completed",
        started_at: "2026-11-24T13:02:00Z",
        ended_at: "2026-11-24T13:02:04Z",
        counts: { planned: 12, applied: 0, unchanged: 12, rejected: 0, failed: 0, skipped: 0, held: 0 },
      },
      {
        id: "r-1",
        store: "demo",
        source: "supplier.csv",
        state: "completed_with_failures",
        started_at: "2026-11-24T12:58:00Z",
        ended_at: "2026-11-24T13:02:12Z",
        counts: { planned: 1284, applied: 1270, unchanged: 0, rejected: 4, failed: 1, skipped: 0, held: 9 },
      },
    ],
  },
};

export const recordedShell: Shell = {
  live: false,
  overview: () => Promise.resolve(afterTwoRuns),
  notify: () => Promise.resolve(),
};
