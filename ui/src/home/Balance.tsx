import { MoveLeft } from "lucide-react";
import type { ReactNode } from "react";

import type { Store } from "../bindings/api";
import { go } from "../frame/place";
import { useCommand } from "../keys/useCommand";
import { Button, Icon } from "../parts";
import type { PlaceProps } from "../state";
import { moment } from "../words/time";
import { words, type WordKey } from "../words/words";
import styles from "./Facing.module.css";
import { JobProgress } from "../asking/JobProgress";
import { Refused } from "../asking/Refused";
import type { NextStep } from "./next";
import { usePlanning } from "../asking/usePlanning";
import { useAct } from "../asking/useAct";

export interface BalanceProps extends PlaceProps {
  readonly store: Store;
  readonly step: NextStep;
  /** A sheet was chosen in the dialog. */
  readonly onChoose: (path: string) => void;
}

/** The one next step, with the reason for it. */
export function Balance({ shell, snapshot, store, step, onChoose }: BalanceProps) {
  const planning = usePlanning(shell, snapshot.jobs);
  const act = useAct();
  const refusal = planning.refusal ?? act.refusal;
  const shop = store.shop_name ?? store.name;
  const plan = (path: string) =>
    planning.start(() => shell.plan({ store: store.name, path, match_by: "auto", missing: "leave" }));
  const choose = () =>
    act.start(async () => {
      const path = await shell.pickSheet();
      if (path !== null) onChoose(path);
    });

  const next = ((): { why: string; word: WordKey; figures?: Record<string, number>; run: () => void; second?: ReactNode } | null => {
    switch (step.kind) {
      case "under_way":
        return null;
      case "resume": {
        const { run } = step;
        const { planned, applied, unchanged, rejected, failed, skipped } = run.counts;
        return {
          why: words("home_next_resume_about", {
            source: run.source,
            moment: moment(run.ended_at_ms ?? run.started_at_ms ?? run.created_at_ms),
            done: applied + unchanged + rejected + failed + skipped,
            planned,
          }),
          word: "home_next_resume",
          run: () =>
            act.start(async () => {
              await shell.runResume(run.id);
              go({ at: "activity", run: run.id });
            }),
        };
      }
      case "review": {
        const { to_apply: changes, held } = step.review.counts;
        return {
          why: words("home_next_review_about", { moment: moment(step.review.created_at_ms), changes, held }),
          word: changes > 0 ? "home_next_review" : "home_next_review_held",
          figures: { changes },
          run: () => go({ at: "changes", review: step.review.id }),
          second: step.review.origin.kind === "store" && (
            <Again path={step.review.origin.path} plan={plan} busy={planning.busy} />
          ),
        };
      }
      case "even":
        return {
          why: words("home_next_even_about", { moment: moment(step.atMs), sheet: step.sheet.name, store: shop }),
          word: "home_next_review_again",
          run: () => plan(step.sheet.path),
        };
      case "plan":
        return {
          why: words("home_next_plan_about", { sheet: step.sheet.name, store: shop }),
          word: "home_next_plan",
          run: () => plan(step.sheet.path),
        };
      case "choose":
        return { why: words("home_next_choose_about", { store: shop }), word: "home_sheet_choose", run: choose };
    }
  })();

  useCommand({
    id: "home_next",
    word: next?.word ?? "home_next",
    figures: next?.figures,
    scope: "home",
    keys: "Mod+Enter",
    when: next !== null && !planning.busy && !act.busy,
    run: () => next?.run(),
  });

  return (
    <section className={styles.balance} aria-label={words("home_next")}>
      {refusal !== null && (
        <Refused
          refusal={refusal}
          title={words("home_starting_failed")}
          onClose={() => {
            planning.putAway();
            act.putAway();
          }}
        />
      )}
      {step.kind === "under_way" ? (
        <UnderWayNow shell={shell} step={step} />
      ) : (
        next !== null && (
          <>
            {step.kind !== "even" && (
              <span className={styles.arrow}>
                <Icon of={MoveLeft} size={32} directed />
              </span>
            )}
            {step.kind === "even" && <p className={styles.even}>{words("home_next_even")}</p>}
            <p className={styles.why}>{next.why}</p>
            <Button
              kind={step.kind === "even" ? "plain" : "will"}
              busy={planning.busy || act.busy ? words("home_job_starting") : null}
              onPress={next.run}
            >
              {words(next.word, next.figures)}
            </Button>
            {next.second}
          </>
        )
      )}
    </section>
  );
}

interface AgainProps {
  readonly path: string;
  readonly plan: (path: string) => void;
  readonly busy: boolean;
}

function Again({ path, plan, busy }: AgainProps) {
  return (
    <Button kind="quiet" small disabled={busy} onPress={() => plan(path)}>
      {words("home_next_review_again")}
    </Button>
  );
}

/** A run is watched in Activity; what reads and compares is shown where it was asked for. */
function UnderWayNow({ shell, step }: { readonly shell: PlaceProps["shell"]; readonly step: Extract<NextStep, { kind: "under_way" }> }) {
  const { job } = step;
  return (
    <>
      <JobProgress shell={shell} job={job} />
      {job.kind === "run" && (
        <Button kind="will" onPress={() => go({ at: "activity" })}>
          {words("home_next_run")}
        </Button>
      )}
    </>
  );
}
