import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import type { Review, ReviewQuery, ReviewRow } from "../bindings/api";
import { Banner, Button, EmptyState } from "../parts";
import { Grid, type GridTone } from "../parts/Grid";
import { mark } from "../parts/grid/drawn";
import type { Shell } from "../shell";
import { words } from "../words/words";
import styles from "./Rows.module.css";
import { columnsFor } from "./columns";
import { fieldName, signName } from "./fields";
import { unfiltered } from "./query";
import { createSettling } from "./settling";
import type { Shown } from "./useReview";
import { useWide } from "./useWide";

export interface Chosen {
  readonly index: number;
  readonly row: ReviewRow;
}

export interface RowsProps {
  readonly shell: Shell;
  readonly review: Review;
  readonly shown: Shown;
  readonly chosen: Chosen | null;
  readonly onChoose: (chosen: Chosen | null) => void;
  readonly onToggle: (row: ReviewRow) => void;
  readonly onOpen: () => void;
  readonly onQuery: (query: ReviewQuery) => void;
  readonly inspector: React.ReactNode;
}

/** Two lines of small type. */
const ROW_HEIGHT = 44;

/** The least width at which every fact has a column of its own: the sum of their least widths. */
const WIDE_PX = 900;

/** Longer than the motion itself; what settled then rests, and does not move again when it is scrolled to. */
const REST_MS = 400;

export function Rows(props: RowsProps) {
  const { shell, review, shown, chosen, onChoose } = props;
  const { id, currency, origin } = review;
  const frame = useRef<HTMLDivElement>(null);
  const wide = useWide(frame, WIDE_PX);
  const [settling] = useState(createSettling);
  const [lost, setLost] = useState(false);
  const columns = useMemo(() => columnsFor({ wide, origin, currency, settling }), [wide, origin, currency, settling]);
  const { query, key } = shown;

  useEffect(() => {
    const timer = setTimeout(settling.rest, REST_MS);
    return () => clearTimeout(timer);
  }, [settling, review.version]);

  const fetch = useCallback(
    async (offset: number, limit: number) => {
      const page = await shell.reviewPage(id, query, offset, limit);
      return page.rows;
    },
    [shell, id, query],
  );

  // The row beside the grid is an older one after a mark: the newest of the same number takes its place.
  const select = useRef(onChoose);
  useLayoutEffect(() => {
    select.current = onChoose;
  });
  const index = chosen?.index ?? null;
  const number = chosen?.row.row ?? null;
  useEffect(() => {
    if (index === null) return;
    let gone = false;
    fetch(index, 1).then(
      ([row]) => {
        if (gone) return;
        setLost(false);
        // Under another filter another row stands there: the choice is then gone with the old filter.
        select.current(row !== undefined && row.row === number ? { index, row } : null);
      },
      () => !gone && setLost(true),
    );
    return () => {
      gone = true;
    };
    // The row itself is no cause: only what the shell may answer differently now is.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [fetch, key]);

  const total = shown.facets.total;
  return (
    <div className={styles.frame}>
      {lost && (
        <Banner tone="stop" live title={words("review_failed_page")}>
          {words("review_failed_page_hint")}
        </Banner>
      )}
      <div className={styles.rows}>
        <div ref={frame} className={styles.grid}>
        <Grid
          label={words("review_grid")}
          rowCount={total}
          rowHeight={ROW_HEIGHT}
          columns={columns}
          fetch={fetch}
          version={key}
          selected={index}
          onSelect={(at, row) => row !== null && onChoose({ index: at, row })}
          onToggle={(row) => props.onToggle(row)}
          onOpen={(row, at) => {
            onChoose({ index: at, row });
            props.onOpen();
          }}
          toneOf={toneOf}
          groupOf={groupOf(query.group)}
          empty={
            <EmptyState
              sentence={words("review_none_fit")}
              act={{ label: words("review_clear"), onPress: () => props.onQuery(unfiltered(query.group)) }}
            />
          }
        />
        </div>
        {props.inspector}
      </div>
    </div>
  );
}

function toneOf({ state }: ReviewRow): GridTone | null {
  switch (state) {
    case "held":
      return "held";
    case "excluded":
      return "faded";
    case "rejected":
    case "failed":
      return "stop";
    case "applied":
    case "unchanged":
      return "done";
    case "included":
    case "released":
    case "skipped":
      return null;
  }
}

/** What neighbouring rows have in common; it stays in sight above them. */
function groupOf(group: ReviewQuery["group"]) {
  return grouping[group];
}

const grouping = {
  product: (row: ReviewRow) => ({
    key: row.product,
    label: [
      mark("bdi", undefined, row.title === "" ? row.product : row.title),
      mark("bdi", styles.handle, row.product),
    ],
  }),
  field: (row: ReviewRow) => ({ key: row.field, label: fieldName(row.field) }),
  sign: (row: ReviewRow) => ({ key: row.sign, label: signName(row.sign) }),
} as const;

/** The rows could not be counted, so there is nothing to draw them by. */
export function RowsFailed({ onAgain }: { readonly onAgain: () => void }) {
  return (
    <Banner
      tone="stop"
      live
      title={words("review_failed_page")}
      actions={
        <Button small onPress={onAgain}>
          {words("review_again")}
        </Button>
      }
    />
  );
}
