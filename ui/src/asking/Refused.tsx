import type { ReactNode } from "react";

import type { Refusal } from "../bindings/api";
import { Banner } from "../parts";
import { words } from "../words/words";
import styles from "./Refused.module.css";

export interface RefusedProps {
  readonly refusal: Refusal;
  /** What did not come about. */
  readonly title: string;
  /** What to do, where the page knows better than the program's own hint. */
  readonly next?: string | undefined;
  readonly actions?: ReactNode;
  readonly onClose?: (() => void) | undefined;
}

/** Something was refused: what, what to do now, and the program's own words under Details. */
export function Refused({ refusal, title, next, actions, onClose }: RefusedProps) {
  const advice = next ?? refusal.hint;
  return (
    <Banner live tone="stop" title={title} actions={actions} onClose={onClose}>
      {advice !== null && <p>{advice}</p>}
      <details className={styles.details}>
        <summary>{words("refused_detail")}</summary>
        <bdi>{refusal.detail}</bdi>
        {next !== undefined && refusal.hint !== null && <p>{refusal.hint}</p>}
      </details>
    </Banner>
  );
}
