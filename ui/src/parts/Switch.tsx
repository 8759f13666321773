import { useId, type ReactNode } from "react";
import { Switch as AriaSwitch } from "react-aria-components/Switch";

import styles from "./Switch.module.css";
import { words } from "../words/words";
import { defined } from "./defined";

export interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly hint?: ReactNode;
  readonly disabled?: boolean | undefined;
}

/** On or off, in force at once. What waits for a button is a `Checkbox`. */
export function Switch({ label, on, onChange, hint, disabled = false }: SwitchProps) {
  const said = useId();
  return (
    <div>
      <AriaSwitch
        className={styles.switch ?? ""}
        isSelected={on}
        onChange={onChange}
        isDisabled={disabled}
        {...defined({ "aria-describedby": hint === undefined ? undefined : said })}
      >
        <span className={styles.track} aria-hidden="true">
          <span className={styles.knob} />
        </span>
        <span className={styles.words}>{label}</span>
        <span className={styles.state} aria-hidden="true">
          {words(on ? "parts_on" : "parts_off")}
        </span>
      </AriaSwitch>
      {hint !== undefined && (
        <p id={said} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
