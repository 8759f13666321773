import { Check, Minus } from "lucide-react";
import { useId, type ReactNode } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components/Checkbox";

import styles from "./Checkbox.module.css";
import { Icon } from "./Icon";
import { defined } from "./defined";

export type Checked = boolean | "mixed";

export interface CheckboxProps {
  readonly label: string;
  readonly labelHidden?: boolean | undefined;
  readonly checked: Checked;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: ReactNode;
  readonly disabled?: boolean | undefined;
}

/** In or out, together with others, in force when a button is pressed. */
export function Checkbox({ label, labelHidden = false, checked, onChange, hint, disabled = false }: CheckboxProps) {
  const said = useId();
  return (
    <div>
      <AriaCheckbox
        className={styles.checkbox ?? ""}
        isSelected={checked === true}
        isIndeterminate={checked === "mixed"}
        onChange={onChange}
        isDisabled={disabled}
        {...defined({
          "aria-label": labelHidden ? label : undefined,
          "aria-describedby": hint === undefined ? undefined : said,
        })}
      >
        <Box checked={checked} />
        {!labelHidden && <span>{label}</span>}
      </AriaCheckbox>
      {hint !== undefined && (
        <p id={said} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** The drawing alone, for the rows of a grid, where the row itself is what can be reached. */
export function Box({ checked }: { readonly checked: Checked }) {
  return (
    <span className={styles.box} data-checked={String(checked)} aria-hidden="true">
      {checked !== false && <Icon of={checked === "mixed" ? Minus : Check} size={12} />}
    </span>
  );
}
