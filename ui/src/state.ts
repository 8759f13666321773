// What the window shows is one value, changed by one pure function.
import type { Shell } from "./shell";
import type { Job, Overview, RefusalCode, Settings, Store } from "./bindings/api";

/** What the whole window knows. Everything else is read by the page that shows it. */
export interface Snapshot {
  readonly overview: Overview;
  readonly jobs: readonly Job[];
  readonly settings: Settings;
}

/** What the page of a place is handed. */
export interface PlaceProps {
  readonly shell: Shell;
  readonly snapshot: Snapshot;
}

export type View =
  | { readonly at: "opening" }
  | { readonly at: "ready"; readonly snapshot: Snapshot }
  | { readonly at: "refused"; readonly code: RefusalCode | "unknown"; readonly detail: string };

export type ViewEvent =
  | { readonly type: "read"; readonly snapshot: Snapshot }
  | { readonly type: "overview"; readonly overview: Overview }
  | { readonly type: "jobs"; readonly jobs: readonly Job[] }
  | { readonly type: "settings"; readonly settings: Settings }
  | { readonly type: "refused"; readonly code: RefusalCode | "unknown"; readonly detail: string };

/** The store the window stands on: the one chosen last, or the first there is. */
export function currentStore({ overview, settings }: Snapshot): Store | null {
  if (overview.ledger.state === "absent") return null;
  const { stores } = overview.ledger;
  return stores.find(({ name }) => name === settings.store) ?? stores[0] ?? null;
}

/** What goes on now; a run before copies and plans, the newest first. */
export function currentJob({ jobs }: Snapshot): Job | null {
  const open = jobs.filter(({ outcome }) => outcome === null);
  return open.findLast(({ kind }) => kind === "run") ?? open.at(-1) ?? null;
}

export const opening: View = { at: "opening" };

export function next(view: View, event: ViewEvent): View {
  switch (event.type) {
    case "read":
      return { at: "ready", snapshot: event.snapshot };
    case "overview":
      return changed(view, { overview: event.overview });
    case "jobs":
      return changed(view, { jobs: event.jobs });
    case "settings":
      return changed(view, { settings: event.settings });
    case "refused":
      // What was read a moment ago is still true; a later failure must not take it away.
      return view.at === "ready" ? view : { at: "refused", code: event.code, detail: event.detail };
  }
}

/** An event before the first reading is dropped: that reading brings all of it. */
function changed(view: View, part: Partial<Snapshot>): View {
  if (view.at !== "ready") return view;
  return { at: "ready", snapshot: { ...view.snapshot, ...part } };
}
