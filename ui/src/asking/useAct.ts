import { useState } from "react";

import type { Refusal } from "../bindings/api";
import { caught } from "./caught";

export interface Act {
  readonly busy: boolean;
  /** Why the last try was refused; gone when the next begins. */
  readonly refusal: Refusal | null;
  readonly start: (work: () => Promise<void>) => void;
  readonly putAway: () => void;
}

/** One thing a page asks of the shell and waits for. A second press while it waits does nothing. */
export function useAct(): Act {
  const [state, setState] = useState<{ busy: boolean; refusal: Refusal | null }>({ busy: false, refusal: null });
  return {
    ...state,
    start(work) {
      if (state.busy) return;
      setState({ busy: true, refusal: null });
      work().then(
        () => setState({ busy: false, refusal: null }),
        (thrown: unknown) => setState({ busy: false, refusal: caught(thrown) }),
      );
    },
    putAway: () => setState({ busy: false, refusal: null }),
  };
}
