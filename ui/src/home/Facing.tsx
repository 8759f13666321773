import { useState } from "react";

import type { Ledger, Store } from "../bindings/api";
import { Page } from "../parts";
import type { PlaceProps } from "../state";
import { words } from "../words/words";
import { Attention } from "./Attention";
import { Balance } from "./Balance";
import styles from "./Facing.module.css";
import { LastRuns } from "./LastRuns";
import { SheetSide } from "./SheetSide";
import { Shelf } from "./Shelf";
import { Stores } from "./Stores";
import { UnderWay } from "./UnderWay";
import { fileName, useRecent, type Recent } from "../asking/files";
import { attentionOf, facingReview, nextStep, type FacingSheet, type NextStep } from "./next";
import type { Planning } from "../asking/usePlanning";

export interface FacingProps extends PlaceProps {
  readonly store: Store;
  /** Comparing the demo store's sample sheet. */
  readonly demo: Planning;
  readonly openDemo: () => void;
}

/** The shelf and the sheet facing each other, and between them the one next step. */
export function Facing({ shell, snapshot, store, demo, openDemo }: FacingProps) {
  const recent = useRecent(shell);
  const [chosen, setChosen] = useState<string | null>(null);
  const { runs, reviews, stores } = opened(snapshot.overview.ledger);
  const facts = { store, runs, reviews, jobs: snapshot.jobs };
  const waiting = facingReview({ ...facts, sheet: chosen === null ? null : facing(chosen, recent, true) });
  const sheet = sheetOf(chosen, waiting?.origin.kind === "store" ? waiting.origin.path : null, recent);
  const step = nextStep({ ...facts, sheet });
  return (
    <Page title={headline(step, store)} about={<bdi>{store.shop_name ?? store.name}</bdi>}>
      <div className={styles.faces}>
        <Shelf shell={shell} store={store} jobs={snapshot.jobs} />
        <Balance shell={shell} snapshot={snapshot} store={store} step={step} onChoose={setChosen} />
        <SheetSide
          shell={shell}
          sheet={sheet}
          review={waiting}
          recent={recent}
          onChoose={setChosen}
          demo={demo}
          onSample={store.demo ? openDemo : null}
        />
      </div>
      <Attention shell={shell} store={store} attention={attentionOf({ ...facts, sheet })} />
      <UnderWay shell={shell} jobs={snapshot.jobs} here={store.name} />
      <LastRuns runs={runs.filter((run) => run.store === store.name)} />
      {stores.length > 1 && <Stores shell={shell} snapshot={snapshot} stores={stores} here={store} />}
    </Page>
  );
}

function opened(ledger: Ledger): Omit<Extract<Ledger, { state: "open" }>, "state"> {
  return ledger.state === "open" ? ledger : { stores: [], runs: [], reviews: [] };
}

function facing(path: string, recent: Recent, chosen: boolean): FacingSheet {
  const known = recent.files?.find((file) => file.path === path);
  return { path, name: known?.name ?? fileName(path), exists: known?.exists ?? true, chosen };
}

/** The sheet chosen here, else the one that changes wait of, else the one used last. */
function sheetOf(chosen: string | null, waiting: string | null, recent: Recent): FacingSheet | null {
  if (chosen !== null) return facing(chosen, recent, true);
  const path = waiting ?? recent.files?.[0]?.path ?? null;
  return path === null ? null : facing(path, recent, false);
}

/** How things stand, as the title of the page. */
function headline(step: NextStep, store: Store): string {
  switch (step.kind) {
    case "under_way":
      return words("home_headline_under_way");
    case "resume":
      return words("home_headline_resume");
    case "review":
      return words("home_headline_review", { changes: step.review.counts.to_apply, held: step.review.counts.held });
    case "even":
      return words("home_headline_even");
    case "plan":
      return words(store.copied_at_ms === null ? "home_headline_new" : "home_headline_plan");
    case "choose":
      return words("home_headline_choose");
  }
}
