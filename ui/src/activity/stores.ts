// Which store a job or a run is about, as the owner calls it.
import type { Overview, Run } from "../bindings/api";
import { words } from "../words/words";

export interface StoreLabel {
  readonly name: string;
  /** `null` where the store is not known any more. */
  readonly demo: boolean | null;
  readonly currency: string | null;
}

/** A store that was forgotten keeps its name. `null` stands for work that has no store. */
export function storeLabel(overview: Overview, name: string | null): StoreLabel {
  if (name === null) return { name: words("activity_store_none"), demo: null, currency: null };
  const stores = overview.ledger.state === "open" ? overview.ledger.stores : [];
  const store = stores.find((one) => one.name === name);
  return { name: store?.shop_name ?? name, demo: store?.demo ?? null, currency: store?.currency ?? null };
}

/** Runs that were interrupted and that no job goes on with at present. */
export function resumableRuns(overview: Overview, taken: readonly (number | null)[]): readonly Run[] {
  const runs = overview.ledger.state === "open" ? overview.ledger.runs : [];
  return runs.filter((run) => run.state === "interrupted" && !taken.includes(run.id));
}
