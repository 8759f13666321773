// What was refused, in words.
import { refusalOf } from "../shell";
import { words, wordsOr } from "./words";

export interface Told {
  /** What happened and what to do. */
  readonly sentence: string;
  /** For the curious and for a problem report. */
  readonly detail: string;
}

/** Of what a call of the shell threw. */
export function told(thrown: unknown): Told {
  const refusal = refusalOf(thrown);
  if (refusal === null) return { sentence: words("refused_unknown"), detail: String(thrown) };
  const more = refusal.hint === null ? "" : ` (${refusal.hint})`;
  return { sentence: wordsOr(`refused_${refusal.code}`, "refused_unknown"), detail: `${refusal.detail}${more}` };
}
