// Recorded answers: overview, jobs, settings, events.
import type { Settings } from "../bindings/api";
import type { Shell } from "../shell";
import { untouched } from "./asked";
import { afterTwoRuns, overviewAsked } from "./overviews";

const settings: Settings = {
  theme: "system",
  zoom: 1,
  notifications: true,
  keep_running_hidden: true,
  store: untouched ? null : "demo",
  workers: null,
  verify: true,
};

export const frame: Partial<Shell> = {
  live: false,
  on: () => () => undefined,
  overview: () => Promise.resolve(afterTwoRuns),
  jobs: () => Promise.resolve([]),
  settings: () => Promise.resolve(settings),
  settingsSet: (wanted) => Promise.resolve(wanted),
  notify: () => Promise.resolve(),
  storage: () =>
    Promise.resolve({
      data_dir: overviewAsked.data_dir,
      ledger_bytes: untouched ? 0 : 4_218_880,
      backups_bytes: untouched ? 0 : 1_306_624,
      backups: untouched ? 0 : 3,
      other_bytes: 18_204,
    }),
  systemFacts: () =>
    Promise.resolve({
      product_version: overviewAsked.product_version,
      sqlite_version: "3.51.0",
      system: "Linux x86_64",
      keyring: true,
      tray: true,
    }),
  openDataDir: () => Promise.resolve(),
  openedWith: () => Promise.resolve(null),
};
