import { useState } from "react";

import type { JobOutcome, StoreReport } from "../bindings/api";
import { go } from "../frame/place";
import { JobProgress } from "../asking/JobProgress";
import { Refused } from "../asking/Refused";
import { useFollowed } from "../asking/follow";
import { useAct } from "../asking/useAct";
import { Button, Page } from "../parts";
import type { PlaceProps } from "../state";
import { words } from "../words/words";
import styles from "./Connect.module.css";
import { Report } from "./Report";

export interface SavedProps extends PlaceProps {
  readonly report: StoreReport;
  readonly onAnother: () => void;
}

/** The store is connected: where its key lies, and the first copy. */
export function Saved({ shell, snapshot, report, onAnother }: SavedProps) {
  const [copy, setCopy] = useState<number | null>(null);
  const [refused, setRefused] = useState<Extract<JobOutcome, { kind: "refused" }> | null>(null);
  const act = useAct();
  const job = useFollowed(copy, snapshot.jobs, (outcome) => {
    setCopy(null);
    if (outcome.kind === "copied") go({ at: "home" });
    else if (outcome.kind === "refused" && outcome.refusal.code !== "stopped") setRefused(outcome);
  });
  const refusal = act.refusal ?? refused?.refusal ?? null;
  const inKeyring = report.key_kept_in === "keyring";

  return (
    <Page
      title={words("connect_saved_title", { shop: report.shop_name })}
      about={words(inKeyring ? "connect_saved_keyring" : "connect_saved_environment")}
    >
      <div className={styles.answer} role="status">
        <p>{words("connect_saved_next")}</p>
        {refusal !== null && <Refused refusal={refusal} title={words("home_attention_copy_refused")} />}
        {copy !== null && <JobProgress shell={shell} job={job} />}
        <div className={styles.acts}>
          <Button
            kind="will"
            autoFocus
            disabled={copy !== null}
            busy={act.busy ? words("home_job_starting") : null}
            onPress={() =>
              act.start(async () => {
                setRefused(null);
                setCopy(await shell.copy(report.name));
              })
            }
          >
            {words("connect_saved_copy")}
          </Button>
          <Button onPress={() => go({ at: "home" })}>{words("connect_saved_home")}</Button>
          <Button kind="quiet" onPress={onAnother}>
            {words("connect_another")}
          </Button>
        </div>
        <Report report={report} kind="client" />
      </div>
    </Page>
  );
}
