import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";

import { words } from "../words/words";
import styles from "./Change.module.css";
import { Icon } from "./Icon";
import { classes } from "./defined";

interface SideProps {
  readonly children: ReactNode;
  /** Without the word for readers: in a cell that tells them by itself. */
  readonly bare?: boolean;
}

/** What is in the store now and will not stay. */
export function Was({ children, removed = false, bare = false }: SideProps & { readonly removed?: boolean }) {
  return (
    <del className={classes(styles.was, removed && styles.removed)}>
      {!bare && <span className={styles.heard}>{words("change_was")} </span>}
      {children}
    </del>
  );
}

/** What will be: the one use of the accent. */
export function Will({ children, bare = false }: SideProps) {
  return (
    <ins className={styles.will}>
      {!bare && <span className={styles.heard}>{words("change_will")} </span>}
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
