// What a job is called, how far it is and why it waits.
import type { Job, JobStep, RunProgress } from "../bindings/api";
import { words } from "../words/words";
import { about } from "../words/time";
import { waitSentence } from "./waits";

/** A line of the page: what is done now, how far it is as far as that can be told, and why it waits. */
export interface Standing {
  /** What is being done: the name of the meter. */
  readonly step: string;
  /** Empty where there is nothing to count. */
  readonly figure: string;
  /** `null` where nobody knows how much there is. */
  readonly meter: { readonly value: number; readonly max: number } | null;
  readonly waits: string | null;
}

/** Under way first, in the order they began; then what has ended, the newest first. */
export function inOrder(jobs: readonly Job[]): readonly Job[] {
  const underWay = jobs.filter((job) => job.outcome === null).toSorted((a, b) => a.started_at_ms - b.started_at_ms);
  const ended = jobs.filter((job) => job.outcome !== null).toSorted((a, b) => b.started_at_ms - a.started_at_ms);
  return [...underWay, ...ended];
}

/** "Applying supplier.csv to Ada Ceramics", and without the act once it is over. */
export function jobTitle(job: Job, store: string): string {
  const tense = job.outcome === null ? "now" : "over";
  return words(`activity_title_${job.kind}_${tense}`, { source: job.source ?? words("activity_source_none"), store });
}

/** The run a job works on, as soon as it has one. */
export function runOf(job: Job): number | null {
  if (job.outcome?.kind === "run") return job.outcome.run;
  switch (job.step.at) {
    case "running":
      return job.step.run.run;
    case "reading_back":
      return job.step.run;
    default:
      return null;
  }
}

export function standing(step: JobStep, nowMs: number, timeZone?: string): Standing {
  const name = words(`activity_step_${step.at}`);
  switch (step.at) {
    case "starting":
      return { step: name, figure: "", meter: null, waits: null };
    case "waiting_for_other":
      return { step: name, figure: "", meter: null, waits: words("activity_wait_other", { who: step.who }) };
    case "copying":
      return { step: name, figure: counted(step.products), meter: null, waits: step.waiting };
    case "planning":
      return { step: name, figure: counted(step.products), meter: null, waits: null };
    case "backing_up":
      return { step: name, figure: counted(step.products), meter: null, waits: words("activity_wait_backing_up") };
    case "checking":
      return {
        step: name,
        figure: "",
        meter: null,
        waits: words("activity_wait_being_checked", { count: step.operations, when: "open", seconds: 0, at: "" }),
      };
    case "running":
      return {
        step: name,
        figure: progressSentence(step.run),
        meter: { value: step.run.done, max: step.run.total },
        waits: step.run.waiting === null ? null : waitSentence(step.run.waiting, nowMs, timeZone),
      };
    case "reading_back":
      return {
        step: name,
        figure: words("activity_figure_reading_back", { value: step.products, of: step.of }),
        meter: { value: step.products, max: step.of },
        waits: null,
      };
  }
}

const counted = (products: number) => words("activity_figure_products", { count: products });

/** "412 of 1,284 changes · about 3–4 min left". */
export function progressSentence(run: RunProgress): string {
  const { done, total, eta_seconds_low: low, eta_seconds_high: high, paused } = run;
  const known = !paused && low !== null && high !== null && done < total;
  return words("activity_figure_running", {
    done,
    total,
    left: known ? "known" : "open",
    span: known ? about(low, high) : "",
  });
}
