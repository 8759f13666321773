import { expect, test } from "vitest";

import type { Curve } from "../bindings/api";
import { blankCurves, CURVE_POINTS_MAX, nextCurves, type Curves } from "./curves";
import { job, progress } from "./fixtures";

const at = (nowMs: number, rate: number, run = 3) => ({
  type: "moved" as const,
  nowMs,
  jobs: [job({ id: 1, step: { at: "starting" } }), job({ step: { at: "running", run: progress({ run, rate }) } })],
});

const read = (points: number[], run = 3) => ({
  type: "read" as const,
  run,
  curves: [{ name: "rate", points: points.map((at_ms) => ({ at_ms, value: 1 })) }] satisfies Curve[],
});

const times = (curves: Curves) => curves.points.rate.map(({ at_ms }) => at_ms);

test("the history comes before what was told meanwhile, whichever came first", () => {
  const told = nextCurves(blankCurves(3), at(5_000, 4));
  const both = nextCurves(told, read([1_000, 2_000, 5_000, 6_000]));
  expect(times(both)).toEqual([1_000, 2_000, 5_000]);
  expect(both.points.rate.at(-1)).toEqual({ at_ms: 5_000, value: 4 });
  expect(times(nextCurves(nextCurves(blankCurves(3), read([1_000])), at(2_000, 4)))).toEqual([1_000, 2_000]);
});

test("other runs and jobs that do not run leave the curves as they are", () => {
  const curves = nextCurves(blankCurves(3), at(5_000, 4));
  expect(nextCurves(curves, at(6_000, 9, 4))).toBe(curves);
  expect(nextCurves(curves, { type: "moved", nowMs: 6_000, jobs: [] })).toBe(curves);
  expect(nextCurves(curves, read([1], 4))).toBe(curves);
});

test("budget and connections are drawn too, and a store without a budget leaves its curve blank", () => {
  const step = { at: "running" as const, run: progress({ budget: null }) };
  const curves = nextCurves(blankCurves(3), { type: "moved", nowMs: 1, jobs: [job({ step })] });
  expect(curves.points).toMatchObject({ budget: [], workers: [{ value: 6 }], in_flight: [{ value: 5 }] });
});

test("a long run is thinned, keeps its beginning's shape and its newest point, and never grows past its bound", () => {
  let curves = blankCurves(3);
  const hours = 3 * 3600 * 4;
  for (let tick = 0; tick < hours; tick += 1) curves = nextCurves(curves, at(tick * 250, tick));
  const all = times(curves);
  expect(all.length).toBeLessThanOrEqual(CURVE_POINTS_MAX);
  expect(all.length).toBeGreaterThan(CURVE_POINTS_MAX / 4);
  expect(all[0]).toBeLessThan(120_000);
  expect(all.at(-1)).toBeGreaterThan((hours - 1) * 250 - 60_000);
  expect(all).toEqual(all.toSorted((a, b) => a - b));
  expect(times(nextCurves(blankCurves(3), read(Array.from({ length: 50_000 }, (_, index) => index)))).length).toBeLessThanOrEqual(
    CURVE_POINTS_MAX,
  );
});
