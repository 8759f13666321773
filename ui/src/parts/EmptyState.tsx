import type { ReactNode } from "react";

import { Button } from "./Button";
import styles from "./EmptyState.module.css";
import type { LucideIcon } from "./Icon";

export interface Act {
  readonly label: string;
  readonly onPress: () => void;
  readonly icon?: LucideIcon | undefined;
  readonly busy?: string | null | undefined;
  readonly disabled?: boolean | undefined;
}

export interface EmptyStateProps {
  /** What would stand here, in one sentence. */
  readonly sentence: ReactNode;
  readonly act?: Act | undefined;
  readonly second?: Act | undefined;
}

/** A ruled blank sheet: one sentence, one button, one way to try it without anything of one's own. */
export function EmptyState({ sentence, act, second }: EmptyStateProps) {
  return (
    <div className={styles.sheet} data-blank="">
      <p className={styles.sentence}>{sentence}</p>
      {(act !== undefined || second !== undefined) && (
        <div className={styles.acts}>
          {act !== undefined && (
            <Button icon={act.icon} onPress={act.onPress} busy={act.busy} disabled={act.disabled}>
              {act.label}
            </Button>
          )}
          {second !== undefined && (
            <Button kind="quiet" icon={second.icon} onPress={second.onPress} busy={second.busy} disabled={second.disabled}>
              {second.label}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
