import { useEffect, useLayoutEffect, useRef, useSyncExternalStore, type RefObject } from "react";

import type { Place } from "../frame/place";
import { chordOf, worksWhileTyping } from "./chord";
import { createRegistry, KeysTaken, type Command } from "./registry";

/** The window's own. */
export const registry = createRegistry();

/**
 * Offers a command for as long as the component stands: by its keys, in the palette and in the help.
 * `run` may change at every drawing; the newest is called.
 */
export function useCommand(command: Command): void {
  const newest = useRef(command.run);
  useLayoutEffect(() => {
    newest.current = command.run;
  });
  const { id, word, scope, when, hidden } = command;
  const keys = typeof command.keys === "string" ? command.keys : command.keys?.join(" ");
  const figures = JSON.stringify(command.figures);
  useLayoutEffect(
    () =>
      offered({
        id,
        word,
        scope,
        when,
        hidden,
        keys: keys?.split(" "),
        figures: figures === undefined ? undefined : JSON.parse(figures),
        run: () => newest.current(),
      }),
    [id, word, scope, when, hidden, keys, figures],
  );
}

/** Taken keys fail a test; in the product the command stays without them, rather than the page without a window. */
function offered(command: Command): () => void {
  try {
    return registry.register(command);
  } catch (thrown) {
    if (!(thrown instanceof KeysTaken) || import.meta.env.DEV) throw thrown;
    return registry.register({ ...command, keys: undefined });
  }
}

/** "/" goes to the search of this place. */
export function useSearchKey(scope: Place["at"], field: RefObject<HTMLInputElement | null>): void {
  useCommand({ id: `${scope}_search`, word: "frame_search", scope, keys: "/", run: () => field.current?.focus() });
}

/** All commands that are offered now. */
export function useCommands(): readonly Command[] {
  return useSyncExternalStore(registry.listen, registry.all);
}

/** Listens for the whole window. Stands once, in the frame. */
export function useKeyboard(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const chord = chordOf(event);
      if (!worksWhileTyping(chord) && (types(event.target) || inOverlay(event.target))) return;
      const command = registry.find(chord);
      if (command === null || (inOverlay(event.target) && command.scope !== "everywhere")) return;
      event.preventDefault();
      event.stopPropagation();
      command.run();
    };
    // A focused button would take Ctrl+Enter for its own Enter, so keys with a modifier are heard before it.
    const early = (event: KeyboardEvent) => {
      if (worksWhileTyping(chordOf(event))) press(event);
    };
    const late = (event: KeyboardEvent) => {
      if (!worksWhileTyping(chordOf(event))) press(event);
    };
    document.addEventListener("keydown", early, true);
    document.addEventListener("keydown", late);
    return () => {
      document.removeEventListener("keydown", early, true);
      document.removeEventListener("keydown", late);
    };
  }, []);
}

/** Whether what is pressed there is text. */
function types(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
  const kind = target.tagName === "INPUT" ? (target as HTMLInputElement).type : "";
  return target.tagName === "INPUT" && kind !== "checkbox" && kind !== "radio" && kind !== "button";
}

/** A dialog or a menu has the keyboard to itself. */
function inOverlay(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=dialog],[role=alertdialog],[role=menu],[role=listbox]") !== null;
}
