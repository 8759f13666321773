import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { App } from "./App";
import { go, type Place } from "./frame/place";
import { registry } from "./keys/useCommand";
import { chordsOf } from "./keys/registry";
import { byRole, click, draw, press, type } from "./parts/testing";
import { recordedShell, recordedWith } from "./recorded";
import { newInstallation } from "./recorded/overviews";
import type { Shell, ShellEvents } from "./shell";
import { areas, en } from "./words/en";
import { PSEUDO, pseudo, rawWords } from "./words/pseudo";
import { speak } from "./words/words";

const places: readonly Place[] = [
  { at: "home" },
  { at: "connect" },
  { at: "store", store: "demo" },
  { at: "compare" },
  { at: "file" },
  { at: "file", path: "/home/ada/supplier.csv" },
  { at: "changes" },
  { at: "changes", review: 1 },
  { at: "changes", review: 10 },
  { at: "activity" },
  { at: "history" },
  { at: "history", run: 1 },
  { at: "settings" },
];

// The page has no layout here: ten rows of a grid are seen.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(280);
});
afterEach(async () => {
  await act(async () => speak("en", en));
  vi.restoreAllMocks();
});

/** The window at this place, after all that was asked has been answered. */
async function open(place: Place, shell: Shell = recordedShell): Promise<HTMLElement> {
  go(place);
  const drawn = await draw(<App shell={shell} />);
  await answered();
  return drawn.place;
}

const answered = () => act(async () => new Promise((done) => setTimeout(done)));

test.each(places)("no two commands of $at want the same keys, and each has a word", async (place) => {
  await open(place);
  const all = registry.all();
  expect(all.length).toBeGreaterThan(10);
  for (const command of all) expect(en[command.word]).toBeTruthy();
  // Taken keys throw while they are registered; this is what that rests on.
  const chords = all.filter(({ when }) => when !== false).flatMap(chordsOf);
  expect(chords).toEqual([...new Set(chords)]);
});

/** A shell that remembers every text it answered with: names, files and codes are not the window's words. */
function remembering(shell: Shell, texts: Set<string>): Shell {
  const keep = (value: unknown): void => {
    if (typeof value === "string") texts.add(value);
    else if (Array.isArray(value)) for (const one of value) keep(one);
    else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) keep(one);
  };
  return new Proxy(shell, {
    get(target, name) {
      const answer: unknown = Reflect.get(target, name);
      if (name === "on") {
        return (event: keyof ShellEvents, handler: (payload: never) => void) =>
          target.on(event, (payload) => {
            keep(payload);
            handler(payload as never);
          });
      }
      if (typeof answer !== "function") return answer;
      return (...asked: unknown[]) => {
        keep(asked);
        const given: unknown = Reflect.apply(answer, target, asked);
        if (!(given instanceof Promise)) return given;
        return given.then(
          (value: unknown) => {
            keep(value);
            return value;
          },
          (thrown: unknown) => {
            keep(thrown);
            throw thrown;
          },
        );
      };
    },
  });
}

/** What is said in the page: texts, and what is named or explained by attributes. Keys are not words. */
function saidIn(place: HTMLElement): string[] {
  const said: string[] = [];
  for (const element of [place, ...place.querySelectorAll("*")]) {
    if (element.closest("kbd,code,svg,script,style") !== null) continue;
    for (const attribute of ["aria-label", "title", "placeholder", "alt", "aria-valuetext"]) {
      const value = element.getAttribute(attribute);
      if (value !== null) said.push(value);
    }
    for (const node of element.childNodes) if (node.nodeType === 3 && node.textContent) said.push(node.textContent);
  }
  return said;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** What is the same in every language here: what Intl writes, addresses, names of encodings. */
const PROPER = /https?:\S+|\b(?:Windows-1252|UTF-8|Evenshelf|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December|EUR|USD|GBP)\b/g;

test.each(places)("nothing at $at is written past the words", async (place) => {
  const texts = new Set<string>();
  speak(PSEUDO, pseudo(en));
  const page = await open(place, remembering(recordedShell, texts));
  const names = [...texts].filter((text) => /[A-Za-z]{2}/.test(text)).toSorted((one, other) => other.length - one.length);
  const known = new RegExp(`(?<![A-Za-z])(?:${names.map(escaped).join("|")})(?![A-Za-z])`, "gi");
  const raw = saidIn(page).filter((text) => rawWords(text.replaceAll(known, " ").replaceAll(PROPER, " ")).length > 0);
  expect([...new Set(raw)]).toEqual([]);
});

test("a word is in the language in force, also when that changes while the window is open", async () => {
  const page = await open({ at: "settings" });
  expect(page.textContent).toContain("Settings");
  await act(async () => speak(PSEUDO, pseudo(en)));
  await answered();
  expect(page.querySelector("h1")?.textContent).toMatch(/^⟦Šéţţîñĝš·+⟧$/);
});

test("every key of an area is written once, and no area is empty", () => {
  for (const [area, messages] of Object.entries(areas)) expect([area, Object.keys(messages).length > 0]).toEqual([area, true]);
});

test.each([
  [{ code: "ledger_newer", detail: "schema 9", hint: null }, "written by a newer Evenshelf", "schema 9"],
  [new Error("gone"), "did not answer as expected", "gone"],
])("a refusal before anything was read has a sentence, details, and another try", async (thrown, sentence, detail) => {
  let refuse = true;
  const shell = recordedWith({ overview: () => (refuse ? Promise.reject(thrown as Error) : recordedShell.overview()) });
  const page = await open({ at: "home" }, shell);
  const alert = page.querySelector("[role=alert]");
  expect(alert?.querySelector("p")?.textContent).toContain(sentence);
  expect(alert?.querySelector("code")?.textContent).toContain(detail);
  refuse = false;
  await click(byRole("button", "Try again"));
  await answered();
  expect(page.querySelector("nav")).not.toBeNull();
});

const settingsSet = () => Promise.reject<never>({ code: "ledger_busy", detail: "locked", hint: null });

/** A shell whose events the test sends. */
function telling(own: Partial<Shell> = {}) {
  const handlers = new Map<string, (payload: never) => void>();
  const shell = recordedWith({
    ...own,
    on: (name, handler) => {
      handlers.set(name, handler as (payload: never) => void);
      return () => handlers.delete(name);
    },
  });
  const tell = <Name extends keyof ShellEvents>(name: Name, payload: ShellEvents[Name]) =>
    act(async () => handlers.get(name)?.(payload as never));
  return { shell, tell, handlers };
}

test("what the shell asks for is done: another place, a dropped file, a question before closing", async () => {
  const closing = vi.fn<Shell["closing"]>(() => Promise.resolve());
  const { shell, tell } = telling({ closing });
  const page = await open({ at: "home" }, shell);
  await tell("goto", "history:1");
  expect(globalThis.location.hash).toBe("#history/1");
  await tell("dragging", true);
  expect(page.textContent).toContain("Drop the sheet here");
  await tell("opened_file", "/home/ada/a b.csv");
  expect(globalThis.location.hash).toBe("#file/%2Fhome%2Fada%2Fa%20b.csv");
  expect(page.textContent).not.toContain("Drop the sheet here");
  await tell("closing", null);
  await click(byRole("button", "Stop and quit"));
  expect(closing).toHaveBeenCalledExactlyOnceWith("stop_and_quit");
});

test("the window listens once and stops when it goes", async () => {
  const { shell, handlers } = telling();
  const { draw: again } = await draw(<App shell={shell} />);
  await answered();
  expect(handlers.size).toBeGreaterThan(3);
  await again(null);
  expect([...handlers.keys()]).toEqual([]);
});

test("a new installation has no store and says so", async () => {
  const page = await open({ at: "home" }, recordedWith({ overview: () => Promise.resolve(newInstallation) }));
  expect(byRole("button", "Store: No store yet")).toBeTruthy();
  expect(page.textContent).toContain("Nothing leaves this computer except to your store.");
});

test("a demo is marked as one wherever the store is named, a live store as live", async () => {
  const page = await open({ at: "home" });
  expect(byRole("button", "Store: Evenshelf demo DEMO Writing on")).toBeTruthy();
  expect(page.querySelector("footer[aria-label=Status]")?.textContent).toMatch(/Evenshelf demo ?DEMO/);
});

test("the palette finds a command by its words and runs it", async () => {
  await open({ at: "home" });
  await press("k", { ctrl: true });
  const field = document.querySelector("[role=combobox]");
  expect(document.activeElement).toBe(field);
  await type(field, "sett");
  expect(field?.getAttribute("aria-activedescendant")).toBe(document.querySelector("[role=option][aria-selected=true]")?.id);
  await press("Enter");
  expect(globalThis.location.hash).toBe("#settings");
  expect(document.querySelector("[role=combobox]")).toBeNull();
});

test("the help lists the keys that work here", async () => {
  await open({ at: "settings" });
  await press("?");
  expect(document.querySelector("[role=dialog]")?.textContent).toContain("Go to History");
  await press("Escape");
  expect(document.querySelector("[role=dialog]")).toBeNull();
});

test("a setting is in force in the whole window at once", async () => {
  await open({ at: "settings" });
  await click(document.querySelector("input[value=dark]")?.closest("label"));
  await answered();
  expect(document.documentElement.dataset["theme"]).toBe("dark");
});

test("a setting that was not kept says so", async () => {
  const page = await open({ at: "settings" }, recordedWith({ settingsSet }));
  await click(document.querySelector("input[value=dark]")?.closest("label"));
  await answered();
  expect(page.querySelector("[role=alert]")?.textContent).toContain("The setting was not kept.");
});
