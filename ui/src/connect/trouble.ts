// What a refusal means for somebody who connects a store, and what to do next.
import type { Key, Refusal } from "../bindings/api";
import type { WordKey } from "../words/words";

export interface Trouble {
  /** What happened, in one sentence. */
  readonly sentence: WordKey;
  /** What to do now; `null` where only the program's own hint can say. */
  readonly next: WordKey | null;
}

/** Returns the words for a refusal met while trying or saving. */
export function troubleOf(refusal: Refusal, key: Key["kind"]): Trouble {
  switch (refusal.code) {
    case "store_address":
      return { sentence: "connect_refused_address", next: "connect_refused_address_next" };
    case "store_unreachable":
      return { sentence: "connect_refused_unreachable", next: "connect_refused_unreachable_next" };
    case "authentication":
      return key === "client"
        ? { sentence: "connect_refused_client", next: "connect_refused_client_next" }
        : { sentence: "connect_refused_token", next: "connect_refused_token_next" };
    case "scopes":
      return { sentence: "connect_refused_scopes", next: "connect_refused_scopes_next" };
    case "keyring":
      return { sentence: "connect_refused_keyring", next: "connect_refused_keyring_next" };
    case "bad_request":
      return { sentence: "connect_refused_name", next: "connect_refused_name_next" };
    default:
      return { sentence: "connect_refused_other", next: null };
  }
}
