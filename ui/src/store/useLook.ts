import { useRef, useState } from "react";

import type { Refusal, StoreReport } from "../bindings/api";
import { caught } from "../asking/caught";
import type { Shell } from "../shell";

export type Look =
  | { readonly at: "not_asked" }
  | { readonly at: "asking" }
  | { readonly at: "found"; readonly report: StoreReport }
  | { readonly at: "refused"; readonly refusal: Refusal };

export interface Looking {
  readonly look: Look;
  readonly start: () => void;
  /** Does not wait for the answer any longer. Nothing in the store changes by asking. */
  readonly stop: () => void;
}

/** Asks the store how it is now. */
export function useLook(shell: Shell, store: string): Looking {
  const [look, setLook] = useState<Look>({ at: "not_asked" });
  /** Counts the questions, so that an answer nobody waits for any more is dropped. */
  const asked = useRef(0);
  return {
    look,
    start() {
      asked.current += 1;
      const own = asked.current;
      setLook({ at: "asking" });
      shell.storeCheck(store).then(
        (report) => {
          if (asked.current === own) setLook({ at: "found", report });
        },
        (thrown: unknown) => {
          if (asked.current === own) setLook({ at: "refused", refusal: caught(thrown) });
        },
      );
    },
    stop() {
      asked.current += 1;
      setLook({ at: "not_asked" });
    },
  };
}
