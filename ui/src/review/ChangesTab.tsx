import type { RefObject } from "react";

import type { Review, ReviewQuery } from "../bindings/api";
import type { Shell } from "../shell";
import { words } from "../words/words";
import styles from "./ChangesTab.module.css";
import { FilterRow } from "./FilterRow";
import { Inspector } from "./Inspector";
import { Rows, RowsFailed, type Chosen } from "./Rows";
import { useShown } from "./useReview";
import type { ReviewActs } from "./useReviewActs";

export interface ChangesTabProps {
  readonly shell: Shell;
  readonly review: Review;
  readonly acts: ReviewActs;
  readonly busy: boolean;
  readonly query: ReviewQuery;
  readonly chosen: Chosen | null;
  readonly inspecting: boolean;
  /** Whether the window is high enough for a grid that fills what is left of it. */
  readonly tall: boolean;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly rows: RefObject<HTMLDivElement | null>;
  readonly onQuery: (query: ReviewQuery) => void;
  readonly onChoose: (chosen: Chosen | null) => void;
  readonly onInspect: () => void;
  readonly onCloseInspector: () => void;
  readonly onAgain: () => void;
}

/** The filter, the rows that it leaves, and one of them in full. */
export function ChangesTab(props: ChangesTabProps) {
  const { shell, review, acts, busy, query, chosen, tall, search, rows } = props;
  const { id, counts, origin } = review;
  const shown = useShown(shell, id, review.version, query);
  if (shown === "failed") return <RowsFailed onAgain={props.onAgain} />;
  if (shown === null) {
    return (
      <p className={styles.quiet} aria-busy="true">
        {words("review_reading")}
      </p>
    );
  }
  return (
    <div ref={rows} className={tall ? styles.changes : styles.low}>
      <FilterRow
        query={query}
        facets={shown.facets}
        total={counts.changes}
        busy={busy}
        choosable={origin.kind === "store"}
        search={search}
        onQuery={props.onQuery}
        onAll={(include) => acts.mark({ kind: "fitting", query: shown.query }, include ? "include" : "exclude")}
      />
      <Rows
        shell={shell}
        review={review}
        shown={shown}
        chosen={chosen}
        onChoose={props.onChoose}
        onToggle={acts.toggle}
        onOpen={props.onInspect}
        onQuery={props.onQuery}
        inspector={
          props.inspecting && (
            <Inspector
              shell={shell}
              review={id}
              origin={origin}
              currency={review.currency}
              row={chosen?.row ?? null}
              busy={busy}
              onMark={acts.mark}
              onCopy={acts.copy}
              onAdmin={acts.admin}
              onClose={props.onCloseInspector}
            />
          )
        }
      />
    </div>
  );
}
