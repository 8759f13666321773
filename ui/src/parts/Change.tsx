import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";

import { words } from "../words/words";
import styles from "./Change.module.css";
import { Icon } from "./Icon";
import { classes } from "./defined";

/** What is in the store now and will not stay. */
export function Was({ children, removed = false }: { readonly children: ReactNode; readonly removed?: boolean }) {
  return (
    <del className={classes(styles.was, removed && styles.removed)}>
      <span className={styles.heard}>{words("change_was")} </span>
      {children}
    </del>
  );
}

/** What will be: the one use of the accent. */
export function Will({ children }: { readonly children: ReactNode }) {
  return (
    <ins className={styles.will}>
      <span className={styles.heard}>{words("change_will")} </span>
      {children}
    </ins>
  );
}

/** Before, an arrow, after. */
export function Change({ before, after }: { readonly before: ReactNode; readonly after: ReactNode }) {
  return (
    <span className={styles.change}>
      <Was>{before}</Was>
      <span className={styles.arrow}>
        <Icon of={ArrowRight} size={14} directed />
      </span>
      <Will>{after}</Will>
    </span>
  );
}
