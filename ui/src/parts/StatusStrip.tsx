import type { ReactNode } from "react";

import styles from "./StatusStrip.module.css";

export interface StatusItem {
  readonly key: string;
  readonly label: string;
  readonly value: ReactNode;
  /** The value says enough where there is little room; the label is then for readers only. */
  readonly plain?: boolean | undefined;
}

export interface StatusStripProps {
  readonly label: string;
  readonly items: readonly StatusItem[];
  /** Stands at the end, always. */
  readonly promise: ReactNode;
}

/** The line at the foot of the window: figures with their names, and the promise. */
export function StatusStrip({ label, items, promise }: StatusStripProps) {
  return (
    <footer aria-label={label} className={styles.strip}>
      <dl className={styles.items}>
        {items.map((item) => (
          <div key={item.key} className={styles.item}>
            <dt className={item.plain === true ? styles.spare : undefined}>{item.label}</dt>
            <dd>{item.value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.promise}>{promise}</p>
    </footer>
  );
}
