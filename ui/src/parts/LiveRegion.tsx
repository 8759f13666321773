import { useEffect, useState } from "react";

import styles from "./LiveRegion.module.css";
import { GAP_MS, createTeller } from "./teller";

const teller = createTeller(GAP_MS);

/** Says something to readers of the screen, politely: at most one message in five seconds, the newest. */
export function say(message: string): void {
  teller.say(message);
}

/** Stands once in the window. */
export function LiveRegion() {
  const [message, setMessage] = useState("");
  useEffect(() => teller.listen(setMessage), []);
  return (
    <output aria-live="polite" className={styles.region}>
      {message}
    </output>
  );
}
