// What the tests of the review share: a review of their own on a shell of their own.
import type { Job, Overview, ReviewOrigin, ReviewRow, Store } from "../bindings/api";
import { useKeyboard } from "../keys/useCommand";
import { recordedWith } from "../recorded";
import { changes } from "../recorded/catalogue";
import { reviewing, type Head, type Reviewing } from "../recorded/reviewing";
import type { Shell } from "../shell";
import type { Snapshot } from "../state";
import { Changes } from "./Changes";

export const store: Store = {
  name: "main",
  url: "https://ada-ceramics.myshopify.com",
  shop_name: "Ada Ceramics",
  currency: "EUR",
  demo: false,
  writes_allowed: true,
  location: null,
  products: 428,
  copied_at_ms: 1,
  backup_at_ms: null,
};

export const origin: ReviewOrigin = { kind: "store", store: "main", demo: false, path: "/a.csv", source: "a.csv" };

export const head = (own: Partial<Head> = {}): Head => ({
  id: 1,
  origin,
  created_at_ms: 1,
  copied_at_ms: 1,
  currency: "EUR",
  match_by: "auto",
  missing: "leave",
  forecast: { calls: 10, points: 100, seconds_low: 240, seconds_high: 360, strategy: "batch", reason: "because" },
  finding_groups: [],
  trial_run: null,
  run: null,
  products_even: 5,
  ...own,
});

export const reviewOf = (rows: readonly ReviewRow[] = changes(40, 1), own: Partial<Head> = {}): Reviewing =>
  reviewing(head(own), rows);

/** A shell that knows one review, under every number. `tell` sends what the shell tells of its own accord. */
export function shellOf(one: Reviewing, own: Partial<Shell> = {}): { shell: Shell; tellLedger: () => void } {
  const listeners = new Set<() => void>();
  const shell = recordedWith({
    on: (name, handler) => {
      if (name === "ledger") listeners.add(handler as () => void);
      return () => undefined;
    },
    review: () => Promise.resolve(one.review()),
    reviewPage: (_, query, offset, limit) => Promise.resolve(one.page(query, offset, limit)),
    reviewFacets: (_, query) => Promise.resolve(one.facets(query)),
    reviewMark: (_, selection, mark) => Promise.resolve(one.mark(selection, mark)),
    reviewChange: (_, row) => {
      const change = one.change(row);
      return change === null ? Promise.reject(new Error("no such row")) : Promise.resolve(change);
    },
    ...own,
  });
  return { shell, tellLedger: () => listeners.forEach((listener) => listener()) };
}

export function snapshotOf(stores: readonly Store[] = [store], jobs: readonly Job[] = []): Snapshot {
  const overview: Overview = {
    product_version: "1",
    data_dir: "/d",
    ledger: { state: "open", stores: [...stores], runs: [], reviews: [] },
  };
  return {
    overview,
    jobs,
    settings: {
      theme: "light",
      zoom: 1,
      notifications: true,
      keep_running_hidden: true,
      store: "main",
      workers: 4,
      verify: true,
    },
  };
}

/** The place with the keyboard of the window around it. */
export function Window({ shell, snapshot = snapshotOf() }: { readonly shell: Shell; readonly snapshot?: Snapshot }) {
  useKeyboard();
  return <Changes shell={shell} snapshot={snapshot} />;
}
