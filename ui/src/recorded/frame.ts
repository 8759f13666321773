// Recorded answers: overview, jobs, settings, events.
import type { Settings } from "../bindings/api";
import type { Shell } from "../shell";
import { untouched } from "./asked";
import { afterTwoRuns } from "./overviews";

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
  openedWith: () => Promise.resolve(null),
};
