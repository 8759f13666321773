// The columns of the list of runs: all of them, or the few that fit beside the details of one.
import { storeLabel } from "../activity/stores";
import type { Counts, HistoryEntry, Overview } from "../bindings/api";
import { mark, type Drawn } from "../parts/grid/drawn";
import { signMark, storeMark } from "../parts/grid/marks";
import type { GridColumn } from "../parts/Grid";
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
    draw: ({ run }) => moment(run.started_at_ms ?? run.created_at_ms, undefined, nowMs),
  };
  const store: Column = {
    key: "store",
    label: words("history_col_store"),
    width: { share: 3, min: 178 },
    draw: ({ run }) => {
      const { name, demo } = storeLabel(overview, run.store);
      return mark("span", styles.store, [demo === null ? null : storeMark(demo), " ", mark("bdi", undefined, name)]);
    },
  };
  const sheet: Column = {
    key: "sheet",
    label: words("history_col_sheet"),
    width: { share: 3, min: 108 },
    draw: ({ run }) => mark("bdi", styles.sheet, run.source, { title: run.source }),
  };
  const state: Column = {
    key: "state",
    label: words("history_col_state"),
    width: { share: 2, min: 172 },
    draw: ({ run }) => signMark(runSign(run.state), words(`state_${run.state}`)),
  };
  const hits: Column = {
    key: "hits",
    label: words("history_col_hits"),
    width: 108,
    draw: (entry) => words("history_hits", { count: entry.hits }),
  };
  const planned = figure("planned", 66, ({ planned: all }) => count(all));
  const applied = figure("applied", 66, ({ applied: done }) => count(done));
  const held = figure("held", 74, ({ held: kept }) => some("held", kept));
  const problems = figure("problems", 74, ({ rejected, failed }) => some("refused", rejected + failed));
  const took: Column = {
    key: "took",
    label: words("history_col_took"),
    width: 96,
    align: "end",
    draw: ({ run }) => tookOf(run),
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
  draw: (counts: Counts) => Drawn,
): Column {
  return { key, label: words(`history_col_${key}`), width, align: "end", draw: ({ run }) => draw(run.counts) };
}

/** A figure that wears its sign, unless it is nothing. */
const some = (of: "held" | "refused", value: number): Drawn =>
  value === 0
    ? mark("span", styles.quiet, count(0))
    : mark("span", undefined, [signMark(of, null), " ", count(value)]);

function tookOf({ started_at_ms, ended_at_ms }: HistoryEntry["run"]): string {
  return started_at_ms === null || ended_at_ms === null ? "" : duration(started_at_ms, ended_at_ms);
}
