import type { Job } from "../bindings/api";
import { go } from "../frame/place";
import { Button, Section } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import { JobProgress } from "../asking/JobProgress";
import { jobTitle } from "../asking/progress";

export interface UnderWayProps {
  readonly shell: Shell;
  readonly jobs: readonly Job[];
  /** The store whose own job stands between shelf and sheet already. */
  readonly here: string;
}

/** What goes on for other stores and files, a line each. */
export function UnderWay({ shell, jobs, here }: UnderWayProps) {
  const open = jobs.filter((job) => job.outcome === null && job.store !== here);
  if (open.length === 0) return null;
  return (
    <Section
      title={words("home_under_way")}
      actions={
        <Button small kind="quiet" onPress={() => go({ at: "activity" })}>
          {words("home_job_look")}
        </Button>
      }
    >
      {open.map((job) => (
        <JobProgress key={job.id} shell={shell} job={job} title={titleOf(job)} />
      ))}
    </Section>
  );
}

function titleOf(job: Job): string {
  return job.store === null ? jobTitle(job) : words("home_job_of", { store: job.store, job: jobTitle(job) });
}
