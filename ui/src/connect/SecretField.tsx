import { useId, type Ref } from "react";

import field from "../parts/Field.module.css";
import { classes } from "../parts";

export interface SecretFieldProps {
  readonly label: string;
  readonly hint: string;
  /** Where the page reads the secret from when it is sent, and empties it when it is saved. */
  readonly input: Ref<HTMLInputElement>;
  /** Whether something stands in it. The secret itself is never handed to the page's state. */
  readonly onWritten: (written: boolean) => void;
  readonly disabled?: boolean | undefined;
}

/** A secret. It lives in the field alone: no state holds it, nothing shows it again, no form store keeps it. */
export function SecretField({ label, hint, input, onWritten, disabled = false }: SecretFieldProps) {
  const id = useId();
  return (
    <div className={field.field}>
      <label htmlFor={id} className={field.label}>
        {label}
      </label>
      <div className={classes(field.box, disabled && field.disabled)}>
        <input
          ref={input}
          id={id}
          type="password"
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          disabled={disabled}
          aria-describedby={`${id}-hint`}
          className={classes(field.input, field.mono)}
          onChange={(event) => onWritten(event.target.value.trim() !== "")}
        />
      </div>
      <p id={`${id}-hint`} className={field.hint}>
        {hint}
      </p>
    </div>
  );
}
