import { useMemo, useRef, useState } from "react";

import type { HistoryEntry } from "../bindings/api";
import { useNow } from "../activity/useNow";
import { go, goInstead, usePlace } from "../frame/place";
import { useCommand } from "../keys/useCommand";
import { Banner, classes, EmptyState, Grid, Page } from "../parts";
import type { PlaceProps } from "../state";
import { useWide } from "../review/useWide";
import { words } from "../words/words";
import { RunDetails } from "./RunDetails";
import { RunFilterRow } from "./RunFilterRow";
import styles from "./RunList.module.css";
import { runColumns } from "./runColumns";
import { useIndexOf } from "./useIndexOf";
import { useTotal } from "./useTotal";
import { allRuns, filtersRuns, queryOf } from "./view";

/** From here on all columns of the list have room. */
const WIDE_PX = 860;

/** Everything that was done: found by search first, looked at run by run. */
export function HistoryPage({ shell, snapshot }: PlaceProps) {
  const { overview } = snapshot;
  const [filter, setFilter] = useState(allRuns);
  const query = useMemo(() => queryOf(filter), [filter]);
  const total = useTotal(query, stampOf(snapshot), async (asked) => (await shell.history(asked, 0, 1)).total);
  const search = useRef<HTMLInputElement>(null);
  useCommand({
    id: "history_search",
    word: "history_focus_search",
    scope: "history",
    keys: "/",
    run: () => search.current?.focus(),
  });

  const place = usePlace();
  const run = place.at === "history" ? (place.run ?? null) : null;
  useCommand({
    id: "history_back",
    word: "history_back",
    scope: "history",
    keys: "Escape",
    when: run !== null,
    run: () => go({ at: "history" }),
  });
  const searching = query.text !== "";
  const nowMs = useNow(false);
  const both = useRef<HTMLDivElement>(null);
  const wide = useWide(both, WIDE_PX);
  const room = run !== null ? "beside" : wide ? "list" : "short";
  const columns = useMemo(() => runColumns({ overview, room, searching, nowMs }), [overview, room, searching, nowMs]);
  const shown = total === "failed" ? null : total;
  const selected = useIndexOf(shell, run, shown);
  const open = (entry: HistoryEntry) => {
    // Beside an open run the cursor leafs through: only the first step is one to come back to.
    (run === null ? go : goInstead)({ at: "history", run: entry.run.id });
  };
  // A press opens a run; the arrows do so once one is open, and Enter always.
  const pressed = useRef(false);
  const blank = shown !== null && shown.total === 0 && !filtersRuns(filter);
  return (
    <Page filled title={words("history_title")} about={words("history_about")}>
      {total === "failed" && <Banner live tone="stop" title={words("history_failed")} />}
      {blank ? (
        <EmptyState
          sentence={words("history_empty")}
          act={{ label: words("history_empty_act"), onPress: () => go({ at: "file" }) }}
        />
      ) : (
        <div className={styles.whole}>
          <RunFilterRow
            beside={run !== null}
            filter={filter}
            overview={overview}
            shown={shown?.total ?? null}
            search={search}
            onFilter={setFilter}
          />
          <div ref={both} className={classes(styles.both, run !== null && styles.opened)}>
            <div
              className={styles.list}
              onPointerDownCapture={() => (pressed.current = true)}
              onKeyDownCapture={() => (pressed.current = false)}
            >
              {shown !== null && (
                <Grid
                  label={words("history_list")}
                  rowCount={shown.total}
                  columns={columns}
                  version={shown.version}
                  fetch={async (offset, limit) => (await shell.history(shown.query, offset, limit)).entries}
                  onOpen={open}
                  selected={selected}
                  onSelect={(_, entry) => {
                    if (entry !== null && (pressed.current || run !== null)) open(entry);
                  }}
                  empty={
                    <EmptyState
                      sentence={words("history_none")}
                      act={{ label: words("history_none_act"), onPress: () => setFilter(allRuns) }}
                    />
                  }
                />
              )}
            </div>
            {run !== null && (
              <div className={styles.details}>
                <RunDetails key={run} shell={shell} run={run} overview={overview} jobs={snapshot.jobs} />
              </div>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

/** Changes when a run was added or came to rest: the list is then read again. */
function stampOf({ overview }: PlaceProps["snapshot"]): string {
  const runs = overview.ledger.state === "open" ? overview.ledger.runs : [];
  return runs.map(({ id, state }) => `${id} ${state}`).join();
}
