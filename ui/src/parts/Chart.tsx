import { ChartLine, Table2 } from "lucide-react";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

import { count } from "../words/figures";
import { clock } from "../words/time";
import { words } from "../words/words";
import { Button } from "./Button";
import styles from "./Chart.module.css";
import { Sheet } from "./Sheet";

export interface Series {
  readonly label: string;
  /** Null where nothing was measured. */
  readonly values: readonly (number | null)[];
  readonly tone?: "ink" | "will" | "quiet" | "held" | undefined;
  readonly dashed?: boolean | undefined;
  /** Filled down to nothing: for a stock such as a budget. */
  readonly filled?: boolean | undefined;
}

export interface ChartProps {
  readonly label: string;
  /** Of all series: "changes a second". */
  readonly unit: string;
  readonly timesMs: readonly number[];
  /** One or two. */
  readonly series: readonly Series[];
  readonly height?: number | undefined;
  /** The top of the scale where it is known, such as a full budget. */
  readonly max?: number | undefined;
  readonly format?: ((value: number) => string) | undefined;
}

/** More would be drawn than seen: see the design, updates at most four times a second. */
const DRAW_GAP_MS = 250;
/** Whole figures only: half a change is nothing. */
const STEPS = [1, 2, 5].flatMap((step) => [0, 1, 2, 3, 4, 5, 6].map((power) => step * 10 ** power)).toSorted((a, b) => a - b);
/** Whole minutes only, in seconds: the axis tells the time to the minute. Up to two days. */
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440].map((minutes) => minutes * 60);
const LENGTH_MIN_S = 60;
/** Rows of the table, so that a long run stays readable; what is left out lies between. */
const TABLE_ROWS_MAX = 60;

/** A curve over time, with the same figures as a table for those who cannot see it. */
export function Chart(props: ChartProps) {
  const { label, unit, timesMs, series, height = 160, format = count } = props;
  const [table, setTable] = useState(false);
  const heading = useId();
  const none = timesMs.length === 0;
  return (
    <figure className={styles.chart} aria-labelledby={heading}>
      <figcaption className={styles.head}>
        <span id={heading} className={styles.label}>
          {label}
        </span>
        <span className={styles.unit}>{unit}</span>
        <span className={styles.toggle}>
          <Button
            kind="quiet"
            small
            icon={table ? ChartLine : Table2}
            label={words(table ? "parts_chart_as_chart" : "parts_chart_as_table")}
            onPress={() => setTable(!table)}
          />
        </span>
        <span className={styles.legend}>
          {series.map((one) => (
            <span key={one.label} className={styles.key}>
              <span className={styles.stroke} data-tone={one.tone ?? "ink"} data-dashed={one.dashed} aria-hidden="true" />
              {one.label}
              <strong className={styles.last}>{said(one.values, format)}</strong>
            </span>
          ))}
        </span>
      </figcaption>
      {none ? (
        <p className={styles.none}>{words("parts_chart_none")}</p>
      ) : table ? (
        <Twin {...props} format={format} />
      ) : (
        // Another kind of series needs another drawing.
        <Curve key={shapeOf(series)} {...props} format={format} height={height} />
      )}
    </figure>
  );
}

const shapeOf = (series: readonly Series[]) =>
  series.map((one) => [one.label, one.tone, one.dashed, one.filled].join()).join("|");

function said(values: readonly (number | null)[], format: (value: number) => string): string {
  const last = values.findLast((value) => value !== null);
  return last === undefined || last === null ? "" : format(last);
}

function Curve({ timesMs, series, height = 160, max, format = count, label }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useMemo<uPlot.AlignedData>(
    () => [timesMs.map((at) => at / 1000), ...series.map(({ values }) => [...values])],
    [timesMs, series],
  );
  const newest = useRef({ series, format, max, data });
  useLayoutEffect(() => {
    newest.current = { series, format, max, data };
  });

  // Made once, and again when the theme changes: colours come from the tokens.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const make = () => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsFor(element, height, newest), newest.current.data, element);
    };
    make();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    const themed = new MutationObserver(make);
    themed.observe(document.documentElement, { attributeFilter: ["data-theme", "dir"] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [height]);

  // New figures are drawn at most four times a second, the last ones always.
  const drawn = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, drawn.current + DRAW_GAP_MS - performance.now());
    const timer = setTimeout(() => {
      drawn.current = performance.now();
      plot.current?.setData(data);
    }, wait);
    return () => clearTimeout(timer);
  }, [data]);

  return <div ref={place} className={styles.curve} style={{ blockSize: height }} role="img" aria-label={label} />;
}

type Newest = { readonly current: Pick<ChartProps, "series" | "max" | "format"> };

function optionsFor(element: HTMLElement, height: number, newest: Newest): uPlot.Options {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const font = `12px ${token("words")}`;
  const rule = { stroke: token("rule"), width: 1, dash: [] };
  const axis = { stroke: token("quiet"), font, grid: rule, ticks: { ...rule, size: 4 } };
  return {
    width: element.clientWidth,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      // A run that has just begun is not drawn as if it were over: a minute at least is seen.
      x: { time: true, range: (_, from, to) => [from, Math.max(to, from + LENGTH_MIN_S)] },
      y: { range: (_, __, top) => [0, Math.max(newest.current.max ?? 0, top * 1.05, 1)] },
    },
    axes: [
      { ...axis, size: 28, grid: { show: false }, incrs: MINUTES, values: (_, at) => at.map((second) => clock(second * 1000)) },
      { ...axis, size: 52, incrs: STEPS, values: (_, at) => at.map((value) => (newest.current.format ?? count)(value)) },
    ],
    series: [
      {},
      ...newest.current.series.map((one) => ({
        label: one.label,
        stroke: token(one.tone ?? "ink"),
        width: 1.5,
        points: { show: false },
        ...(one.dashed === true ? { dash: [4, 3] } : {}),
        ...(one.filled === true ? { fill: token("marked") } : {}),
      })),
    ],
  };
}

function Twin({ label, timesMs, series, format = count }: ChartProps) {
  const every = Math.max(1, Math.ceil(timesMs.length / TABLE_ROWS_MAX));
  const rows = timesMs.map((at, index) => ({ at, index })).filter(({ index }) => index % every === 0);
  return (
    <div className={styles.twin}>
      <Sheet
        label={label}
        rows={rows}
        rowKey={({ index }) => index}
        columns={[
          { key: "at", label: words("parts_chart_time"), render: ({ at }) => clock(at) },
          ...series.map((one) => ({
            key: one.label,
            label: one.label,
            align: "end" as const,
            render: ({ index }: { index: number }) => {
              const value = one.values[index];
              return value === null || value === undefined ? "" : format(value);
            },
          })),
        ]}
      />
    </div>
  );
}
