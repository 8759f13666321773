// A job in one line of words: what it does, how far it is, why it waits.
import type { Job } from "../bindings/api";
import { words } from "../words/words";

/** What the job is for. */
export function jobTitle({ kind, source }: Job): string {
  switch (kind) {
    case "copy":
      return words("home_job_copy");
    case "plan":
      return words("home_job_plan", { source: source ?? words("home_job_sheet") });
    case "compare":
      return words("home_job_compare");
    case "run":
      return words("home_job_run", { source: source ?? words("home_job_sheet") });
  }
}

/** How far it is. */
export function jobLine({ step }: Job): string {
  switch (step.at) {
    case "starting":
      return words("home_job_starting");
    case "waiting_for_other":
      return words("home_job_waiting_for_other", { who: step.who });
    case "copying":
      return words("home_job_copying", { products: step.products });
    case "planning":
      return words("home_job_planning", { products: step.products });
    case "backing_up":
      return words("home_job_backing_up", { products: step.products });
    case "checking":
      return words("home_job_checking", { operations: step.operations });
    case "running":
      return words(step.run.paused ? "home_job_running_paused" : "home_job_running", {
        done: step.run.done,
        total: step.run.total,
      });
    case "reading_back":
      return words("home_job_reading_back", { products: step.products, of: step.of });
  }
}

/** Why it does not move, in the engine's words; `null` while it does. */
export function jobWaits({ step }: Job): string | null {
  return step.at === "copying" ? step.waiting : null;
}

export interface Share {
  readonly value: number;
  readonly max: number;
}

/** The share that is done, where the whole is known. */
export function jobShare({ step }: Job): Share | null {
  if (step.at === "running") return { value: step.run.done, max: step.run.total };
  if (step.at === "reading_back") return { value: step.products, max: step.of };
  return null;
}
