// The curves of a run: read once from the history, then drawn on by what the shell tells.
import type { Curve, CurvePoint, Job } from "../bindings/api";

/** Points kept of one curve. A wide screen has hardly more columns to draw them in. */
export const CURVE_POINTS_MAX = 1024;

/** The shell tells four times a second at most. */
const GAP_MS = 250;

/** As `api.Curve` names them. */
export type CurveName = "rate" | "budget" | "workers" | "in_flight";

export type CurvePoints = Readonly<Record<CurveName, readonly CurvePoint[]>>;

/**
 * What is known of one run's curves. They are bounded by thinning, not by forgetting the beginning: a full curve
 * loses every second point, and the longer it is, the less often a point is taken.
 */
export interface Curves {
  readonly run: number;
  readonly points: CurvePoints;
}

export type CurvesEvent =
  /** What the history holds of the run. */
  | { readonly type: "read"; readonly run: number; readonly curves: readonly Curve[] }
  /** The list of jobs, as the shell told it at that moment. */
  | { readonly type: "moved"; readonly jobs: readonly Job[]; readonly nowMs: number };

export function blankCurves(run: number): Curves {
  return { run, points: { rate: [], budget: [], workers: [], in_flight: [] } };
}

export function nextCurves(state: Curves, event: CurvesEvent): Curves {
  switch (event.type) {
    case "read":
      return event.run === state.run ? withHistory(state, event.curves) : state;
    case "moved":
      return withStep(state, event.jobs, event.nowMs);
  }
}

/** What was read goes before what was told meanwhile. */
function withHistory(state: Curves, curves: readonly Curve[]): Curves {
  const points = ofEach((name) => {
    const told = state.points[name];
    const since = told[0]?.at_ms ?? Infinity;
    const read = curves.find((curve) => curve.name === name)?.points ?? [];
    return thinned([...read.filter((point) => point.at_ms < since), ...told]);
  });
  return { ...state, points };
}

function withStep(state: Curves, jobs: readonly Job[], nowMs: number): Curves {
  const step = jobs.map((job) => job.step).find((one) => one.at === "running" && one.run.run === state.run);
  if (step?.at !== "running") return state;
  const { rate, budget, workers, in_flight } = step.run;
  const values = { rate, budget: budget?.available, workers, in_flight };
  const points = ofEach((name) => withPoint(state.points[name], nowMs, values[name]));
  return { ...state, points };
}

function withPoint(points: readonly CurvePoint[], at_ms: number, value: number | undefined): readonly CurvePoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (value === undefined) return points;
  if (first !== undefined && last !== undefined) {
    const gapMs = Math.max(GAP_MS, (2 * (last.at_ms - first.at_ms)) / CURVE_POINTS_MAX);
    if (at_ms - last.at_ms < gapMs) return points;
  }
  return thinned([...points, { at_ms, value }]);
}

/** Every second point from the end, as often as it takes. */
function thinned(points: readonly CurvePoint[]): readonly CurvePoint[] {
  if (points.length <= CURVE_POINTS_MAX) return points;
  return thinned(points.filter((_, index) => (points.length - 1 - index) % 2 === 0));
}

function ofEach(of: (name: CurveName) => readonly CurvePoint[]): CurvePoints {
  return { rate: of("rate"), budget: of("budget"), workers: of("workers"), in_flight: of("in_flight") };
}
