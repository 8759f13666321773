// The two sides of a change that was made, or was not: the review draws those of changes to come.
import type { Cell } from "../bindings/api";
import { Was, Will } from "../parts";
import { cellText } from "../review/cells";
import { words } from "../words/words";
import styles from "./RunDetails.module.css";

interface SideProps {
  readonly cell: Cell | null;
  readonly field: string | null;
  readonly currency: string | null;
}

export function Before({ cell, field, currency, removed }: SideProps & { readonly removed: boolean }) {
  if (cell === null) return null;
  if (cell.kind === "blank") return <span className={styles.quiet}>{words("review_blank")}</span>;
  return (
    <Was removed={removed}>
      <bdi>{cellText(cell, field ?? "", currency)}</bdi>
    </Was>
  );
}

/** `done`: it is in the store now, and is no longer what will be. */
export function After({ cell, field, currency, done }: SideProps & { readonly done: boolean }) {
  if (cell === null) return null;
  if (cell.kind === "blank") return <span className={styles.quiet}>{words("review_blank")}</span>;
  const text = <bdi>{cellText(cell, field ?? "", currency)}</bdi>;
  return done ? <ins className={styles.done}>{text}</ins> : <Will>{text}</Will>;
}
