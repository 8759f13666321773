// Turns a key and figures into words. The only user of the message format.
import { IntlMessageFormat } from "intl-messageformat";

import { en, type WordKey } from "./en";

export type { WordKey } from "./en";
export type Figures = Record<string, string | number>;
export type Words = (key: WordKey, figures?: Figures) => string;

/** Builds the words of one language. Messages are compiled on first use and kept. */
export function wordsFor(locale: string, messages: Record<WordKey, string>): Words {
  const compiled = new Map<WordKey, IntlMessageFormat>();
  return (key, figures = {}) => {
    let message = compiled.get(key);
    if (message === undefined) {
      message = new IntlMessageFormat(messages[key], locale);
      compiled.set(key, message);
    }
    return String(message.format(figures));
  };
}

export const words = wordsFor("en", en);
