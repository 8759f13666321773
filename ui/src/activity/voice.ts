// What readers of the screen are told while jobs go on: milestones only. How often is the live region's matter.
import type { Job } from "../bindings/api";
import { words } from "../words/words";
import { jobTitle, standing } from "./jobs";
import { resultSentences } from "./results";

/** The milestone each job was last seen at. */
export type Heard = ReadonlyMap<number, string>;

export interface Voice {
  readonly heard: Heard;
  /** What to say now: of several jobs at once the one that ended, else the last. */
  readonly sentence: string | null;
}

/** Where the page has just been opened (`before` is null) nothing is said: what stands there can be read. */
export function nextVoice(
  before: Heard | null,
  jobs: readonly Job[],
  nowMs: number,
  store: (job: Job) => string,
): Voice {
  const heard: Heard = new Map(jobs.map((job) => [job.id, milestone(job)]));
  if (before === null) return { heard, sentence: null };
  const moved = jobs.filter((job) => before.get(job.id) !== heard.get(job.id));
  const told = moved.find((job) => job.outcome !== null) ?? moved.at(-1);
  return { heard, sentence: told === undefined ? null : sentenceOf(told, nowMs, store(told)) };
}

/** Changes only where it is worth a sentence: a step begins, a quarter is done, it waits for long, it ends. */
function milestone(job: Job): string {
  if (job.outcome !== null) return "end";
  if (job.step.at !== "running") return job.step.at;
  const { done, total, paused, waiting } = job.step.run;
  if (paused) return "paused";
  if (waiting?.kind === "store_down" || waiting?.kind === "stopping") return waiting.kind;
  return `quarter ${total === 0 ? 0 : Math.floor((4 * done) / total)}`;
}

function sentenceOf(job: Job, nowMs: number, store: string): string {
  const title = jobTitle(job, store);
  if (job.outcome !== null) {
    return words("activity_voice", { title, sentence: resultSentences(job.outcome, null).join(" ") });
  }
  const { step, figure, waits } = standing(job.step, nowMs);
  return words("activity_voice", { title, sentence: waits ?? (figure === "" ? step : figure) });
}
