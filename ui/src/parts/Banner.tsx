import { X } from "lucide-react";
import type { ReactNode } from "react";

import { words } from "../words/words";
import styles from "./Banner.module.css";
import { Button } from "./Button";
import { classes } from "./defined";

export type Tone = "info" | "held" | "stop" | "done";

export interface BannerProps {
  readonly tone: Tone;
  /** What happened, in one sentence. */
  readonly title: ReactNode;
  /** Consequence, and what to do. */
  readonly children?: ReactNode;
  /** Buttons, the next step first. */
  readonly actions?: ReactNode;
  readonly onClose?: (() => void) | undefined;
  /** Read aloud at once: for what came up by itself, not for what was there when the page opened. */
  readonly live?: boolean | undefined;
}

const marks: Record<Tone, string> = { info: "i", held: "‖", stop: "!", done: "✓" };

/** A band across the page that stays until what it says is no longer so. */
export function Banner({ tone, title, children, actions, onClose, live = false }: BannerProps) {
  return (
    <section
      className={classes(styles.banner, styles[tone])}
      role={live ? (tone === "stop" ? "alert" : "status") : undefined}
    >
      <span className={styles.mark} aria-hidden="true">
        {marks[tone]}
      </span>
      <div className={styles.words}>
        <p className={styles.title}>
          <span className={styles.heard}>{words(`tone_${tone}`)} </span>
          {title}
        </p>
        {children !== undefined && <div className={styles.more}>{children}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      {onClose !== undefined && (
        <Button kind="quiet" small icon={X} label={words("parts_close")} onPress={onClose} />
      )}
    </section>
  );
}
