import { useCallback, useRef, useState } from "react";

import type { Mark, Refusal, Review, ReviewQuery, ReviewRow, Selection, Store } from "../bindings/api";
import { go } from "../frame/place";
import { JobProgress } from "../home/JobProgress";
import { Refused } from "../home/Refused";
import { caught } from "../home/caught";
import { useFollowed } from "../home/follow";
import { useCommand } from "../keys/useCommand";
import { Banner, Button, Confirm, EmptyState, Page, StoreMark, Tabs, say } from "../parts";
import type { PlaceProps } from "../state";
import { moment } from "../words/time";
import { words, type WordKey } from "../words/words";
import { ApplyDialog, type Asked } from "./ApplyDialog";
import { Band } from "./Band";
import { Details } from "./Details";
import { FilterRow } from "./FilterRow";
import { Findings } from "./Findings";
import { Foot, TRIAL_PRODUCTS } from "./Foot";
import { Inspector } from "./Inspector";
import styles from "./ReviewPage.module.css";
import { Rows, RowsFailed, type Chosen } from "./Rows";
import { Trial, endStates } from "./Trial";
import { copiedText } from "./cells";
import { onlyHeld, included, toggleMark, unfiltered, wholeReview } from "./query";
import { useReview, useShown } from "./useReview";
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

interface OpenProps extends PlaceProps {
  readonly review: Review;
  readonly state: ReturnType<typeof useReview>;
}

function Open({ shell, snapshot, review, state }: OpenProps) {
  const { id, counts, origin } = review;
  const store = storeOf(snapshot, review);
  const [tab, setTab] = useState<Tab>("changes");
  const [query, setQuery] = useState<ReviewQuery>(wholeReview);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [inspecting, setInspecting] = useState(false);
  const [asked, setAsked] = useState<Asked | "writing" | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ title: WordKey; refusal: Refusal } | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [trial, setTrial] = useState<number | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const tall = useTall();
  const rows = useRef<HTMLDivElement>(null);
  const shown = useShown(shell, id, review.version, query);
  const job = useFollowed(trial, snapshot.jobs, (outcome) => {
    setTrial(null);
    if (outcome.kind === "refused") setRefused({ title: "review_failed_apply", refusal: outcome.refusal });
    // The rows now say what became of them.
    state.refresh();
  });

  /** Does one thing after the other, and says which of them was refused. */
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
      if (after !== null) say(words("review_now_applies", { to_apply: after.counts.to_apply }));
    });

  const toggle = (row: ReviewRow) => {
    const how = origin.kind === "store" ? toggleMark([row]) : null;
    if (how !== null) mark({ kind: "rows", rows: [row.row] }, how);
  };

  const copy = (row: ReviewRow) =>
    void navigator.clipboard.writeText(copiedText(row, review.currency)).then(
      () => say(words("review_copied_row")),
      () => say(words("review_copy_failed")),
    );

  const apply = (what: Asked) =>
    void act("review_failed_apply", async () => {
      const { workers, verify } = snapshot.settings;
      const scope = what === "all" ? ({ kind: "all" } as const) : ({ kind: "trial", products: TRIAL_PRODUCTS } as const);
      const started = await shell.apply({ review: id, scope, workers, verify });
      setAsked(null);
      if (what === "trial") setTrial(started);
      else go({ at: "activity" });
    });

  const admin = (url: string) => void act("review_failed_admin", () => shell.openAdmin(url));

  const save = () =>
    void act("review_failed_save", async () => {
      setSaved(await shell.reviewSave(id));
    });

  const switchOn = () =>
    void act("review_failed_switch", async () => {
      if (store === null) return;
      await shell.storeSet(store.name, { writes_allowed: true, location: null });
      setAsked(null);
    });

  const closeInspector = () => {
    setInspecting(false);
    // The keyboard goes back to the row it came from.
    rows.current?.querySelector<HTMLElement>("[role=grid] [tabindex='0']")?.focus();
  };

  const writable = store !== null && store.writes_allowed && trial === null;
  const canApply = writable && counts.to_apply > 0;
  const canTry = canApply && review.trial_run === null && counts.products_to_apply > TRIAL_PRODUCTS;
  useReviewCommands({
    canApply,
    canTry,
    canSave: origin.kind === "store" && counts.to_apply > 0,
    chosen: chosen?.row ?? null,
    onApply: () => setAsked("all"),
    onTry: () => setAsked("trial"),
    onSave: save,
    onSearch: () => {
      setTab("changes");
      // The field may be drawn only after the tab has turned.
      requestAnimationFrame(() => search.current?.focus());
    },
    inspecting,
    onInspect: () => (inspecting ? closeInspector() : setInspecting(true)),
    onCloseInspector: closeInspector,
    onToggle: toggle,
    onProduct: (row) => {
      const how = origin.kind === "store" ? toggleMark([row]) : null;
      if (how !== null) mark({ kind: "product", product: row.product }, how);
    },
    onCopy: copy,
  });

  const readFindings = useCallback(
    (code: string, offset: number, limit: number) => shell.reviewFindings(id, code, offset, limit),
    [shell, id],
  );

  const even = counts.changes === 0;
  const failure = refused?.refusal ?? state.refusal;
  return (
    <Page
      filled={tall}
      title={<bdi>{origin.kind === "store" ? origin.source : origin.sheet_name}</bdi>}
      about={<About review={review} store={store} />}
      bands={
        <>
          {failure !== null && (
            <Refused
              refusal={failure}
              title={words(refused?.title ?? "review_failed_mark")}
              onClose={() => {
                setRefused(null);
                state.putAway();
              }}
            />
          )}
          {saved !== null && (
            <Banner tone="done" live title={<bdi>{words("review_saved", { path: saved })}</bdi>} onClose={() => setSaved(null)} />
          )}
          {trial !== null && <JobProgress shell={shell} job={job} title={words("review_trying")} />}
          <Trial
            shell={shell}
            review={review}
            onAdmin={admin}
            onShow={() => {
              setTab("changes");
              setQuery({ ...unfiltered(query.group), states: [...endStates] });
            }}
          />
          <Band
            groups={review.held.filter(({ changes, released }) => changes > 0 || (released > 0 && counts.to_apply > 0))}
            busy={busy}
            onRelease={(kind) => mark({ kind: "held_kind", held_kind: kind }, "release")}
            onHold={(kind) => mark({ kind: "held_kind", held_kind: kind }, "hold")}
            onShow={(kind) => {
              setTab("changes");
              setQuery(onlyHeld(kind, query.group));
            }}
          />
        </>
      }
      foot={
        even ? undefined : (
          <Foot
            review={review}
            store={store}
            busy={busy || trial !== null}
            onSave={save}
            onTry={() => setAsked("trial")}
            onApply={() => setAsked("all")}
            onSwitchOn={() => setAsked("writing")}
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
            content: even ? (
              <Even review={review} onFindings={() => setTab("findings")} />
            ) : shown === "failed" ? (
              <RowsFailed onAgain={state.again} />
            ) : shown === null ? (
              <p className={styles.quiet} aria-busy="true">
                {words("review_reading")}
              </p>
            ) : (
              <div ref={rows} className={tall ? styles.changes : styles.low}>
                <FilterRow
                  query={query}
                  facets={shown.facets}
                  total={counts.changes}
                  busy={busy}
                  choosable={origin.kind === "store"}
                  search={search}
                  onQuery={setQuery}
                  onAll={(include) => mark({ kind: "fitting", query: shown.query }, include ? "include" : "exclude")}
                />
                <Rows
                  shell={shell}
                  review={review}
                  shown={shown}
                  chosen={chosen}
                  onChoose={setChosen}
                  onToggle={toggle}
                  onOpen={() => setInspecting(true)}
                  onQuery={setQuery}
                  inspector={
                    inspecting && (
                      <Inspector
                        shell={shell}
                        review={id}
                        origin={origin}
                        currency={review.currency}
                        row={chosen?.row ?? null}
                        busy={busy}
                        onMark={mark}
                        onCopy={copy}
                        onAdmin={admin}
                        onClose={closeInspector}
                      />
                    )
                  }
                />
              </div>
            ),
          },
          {
            id: "findings",
            label: words("review_tab_findings"),
            count: review.findings,
            content: (
              <Scroll label={words("review_tab_findings")}>
                <Findings level={2} groups={review.finding_groups} read={readFindings} />
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
      {store !== null && (
        <>
          <ApplyDialog
            shell={shell}
            review={review}
            store={store}
            asked={asked === "writing" ? null : asked}
            busy={busy}
            error={refused?.title === "review_failed_apply" ? refused.refusal.detail : null}
            onAct={apply}
            onCancel={() => setAsked(null)}
          />
          <Confirm
            open={asked === "writing"}
            title={words("review_switch_title", { store: store.shop_name ?? store.name })}
            act={words("review_switch_on")}
            busy={busy ? words("review_ask_starting") : null}
            error={refused?.title === "review_failed_switch" ? refused.refusal.detail : null}
            onAct={switchOn}
            onCancel={() => setAsked(null)}
          >
            <p>{words("review_switch_body")}</p>
          </Confirm>
        </>
      )}
    </Page>
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

/** What is compared with what, as of when, and by which rules. */
function About({ review, store }: { readonly review: Review; readonly store: Store | null }) {
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

interface Commands {
  readonly canApply: boolean;
  readonly canTry: boolean;
  readonly canSave: boolean;
  readonly chosen: ReviewRow | null;
  readonly onApply: () => void;
  readonly onTry: () => void;
  readonly onSave: () => void;
  readonly onSearch: () => void;
  readonly inspecting: boolean;
  readonly onInspect: () => void;
  readonly onCloseInspector: () => void;
  readonly onToggle: (row: ReviewRow) => void;
  readonly onProduct: (row: ReviewRow) => void;
  readonly onCopy: (row: ReviewRow) => void;
}

function useReviewCommands(can: Commands): void {
  const { chosen } = can;
  const here = { scope: "changes" } as const;
  const choosable = chosen !== null && included(chosen.state) !== null;
  useCommand({ ...here, id: "review_apply", word: "review_command_apply", keys: "Mod+Enter", when: can.canApply, run: can.onApply });
  useCommand({ ...here, id: "review_try", word: "review_command_try", keys: "Mod+Shift+Enter", when: can.canTry, run: can.onTry });
  useCommand({ ...here, id: "review_save", word: "review_command_save", keys: "Mod+S", when: can.canSave, run: can.onSave });
  useCommand({ ...here, id: "review_search", word: "review_command_search", keys: "/", run: can.onSearch });
  useCommand({ ...here, id: "review_inspect", word: "review_command_inspect", keys: "Mod+I", run: can.onInspect });
  useCommand({
    ...here,
    id: "review_close_inspector",
    word: "review_inspect_close",
    keys: "Escape",
    when: can.inspecting,
    hidden: true,
    run: can.onCloseInspector,
  });
  useCommand({
    ...here,
    id: "review_toggle",
    word: "review_command_toggle",
    keys: "X",
    when: choosable,
    run: () => chosen !== null && can.onToggle(chosen),
  });
  useCommand({
    ...here,
    id: "review_product",
    word: "review_command_toggle_product",
    keys: "P",
    when: choosable,
    run: () => chosen !== null && can.onProduct(chosen),
  });
  useCommand({
    ...here,
    id: "review_copy",
    word: "review_command_copy",
    keys: "C",
    when: chosen !== null,
    run: () => chosen !== null && can.onCopy(chosen),
  });
}
