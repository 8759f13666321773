import { useId, type ReactNode } from "react";

import styles from "./Meter.module.css";
import { classes } from "./defined";

export interface MeterProps {
  /** What is measured. */
  readonly label: string;
  readonly labelHidden?: boolean | undefined;
  /** `null` while the whole is not known; `reason` must then say what is going on. */
  readonly value: number | null;
  readonly max?: number | undefined;
  /** The figure in words: "412 of 1,284", "about 4–6 min left". */
  readonly figure?: string | undefined;
  /** Why it waits or how far it is, in words. */
  readonly reason?: ReactNode;
  /** `budget` is a stock that empties and fills; `held` waits. */
  readonly tone?: "ink" | "budget" | "held" | "stop" | "done" | undefined;
  readonly small?: boolean | undefined;
}

/** How far something is, as a bar and in words. */
export function Meter(props: MeterProps) {
  const { label, value, max = 100, figure, reason, tone = "ink", small = false } = props;
  const id = useId();
  const share = value === null || max <= 0 ? 0 : Math.min(1, Math.max(0, value / max));
  return (
    <div className={classes(styles.meter, small && styles.small)}>
      <div className={styles.head}>
        <span id={id} className={props.labelHidden === true ? styles.hidden : styles.label}>
          {label}
        </span>
        {figure !== undefined && <span className={styles.figure}>{figure}</span>}
      </div>
      <div
        role={tone === "budget" ? "meter" : "progressbar"}
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value ?? undefined}
        aria-valuetext={figure}
        className={classes(styles.track, styles[tone], value === null && styles.unknown)}
      >
        <span className={styles.bar} style={value === null ? undefined : { inlineSize: `${share * 100}%` }} />
      </div>
      {reason !== undefined && <p className={styles.reason}>{reason}</p>}
    </div>
  );
}
