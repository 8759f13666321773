// The columns of the list of runs: all of them, or the few that fit beside the details of one.
import { storeLabel } from "../activity/stores";
import type { HistoryEntry, Overview } from "../bindings/api";
import { Sign, StoreMark, type GridColumn } from "../parts";
import { count } from "../words/figures";
import { duration, moment } from "../words/time";
import { words } from "../words/words";
import styles from "./RunList.module.css";
import { runSign } from "./view";

export interface RunLooks {
  readonly overview: Overview;
  readonly narrow: boolean;
  readonly searching: boolean;
  /** A run of another year is told with its year. */
  readonly nowMs: number;
}

type Column = GridColumn<HistoryEntry>;

export function runColumns({ overview, narrow, searching, nowMs }: RunLooks): readonly Column[] {
  const when: Column = {
    key: "when",
    label: words("history_col_when"),
    width: 128,
    render: ({ run }) => moment(run.started_at_ms ?? run.created_at_ms, undefined, nowMs),
  };
  const store: Column = {
    key: "store",
    label: words("history_col_store"),
    width: { share: 2, min: 128 },
    render: ({ run }) => {
      const { name, demo } = storeLabel(overview, run.store);
      return (
        <span className={styles.store}>
          <bdi>{name}</bdi> {demo !== null && <StoreMark demo={demo} />}
        </span>
      );
    },
  };
  const sheet: Column = {
    key: "sheet",
    label: words("history_col_sheet"),
    width: { share: 3, min: narrow ? 112 : 132 },
    render: ({ run }) => (
      <bdi className={styles.sheet} title={run.source}>
        {run.source}
      </bdi>
    ),
  };
  const state: Column = {
    key: "state",
    label: words("history_col_state"),
    width: { share: 2, min: 164 },
    render: ({ run }) => <Sign of={runSign(run.state)}>{words(`state_${run.state}`)}</Sign>,
  };
  const hits: Column = {
    key: "hits",
    label: words("history_col_hits"),
    width: 116,
    render: (entry) => words("history_hits", { count: entry.hits }),
  };
  const figures: Column[] = [
    { key: "planned", label: words("history_col_planned"), width: 76, align: "end", render: ({ run }) => count(run.counts.planned) },
    { key: "applied", label: words("history_col_applied"), width: 76, align: "end", render: ({ run }) => count(run.counts.applied) },
    {
      key: "held",
      label: words("history_col_held"),
      width: 80,
      align: "end",
      render: ({ run }) => <Some of="held" value={run.counts.held} />,
    },
    {
      key: "problems",
      label: words("history_col_problems"),
      width: 80,
      align: "end",
      render: ({ run }) => <Some of="refused" value={run.counts.rejected + run.counts.failed} />,
    },
    { key: "took", label: words("history_col_took"), width: 112, align: "end", render: ({ run }) => took(run) },
  ];
  const found = searching ? [hits] : [];
  return narrow ? [when, sheet, state, ...found] : [when, store, sheet, state, ...found, ...figures];
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

function took({ started_at_ms, ended_at_ms }: HistoryEntry["run"]): string {
  return started_at_ms === null || ended_at_ms === null ? "" : duration(started_at_ms, ended_at_ms);
}
