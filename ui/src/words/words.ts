// Turns a key and figures into words. The only user of the message format.
import { IntlMessageFormat } from "intl-messageformat";

import { en, type WordKey } from "./en";
import { isolated } from "./isolate";

export type { WordKey } from "./en";
export type Figures = Record<string, string | number>;
export type Words = (key: WordKey, figures?: Figures) => string;

/** Builds the words of one language. Messages are compiled on first use and kept. */
export function wordsFor(language: string, messages: Record<WordKey, string>): Words {
  const compiled = new Map<WordKey, IntlMessageFormat>();
  // A word without figures is always the same; a grid asks for some of them in every cell.
  const plain = new Map<WordKey, string>();
  return (key, figures) => {
    const known = figures === undefined ? plain.get(key) : undefined;
    if (known !== undefined) return known;
    let message = compiled.get(key);
    if (message === undefined) {
      message = new IntlMessageFormat(messages[key], language);
      compiled.set(key, message);
    }
    const said = String(message.format(fenced(figures ?? {})));
    if (figures === undefined) plain.set(key, said);
    return said;
  };
}

function fenced(figures: Figures): Figures {
  const entries = Object.entries(figures);
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === "string" ? isolated(value) : value]));
}

let spoken: { readonly locale: string; readonly words: Words } = { locale: "en", words: wordsFor("en", en) };

const listeners = new Set<() => void>();

/** Changes the language of the whole window. */
export function speak(language: string, messages: Record<WordKey, string>): void {
  spoken = { locale: language, words: wordsFor(language, messages) };
  for (const listener of listeners) listener();
}

export function listenToLanguage(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

/** Says it in the language in force. Call it while drawing, never while a file is loaded. */
export const words: Words = (key, figures) => spoken.words(key, figures);

/** The language in force, for `Intl`. */
export function locale(): string {
  return spoken.locale;
}

/** Says a key that is put together from a code, if there is a word for it. */
export function wordsOr(key: string, otherwise: WordKey, figures?: Figures): string {
  return words(key in en ? (key as WordKey) : otherwise, figures);
}
