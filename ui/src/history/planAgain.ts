// Planning a sheet once more: what did not go through is found again, and nothing else is sent.
import type { PlanRequest, RunDetail } from "../bindings/api";
import type { Place } from "../frame/place";
import type { Shell } from "../shell";

/**
 * Starts the plan and answers with the place where it can be followed. A run remembers its sheet by name only: the
 * review it came from knows the path, else the sheets used last; else the owner shows where it is.
 */
export async function planAgain(shell: Shell, { run, review }: Pick<RunDetail, "run" | "review">): Promise<Place | null> {
  const request = await requestOf(shell, run.store, run.source, review);
  if (request === null) {
    const path = await shell.pickSheet();
    return path === null ? null : { at: "file", path };
  }
  await shell.plan(request);
  return { at: "activity" };
}

async function requestOf(
  shell: Shell,
  store: string,
  source: string,
  review: number | null,
): Promise<PlanRequest | null> {
  const reviewed = review === null ? null : await shell.review(review).catch(() => null);
  if (reviewed !== null && reviewed.origin.kind === "store") {
    const { origin, match_by, missing } = reviewed;
    return { store, path: origin.path, match_by, missing };
  }
  const recent = await shell.recentFiles();
  const file = recent.find((one) => one.exists && one.name === source);
  return file === undefined ? null : { store, path: file.path, match_by: "auto", missing: "leave" };
}
