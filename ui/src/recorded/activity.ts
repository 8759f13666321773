// Recorded answers: jobs under way. In a browser they move; a test opens no address of its own, and nothing moves.
import type { Curve, Job, Overview, Run, RunState, TroubleGroup } from "../bindings/api";
import type { Shell, ShellEvents } from "../shell";
import { asked, inBrowser, untouched } from "./asked";
import { jobsOf, openingDrive, runOfDrive, RUN_JOB, RUN_UNDER_WAY, steered, TICK_MS, ticked } from "./drive";
import { overviewAsked } from "./overviews";
import { causes, curvesOf } from "./pastRuns";

/** Whether the recorded run is part of what was asked for. */
const hasRun = inBrowser && !untouched && !asked.quiet;
const moves = hasRun && !asked.still;

const openedAtMs = Date.now();
let drive = asked.interrupted ? cutOff() : openingDrive();
const listeners = new Set<(jobs: Job[]) => void>();
const ledgerListeners = new Set<(nothing: null) => void>();
let told: RunState | null = null;

/** The window was opened again after it: of its jobs nothing is left but the run in the history. */
function cutOff() {
  const stopped = steered(openingDrive(), { kind: "interrupt" });
  return { ...stopped, away: jobsOf(stopped, openedAtMs).map(({ id }) => id) };
}

const now = () => (hasRun ? jobsOf(drive, openedAtMs) : []);

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
  if (name === "closing" && asked.closing) queueMicrotask(() => (handler as (nothing: null) => void)(null));
  return () => undefined;
}

/** The ledger knows the run as soon as it rests. */
function withRun(overview: Overview): Overview {
  if (!hasRun || overview.ledger.state !== "open" || drive.ended === null) return overview;
  const run = runOfDrive(drive, openedAtMs);
  return { ...overview, ledger: { ...overview.ledger, runs: [run, ...overview.ledger.runs] } };
}

async function resumed(ended: RunState | null): Promise<number> {
  drive = { ...drive, ended, paused: false, away: drive.away.filter((job) => job !== RUN_JOB) };
  tell();
  return RUN_JOB;
}

export const activity: Partial<Shell> = {
  on,
  overview: () => Promise.resolve(withRun(overviewAsked)),
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
  if (id !== RUN_UNDER_WAY || !hasRun) return null;
  const run = runOfDrive(drive, openedAtMs);
  const { rejected, failed } = run.counts;
  const troubles: TroubleGroup[] = [
    { state: "rejected" as const, cause: causes.rejected[0], count: rejected, products: ["ash-bowl-3", "oat-jug-2", "rust-vase-1"].slice(0, rejected) },
    { state: "failed" as const, cause: causes.failed[0], count: failed, products: ["slate-tray-4"].slice(0, failed) },
  ].filter(({ count }) => count > 0);
  return { run, troubles, curves: curvesOf(run.started_at_ms ?? openedAtMs, (drive.ticks * TICK_MS) / 1000) };
}
