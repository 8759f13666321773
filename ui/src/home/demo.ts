// Opening the demo store, as three steps that an owner can follow.
import type { Job } from "../bindings/api";

export type DemoStep = "starting" | "copying" | "planning";
export type Stand = "done" | "now" | "later";

export interface DemoLine {
  readonly step: DemoStep;
  readonly stand: Stand;
  /** Products so far, once something has been counted. */
  readonly products: number | null;
}

const order: readonly DemoStep[] = ["starting", "copying", "planning"];

/** `job` is `null` until the shop has started and the copying begins. */
export function demoLines(job: Job | null): DemoLine[] {
  const now = job === null ? 0 : order.indexOf(stepOf(job));
  const over = job?.outcome?.kind === "planned";
  return order.map((step, index) => ({
    step,
    stand: over || index < now ? "done" : index === now ? "now" : "later",
    products: index === now && !over ? counted(job) : null,
  }));
}

function stepOf({ step }: Job): DemoStep {
  return step.at === "copying" || step.at === "planning" ? step.at : "starting";
}

function counted(job: Job | null): number | null {
  if (job === null || (job.step.at !== "copying" && job.step.at !== "planning")) return null;
  return job.step.products > 0 ? job.step.products : null;
}
