import { useMemo } from "react";

import type { CurvePoint } from "../bindings/api";
import { Chart } from "../parts";
import { count, percentDone, rate } from "../words/figures";
import { words } from "../words/words";
import styles from "./RunCharts.module.css";
import type { CurvePoints } from "./curves";

export interface RunChartsProps {
  readonly points: CurvePoints;
  /** Points of a full budget; `null` where nobody knows, and then the most there was counts as full. */
  readonly budgetMax: number | null;
  /** The run rests: the newest figure is the last one. */
  readonly over: boolean;
  /** The budget alone, in Shopify's points, for those who ask for details. */
  readonly inPoints?: boolean | undefined;
}

/** How fast it goes, and how much of Shopify's speed limit is left. */
export function RunCharts({ points, budgetMax, over, inPoints = false }: RunChartsProps) {
  const full = budgetMax ?? Math.max(1, ...points.budget.map(({ value }) => value));
  const last = words(over ? "activity_chart_last" : "activity_chart_now");
  return (
    <div className={styles.charts}>
      {inPoints ? (
        <One
          filled
          label={words("activity_chart_budget")}
          unit={words("activity_chart_points")}
          last={last}
          of={points.budget}
          max={full}
          format={count}
        />
      ) : (
        <>
          <One
            label={words("activity_chart_rate")}
            unit={words("activity_chart_a_second")}
            last={last}
            of={points.rate}
            format={rate}
          />
          <One
            filled
            label={words("activity_chart_budget")}
            unit={words("activity_chart_unused")}
            last={last}
            of={points.budget}
            per={full}
            max={1}
            format={percentDone}
          />
        </>
      )}
    </div>
  );
}

interface OneProps {
  readonly label: string;
  readonly unit: string;
  /** What the newest figure is called. */
  readonly last: string;
  readonly of: readonly CurvePoint[];
  /** What counts as one. */
  readonly per?: number;
  readonly max?: number;
  readonly filled?: boolean;
  readonly format: (value: number) => string;
}

function One({ label, unit, last, of, per = 1, max, filled = false, format }: OneProps) {
  const timesMs = useMemo(() => of.map(({ at_ms }) => at_ms), [of]);
  const series = useMemo(
    () => [{ label: last, values: of.map(({ value }) => value / per), filled, tone: "ink" as const }],
    [of, per, last, filled],
  );
  return <Chart label={label} unit={unit} timesMs={timesMs} series={series} max={max} format={format} height={132} />;
}
