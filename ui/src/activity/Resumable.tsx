import { useState } from "react";

import type { Overview, Run } from "../bindings/api";
import { Refused } from "../asking/Refused";
import { useAct } from "../asking/useAct";
import { Banner, Button, Confirm } from "../parts";
import type { Shell } from "../shell";
import { moment } from "../words/time";
import { words } from "../words/words";
import { leftOf } from "./outcome";
import { storeLabel } from "./stores";

export interface ResumableProps {
  readonly shell: Shell;
  readonly run: Run;
  readonly overview: Overview;
}

/** A run that was interrupted: it waits to go on, or to be given up. */
export function Resumable({ shell, run, overview }: ResumableProps) {
  const [asking, setAsking] = useState(false);
  const acting = useAct();
  const { applied, planned } = run.counts;
  const left = leftOf(run.counts);
  const { source } = run;
  const stoppedAtMs = run.ended_at_ms ?? run.started_at_ms ?? run.created_at_ms;
  return (
    <>
      <Banner
        tone="held"
        title={
          <bdi>
            {words("activity_resumable", { source, store: storeLabel(overview, run.store).name, applied, planned, left })}
          </bdi>
        }
        actions={
          <>
            <Button
              kind="will"
              busy={acting.busy ? words("activity_going_on") : null}
              onPress={() => acting.start(async () => void (await shell.runResume(run.id)))}
            >
              {words("activity_go_on")}
            </Button>
            <Button disabled={acting.busy} onPress={() => setAsking(true)}>
              {words("activity_give_up")}
            </Button>
          </>
        }
      >
        {words("activity_resumable_when", { moment: moment(stoppedAtMs) })}
      </Banner>
      <Confirm
        danger
        open={asking}
        title={<bdi>{words("activity_give_up_title", { source })}</bdi>}
        act={words("activity_give_up")}
        onCancel={() => setAsking(false)}
        onAct={() => {
          setAsking(false);
          acting.start(async () => void (await shell.runGiveUp(run.id)));
        }}
      >
        <p>{words("activity_give_up_text", { left })}</p>
      </Confirm>
      {acting.refusal !== null && (
        <Refused refusal={acting.refusal} title={words("activity_not_resumed")} onClose={acting.putAway} />
      )}
    </>
  );
}
