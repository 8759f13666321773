import { X } from "lucide-react";

import type { RecentFile } from "../bindings/api";
import { Button } from "../parts";
import { moment } from "../words/time";
import { words } from "../words/words";
import styles from "./FileRows.module.css";

export interface FileRowsProps {
  readonly files: readonly RecentFile[];
  readonly onChoose: (path: string) => void;
  /** Where a sheet can be taken off the list. */
  readonly onForget?: ((path: string) => void) | undefined;
}

/** Sheets used before, to be used again with a press; one that is gone says so. */
export function FileRows({ files, onChoose, onForget }: FileRowsProps) {
  return (
    <ul className={styles.rows}>
      {files.map((file) => (
        <li key={file.path}>
          <Button small kind="quiet" disabled={!file.exists} onPress={() => onChoose(file.path)}>
            <bdi title={file.path}>{file.name}</bdi>
          </Button>
          <span className={styles.when}>
            {file.exists ? moment(file.used_at_ms) : words("home_sheet_recent_gone")}
          </span>
          {onForget !== undefined && (
            <Button
              small
              kind="quiet"
              icon={X}
              label={words("home_sheet_forget", { name: file.name })}
              onPress={() => onForget(file.path)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
