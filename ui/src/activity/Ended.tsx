import type { Job, JobOutcome } from "../bindings/api";
import { go } from "../frame/place";
import { planAgain } from "../history/planAgain";
import { Troubles } from "../history/Troubles";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { Button } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import styles from "./ActivityPage.module.css";
import { Outcomes } from "./Outcomes";
import { resultSentences, timeOf } from "./results";
import { showInHistory } from "./showInHistory";
import { useRunDetail } from "./useRunDetail";

export interface EndedProps {
  readonly shell: Shell;
  readonly job: Job;
  readonly outcome: JobOutcome;
}

/** How a job ended and what can be done next. It stays until it is put away. */
export function Ended({ shell, job, outcome }: EndedProps) {
  switch (outcome.kind) {
    case "run":
      return <EndedRun shell={shell} job={job} outcome={outcome} />;
    case "copied":
      return <Result shell={shell} job={job} sentences={resultSentences(outcome, null)} />;
    case "planned":
      return (
        <Result shell={shell} job={job} sentences={resultSentences(outcome, null)}>
          <Button onPress={() => go({ at: "changes", review: outcome.review })}>{words("activity_show_review")}</Button>
        </Result>
      );
    case "refused":
      return (
        <>
          <Refused refusal={outcome.refusal} title={resultSentences(outcome, null).join(" ")} />
          <Result shell={shell} job={job} sentences={[]} />
        </>
      );
  }
}

type RunOutcome = Extract<JobOutcome, { kind: "run" }>;

function EndedRun({ shell, job, outcome }: { readonly shell: Shell; readonly job: Job; readonly outcome: RunOutcome }) {
  const detail = useRunDetail(shell, outcome.run, outcome.state);
  const planning = useAct();
  const again = async () => {
    if (detail === null) return;
    const place = await planAgain(shell, detail);
    if (place !== null) go(place);
  };
  return (
    <>
      <Result shell={shell} job={job} sentences={resultSentences(outcome, detail === null ? null : timeOf(detail))}>
        <Button onPress={() => go({ at: "history", run: outcome.run })}>{words("activity_show_history")}</Button>
        {outcome.state !== "interrupted" && (
          <Button disabled={detail === null} onPress={() => planning.start(again)}>
            {words("activity_plan_again")}
          </Button>
        )}
      </Result>
      <Outcomes counts={outcome.counts} />
      {detail !== null && detail.troubles.length > 0 && (
        <Troubles shell={shell} detail={detail} onShow={(group) => showInHistory(outcome.run, group)} />
      )}
      {planning.refusal !== null && (
        <Refused refusal={planning.refusal} title={words("activity_not_planned")} onClose={planning.putAway} />
      )}
    </>
  );
}

interface ResultProps {
  readonly shell: Shell;
  readonly job: Job;
  readonly sentences: readonly string[];
  readonly children?: React.ReactNode;
}

function Result({ shell, job, sentences, children }: ResultProps) {
  const putting = useAct();
  return (
    <div className={styles.result}>
      <p className={styles.sentences}>{sentences.join(" ")}</p>
      <div className={styles.actions}>
        {children}
        <Button kind="quiet" onPress={() => putting.start(() => shell.jobPutAway(job.id))}>
          {words("activity_put_away")}
        </Button>
      </div>
    </div>
  );
}
