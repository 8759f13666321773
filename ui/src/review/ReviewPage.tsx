import { useCallback, useEffect, useRef, useState } from "react";

import type { FindingGroup, Job, Review, ReviewQuery, Store } from "../bindings/api";
import { go } from "../frame/place";
import { JobProgress } from "../asking/JobProgress";
import { Refused } from "../asking/Refused";
import { Banner, Button, Confirm, EmptyState, Page, Tabs } from "../parts";
import type { Shell } from "../shell";
import { currentStore, type PlaceProps, type Snapshot } from "../state";
import { words } from "../words/words";
import { About } from "./About";
import { ApplyDialog } from "./ApplyDialog";
import { Band } from "./Band";
import { ChangesTab } from "./ChangesTab";
import { Details } from "./Details";
import { Findings } from "./Findings";
import { Foot, triable } from "./Foot";
import styles from "./ReviewPage.module.css";
import type { Chosen } from "./Rows";
import { Trial, endStates } from "./Trial";
import { onlyHeld, unfiltered, wholeReview } from "./query";
import { useReview, type ReviewState } from "./useReview";
import { useReviewActs, type ReviewActs } from "./useReviewActs";
import { useReviewCommands } from "./useReviewCommands";
import { useTall } from "./useTall";

export interface ReviewPageProps extends PlaceProps {
  readonly id: number;
}

/** A plan under review: read it, choose from it, try it, apply it. */
export function ReviewPage({ shell, snapshot, id }: ReviewPageProps) {
  const state = useReview(shell, id);
  const { reading } = state;
  if (reading.at === "reading") {
    return (
      <Page title={words("review_place")}>
        <p className={styles.quiet} aria-busy="true">
          {words("review_reading")}
        </p>
      </Page>
    );
  }
  if (reading.at === "refused") {
    return (
      <Page
        title={words("review_place")}
        bands={
          <Refused
            refusal={reading.refusal}
            title={words("review_failed_open")}
            actions={
              <>
                <Button onPress={() => go({ at: "changes" })}>{words("review_place")}</Button>
                <Button onPress={state.again}>{words("review_again")}</Button>
              </>
            }
          />
        }
      />
    );
  }
  // Keyed by its number: another review starts with a filter and a choice of its own.
  return <Open key={id} shell={shell} snapshot={snapshot} review={reading.review} state={state} />;
}

type Tab = "changes" | "findings" | "details";

/** Looking at a review moves the window to its store, once: the mark on top must not be another store's. */
function useStandingOn(shell: Shell, snapshot: Snapshot, store: Store | null, review: number): void {
  const moved = useRef<number | null>(null);
  useEffect(() => {
    if (store === null || moved.current === review) return;
    moved.current = review;
    if (currentStore(snapshot)?.name === store.name) return;
    // Where it cannot be kept, the page itself still says whose changes these are.
    shell.settingsSet({ ...snapshot.settings, store: store.name }).catch(() => undefined);
  });
}

interface OpenProps extends PlaceProps {
  readonly review: Review;
  readonly state: ReviewState;
}

function Open({ shell, snapshot, review, state }: OpenProps) {
  const { id, counts, origin } = review;
  const store = storeOf(snapshot, review);
  const [tab, setTab] = useState<Tab>("changes");
  const [query, setQuery] = useState<ReviewQuery>(wholeReview);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [inspecting, setInspecting] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const tall = useTall();
  const acts = useReviewActs({ shell, snapshot }, review, store, state);
  const other = underWay(snapshot, review);
  useStandingOn(shell, snapshot, store, id);
  const busy = acts.busy || acts.trial !== null;
  const occupied = busy || other !== null;

  const show = (what: ReviewQuery) => {
    setTab("changes");
    setQuery(what);
  };
  const inspect = () => {
    setInspecting(true);
    if (chosen !== null) return;
    // Nobody moved yet, so the cursor stands on the first row. Where it cannot be read, the grid says so.
    shell.reviewPage(id, query, 0, 1).then(
      ({ rows: [row] }) => row !== undefined && setChosen((kept) => kept ?? { index: 0, row }),
      () => undefined,
    );
  };
  const closeInspector = () => {
    setInspecting(false);
    // The keyboard goes back to the row it came from.
    rows.current?.querySelector<HTMLElement>("[role=grid] [tabindex='0']")?.focus();
  };

  const canApply = store !== null && store.writes_allowed && !occupied && counts.to_apply > 0;
  useReviewCommands({
    canApply,
    canTry: canApply && triable(review),
    canSave: origin.kind === "store" && counts.to_apply > 0,
    chosen: chosen?.row ?? null,
    onApply: () => acts.ask("all"),
    onTry: () => acts.ask("trial"),
    onSave: acts.save,
    onSearch: () => {
      setTab("changes");
      // The field may be drawn only after the tab has turned.
      requestAnimationFrame(() => search.current?.focus());
    },
    inspecting,
    onInspect: () => (inspecting ? closeInspector() : inspect()),
    onCloseInspector: closeInspector,
    onToggle: acts.toggle,
    onProduct: acts.toggleProduct,
    onCopy: acts.copy,
  });

  const readFindings = useCallback(
    ({ code, side }: FindingGroup, offset: number, limit: number) =>
      shell.reviewFindings(id, code, side, offset, limit),
    [shell, id],
  );

  return (
    <Page
      filled={tall}
      title={<bdi>{origin.kind === "store" ? origin.source : origin.sheet_name}</bdi>}
      about={<About review={review} store={store} />}
      bands={
        <>
          {acts.refused !== null && acts.asked === null && (
            <Refused refusal={acts.refused.refusal} title={words(acts.refused.title)} onClose={acts.putAway} />
          )}
          {acts.saved !== null && (
            <Banner
              tone="done"
              live
              title={<bdi>{words("review_saved", { path: acts.saved })}</bdi>}
              onClose={acts.putSavedAway}
            />
          )}
          {acts.trial !== null && <JobProgress shell={shell} job={acts.trial.job} title={words("review_trying")} />}
          {acts.trial === null && other !== null && (
            <Banner
              tone="info"
              title={words("review_store_busy", { store: nameOf(review, store) })}
              actions={
                <Button small onPress={() => go({ at: "activity" })}>
                  {words("review_see_activity")}
                </Button>
              }
            />
          )}
          <Trial
            shell={shell}
            review={review}
            onAdmin={acts.admin}
            onShow={() => show({ ...unfiltered(query.group), states: [...endStates] })}
          />
          <Band
            groups={review.held.filter(({ changes, released }) => changes > 0 || (released > 0 && counts.to_apply > 0))}
            currency={review.currency}
            busy={busy}
            onRelease={(kind) => acts.mark({ kind: "held_kind", held_kind: kind }, "release")}
            onHold={(kind) => acts.mark({ kind: "held_kind", held_kind: kind }, "hold")}
            onShow={(kind) => show(onlyHeld(kind, query.group))}
          />
        </>
      }
      foot={
        counts.changes === 0 ? undefined : (
          <Foot
            review={review}
            store={store}
            busy={occupied}
            onSave={acts.save}
            onTry={() => acts.ask("trial")}
            onApply={() => acts.ask("all")}
            onSwitchOn={() => acts.ask("writing")}
            onConnect={() => go({ at: "connect" })}
            onRun={(run) => go({ at: "history", run })}
          />
        )
      }
    >
      <Tabs<Tab>
        label={words("review_tabs")}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: "changes",
            label: words("review_tab_changes"),
            count: counts.changes,
            content:
              counts.changes === 0 ? (
                <Even review={review} onFindings={() => setTab("findings")} />
              ) : (
                <ChangesTab
                  {...{ shell, review, query, chosen, inspecting, search, rows, tall }}
                  busy={busy}
                  acts={acts}
                  onQuery={setQuery}
                  onChoose={setChosen}
                  onInspect={() => setInspecting(true)}
                  onCloseInspector={closeInspector}
                  onAgain={state.again}
                />
              ),
          },
          {
            id: "findings",
            label: words("review_tab_findings"),
            count: review.findings,
            content: (
              <Scroll label={words("review_tab_findings")}>
                <Findings
                  level={2}
                  groups={review.finding_groups}
                  read={readFindings}
                  sides={origin.kind === "files" ? { sheet: origin.sheet_name, shelf: origin.shelf_name } : undefined}
                />
              </Scroll>
            ),
          },
          {
            id: "details",
            label: words("review_tab_details"),
            content: (
              <Scroll label={words("review_tab_details")}>
                <Details review={review} />
              </Scroll>
            ),
          },
        ]}
      />
      {store !== null && <Questions shell={shell} review={review} store={store} acts={acts} />}
    </Page>
  );
}

/** What is asked before it is done. */
function Questions(props: Pick<PlaceProps, "shell"> & { readonly review: Review; readonly store: Store; readonly acts: ReviewActs }) {
  const { shell, review, store, acts } = props;
  const { asked, refused } = acts;
  const error = asked === null ? null : (refused?.refusal.detail ?? null);
  return (
    <>
      <ApplyDialog
        shell={shell}
        review={review}
        store={store}
        asked={asked === "writing" ? null : asked}
        busy={acts.busy}
        error={error}
        onAct={acts.apply}
        onCancel={() => acts.ask(null)}
      />
      <Confirm
        open={asked === "writing"}
        title={words("review_switch_title", { store: nameOf(review, store) })}
        act={words("review_switch_on")}
        busy={acts.busy ? words("review_ask_starting") : null}
        error={error}
        onAct={acts.switchOn}
        onCancel={() => acts.ask(null)}
      >
        <p>{words("review_switch_body")}</p>
      </Confirm>
    </>
  );
}

/** Scrolls by itself, and so by keyboard as well. */
function Scroll({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="group" aria-label={label} tabIndex={0} className={styles.scroll}>
      {children}
    </div>
  );
}

function storeOf({ overview }: PlaceProps["snapshot"], { origin }: Review): Store | null {
  if (origin.kind !== "store" || overview.ledger.state !== "open") return null;
  return overview.ledger.stores.find(({ name }) => name === origin.store) ?? null;
}

/** What the shop calls itself, or what the owner calls it. */
function nameOf({ origin }: Review, store: Store | null): string {
  return store?.shop_name ?? store?.name ?? (origin.kind === "store" ? origin.store : "");
}

/** What is under way in the same store, for this review or not: the shell begins nothing beside it. */
function underWay({ jobs }: PlaceProps["snapshot"], { origin }: Review): Job | null {
  if (origin.kind !== "store") return null;
  return jobs.find((job) => job.store === origin.store && job.outcome === null) ?? null;
}

function Even({ review, onFindings }: { readonly review: Review; readonly onFindings: () => void }) {
  return (
    <EmptyState
      sentence={
        <>
          {words("review_even", { products: review.counts.products })}
          {review.findings > 0 && ` ${words("review_even_findings", { count: review.findings })}`}
        </>
      }
      act={review.findings > 0 ? { label: words("review_tab_findings"), onPress: onFindings } : undefined}
    />
  );
}
