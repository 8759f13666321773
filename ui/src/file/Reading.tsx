import { useEffect, useState } from "react";

import { Button } from "../parts";
import type { Shell } from "../shell";
import { words } from "../words/words";
import styles from "./SheetPage.module.css";

/** A sheet that is read within this time needs no word about how far it is. */
const SHOWN_AFTER_MS = 1_000;
/** Between two looks at how far it is. */
const LOOK_MS = 500;

export interface ReadingProps {
  readonly shell: Shell;
  readonly path: string;
  readonly onStopped: () => void;
}

/** A sheet while it is read: after a second how far, and a way to let go of it. */
export function Reading({ shell, path, onStopped }: ReadingProps) {
  const products = useProducts(shell, path);
  const stop = () => {
    // Where it was read in this moment there is nothing to let go of.
    shell.fileStop(path).catch(() => undefined);
    onStopped();
  };
  return (
    <div className={styles.reading} aria-busy="true">
      <p className={styles.quiet}>{products === null ? words("file_reading") : words("file_reading_far", { products })}</p>
      {products !== null && (
        <Button small onPress={stop}>
          {words("file_reading_stop")}
        </Button>
      )}
    </div>
  );
}

/** `null` while it takes no longer than anything else does. */
function useProducts(shell: Shell, path: string): number | null {
  const [products, setProducts] = useState<number | null>(null);
  useEffect(() => {
    let timer = setTimeout(look, SHOWN_AFTER_MS);
    let gone = false;
    function look() {
      shell.fileProgress(path).then(
        (read) => {
          if (gone) return;
          if (read !== null) setProducts(read);
          timer = setTimeout(look, LOOK_MS);
        },
        () => undefined,
      );
    }
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [shell, path]);
  return products;
}
