// Recorded: a run under way. Where it stands is a function of how often it was moved and what the owner did to it.
import type { Counts, Job, Run, RunState, Steer, Wait } from "../bindings/api";
import { budgetAt, rateAt } from "./pastRuns";

/** As the shell does: four times a second. */
export const TICK_MS = 250;

export const RUN_UNDER_WAY = 3;
export const RUN_JOB = 8;

/** The recording opens in the middle of the run. */
const OPENS_AFTER_TICKS = 4 * 92;
const PLANNED = 1284;
const HELD = 9;
const TOTAL = PLANNED - HELD;
const READ_BACK_TICKS = 24;
const PRODUCTS = 428;
const BUDGET = { maximum: 2000, restore_rate: 100 };

export interface Drive {
  /** Moves since the run began, pauses included. */
  readonly ticks: number;
  /** Moves since it was paused or stopped last, out of them. */
  readonly moved: number;
  readonly done: number;
  readonly readBack: number;
  readonly paused: boolean;
  readonly workers: number | null;
  readonly ended: RunState | null;
  /** Jobs that were put away. */
  readonly away: readonly number[];
}

/** The run as it stands after so many moves. */
export function driveAfter(ticks: number): Drive {
  let drive: Drive = { ticks: 0, moved: 0, done: 0, readBack: 0, paused: false, workers: null, ended: null, away: [] };
  for (let tick = 0; tick < ticks; tick += 1) drive = ticked(drive);
  return drive;
}

export const openingDrive = (): Drive => driveAfter(OPENS_AFTER_TICKS);

export function ticked(drive: Drive): Drive {
  if (drive.ended !== null) return drive;
  const ticks = drive.ticks + 1;
  if (drive.paused) return { ...drive, ticks };
  const moved = drive.moved + 1;
  if (drive.done < TOTAL) {
    const done = Math.min(TOTAL, drive.done + speed(drive) / 4);
    return { ...drive, ticks, moved, done };
  }
  const readBack = drive.readBack + 1;
  return { ...drive, ticks, moved, readBack, ended: readBack > READ_BACK_TICKS ? "completed_with_failures" : null };
}

export function steered(drive: Drive, steer: Steer): Drive {
  switch (steer.kind) {
    case "pause":
      return { ...drive, paused: true };
    case "resume":
      return { ...drive, paused: false };
    case "cancel":
      return { ...drive, ended: "cancelled" };
    case "interrupt":
      return { ...drive, ended: "interrupted" };
    case "connections":
      return { ...drive, workers: steer.workers };
  }
}

const secondOf = (drive: Drive) => Math.floor(drive.moved / 4);

/** Changes a second; waits for points stand at nearly nothing. */
const speed = (drive: Drive) => rateAt(secondOf(drive)) * Math.min(1.6, (drive.workers ?? 6) / 6);

export function countsOf(drive: Drive): Counts {
  const done = Math.floor(drive.done);
  const rejected = Math.floor(done / 310);
  const failed = Math.floor(done / 1100);
  const unchanged = Math.floor(done / 40);
  const applied = done - rejected - failed - unchanged;
  const skipped = drive.ended === "cancelled" ? TOTAL - done : 0;
  return { planned: PLANNED, applied, unchanged, rejected, failed, skipped, held: HELD };
}

export function runOfDrive(drive: Drive, openedAtMs: number): Run {
  const started = openedAtMs - OPENS_AFTER_TICKS * TICK_MS;
  return {
    id: RUN_UNDER_WAY,
    store: "demo",
    source: "supplier.csv",
    state: drive.ended ?? (drive.paused ? "paused" : "running"),
    created_at_ms: started - 1_200,
    started_at_ms: started,
    ended_at_ms: drive.ended === null ? null : started + drive.ticks * TICK_MS,
    counts: countsOf(drive),
  };
}

function waitOf(drive: Drive, nowMs: number): Wait | null {
  const second = secondOf(drive);
  if (drive.paused) return { kind: "paused", until_ms: null, count: 0 };
  // The points are spent at the end of every 47 seconds: see `budgetAt`.
  if (second % 47 > 43) return { kind: "rate_limit", until_ms: nowMs + (47 - (second % 47)) * 1000, count: 0 };
  if (second % 31 === 30) return { kind: "being_checked", until_ms: nowMs + 2_000, count: 3 };
  return null;
}

export function jobsOf(drive: Drive, openedAtMs: number): Job[] {
  const started = openedAtMs - OPENS_AFTER_TICKS * TICK_MS;
  const nowMs = started + drive.ticks * TICK_MS;
  const jobs: Job[] = [
    {
      id: 7,
      kind: "copy",
      store: "main",
      source: null,
      started_at_ms: started - 400_000,
      step: { at: "copying", products: 1912, waiting: null },
      warnings: [],
      outcome: { kind: "copied", products: 1912 },
    },
    {
      id: RUN_JOB,
      kind: "run",
      store: "demo",
      source: "supplier.csv",
      started_at_ms: started,
      step: stepOf(drive, nowMs),
      warnings: ["the copy of the store was 3 h old when this was planned; products are looked at again before they are written"],
      outcome:
        drive.ended === null
          ? null
          : { kind: "run", run: RUN_UNDER_WAY, state: drive.ended, counts: countsOf(drive) },
    },
    {
      id: 9,
      kind: "copy",
      store: "main",
      source: null,
      started_at_ms: started + 60_000,
      step: {
        at: "copying",
        products: Math.floor(drive.ticks / 2),
        waiting: "Shopify prepares the products: this takes some minutes",
      },
      warnings: [],
      outcome: null,
    },
  ];
  return jobs.filter((job) => !drive.away.includes(job.id));
}

function stepOf(drive: Drive, nowMs: number): Job["step"] {
  if (drive.done >= TOTAL) {
    const share = Math.min(1, drive.readBack / READ_BACK_TICKS);
    return { at: "reading_back", run: RUN_UNDER_WAY, products: Math.floor(PRODUCTS * share), of: PRODUCTS };
  }
  const left = (TOTAL - drive.done) / 5.2;
  const workers = drive.workers ?? 6;
  return {
    at: "running",
    run: {
      run: RUN_UNDER_WAY,
      counts: countsOf(drive),
      done: Math.floor(drive.done),
      total: TOTAL,
      rate: drive.paused ? 0 : speed(drive),
      calls: Math.ceil(drive.done / 9),
      eta_seconds_low: Math.floor(left * 0.9),
      eta_seconds_high: Math.ceil(left * 1.3),
      in_flight: drive.paused ? 0 : workers - 1,
      workers,
      paused: drive.paused,
      waiting: waitOf(drive, nowMs),
      elapsed_ms: drive.ticks * TICK_MS,
      budget: { available: budgetAt(secondOf(drive)), ...BUDGET },
    },
  };
}
