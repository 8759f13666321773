import { Eye, EyeOff, Search, X } from "lucide-react";
import { useEffect, useId, useState, type ReactNode } from "react";

import { words } from "../words/words";
import { Button } from "./Button";
import styles from "./Field.module.css";
import { Icon } from "./Icon";
import { classes } from "./defined";

interface Common {
  readonly label: string;
  /** For readers only: where the label would say what the place already says. */
  readonly labelHidden?: boolean | undefined;
  readonly hint?: ReactNode;
  /** What is wrong and what to do; the field is then marked with a sign, not by colour alone. */
  readonly error?: string | null | undefined;
  readonly disabled?: boolean | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly name?: string | undefined;
}

export interface FieldProps extends Common {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly kind?: "text" | "secret" | "search" | "area" | undefined;
  /** SKUs, handles, addresses and keys stand in the mono face. */
  readonly mono?: boolean | undefined;
  readonly placeholder?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly rows?: number | undefined;
  /** What belongs before or behind the value, such as ".myshopify.com". */
  readonly suffix?: string | undefined;
  readonly onEnter?: (() => void) | undefined;
  readonly inputRef?: React.Ref<HTMLInputElement> | undefined;
  readonly maxLength?: number | undefined;
  /** Where what is typed chooses from a list: the ids of the list and of the entry under the cursor. */
  readonly combobox?: { readonly list: string; readonly active: string | undefined } | undefined;
}

/** One value as text. */
export function Field({ inputRef, ...props }: FieldProps) {
  const { kind = "text", value, onChange, onEnter } = props;
  const [shown, setShown] = useState(false);
  const frame = useFrame(props);
  const shared = {
    ...frame.input,
    name: props.name,
    value,
    placeholder: props.placeholder,
    readOnly: props.readOnly,
    disabled: props.disabled,
    maxLength: props.maxLength,
    spellCheck: false,
    autoComplete: "off",
    autoCapitalize: "off",
    autoCorrect: "off",
    ...(props.combobox === undefined
      ? {}
      : {
          role: "combobox",
          "aria-expanded": true,
          "aria-autocomplete": "list" as const,
          "aria-controls": props.combobox.list,
          "aria-activedescendant": props.combobox.active,
        }),
    className: classes(styles.input, props.mono === true && styles.mono),
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <Frame {...props} ids={frame} search={kind === "search"}>
      {kind === "area" ? (
        <textarea {...shared} rows={props.rows ?? 4} />
      ) : (
        <>
          {kind === "search" && <Icon of={Search} />}
          <input
            {...shared}
            ref={inputRef}
            type={kind === "secret" && !shown ? "password" : kind === "search" ? "search" : "text"}
            onKeyDown={(event) => {
              if (event.key === "Enter" && onEnter !== undefined) {
                event.preventDefault();
                onEnter();
              }
              if (event.key === "Escape" && kind === "search" && value !== "") {
                event.stopPropagation();
                onChange("");
              }
            }}
          />
          {props.suffix !== undefined && <span className={styles.unit}>{props.suffix}</span>}
          {kind === "search" && value !== "" && (
            <Button kind="quiet" small icon={X} label={words("parts_clear")} onPress={() => onChange("")} />
          )}
          {kind === "secret" && (
            <Button
              kind="quiet"
              small
              icon={shown ? EyeOff : Eye}
              label={words(shown ? "parts_hide" : "parts_show")}
              pressed={shown}
              disabled={props.disabled}
              onPress={() => setShown(!shown)}
            />
          )}
        </>
      )}
    </Frame>
  );
}

export interface NumberFieldProps extends Common {
  /** `null` is an empty field. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly unit?: string | undefined;
  readonly placeholder?: string | undefined;
}

/** A whole number within bounds. Arrows move it by one; what is out of bounds is brought back when left. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, min = 0, max = 1_000_000 } = props;
  const frame = useFrame(props);
  const bounded = (wanted: number) => Math.min(max, Math.max(min, wanted));
  const step = (by: number) => onChange(bounded((value ?? min - Math.sign(by)) + by));
  return (
    <Frame {...props} ids={frame} short>
      <input
        {...frame.input}
        name={props.name}
        type="text"
        inputMode="numeric"
        role="spinbutton"
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuenow={value ?? undefined}
        className={classes(styles.input, styles.figure)}
        value={value ?? ""}
        placeholder={props.placeholder}
        disabled={props.disabled}
        autoComplete="off"
        onChange={(event) => {
          const digits = event.target.value.replaceAll(/\D/g, "").slice(0, 9);
          onChange(digits === "" ? null : Number(digits));
        }}
        onBlur={() => value !== null && bounded(value) !== value && onChange(bounded(value))}
        onKeyDown={(event) => {
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          step(event.key === "ArrowUp" ? 1 : -1);
        }}
      />
      {props.unit !== undefined && <span className={styles.unit}>{props.unit}</span>}
    </Frame>
  );
}

interface Ids {
  readonly id: string;
  readonly hint: string;
  readonly error: string;
  readonly input: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean | undefined };
}

function useFrame({ hint, error, autoFocus }: Common): Ids {
  const id = useId();
  // Only where a dialog or a page was opened to fill in just this.
  useEffect(() => {
    if (autoFocus === true) document.getElementById(id)?.focus();
  }, [id, autoFocus]);
  const said = [hint !== undefined && `${id}-hint`, typeof error === "string" && `${id}-error`].filter(Boolean);
  return {
    id,
    hint: `${id}-hint`,
    error: `${id}-error`,
    input: {
      id,
      "aria-describedby": said.length === 0 ? undefined : said.join(" "),
      "aria-invalid": typeof error === "string" ? true : undefined,
    },
  };
}

function Frame(
  props: Common & { readonly ids: Ids; readonly children: ReactNode; readonly search?: boolean; readonly short?: boolean },
) {
  const wrong = typeof props.error === "string";
  return (
    <div className={classes(styles.field, props.short === true && styles.short)}>
      <label htmlFor={props.ids.id} className={classes(styles.label, props.labelHidden === true && styles.hidden)}>
        {props.label}
      </label>
      <div className={classes(styles.box, wrong && styles.wrong, props.disabled === true && styles.disabled)}>
        {props.children}
      </div>
      {wrong && (
        <p id={props.ids.error} className={styles.error}>
          ! {props.error}
        </p>
      )}
      {props.hint !== undefined && (
        <p id={props.ids.hint} className={styles.hint}>
          {props.hint}
        </p>
      )}
    </div>
  );
}
