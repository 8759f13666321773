import { useId, type ReactNode } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components/RadioGroup";

import styles from "./Choice.module.css";
import field from "./Field.module.css";
import type { Option } from "./Select";
import { classes, defined } from "./defined";

export interface ChoiceProps<Id extends string> {
  readonly label: string;
  readonly labelHidden?: boolean | undefined;
  readonly options: readonly Option<Id>[];
  readonly value: Id | null;
  readonly onChange: (value: Id) => void;
  /** `list` has a line for each with its hint; `segments` stand side by side. */
  readonly look?: "list" | "segments" | undefined;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  readonly disabled?: boolean | undefined;
}

/** One of two to six, all of them seen at once. */
export function Choice<Id extends string>(props: ChoiceProps<Id>) {
  const { label, options, value, onChange, look = "list", hint, error } = props;
  const wrong = typeof error === "string";
  const said = useId();
  const described = hint !== undefined || wrong ? said : undefined;
  return (
    <RadioGroup
      className={classes(field.field, styles.choice)}
      value={value}
      onChange={(key) => onChange(key as Id)}
      isDisabled={props.disabled ?? false}
      isInvalid={wrong}
      orientation={look === "segments" ? "horizontal" : "vertical"}
      {...defined({ "aria-describedby": described })}
    >
      <Label className={classes(field.label, props.labelHidden === true && field.hidden)}>{label}</Label>
      <div className={look === "segments" ? styles.segments : styles.list}>
        {options.map((option) => (
          <Radio
            key={option.id}
            value={option.id}
            isDisabled={option.disabled ?? false}
            className={(look === "segments" ? styles.segment : styles.line) ?? ""}
          >
            {look === "list" && <span className={styles.dot} aria-hidden="true" />}
            <span className={styles.words}>
              {option.label}
              {look === "list" && option.hint !== undefined && <span className={styles.hint}>{option.hint}</span>}
            </span>
          </Radio>
        ))}
      </div>
      {described !== undefined && (
        <div id={said}>
          {wrong && <p className={field.error}>! {error}</p>}
          {hint !== undefined && <p className={field.hint}>{hint}</p>}
        </div>
      )}
    </RadioGroup>
  );
}
