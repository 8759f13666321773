import { Check, Copy } from "lucide-react";
import { useState } from "react";

import { words } from "../words/words";
import { Button } from "./Button";
import styles from "./CopyText.module.css";
import { classes } from "./defined";

export interface CopyTextProps {
  readonly text: string;
  /** What it is: the button then says "Copy the address". */
  readonly label: string;
  /** Wraps instead of being cut at the end of the line. */
  readonly whole?: boolean | undefined;
}

/** A value to be carried elsewhere. */
export function CopyText({ text, label, whole = false }: CopyTextProps) {
  const [copied, setCopied] = useState<string | null>(null);
  const done = copied === text;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      // Without the clipboard the text can still be marked by hand.
      setCopied(null);
    }
  };
  return (
    <span className={styles.copy}>
      <code className={classes(styles.text, whole && styles.whole)} title={whole ? undefined : text}>
        {text}
      </code>
      <Button
        kind="quiet"
        small
        icon={done ? Check : Copy}
        label={words("parts_copy", { what: label })}
        onPress={() => void copy()}
      />
      <output className={styles.done}>{done ? words("parts_copied") : ""}</output>
    </span>
  );
}
