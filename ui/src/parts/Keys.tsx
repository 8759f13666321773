import { spokenKeys, writtenKeys } from "../keys/chord";
import styles from "./Keys.module.css";

/** A key or several at once, as this system writes them. */
export function Keys({ of }: { readonly of: string }) {
  return (
    <kbd role="img" className={styles.keys} aria-label={spokenKeys(of)}>
      {writtenKeys(of).map((key) => (
        <span key={key} className={styles.key} aria-hidden="true">
          {key}
        </span>
      ))}
    </kbd>
  );
}
