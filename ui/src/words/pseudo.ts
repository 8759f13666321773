// A language that nobody speaks: English with accents, 40 % longer and in brackets. What the window shows in plain
// letters under it was written past the words, and what is cut off under it will be cut off in German.

const accents: Record<string, string> = Object.fromEntries(
  "AÅ BƁ CÇ DÐ EÉ FƑ GĜ HĤ IÎ JĴ KĶ LĻ MṀ NÑ OÖ PÞ QǪ RŔ SŠ TŢ UÛ VṼ WŴ XẊ YÝ ZŽ aå bƀ cç dð eé fƒ gĝ hĥ iî jĵ kķ lļ mṁ nñ oö pþ qǫ rŕ sš tţ uû vṽ wŵ xẋ yý zž"
    .split(" ")
    .map((pair) => [pair.charAt(0), pair.slice(1)]),
);

/** By the name that is kept for it. */
export const PSEUDO = "en-XA";

/** Accents the words of one message; its figures, choices and plural rules stay as they are. */
export function pseudoMessage(message: string): string {
  const { text, letters } = accented(message, 0, false);
  return letters === 0 ? message : `⟦${text}${"·".repeat(Math.ceil(letters * 0.4))}⟧`;
}

export function pseudo<Key extends string>(messages: Record<Key, string>): Record<Key, string> {
  return Object.fromEntries(
    Object.entries<string>(messages).map(([key, message]) => [key, pseudoMessage(message)]),
  ) as Record<Key, string>;
}

/** Whether a text holds a word in plain letters: two or more letters of the alphabet in a row. */
export function rawWords(text: string): string[] {
  return text.match(/[A-Za-z]{2,}/g) ?? [];
}

interface Walked {
  readonly text: string;
  /** Of the words; where there is a choice, of the longest. */
  readonly letters: number;
  readonly next: number;
}

/**
 * Walks an ICU message. Inside braces the argument, its type and the names of choices are syntax; the text of each
 * choice, in braces of its own, is words again.
 */
function accented(message: string, from: number, inner: boolean): Walked {
  let text = "";
  let letters = 0;
  let at = from;
  while (at < message.length) {
    const letter = message.charAt(at);
    if (letter === "}" && inner) break;
    if (letter === "{") {
      const argument = accentedArgument(message, at + 1);
      text += `{${argument.text}}`;
      letters += argument.letters;
      at = argument.next + 1;
    } else {
      text += accents[letter] ?? letter;
      letters += letter in accents ? 1 : 0;
      at += 1;
    }
  }
  return { text, letters, next: at };
}

function accentedArgument(message: string, from: number): Walked {
  let text = "";
  let letters = 0;
  let at = from;
  while (at < message.length && message.charAt(at) !== "}") {
    if (message.charAt(at) === "{") {
      const choice = accented(message, at + 1, true);
      text += `{${choice.text}}`;
      letters = Math.max(letters, choice.letters);
      at = choice.next + 1;
    } else {
      text += message.charAt(at);
      at += 1;
    }
  }
  return { text, letters, next: at };
}
