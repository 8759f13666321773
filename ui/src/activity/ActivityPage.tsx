import { useEffect, useRef } from "react";

import { go, usePlace } from "../frame/place";
import { EmptyState, Page } from "../parts";
import type { PlaceProps } from "../state";
import { words } from "../words/words";
import { JobSection } from "./JobSection";
import { inOrder, runOf } from "./jobs";
import { Resumable } from "./Resumable";
import { resumableRuns } from "./stores";
import { useVoice } from "./useVoice";

/** What is under way now, what has just ended, and what waits to go on. All of it comes from the shell. */
export function ActivityPage({ shell, snapshot }: PlaceProps) {
  const { overview } = snapshot;
  const jobs = inOrder(snapshot.jobs);
  const underWay = jobs.filter((job) => job.outcome === null);
  const resumable = resumableRuns(overview, underWay.map(runOf));
  useVoice(snapshot.jobs, overview);

  const asked = useAsked();
  return (
    <Page
      title={words("activity_title")}
      about={words("activity_about")}
      bands={
        resumable.length === 0
          ? undefined
          : resumable.map((one) => <Resumable key={one.id} shell={shell} run={one} overview={overview} />)
      }
    >
      {jobs.length === 0 && (
        <EmptyState
          sentence={words("activity_empty")}
          act={{ label: words("activity_empty_act"), onPress: () => go({ at: "history" }) }}
          second={{ label: words("activity_empty_second"), onPress: () => go({ at: "file" }) }}
        />
      )}
      {jobs.map((job) => (
        <div key={job.id} ref={runOf(job) === asked.run ? asked.place : undefined}>
          <JobSection shell={shell} job={job} jobs={snapshot.jobs} overview={overview} />
        </div>
      ))}
    </Page>
  );
}

/** The run the address asks for is brought into view once. */
function useAsked() {
  const at = usePlace();
  const run = at.at === "activity" ? (at.run ?? null) : null;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (run !== null) place.current?.scrollIntoView({ block: "nearest" });
  }, [run]);
  return { run, place };
}
