// Recorded answers: jobs under way. In a browser they move; a test opens no address of its own, and nothing moves.
import type { Curve, Job, Run, TroubleGroup } from "../bindings/api";
import type { Shell, ShellEvents } from "../shell";
import { jobsOf, openingDrive, runOfDrive, RUN_UNDER_WAY, steered, TICK_MS, ticked } from "./drive";
import { causes, curvesOf } from "./pastRuns";

/** `?still` keeps the recording at its beginning, for pictures that are compared. */
const inBrowser = globalThis.location.protocol.startsWith("http");
const moves = inBrowser && !new URLSearchParams(globalThis.location.search).has("still");

const openedAtMs = Date.now();
let drive = openingDrive();
const listeners = new Set<(jobs: Job[]) => void>();

const now = () => (inBrowser ? jobsOf(drive, openedAtMs) : []);

function tell(): void {
  for (const listener of listeners) listener(now());
}

if (moves) {
  setInterval(() => {
    drive = ticked(drive);
    tell();
  }, TICK_MS);
}

function on<Name extends keyof ShellEvents>(name: Name, handler: (payload: ShellEvents[Name]) => void): () => void {
  if (name !== "activity") return () => undefined;
  const listener = handler as (jobs: Job[]) => void;
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const activity: Partial<Shell> = {
  on,
  jobs: () => Promise.resolve(now()),
  jobSteer: async (_, steer) => {
    drive = steered(drive, steer);
    tell();
  },
  jobStop: () => Promise.resolve(),
  jobPutAway: async (job) => {
    drive = { ...drive, away: [...drive.away, job] };
    tell();
  },
  runResume: () => Promise.resolve(8),
  runGiveUp: () => Promise.resolve(8),
};

/** The run under way, for the answers of the history. */
export function runNow(id: number): { run: Run; troubles: TroubleGroup[]; curves: Curve[] } | null {
  if (id !== RUN_UNDER_WAY || !inBrowser) return null;
  const run = runOfDrive(drive, openedAtMs);
  const { rejected, failed } = run.counts;
  const troubles: TroubleGroup[] = [
    { state: "rejected" as const, cause: causes.rejected[0], count: rejected, products: ["ash-bowl-3", "oat-jug-2", "rust-vase-1"].slice(0, rejected) },
    { state: "failed" as const, cause: causes.failed[0], count: failed, products: ["slate-tray-4"].slice(0, failed) },
  ].filter(({ count }) => count > 0);
  return { run, troubles, curves: curvesOf(run.started_at_ms ?? openedAtMs, (drive.ticks * TICK_MS) / 1000) };
}
