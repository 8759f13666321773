import type { Review, Store } from "../bindings/api";
import { StoreMark } from "../parts";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./About.module.css";

/** What is compared with what, as of when, and by which rules. */
export function About({ review, store }: { readonly review: Review; readonly store: Store | null }) {
  const { origin, copied_at_ms, match_by, missing } = review;
  const rules = [
    ...(copied_at_ms === null ? [] : [words("review_as_of", { moment: moment(copied_at_ms) })]),
    // What the sheet suggests goes without saying; the details say it.
    ...(match_by === "auto" ? [] : [words(`review_match_${match_by}`)]),
    ...(missing === "leave" ? [] : [words(`review_missing_${missing}`)]),
  ];
  return (
    <>
      {origin.kind === "store" && (
        <span className={styles.mark}>
          <StoreMark demo={origin.demo} />
        </span>
      )}
      <bdi>
        {origin.kind === "store"
          ? words("review_about_store", { store: store?.shop_name ?? origin.store })
          : words("review_about_files", { shelf: origin.shelf_name, sheet: origin.sheet_name })}
      </bdi>
      {rules.map((rule) => ` · ${rule}`)}
    </>
  );
}
