import type { Command } from "../keys/registry";

/** Commands with all of the typed words, those of this place first; within that, where a word begins with what is typed. */
export function found(commands: readonly Command[], text: string, wordsOf: (command: Command) => string): Command[] {
  const typed = folded(text).split(/\s+/).filter(Boolean);
  return commands
    .map((command, order) => ({ command, order, score: score(folded(wordsOf(command)), typed) }))
    .filter(({ score: reached }) => reached !== null)
    .toSorted(
      (one, other) =>
        (other.score ?? 0) - (one.score ?? 0) ||
        Number(one.command.scope === "everywhere") - Number(other.command.scope === "everywhere") ||
        one.order - other.order,
    )
    .map(({ command }) => command);
}

function score(said: string, typed: readonly string[]): number | null {
  let sum = 0;
  for (const word of typed) {
    const at = said.indexOf(word);
    if (at === -1) return null;
    sum += at === 0 ? 3 : said.charAt(at - 1) === " " ? 2 : 0;
  }
  return sum;
}

const folded = (text: string) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
