import { useState } from "react";

import type { Job, Mark, Refusal, Review, ReviewRow, Selection, Store } from "../bindings/api";
import { go } from "../frame/place";
import { caught } from "../asking/caught";
import { useFollowed } from "../asking/follow";
import { say } from "../parts";
import type { PlaceProps } from "../state";
import { words, type WordKey } from "../words/words";
import type { Asked } from "./ApplyDialog";
import { TRIAL_PRODUCTS } from "./Foot";
import { copiedText } from "./cells";
import { toggleMark } from "./query";
import type { ReviewState } from "./useReview";

export interface Refused {
  /** What did not come about. */
  readonly title: WordKey;
  readonly refusal: Refusal;
}

export interface ReviewActs {
  /** One thing is asked of the shell at a time. */
  readonly busy: boolean;
  /** Why the last thing was refused. */
  readonly refused: Refused | null;
  readonly putAway: () => void;
  /** What the owner is asked before it is done. */
  readonly asked: Question | null;
  readonly ask: (question: Question | null) => void;
  /** Where the plan was saved last. */
  readonly saved: string | null;
  readonly putSavedAway: () => void;
  /** The trial that was started here; its job is null until the shell tells of it. */
  readonly trial: { readonly job: Job | null } | null;
  readonly mark: (selection: Selection, mark: Mark) => void;
  /** Leaves the change out or takes it in. */
  readonly toggle: (row: ReviewRow) => void;
  readonly toggleProduct: (row: ReviewRow) => void;
  readonly copy: (row: ReviewRow) => void;
  readonly apply: (what: Asked) => void;
  readonly admin: (url: string) => void;
  readonly save: () => void;
  readonly switchOn: () => void;
}

export type Question = Asked | "writing";

/** What can be done with a review: everything that asks something of the shell. */
export function useReviewActs(props: PlaceProps, review: Review, store: Store | null, state: ReviewState): ReviewActs {
  const { shell, snapshot } = props;
  const { id, origin } = review;
  const [asked, ask] = useState<Question | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [trial, setTrial] = useState<number | null>(null);
  const job = useFollowed(trial, snapshot.jobs, (outcome) => {
    setTrial(null);
    if (outcome.kind === "refused") setRefused({ title: "review_failed_apply", refusal: outcome.refusal });
    // The rows now say what became of them.
    state.refresh();
  });

  /** Does it, and says what did not come about if it was refused. */
  const act = async (title: WordKey, work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setRefused(null);
    try {
      await work();
    } catch (thrown) {
      setRefused({ title, refusal: caught(thrown) });
    } finally {
      setBusy(false);
    }
  };

  const mark = (selection: Selection, how: Mark) =>
    void act("review_failed_mark", async () => {
      const after = await state.mark(selection, how);
      say(words("review_now_applies", { to_apply: after.counts.to_apply }));
    });

  /** Of two files nothing is applied, so there is nothing to leave out. */
  const toggled = (row: ReviewRow, selection: Selection) => {
    const how = origin.kind === "store" ? toggleMark([row]) : null;
    if (how !== null) mark(selection, how);
  };

  return {
    busy,
    refused,
    putAway: () => setRefused(null),
    asked,
    ask,
    saved,
    putSavedAway: () => setSaved(null),
    trial: trial === null ? null : { job },
    mark,
    toggle: (row) => toggled(row, { kind: "rows", rows: [row.row] }),
    toggleProduct: (row) => toggled(row, { kind: "product", product: row.product }),
    copy: (row) =>
      void navigator.clipboard.writeText(copiedText(row, review.currency)).then(
        () => say(words("review_copied_row")),
        () => say(words("review_copy_failed")),
      ),
    apply: (what) =>
      void act("review_failed_apply", async () => {
        const { workers, verify } = snapshot.settings;
        const scope = what === "all" ? ({ kind: "all" } as const) : ({ kind: "trial", products: TRIAL_PRODUCTS } as const);
        const started = await shell.apply({ review: id, scope, workers, verify });
        ask(null);
        if (what === "trial") setTrial(started);
        else go({ at: "activity" });
      }),
    admin: (url) => void act("review_failed_admin", () => shell.openAdmin(url)),
    save: () =>
      void act("review_failed_save", async () => {
        setSaved(await shell.reviewSave(id));
      }),
    switchOn: () =>
      void act("review_failed_switch", async () => {
        if (store === null) return;
        await shell.storeSet(store.name, { writes_allowed: true, location: null });
        ask(null);
      }),
  };
}
