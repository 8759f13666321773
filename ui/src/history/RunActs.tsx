import { useState } from "react";

import { leftOf } from "../activity/outcome";
import type { RunDetail } from "../bindings/api";
import { go, type Place } from "../frame/place";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { Button, Confirm } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import { planAgain } from "./planAgain";
import styles from "./RunDetails.module.css";

/** What can be done about a run now. */
export function RunActs({ shell, detail }: { readonly shell: Shell; readonly detail: RunDetail }) {
  const { run, resumable, review } = detail;
  const [asking, setAsking] = useState(false);
  const acting = useAct();
  const act = (work: () => Promise<Place | null>) =>
    acting.start(async () => {
      const place = await work();
      if (place !== null) go(place);
    });
  const giveUp = async () => {
    await shell.runGiveUp(run.id);
    return { at: "activity", run: run.id } as const;
  };
  const goOn = async () => {
    await shell.runResume(run.id);
    return { at: "activity", run: run.id } as const;
  };
  return (
    <>
      <div className={styles.acts}>
        {resumable && (
          <>
            <Button kind="will" onPress={() => act(goOn)}>
              {words("history_go_on")}
            </Button>
            <Button onPress={() => setAsking(true)}>{words("activity_give_up")}</Button>
          </>
        )}
        {review !== null && (
          <Button onPress={() => go({ at: "changes", review })}>{words("history_open_review")}</Button>
        )}
        {run.ended_at_ms !== null && !resumable && (
          <Button onPress={() => act(() => planAgain(shell, detail))}>{words("history_plan_again")}</Button>
        )}
      </div>
      <Confirm
        danger
        open={asking}
        title={<bdi>{words("activity_give_up_title", { source: run.source })}</bdi>}
        act={words("activity_give_up")}
        onCancel={() => setAsking(false)}
        onAct={() => {
          setAsking(false);
          act(giveUp);
        }}
      >
        <p>{words("activity_give_up_text", { left: leftOf(run.counts) })}</p>
      </Confirm>
      {acting.refusal !== null && (
        <Refused refusal={acting.refusal} title={words("activity_not_resumed")} onClose={acting.putAway} />
      )}
    </>
  );
}
