import { ArrowLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { useCurves } from "../activity/useCurves";
import { useRunDetail } from "../activity/useRunDetail";
import { RunCharts } from "../activity/RunCharts";
import { storeLabel } from "../activity/stores";
import type { Job, Overview, RunDetail } from "../bindings/api";
import { go } from "../frame/place";
import { Button, Section, Sign, StoreMark } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import { answered, askedOf } from "./asked";
import styles from "./RunDetails.module.css";
import { RunActs } from "./RunActs";
import { RunFacts } from "./RunFacts";
import { RunFindings } from "./RunFindings";
import { RunOperations } from "./RunOperations";
import { allOperations } from "./operations";
import { sumOf } from "./sum";
import { Troubles } from "./Troubles";
import { runSign } from "./view";

export interface RunDetailsProps {
  readonly shell: Shell;
  readonly run: number;
  readonly overview: Overview;
  readonly jobs: readonly Job[];
}

/** One run: how it ended and why, what became of every change, and what can be done now. */
export function RunDetails({ shell, run, overview, jobs }: RunDetailsProps) {
  const detail = useRunDetail(shell, run, stampOf(run, overview, jobs));
  return (
    <article className={styles.run}>
      <div className={styles.back}>
        <Button small kind="quiet" icon={ArrowLeft} onPress={() => go({ at: "history" })}>
          {words("history_back")}
        </Button>
      </div>
      {detail === null ? (
        <p className={styles.quiet}>{words("history_reading")}</p>
      ) : (
        <Whole shell={shell} detail={detail} overview={overview} jobs={jobs} />
      )}
    </article>
  );
}

interface WholeProps extends Omit<RunDetailsProps, "run"> {
  readonly detail: RunDetail;
}

function Whole({ shell, detail, overview, jobs }: WholeProps) {
  const { run } = detail;
  const [query, setQuery] = useState(() => allOperations(askedOf(run.id)));
  useEffect(() => answered(run.id), [run.id]);
  const changes = useRef<HTMLDivElement>(null);
  const points = useCurves(shell, run.id, jobs);
  const store = storeLabel(overview, run.store);
  const over = run.ended_at_ms !== null;
  return (
    <>
      <h2 className={styles.title}>
        <bdi>{words("history_run_title", { source: run.source, store: store.name })}</bdi>{" "}
        <StoreMark demo={detail.demo} />
      </h2>
      <div className={styles.end} data-end={detail.end}>
        <p className={styles.state}>
          <Sign of={runSign(run.state)}>{words(`state_${run.state}`)}</Sign>
        </p>
        <p>{words(detail.resumable ? "history_end_resumable" : `history_end_${detail.end}`)}</p>
        {detail.note !== null && (
          <p className={styles.note}>
            <bdi>{detail.note}</bdi>
          </p>
        )}
      </div>
      <SumLine detail={detail} />
      <RunActs shell={shell} detail={detail} />
      <RunFacts detail={detail} />
      {detail.troubles.length > 0 && (
        <Section title={words("history_part_troubles")}>
          <Troubles
            shell={shell}
            detail={detail}
            onShow={({ state, cause }) => {
              setQuery({ text: "", states: [state], cause });
              changes.current?.scrollIntoView({ block: "start" });
            }}
          />
        </Section>
      )}
      <div ref={changes}>
        <Section title={words("history_part_changes")}>
          <RunOperations
            shell={shell}
            run={run}
            currency={store.currency}
            query={query}
            onQuery={setQuery}
          />
        </Section>
      </div>
      {points.rate.length > 0 && (
        <Section title={words("history_part_curves")}>
          <RunCharts points={points} budgetMax={null} over={over} />
        </Section>
      )}
      {detail.findings > 0 && (
        <Section title={words("history_part_findings", { count: detail.findings })}>
          <RunFindings shell={shell} run={run.id} />
        </Section>
      )}
    </>
  );
}

/** "1,284 planned = 1,270 applied + 4 refused + 1 failed + 9 held back". */
function SumLine({ detail }: { readonly detail: RunDetail }) {
  const { planned, parts } = sumOf(detail.run.counts);
  return (
    <p className={styles.sum} aria-label={words("history_equation")} role="group">
      <strong>{planned}</strong>
      {parts.map(({ name, text }, index) => (
        <span key={name} className={styles.part} data-name={name}>
          <span className={styles.operator}>{index === 0 ? "=" : "+"}</span> {text}
        </span>
      ))}
    </p>
  );
}

/** Changes when the run does: by the history, and by the job that works on it. */
function stampOf(run: number, overview: Overview, jobs: readonly Job[]): string {
  const known = overview.ledger.state === "open" ? overview.ledger.runs.find(({ id }) => id === run) : undefined;
  const steps = jobs.map(({ step }) => (step.at === "running" && step.run.run === run ? step.run.done : "")).join();
  return `${known?.state ?? ""} ${steps}`;
}
