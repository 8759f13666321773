import type { Run } from "../bindings/api";
import { go } from "../frame/place";
import { Button, Section, Sheet, Sign } from "../parts";
import { count } from "../words/figures";
import { duration, moment } from "../words/time";
import { words } from "../words/words";
import styles from "./LastRuns.module.css";

/** From the brief of the page: a glance, and not the history. */
const RUNS_SHOWN_MAX = 5;

/** What was done to the store lately. */
export function LastRuns({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <Section
      title={words("home_runs")}
      actions={
        <Button small kind="quiet" onPress={() => go({ at: "history" })}>
          {words("home_runs_all")}
        </Button>
      }
    >
      {runs.length === 0 ? (
        <p className={styles.none}>{words("home_runs_none")}</p>
      ) : (
        <Sheet
          label={words("home_runs")}
          rows={runs.slice(0, RUNS_SHOWN_MAX)}
          rowKey={({ id }) => id}
          columns={[
            {
              key: "when",
              label: words("home_run_when"),
              render: (run) => (
                <a className={styles.when} href={`#history/${run.id}`} draggable={false}>
                  {moment(run.started_at_ms ?? run.created_at_ms)}
                </a>
              ),
            },
            { key: "sheet", label: words("home_run_sheet"), wide: true, render: (run) => <bdi>{run.source}</bdi> },
            { key: "state", label: words("home_run_state"), render: (run) => <State {...run} /> },
            { key: "planned", label: words("home_run_changes"), align: "end", render: ({ counts }) => count(counts.planned) },
            { key: "applied", label: words("home_run_applied"), align: "end", render: ({ counts }) => count(counts.applied) },
            { key: "held", label: words("home_run_held"), align: "end", render: ({ counts }) => <Held of={counts.held} /> },
            {
              key: "problems",
              label: words("home_run_problems"),
              align: "end",
              render: ({ counts }) => <Problems of={counts.rejected + counts.failed + counts.skipped} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function State({ state, started_at_ms: from, ended_at_ms: to }: Run) {
  return (
    <span className={styles.state}>
      {words(`state_${state}`)}
      {from !== null && to !== null && (
        <span className={styles.took}>{words("home_run_took", { duration: duration(from, to) })}</span>
      )}
    </span>
  );
}

function Held({ of: held }: { readonly of: number }) {
  return held === 0 ? count(0) : <Sign of="held">{count(held)}</Sign>;
}

function Problems({ of: problems }: { readonly of: number }) {
  return problems === 0 ? count(0) : <Sign of="refused">{count(problems)}</Sign>;
}
