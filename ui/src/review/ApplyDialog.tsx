import { useEffect, useState } from "react";

import type { Review, ReviewQuery, Store } from "../bindings/api";
import { Confirm } from "../parts";
import type { Shell } from "../shell";
import { about, moment } from "../words/time";
import { words } from "../words/words";
import styles from "./ApplyDialog.module.css";
import { TRIAL_PRODUCTS } from "./Foot";
import { wholeReview } from "./query";
import { changingSentence } from "./sentences";

export type Asked = "all" | "trial";

/** What cannot come back, counted among what would be applied. */
export interface Gone {
  readonly products: number;
  readonly variants: number;
  readonly collections: number;
}

const going = (field: string): ReviewQuery => ({
  ...wholeReview,
  fields: [field],
  signs: ["removed"],
  states: ["included", "released"],
});

const nothing: Gone = { products: 0, variants: 0, collections: 0 };

type Count =
  | { readonly at: "counting" }
  | { readonly at: "counted"; readonly gone: Gone }
  /** The question is not asked before it is known what cannot come back. */
  | { readonly at: "failed"; readonly again: () => void };

/** A trial takes no product of which anything is deleted: there is nothing to count. */
function useGone(shell: Shell, review: Review, asked: Asked | null): Count {
  const [tries, setTries] = useState(0);
  const [held, setHeld] = useState<{ key: string; gone: Gone | null } | null>(null);
  const { id, version } = review;
  const key = `${id} ${version} ${tries}`;
  useEffect(() => {
    if (asked !== "all") return;
    let left = false;
    const fields = ["product", "variant", "collection"];
    Promise.all(fields.map((field) => shell.reviewFacets(id, going(field)))).then(
      (found) => {
        const [products = 0, variants = 0, collections = 0] = found.map(({ total }) => total);
        if (!left) setHeld({ key, gone: { products, variants, collections } });
      },
      () => !left && setHeld({ key, gone: null }),
    );
    return () => {
      left = true;
    };
  }, [shell, id, key, asked]);
  if (asked === "trial") return { at: "counted", gone: nothing };
  if (held === null || held.key !== key) return { at: "counting" };
  if (held.gone === null) return { at: "failed", again: () => setTries(tries + 1) };
  return { at: "counted", gone: held.gone };
}

export interface ApplyDialogProps {
  readonly shell: Shell;
  readonly review: Review;
  readonly store: Store;
  readonly asked: Asked | null;
  readonly busy: boolean;
  readonly error: string | null;
  readonly onAct: (asked: Asked) => void;
  readonly onCancel: () => void;
}

/** Asks once, as soon as what cannot come back is counted: what will happen, what is lost, what is kept. */
export function ApplyDialog({ shell, review, store, asked, busy, error, onAct, onCancel }: ApplyDialogProps) {
  const count = useGone(shell, review, asked);
  const { counts, forecast } = review;
  const name = store.shop_name ?? store.name;
  const trial = asked === "trial";
  const gone = count.at === "counted" ? count.gone : nothing;
  const lost = gone.products + gone.variants + gone.collections > 0;
  const act = trial
    ? words("review_try", { products: TRIAL_PRODUCTS })
    : words("review_apply", { count: counts.to_apply });
  return (
    <Confirm
      open={asked !== null && count.at !== "counting"}
      title={
        trial
          ? words("review_ask_try_title", { products: TRIAL_PRODUCTS, store: name })
          : words("review_ask_title", { count: counts.to_apply, store: name })
      }
      act={count.at === "failed" ? words("review_ask_again") : act}
      danger={lost}
      busy={busy ? words("review_ask_starting") : null}
      error={count.at === "failed" ? words("review_ask_uncounted") : error}
      onAct={() => {
        if (count.at === "failed") count.again();
        else if (count.at === "counted" && asked !== null) onAct(asked);
      }}
      onCancel={onCancel}
    >
      <ul className={styles.points}>
        {trial ? (
          <li>{words("review_ask_try")}</li>
        ) : (
          <li>
            {changingSentence(counts, name)}{" "}
            {words("review_ask_time", { range: about(forecast.seconds_low, forecast.seconds_high) })}
          </li>
        )}
        <li>
          {store.backup_at_ms === null
            ? words("review_ask_backup_first")
            : words("review_ask_backup_there", { moment: moment(store.backup_at_ms) })}{" "}
          {words("review_ask_undo")}
        </li>
        {counts.held > 0 && <li>{words("review_ask_held", { count: counts.held })}</li>}
        {counts.excluded > 0 && <li>{words("review_ask_excluded", { count: counts.excluded })}</li>}
        <li>{words(store.demo ? "review_ask_demo" : "review_ask_live")}</li>
      </ul>
      {lost && (
        <div className={styles.gone}>
          <p className={styles.goneTitle}>! {words("review_ask_gone_title")}</p>
          {gone.products > 0 && <p>{words("review_ask_gone_products", { count: gone.products })}</p>}
          {gone.variants > 0 && <p>{words("review_ask_gone_variants", { count: gone.variants })}</p>}
          {gone.collections > 0 && <p>{words("review_ask_gone_collections", { count: gone.collections })}</p>}
        </div>
      )}
    </Confirm>
  );
}
