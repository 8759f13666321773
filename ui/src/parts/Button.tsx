import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components/Button";

import styles from "./Button.module.css";
import { Icon, type LucideIcon } from "./Icon";
import { classes, defined } from "./defined";

export interface ButtonProps {
  /** `will` is the one act that changes the store (or the one next step); `danger` cannot be undone. */
  readonly kind?: "plain" | "will" | "danger" | "quiet" | undefined;
  readonly children?: ReactNode;
  readonly icon?: LucideIcon | undefined;
  /** Stands after the words, as an arrow does. */
  readonly iconAfter?: LucideIcon | undefined;
  /** The name of a button that shows only an icon. */
  readonly label?: string | undefined;
  readonly onPress?: (() => void) | undefined;
  readonly disabled?: boolean | undefined;
  /** What is going on, in words; the button then waits and shows them instead of its own. */
  readonly busy?: string | null | undefined;
  /** Height of a line (28) instead of a control (32). */
  readonly small?: boolean | undefined;
  readonly type?: "button" | "submit" | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly slot?: string | undefined;
  readonly pressed?: boolean | undefined;
  readonly id?: string | undefined;
}

export function Button(props: ButtonProps) {
  const { kind = "plain", children, icon, iconAfter, label, busy, small = false } = props;
  const waits = typeof busy === "string";
  const bare = children === undefined && !waits;
  return (
    <AriaButton
      type={props.type ?? "button"}
      className={classes(styles.button, styles[kind], small && styles.small, bare && styles.bare, waits && styles.busy)}
      isDisabled={props.disabled ?? false}
      isPending={waits}
      data-quiet={kind === "quiet" ? "" : undefined}
      {...defined({
        id: props.id,
        "aria-label": label,
        "aria-pressed": props.pressed,
        "aria-describedby": props.describedBy,
        autoFocus: props.autoFocus,
        slot: props.slot,
        onPress: props.onPress,
      })}
    >
      {waits ? (
        <>
          <span className={styles.words}>{busy}</span>
          <span className={styles.line} aria-hidden="true" />
        </>
      ) : (
        <>
          {icon !== undefined && <Icon of={icon} />}
          {children !== undefined && <span className={styles.words}>{children}</span>}
          {iconAfter !== undefined && <Icon of={iconAfter} directed />}
        </>
      )}
    </AriaButton>
  );
}
