import { useEffect, useState } from "react";

import type { RecentFile } from "../bindings/api";
import type { Shell } from "../shell";

/** The last part of a path, on any system. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).pop() ?? path;
}

export interface Recent {
  /** The newest first; `null` until they are read. */
  readonly files: readonly RecentFile[] | null;
  readonly forget: (path: string) => void;
}

/** The sheets used before. Without them a page works as well, so a refusal leaves the list empty. */
export function useRecent(shell: Shell): Recent {
  const [files, setFiles] = useState<readonly RecentFile[] | null>(null);
  useEffect(() => {
    let gone = false;
    const read = () =>
      shell.recentFiles().then(
        (found) => !gone && setFiles(found),
        () => !gone && setFiles((kept) => kept ?? []),
      );
    void read();
    const stop = shell.on("ledger", () => void read());
    return () => {
      gone = true;
      stop();
    };
  }, [shell]);
  return {
    files,
    forget(path) {
      shell.recentForget(path).then(
        () => setFiles((kept) => kept?.filter((file) => file.path !== path) ?? null),
        // It stays in the list, as it stays on the computer.
        () => undefined,
      );
    },
  };
}
