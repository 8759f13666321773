// Recorded: what was done to the stores over some months, made by rule so that it is the same at every start.
import type { Counts, Curve, Run, RunDetail, RunState, TroubleGroup } from "../bindings/api";
import { untouched } from "./asked";
import { afterTwoRuns } from "./overviews";

const HOUR_MS = 3_600_000;

/** The moment at which the recording was made. */
export const RECORDED_AT_MS = Date.parse("2026-11-24T13:08:00Z");

const sheets = [
  "supplier.csv",
  "stock-tuesday.csv",
  "autumn-prices.xlsx",
  "glazes & new shapes.csv",
  "inventory_export_1.csv",
  "лён и глина.csv",
  "a very long name that a supplier gave to the sheet because nobody told them not to (final) (2).csv",
];

/** So many older runs lie behind the two of the overview: enough for several pages. */
const OLDER_RUNS = 236;

const figures = (planned: number, part: Partial<Omit<Counts, "planned">>): Counts => {
  const counts = { applied: 0, unchanged: 0, rejected: 0, failed: 0, skipped: 0, held: 0, ...part };
  return { planned, ...counts };
};

function olderRun(index: number): Run {
  const started = RECORDED_AT_MS - (5 + index * 9) * HOUR_MS - (index % 7) * 411_000;
  const planned = 1 + ((index * 373) % 190);
  const [state, counts] = howItWent(index, planned);
  return {
    id: 100 + OLDER_RUNS - index,
    store: index % 3 === 0 ? "main" : "demo",
    source: sheets[index % sheets.length] ?? "supplier.csv",
    state,
    created_at_ms: started - 900,
    started_at_ms: started,
    ended_at_ms: started + 2_400 + planned * 1_900,
    counts,
  };
}

function howItWent(index: number, planned: number): [RunState, Counts] {
  const sent = Math.floor(planned * 0.4);
  switch (index % 12) {
    case 0:
      return ["interrupted", figures(planned, { applied: sent })];
    case 4:
      return ["cancelled", figures(planned, { applied: sent, skipped: planned - sent })];
    case 5:
      return ["completed", figures(planned, { unchanged: planned })];
    case 7: {
      const rejected = Math.min(planned, 1 + (index % 5));
      return ["completed_with_failures", figures(planned, { applied: planned - rejected, rejected })];
    }
    case 9:
      return ["superseded", figures(planned, { applied: sent, skipped: planned - sent })];
    case 11:
      return ["failed", figures(planned, { applied: sent, failed: planned - sent })];
    default:
      return ["completed", figures(planned, { applied: planned })];
  }
}

/** The newest first, as the shell gives them. */
export const pastRuns: readonly Run[] = untouched
  ? []
  : [
      ...(afterTwoRuns.ledger.state === "open" ? afterTwoRuns.ledger.runs : []),
      ...Array.from({ length: OLDER_RUNS }, (_, index) => olderRun(index)),
    ];

export const strategyOf = (run: Run): string => (run.counts.planned > 40 ? "batch" : "parallel");

function noteOf(run: Run): string | null {
  const products = Math.ceil(run.counts.applied / 3);
  switch (run.state) {
    case "completed":
    case "completed_with_failures":
      return run.counts.applied === 0 ? null : `read back ${products} products: all as asked`;
    case "interrupted":
      return "the program was closed while it ran";
    case "failed":
      return "the store took the key back: Invalid API key or access token";
    case "superseded":
      return "a newer sync took over";
    default:
      return null;
  }
}

function endOf(run: Run): RunDetail["end"] {
  switch (run.state) {
    case "completed":
      return "green";
    case "completed_with_failures":
    case "cancelled":
    case "superseded":
      return "amber";
    case "failed":
      return "red";
    default:
      return "open";
  }
}

export const causes = {
  rejected: ["Handle has already been taken", "Price must be greater than or equal to 0"],
  failed: ["every attempt failed: the connection was closed before the answer came"],
  skipped: ["the stock changed in the store since this was planned"],
} as const;

export function detailOf(run: Run, troubles: TroubleGroup[]): RunDetail {
  const { planned } = run.counts;
  return {
    run,
    demo: run.store === "demo",
    strategy: strategyOf(run),
    workers: run.id % 4 === 0 ? 6 : null,
    note: noteOf(run),
    end: endOf(run),
    trial: run.id % 10 === 3,
    review: run.id === 1 ? 1 : null,
    troubles,
    findings: run.id === 1 ? 3 : 0,
    calls: Math.ceil(planned / 9),
    one_by_one_seconds: planned > 20 ? Math.round(planned * 0.61) : null,
    resumable: run.state === "interrupted",
  };
}

/** One point a second: it starts slowly, finds what the store bears, and waits for points now and then. */
export function curvesOf(startedAtMs: number, seconds: number): Curve[] {
  const step = Math.max(1, Math.ceil(seconds / 600));
  const times = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
  const curve = (name: string, value: (second: number) => number): Curve => ({
    name,
    points: times.map((second) => ({ at_ms: startedAtMs + second * 1000, value: value(second) })),
  });
  return [
    curve("rate", rateAt),
    curve("budget", budgetAt),
    curve("workers", (second) => Math.min(6, 2 + Math.floor(second / 9))),
    curve("in_flight", (second) => Math.min(6, 2 + Math.floor(second / 9)) - (second % 4 === 0 ? 1 : 0)),
  ];
}

export function rateAt(second: number): number {
  const warm = Math.min(1, (second + 1) / 20);
  const waits = second % 47 > 43 ? 0.15 : 1;
  return Math.max(0, warm * waits * (5.4 + 0.7 * Math.sin(second / 3) + 0.4 * Math.cos(second / 1.7)));
}

export function budgetAt(second: number): number {
  return Math.max(40, 2000 - (second % 47) * 42 - 60 * Math.abs(Math.sin(second / 2)));
}
