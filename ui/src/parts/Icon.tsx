import type { LucideIcon } from "lucide-react";

import styles from "./Icon.module.css";
import { classes } from "./defined";

export type { LucideIcon } from "lucide-react";

export interface IconProps {
  /** A Lucide icon, imported by its name so that only what is used is bundled. */
  readonly of: LucideIcon;
  readonly size?: number | undefined;
  /** Turned round where the page reads from right to left: arrows and chevrons. */
  readonly directed?: boolean | undefined;
}

/** A picture beside a word, never instead of one: hidden from readers. */
export function Icon({ of: Drawing, size = 16, directed = false }: IconProps) {
  return (
    <Drawing
      size={size}
      strokeWidth={1.75}
      aria-hidden="true"
      focusable="false"
      className={classes(styles.icon, directed && styles.directed)}
    />
  );
}
