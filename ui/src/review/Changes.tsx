import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";

import type { OpenReview } from "../bindings/api";
import { go, hashOf, usePlace } from "../frame/place";
import { JobProgress } from "../asking/JobProgress";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { usePlanning } from "../asking/usePlanning";
import { Button, Confirm, EmptyState, Page, Sheet, StoreMark } from "../parts";
import type { PlaceProps } from "../state";
import { count } from "../words/figures";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./Changes.module.css";
import { ReviewPage } from "./ReviewPage";

/** The place Changes: what waits to be looked at, or one of them. */
export function Changes({ shell, snapshot }: PlaceProps) {
  const place = usePlace();
  const id = place.at === "changes" ? place.review : undefined;
  if (id !== undefined) return <ReviewPage shell={shell} snapshot={snapshot} id={id} />;
  return <Waiting shell={shell} snapshot={snapshot} />;
}

function Waiting({ shell, snapshot }: PlaceProps) {
  const { ledger } = snapshot.overview;
  const reviews = ledger.state === "open" ? ledger.reviews : [];
  const sample = usePlanning(shell, snapshot.jobs);
  const discarding = useAct();
  const [asked, setAsked] = useState<OpenReview | null>(null);
  return (
    <Page
      title={words("review_place")}
      about={words("review_about_none")}
      actions={
        reviews.length === 0 ? undefined : (
          <Button icon={FileSpreadsheet} onPress={() => go({ at: "file" })}>
            {words("review_choose")}
          </Button>
        )
      }
      bands={
        <>
          {sample.refusal !== null && (
            <Refused refusal={sample.refusal} title={words("review_failed_sample")} onClose={sample.putAway} />
          )}
          {discarding.refusal !== null && (
            <Refused
              refusal={discarding.refusal}
              title={words("review_failed_discard")}
              onClose={discarding.putAway}
            />
          )}
        </>
      }
    >
      {sample.busy && <JobProgress shell={shell} job={sample.job} title={words("review_sample_busy")} />}
      {reviews.length === 0 && !sample.busy && (
        <EmptyState
          sentence={words("review_empty")}
          act={{ label: words("review_choose"), icon: FileSpreadsheet, onPress: () => go({ at: "file" }) }}
          second={{ label: words("review_sample"), onPress: () => sample.start(() => shell.demoSample()) }}
        />
      )}
      {reviews.length > 0 && <Reviews reviews={reviews} snapshot={snapshot} onDiscard={setAsked} />}
      <Confirm
        open={asked !== null}
        title={words("review_discard_title", { sheet: asked === null ? "" : sheetOf(asked) })}
        act={words("review_discard")}
        onAct={() => {
          const of = asked;
          setAsked(null);
          if (of !== null) discarding.start(() => shell.reviewDiscard(of.id));
        }}
        onCancel={() => setAsked(null)}
      >
        <p>{words("review_discard_body")}</p>
      </Confirm>
    </Page>
  );
}

const sheetOf = ({ origin }: OpenReview): string => (origin.kind === "store" ? origin.source : origin.sheet_name);

interface ReviewsProps {
  readonly reviews: readonly OpenReview[];
  readonly snapshot: PlaceProps["snapshot"];
  readonly onDiscard: (review: OpenReview) => void;
}

function Reviews({ reviews, snapshot, onDiscard }: ReviewsProps) {
  const { ledger } = snapshot.overview;
  const stores = ledger.state === "open" ? ledger.stores : [];
  return (
    <Sheet
      label={words("review_open_label")}
      rows={reviews}
      rowKey={(review) => review.id}
      columns={[
        {
          key: "sheet",
          label: words("review_open_sheet"),
          wide: true,
          render: (review) => (
            <a href={hashOf({ at: "changes", review: review.id })} className={styles.sheet}>
              <bdi>{sheetOf(review)}</bdi>
            </a>
          ),
        },
        {
          key: "for",
          label: words("review_open_for"),
          render: ({ origin }) =>
            origin.kind === "files" ? (
              <bdi>{words("review_open_files", { shelf: origin.shelf_name })}</bdi>
            ) : (
              <span className={styles.store}>
                <bdi>{stores.find(({ name }) => name === origin.store)?.shop_name ?? origin.store}</bdi>
                <StoreMark demo={origin.demo} />
              </span>
            ),
        },
        { key: "made", label: words("review_open_made"), render: (review) => moment(review.created_at_ms) },
        {
          key: "changes",
          label: words("review_open_changes"),
          align: "end",
          render: ({ counts }) => count(counts.changes),
        },
        {
          key: "held",
          label: words("review_open_held"),
          align: "end",
          render: ({ counts }) =>
            counts.held === 0 ? (
              count(0)
            ) : (
              <span className={styles.held}>
                <span aria-hidden="true">‖ </span>
                {count(counts.held)}
              </span>
            ),
        },
        {
          key: "discard",
          label: words("review_open_discard"),
          render: (review) => (
            <Button
              kind="quiet"
              small
              label={`${words("review_discard")}: ${sheetOf(review)}`}
              onPress={() => onDiscard(review)}
            >
              {words("review_discard")}
            </Button>
          ),
        },
      ]}
    />
  );
}
