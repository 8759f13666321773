import { useId, useState } from "react";

import type { Review, Store } from "../bindings/api";
import { Button } from "../parts";
import { words } from "../words/words";
import styles from "./Foot.module.css";
import { footParts } from "./sentences";

/** Products that a trial takes: enough to see more than one kind of change, few enough to look at each. */
export const TRIAL_PRODUCTS = 3;

/** Whether a trial would leave something: of three products or fewer it would be the whole. */
export const triable = ({ counts, trial_run }: Review): boolean =>
  trial_run === null && counts.products_to_apply > TRIAL_PRODUCTS;

export interface FootProps {
  readonly review: Review;
  /** The store of the review, `null` for two files. */
  readonly store: Store | null;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onTry: () => void;
  readonly onApply: () => void;
  readonly onSwitchOn: () => void;
  readonly onConnect: () => void;
  readonly onRun: (run: number) => void;
}

/** What would happen, and the buttons for it: always in sight. */
export function Foot(props: FootProps) {
  const { review } = props;
  const { origin } = review;
  const sums = footParts(review);
  const writes = origin.kind === "store" && review.counts.to_apply > 0;
  const [explained, setExplained] = useState(false);
  const why = useId();
  return (
    <>
      <div className={styles.sums}>
        <p>
          <strong>{sums[0]}</strong>
          {sums.slice(1).map((sum) => (
            <span key={sum}> · {sum}</span>
          ))}
          {writes && (
            <>
              {" · "}
              <button
                type="button"
                className={styles.mixed}
                aria-expanded={explained}
                aria-controls={why}
                onClick={() => setExplained(!explained)}
              >
                {words("review_foot_mixed")}
              </button>
            </>
          )}
        </p>
        <p id={why} hidden={!explained || !writes} className={styles.mixedWhy}>
          {words("review_foot_mixed_why")}
        </p>
      </div>
      <div className={styles.acts}>{origin.kind === "files" ? <FilesActs {...props} /> : <StoreActs {...props} />}</div>
    </>
  );
}

function FilesActs({ onConnect }: FootProps) {
  return (
    <>
      <span className={styles.why}>{words("review_connect_why")}</span>
      <Button onPress={onConnect}>{words("review_connect")}</Button>
    </>
  );
}

function StoreActs({ review, store, busy, ...act }: FootProps) {
  const { counts, run } = review;
  const none = counts.to_apply === 0;
  // A run that was stopped leaves what it did not send: that can be applied by another.
  if (run !== null && none) {
    return (
      <>
        <span className={styles.why}>{words("review_applied_elsewhere", { run })}</span>
        <Button onPress={() => act.onRun(run)}>{words("review_open_run")}</Button>
      </>
    );
  }
  const save = (
    <Button kind="quiet" disabled={busy || none} onPress={act.onSave}>
      {words("review_save")}
    </Button>
  );
  if (store !== null && !store.writes_allowed) {
    return (
      <>
        <span className={styles.why}>{words("review_read_only")}</span>
        {save}
        <Button onPress={act.onSwitchOn}>{words("review_switch_on")}</Button>
      </>
    );
  }
  return (
    <>
      {none && <span className={styles.why}>{words("review_apply_none_why")}</span>}
      {save}
      {triable(review) && (
        <Button disabled={busy} onPress={act.onTry}>
          {words("review_try", { products: TRIAL_PRODUCTS })}
        </Button>
      )}
      <Button kind="will" disabled={busy || none} onPress={act.onApply}>
        {none ? words("review_apply_none") : words("review_apply", { count: counts.to_apply })}
      </Button>
    </>
  );
}
