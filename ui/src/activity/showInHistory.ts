import type { TroubleGroup } from "../bindings/api";
import { go } from "../frame/place";
import { ask } from "../history/asked";

/** Goes to the history of the run, to the changes of this cause alone. */
export function showInHistory(run: number, { state, cause }: TroubleGroup): void {
  ask({ run, state, cause });
  go({ at: "history", run });
}
