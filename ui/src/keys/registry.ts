// All commands of the window, by keyboard, palette, menu and help: one list that the pages fill.
import type { Place } from "../frame/place";
import type { WordKey } from "../words/words";

/** `everywhere`, or the place in which it holds. */
export type Scope = "everywhere" | Place["at"];

export interface Command {
  /** Unique, such as `review_apply`. */
  readonly id: string;
  readonly word: WordKey;
  readonly figures?: Record<string, string | number> | undefined;
  readonly scope: Scope;
  /** One chord or several for the same: "Mod+K", "/". */
  readonly keys?: string | readonly string[] | undefined;
  /** Not offered while false; its keys then do nothing. */
  readonly when?: boolean | undefined;
  /** Left out of the palette: moves of the cursor, and what only makes sense by key. */
  readonly hidden?: boolean | undefined;
  readonly run: () => void;
}

export interface Registry {
  /** Adds or replaces the command with this id; answers with how to take it away again. */
  register(command: Command): () => void;
  all(): readonly Command[];
  /** The command that this chord runs now. */
  find(chord: string): Command | null;
  listen(changed: () => void): () => void;
}

export const chordsOf = (command: Command): readonly string[] =>
  command.keys === undefined ? [] : typeof command.keys === "string" ? [command.keys] : command.keys;

/** What two commands quarrel about, or null: the same keys in the same place, or one everywhere. */
export function quarrel(one: Command, other: Command): string | null {
  if (one.id === other.id) return null;
  if (one.scope !== other.scope && one.scope !== "everywhere" && other.scope !== "everywhere") return null;
  return chordsOf(one).find((chord) => chordsOf(other).includes(chord)) ?? null;
}

export class KeysTaken extends Error {}

export function createRegistry(): Registry {
  let commands: readonly Command[] = [];
  const listeners = new Set<() => void>();
  const set = (changed: readonly Command[]) => {
    commands = changed;
    for (const listener of listeners) listener();
  };
  return {
    register(command) {
      for (const other of commands) {
        const chord = quarrel(command, other);
        if (chord !== null) throw new KeysTaken(`${command.id} wants ${chord}, which is ${other.id}'s`);
      }
      set([...commands.filter(({ id }) => id !== command.id), command]);
      return () => set(commands.filter((other) => other !== command));
    },
    all: () => commands,
    find: (chord) => commands.find((command) => command.when !== false && chordsOf(command).includes(chord)) ?? null,
    listen(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
