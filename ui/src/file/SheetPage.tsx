import { FileSpreadsheet } from "lucide-react";
import { useCallback, useEffect, useState } from "react";

import type { FileReport, FindingGroup, MatchBy, Missing, Refusal } from "../bindings/api";
import { go, usePlace } from "../frame/place";
import { JobProgress } from "../asking/JobProgress";
import { Refused } from "../asking/Refused";
import { caught } from "../asking/caught";
import { fileName } from "../asking/files";
import { useAct } from "../asking/useAct";
import { usePlanning } from "../asking/usePlanning";
import { useCommand } from "../keys/useCommand";
import { Button, Page } from "../parts";
import type { Shell } from "../shell";
import type { PlaceProps } from "../state";
import { bytes } from "../words/figures";
import { words } from "../words/words";
import { Choose } from "./Choose";
import { Options } from "./Options";
import { PlanFoot, busyWith } from "./PlanFoot";
import { Reading } from "./Reading";
import { Report } from "./Report";
import styles from "./SheetPage.module.css";

/** The place of a sheet: choose one, or see what was read of it and have it compared. */
export function SheetPage({ shell, snapshot }: PlaceProps) {
  const place = usePlace();
  const path = place.at === "file" ? place.path : undefined;
  const choosing = useAct();
  const choose = () =>
    choosing.start(async () => {
      const chosen = await shell.pickSheet();
      if (chosen !== null) go({ at: "file", path: chosen });
    });
  useCommand({ id: "file_choose", word: "file_command_choose", scope: "file", run: choose });
  const failed = choosing.refusal !== null && (
    <Refused refusal={choosing.refusal} title={words("file_failed_choose")} onClose={choosing.putAway} />
  );
  if (path === undefined) return <Choose shell={shell} bands={failed} busy={choosing.busy} onChoose={choose} />;
  return <Chosen key={path} shell={shell} snapshot={snapshot} path={path} bands={failed} onChoose={choose} />;
}

type ReadingState =
  | { readonly at: "reading" }
  | { readonly at: "read"; readonly report: FileReport }
  | { readonly at: "refused"; readonly refusal: Refusal };

function useReport(shell: Shell, path: string): { readonly reading: ReadingState; readonly again: () => void } {
  const [reading, setReading] = useState<ReadingState>({ at: "reading" });
  // An object, so that the same sheet can be asked for once more after it was mended.
  const [asked, setAsked] = useState({ path });
  useEffect(() => {
    let gone = false;
    shell.fileReport(asked.path).then(
      (report) => !gone && setReading({ at: "read", report }),
      (thrown: unknown) => !gone && setReading({ at: "refused", refusal: caught(thrown) }),
    );
    return () => {
      gone = true;
    };
  }, [shell, asked]);
  return {
    reading,
    again: () => {
      setReading({ at: "reading" });
      setAsked({ path });
    },
  };
}

interface ChosenProps extends PlaceProps {
  readonly path: string;
  readonly bands: React.ReactNode;
  readonly onChoose: () => void;
}

function Chosen({ shell, snapshot, path, bands, onChoose }: ChosenProps) {
  const { reading, again } = useReport(shell, path);
  const planning = usePlanning(shell, snapshot.jobs);
  const [matchBy, setMatchBy] = useState<MatchBy>("auto");
  const [missing, setMissing] = useState<Missing>("leave");
  const { ledger } = snapshot.overview;
  const stores = ledger.state === "open" ? ledger.stores : [];
  const store = stores.find(({ name }) => name === snapshot.settings.store) ?? null;
  const ready = reading.at === "read" && store !== null && !planning.busy && !busyWith(store, snapshot.jobs);

  const plan = () => {
    if (store === null || reading.at !== "read") return;
    const request = { store: store.name, path, match_by: matchBy, missing };
    planning.start(() => shell.plan(request));
  };
  useCommand({ id: "file_plan", word: "file_command_plan", scope: "file", keys: "Mod+Enter", when: ready, run: plan });

  const readFindings = useCallback(
    ({ code }: FindingGroup, offset: number, limit: number) => shell.fileFindings(path, code, offset, limit),
    [shell, path],
  );

  return (
    <Page
      title={<bdi>{reading.at === "read" ? reading.report.name : fileName(path)}</bdi>}
      about={
        <>
          <bdi className={styles.path}>{path}</bdi>
          {reading.at === "read" && ` · ${bytes(reading.report.bytes)}`}
        </>
      }
      actions={
        <Button icon={FileSpreadsheet} disabled={planning.busy} onPress={onChoose}>
          {words("file_choose_other")}
        </Button>
      }
      bands={
        <>
          {bands}
          {reading.at === "refused" && (
            <Refused
              refusal={reading.refusal}
              title={words("file_failed_read")}
              actions={<Button onPress={again}>{words("file_findings_again")}</Button>}
            />
          )}
          {planning.refusal !== null && (
            <Refused
              refusal={planning.refusal}
              title={words("file_job_refused")}
              onClose={planning.putAway}
              actions={<Button onPress={plan}>{words("parts_again")}</Button>}
            />
          )}
        </>
      }
      foot={
        reading.at !== "read" ? undefined : planning.busy ? (
          <div className={styles.progress}>
            <JobProgress
              shell={shell}
              job={planning.job}
              title={words("file_job", { store: store === null ? "" : (store.shop_name ?? store.name) })}
            />
          </div>
        ) : (
          <PlanFoot shell={shell} store={store} jobs={snapshot.jobs} onPlan={plan} />
        )
      }
    >
      {reading.at === "reading" && <Reading shell={shell} path={path} onStopped={() => go({ at: "file" })} />}
      {reading.at === "read" && (
        <Report report={reading.report} read={readFindings}>
          <Options
            matchBy={matchBy}
            missing={missing}
            inventory={reading.report.shape === "inventory"}
            disabled={planning.busy}
            onMatchBy={setMatchBy}
            onMissing={setMissing}
          />
        </Report>
      )}
    </Page>
  );
}
