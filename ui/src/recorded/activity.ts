// Recorded answers: jobs under way. In a browser they move; a test opens no address of its own, and nothing moves.
import type { Curve, Job, Overview, Run, RunState, TroubleGroup } from "../bindings/api";
import type { Shell, ShellEvents } from "../shell";
import { jobsOf, openingDrive, runOfDrive, RUN_JOB, RUN_UNDER_WAY, steered, TICK_MS, ticked } from "./drive";
import { afterTwoRuns } from "./overviews";
import { causes, curvesOf } from "./pastRuns";

/** `?still` keeps the recording at its beginning, for pictures that are compared. */
const inBrowser = globalThis.location.protocol.startsWith("http");
const moves = inBrowser && !new URLSearchParams(globalThis.location.search).has("still");

const openedAtMs = Date.now();
let drive = openingDrive();
const listeners = new Set<(jobs: Job[]) => void>();
const ledgerListeners = new Set<(nothing: null) => void>();
let told: RunState | null = null;

const now = () => (inBrowser ? jobsOf(drive, openedAtMs) : []);

function tell(): void {
  for (const listener of listeners) listener(now());
  if (told === drive.ended) return;
  told = drive.ended;
  for (const listener of ledgerListeners) listener(null);
}

if (moves) {
  setInterval(() => {
    drive = ticked(drive);
    tell();
  }, TICK_MS);
}

function listening<Handler>(all: Set<Handler>, handler: Handler): () => void {
  all.add(handler);
  return () => all.delete(handler);
}

function on<Name extends keyof ShellEvents>(name: Name, handler: (payload: ShellEvents[Name]) => void): () => void {
  if (name === "activity") return listening(listeners, handler as (jobs: Job[]) => void);
  if (name === "ledger") return listening(ledgerListeners, handler as (nothing: null) => void);
  return () => undefined;
}

/** The ledger knows the run as soon as it rests. */
function withRun(overview: Overview): Overview {
  if (overview.ledger.state !== "open" || drive.ended === null) return overview;
  const run = runOfDrive(drive, openedAtMs);
  return { ...overview, ledger: { ...overview.ledger, runs: [run, ...overview.ledger.runs] } };
}

async function resumed(ended: RunState | null): Promise<number> {
  drive = { ...drive, ended, paused: false };
  tell();
  return RUN_JOB;
}

export const activity: Partial<Shell> = {
  on,
  overview: () => Promise.resolve(inBrowser ? withRun(afterTwoRuns) : afterTwoRuns),
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
  runResume: () => resumed(null),
  runGiveUp: () => resumed("cancelled"),
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
