// Turns a key and figures into words. The only user of the message format.
import { IntlMessageFormat } from "intl-messageformat";

import { en, type WordKey } from "./en";
import { isolated } from "./isolate";

export type { WordKey } from "./en";
export type Figures = Record<string, string | number>;
export type Words = (key: WordKey, figures?: Figures) => string;

/** Builds the words of one language. Messages are compiled on first use and kept. */
export function wordsFor(language: string, messages: Record<WordKey, string>): Words {
  const compiled = new Map<WordKey, (figures: Figures) => string>();
  // A word without figures is always the same; a grid asks for some of them in every cell.
  const plain = new Map<WordKey, string>();
  return (key, figures) => {
    const known = figures === undefined ? plain.get(key) : undefined;
    if (known !== undefined) return known;
    let message = compiled.get(key);
    if (message === undefined) {
      message = sayer(messages[key], language);
      compiled.set(key, message);
    }
    const said = message(figures ?? {});
    if (figures === undefined) plain.set(key, said);
    return said;
  };
}

/** A message that only puts names between words is glued; plurals and the like take the whole machinery. */
function sayer(message: string, language: string): (figures: Figures) => string {
  const format = new IntlMessageFormat(message, language);
  const parts = format.getAst().map((part) => {
    if (part.type === LITERAL) return { text: part.value };
    return part.type === ARGUMENT ? { name: part.value } : null;
  });
  const glued = parts.filter((part) => part !== null);
  if (glued.length < parts.length) return (figures) => String(format.format(fenced(figures)));
  return (figures) => {
    let said = "";
    for (const part of glued) said += part.name === undefined ? part.text : one(figures, part.name, format);
    return said;
  };
}

/** Kinds of parts as the format numbers them (`TYPE` of its parser, which it does not hand on). */
const LITERAL = 0;
const ARGUMENT = 1;

function one(figures: Figures, name: string, format: IntlMessageFormat): string {
  const value = figures[name];
  if (typeof value === "string") return isolated(value);
  // What is missing is told as the format tells it.
  return value === undefined ? String(format.format(fenced(figures))) : String(value);
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
