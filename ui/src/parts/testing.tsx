// What the tests of parts and pages share.
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, vi } from "vitest";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

let close = () => {};

// The page's own `Document` is not the class of its document here; react-aria asks for it to find the focus.
const page: unknown = document;
const view = document.defaultView;
if (view !== null && !(page instanceof view.Document)) {
  Reflect.set(view, "Document", Object.getPrototypeOf(page).constructor);
}

beforeEach(() => {
  document.body.replaceChildren();
  globalThis.location.hash = "";
});
afterEach(async () => {
  await act(async () => close());
  close = () => {};
});

export interface Drawn {
  readonly place: HTMLElement;
  draw(node: ReactNode): Promise<void>;
}

/** Draws it into an empty page, which is emptied again after the test. */
export async function draw(node: ReactNode): Promise<Drawn> {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  close = () => root.unmount();
  byKeyboard();
  const drawn: Drawn = { place, draw: (other) => act(async () => root.render(other)) };
  await drawn.draw(node);
  return drawn;
}

export interface KeyOptions {
  readonly ctrl?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

/** Presses and releases a key where the focus is. Answers whether somebody took it. */
export async function press(key: string, { ctrl = false, shift = false, alt = false }: KeyOptions = {}): Promise<boolean> {
  const target = document.activeElement ?? document.body;
  const options = { key, code: key, bubbles: true, cancelable: true, ctrlKey: ctrl, shiftKey: shift, altKey: alt };
  let taken = false;
  await act(async () => {
    taken = !target.dispatchEvent(new KeyboardEvent("keydown", options));
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keyup", options));
  });
  return taken;
}

export async function pressAll(keys: readonly string[]): Promise<void> {
  // One after the other: each moves what the next is pressed on.
  // oxlint-disable-next-line no-await-in-loop
  for (const key of keys) await press(key);
}

/** A press of a real mouse: one without an extent would be taken for a reader's. */
const mouse = { bubbles: true, cancelable: true, button: 0, detail: 1, width: 1, height: 1, pressure: 0.5, pointerType: "mouse" };

export async function click(element: Element | null | undefined): Promise<void> {
  if (element === null || element === undefined) throw new Error("nothing there to click on");
  // A browser sends none of this to a button that is off.
  if (element instanceof HTMLButtonElement && element.disabled) return;
  await act(async () => {
    element.dispatchEvent(new PointerEvent("pointerdown", mouse));
    element.dispatchEvent(new MouseEvent("mousedown", mouse));
    if (element instanceof HTMLElement) element.focus();
    element.dispatchEvent(new PointerEvent("pointerup", mouse));
    element.dispatchEvent(new MouseEvent("mouseup", mouse));
    element.dispatchEvent(new MouseEvent("click", mouse));
  });
}

/** As by Tab: a focus that no key came before would be taken for a reader's. */
export async function focus(element: Element | null | undefined): Promise<void> {
  if (!(element instanceof HTMLElement)) throw new Error("nothing there to focus");
  await act(async () => {
    byKeyboard();
    element.focus();
  });
}

function byKeyboard(): void {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true }));
}

export async function type(element: Element | null, text: string): Promise<void> {
  if (!(element instanceof HTMLInputElement)) throw new Error("not a field");
  await act(async () => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    set?.call(element, text);
    element.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** The first element with this role and, if given, this name. */
export function byRole(role: string, name?: string): HTMLElement {
  const tags: Record<string, string> = { button: "button,[role=button]", heading: "h1,h2,h3", link: "a" };
  const found = [...document.querySelectorAll<HTMLElement>(tags[role] ?? `[role=${role}]`)].find(
    (element) => name === undefined || nameOf(element) === name,
  );
  if (found === undefined) throw new Error(`no ${role} named ${name ?? "anything"} in: ${document.body.textContent}`);
  return found;
}

function nameOf(element: HTMLElement): string {
  const by = element.getAttribute("aria-labelledby");
  if (by !== null) return by.split(" ").map((id) => document.getElementById(id)?.textContent).join(" ");
  return (element.getAttribute("aria-label") ?? element.textContent ?? "").trim();
}
