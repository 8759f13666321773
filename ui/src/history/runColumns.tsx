// The columns of the list of runs: all of them, or the few that fit beside the details of one.
import type { ReactNode } from "react";

import { storeLabel } from "../activity/stores";
import type { Counts, HistoryEntry, Overview } from "../bindings/api";
import { Sign, StoreMark, type GridColumn } from "../parts";
import { count } from "../words/figures";
import { duration, moment } from "../words/time";
import { words } from "../words/words";
import styles from "./RunList.module.css";
import { runSign } from "./view";

export interface RunLooks {
  readonly overview: Overview;
  /** `list`: all there is; `short`: what a narrow window holds; `beside`: what fits beside one run. */
  readonly room: Room;
  readonly searching: boolean;
  /** A run of another year is told with its year. */
  readonly nowMs: number;
}

export type Room = "list" | "short" | "beside";

type Column = GridColumn<HistoryEntry>;

export function runColumns({ overview, room, searching, nowMs }: RunLooks): readonly Column[] {
  const when: Column = {
    key: "when",
    label: words("history_col_when"),
    width: 116,
    render: ({ run }) => moment(run.started_at_ms ?? run.created_at_ms, undefined, nowMs),
  };
  const store: Column = {
    key: "store",
    label: words("history_col_store"),
    width: { share: 3, min: 178 },
    render: ({ run }) => {
      const { name, demo } = storeLabel(overview, run.store);
      return (
        <span className={styles.store}>
          {demo !== null && <StoreMark demo={demo} />} <bdi>{name}</bdi>
        </span>
      );
    },
  };
  const sheet: Column = {
    key: "sheet",
    label: words("history_col_sheet"),
    width: { share: 3, min: 108 },
    render: ({ run }) => (
      <bdi className={styles.sheet} title={run.source}>
        {run.source}
      </bdi>
    ),
  };
  const state: Column = {
    key: "state",
    label: words("history_col_state"),
    width: { share: 2, min: 172 },
    render: ({ run }) => <Sign of={runSign(run.state)}>{words(`state_${run.state}`)}</Sign>,
  };
  const hits: Column = {
    key: "hits",
    label: words("history_col_hits"),
    width: 108,
    render: (entry) => words("history_hits", { count: entry.hits }),
  };
  const planned = figure("planned", 66, ({ planned: all }) => count(all));
  const applied = figure("applied", 66, ({ applied: done }) => count(done));
  const held = figure("held", 74, ({ held: kept }) => <Some of="held" value={kept} />);
  const problems = figure("problems", 74, ({ rejected, failed }) => <Some of="refused" value={rejected + failed} />);
  const took: Column = {
    key: "took",
    label: words("history_col_took"),
    width: 96,
    align: "end",
    render: ({ run }) => tookOf(run),
  };
  const found = searching ? [hits] : [];
  switch (room) {
    case "list":
      return searching
        ? [when, store, sheet, state, hits, planned, applied, problems]
        : [when, store, sheet, state, planned, applied, held, problems, took];
    case "short":
      return [when, store, sheet, state, ...found];
    case "beside":
      return [when, sheet, state, ...found];
  }
}

function figure(
  key: "planned" | "applied" | "held" | "problems",
  width: number,
  render: (counts: Counts) => ReactNode,
): Column {
  return { key, label: words(`history_col_${key}`), width, align: "end", render: ({ run }) => render(run.counts) };
}

/** A figure that wears its sign, unless it is nothing. */
function Some({ of, value }: { readonly of: "held" | "refused"; readonly value: number }) {
  if (value === 0) return <span className={styles.quiet}>{count(0)}</span>;
  return (
    <span>
      <Sign of={of} bare /> {count(value)}
    </span>
  );
}

function tookOf({ started_at_ms, ended_at_ms }: HistoryEntry["run"]): string {
  return started_at_ms === null || ended_at_ms === null ? "" : duration(started_at_ms, ended_at_ms);
}
