// Jobs for the tests of this place.
import type { Counts, Job, RunProgress } from "../bindings/api";

export const started = Date.parse("2026-11-24T13:00:00Z");

export const counts = (planned: number, some: Partial<Counts> = {}): Counts => {
  const none = { applied: 0, unchanged: 0, rejected: 0, failed: 0, skipped: 0, held: 0 };
  return { planned, ...none, ...some };
};

export const progress = (some: Partial<RunProgress> = {}): RunProgress => ({
  run: 3,
  counts: counts(1284, { applied: 412, held: 9 }),
  done: 412,
  total: 1275,
  rate: 5.4,
  calls: 46,
  eta_seconds_low: 170,
  eta_seconds_high: 230,
  in_flight: 5,
  workers: 6,
  paused: false,
  waiting: null,
  elapsed_ms: 92_000,
  budget: { available: 640, maximum: 2000, restore_rate: 100 },
  ...some,
});

export const job = (some: Partial<Job> = {}): Job => ({
  id: 8,
  kind: "run",
  store: "main",
  source: "supplier.csv",
  started_at_ms: started,
  step: { at: "running", run: progress() },
  warnings: [],
  outcome: null,
  ...some,
});
