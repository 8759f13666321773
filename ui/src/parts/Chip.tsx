import type { ReactNode } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";

import { words, type WordKey } from "../words/words";
import styles from "./Chip.module.css";
import { classes } from "./defined";
import { count as counted } from "../words/figures";

export interface ChipProps {
  readonly label: string;
  readonly count?: number | undefined;
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
  readonly sign?: SignName | undefined;
  readonly disabled?: boolean | undefined;
}

/** A filter: pressed, only what it names is shown. */
export function Chip({ label, count, pressed, onChange, sign, disabled = false }: ChipProps) {
  return (
    <ToggleButton
      className={styles.chip ?? ""}
      isSelected={pressed}
      onChange={onChange}
      isDisabled={disabled}
    >
      {sign !== undefined && <Sign of={sign} bare />}
      <span>{label}</span>
      {count !== undefined && <span className={styles.count}>{counted(count)}</span>}
    </ToggleButton>
  );
}

/** Chips of one kind, with the name of the kind. */
export function Chips({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className={styles.chips}>
      {children}
    </div>
  );
}

export type SignName = "added" | "changed" | "removed" | "held" | "refused" | "done" | "even" | "left_out";

export const signs: Record<SignName, { mark: string; word: WordKey }> = {
  added: { mark: "+", word: "sign_added" },
  changed: { mark: "~", word: "sign_changed" },
  removed: { mark: "−", word: "sign_removed" },
  held: { mark: "‖", word: "sign_held" },
  refused: { mark: "!", word: "sign_refused" },
  done: { mark: "✓", word: "sign_done" },
  even: { mark: "=", word: "sign_even" },
  left_out: { mark: "○", word: "sign_left_out" },
};

export interface SignProps {
  readonly of: SignName;
  /** Without its word, where the word stands beside it anyway; readers still hear it unless `bare`. */
  readonly short?: boolean | undefined;
  readonly bare?: boolean | undefined;
  /** Instead of the sign's own word. */
  readonly children?: ReactNode;
}

/** A sign and its word: never a colour alone. */
export function Sign({ of, short = false, bare = false, children }: SignProps) {
  const { mark, word } = signs[of];
  return (
    <span className={classes(styles.sign, styles[of])}>
      <span className={styles.mark} aria-hidden="true">
        {mark}
      </span>
      {!bare && <span className={short ? styles.heard : undefined}>{children ?? words(word)}</span>}
    </span>
  );
}

/** DEMO or LIVE: which kind of store this is, told at every place where something could be done to it. */
export function StoreMark({ demo }: { readonly demo: boolean }) {
  return (
    <span className={demo ? styles.demo : styles.live}>{words(demo ? "mark_demo" : "mark_live")}</span>
  );
}
