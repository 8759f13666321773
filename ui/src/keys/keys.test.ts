import { describe, expect, test, vi } from "vitest";

import { chordOf, spokenKeys, worksWhileTyping, writtenKeys } from "./chord";
import { createRegistry, KeysTaken, quarrel, type Command } from "./registry";

const pressed = (key: string, held = "") => ({
  key,
  ctrlKey: held.includes("c"),
  metaKey: held.includes("m"),
  altKey: held.includes("a"),
  shiftKey: held.includes("s"),
});

test.each([
  ["k", "c", false, "Mod+K"],
  ["k", "m", true, "Mod+K"],
  ["k", "m", false, "Meta+K"],
  ["k", "c", true, "Ctrl+K"],
  ["Z", "cs", false, "Mod+Shift+Z"],
  ["?", "s", false, "?"],
  ["+", "cs", false, "Mod++"],
  ["Enter", "c", false, "Mod+Enter"],
  ["/", "", false, "/"],
  ["j", "", false, "J"],
] as const)("%s with %s, on a Mac %s, is %s", (key, held, mac, chord) => {
  expect(chordOf(pressed(key, held), mac)).toBe(chord);
});

test.each([
  ["Mod+K", true],
  ["Alt+ArrowLeft", true],
  ["F6", true],
  ["/", false],
  ["J", false],
  ["Shift+J", false],
])("%s while somebody types: %s", (chord, works) => {
  expect(worksWhileTyping(chord)).toBe(works);
});

test("keys are written as this system has them", () => {
  expect(writtenKeys("Mod+Shift+Z", false)).toEqual(["Ctrl", "Shift", "Z"]);
  expect(writtenKeys("Mod+Shift+Z", true)).toEqual(["⌘", "⇧", "Z"]);
  expect(writtenKeys("Mod++", false)).toEqual(["Ctrl", "+"]);
  expect(spokenKeys("Mod+,", false)).toBe("Control Comma");
});

const command = (part: Partial<Command>): Command => ({
  id: "one",
  word: "frame_help",
  scope: "everywhere",
  run: () => undefined,
  ...part,
});

describe("two commands with the same keys", () => {
  test.each([
    ["in one place", "home", "home", "Mod+Enter"],
    ["one of them everywhere", "everywhere", "home", "Mod+Enter"],
    ["in two places", "home", "changes", null],
  ] as const)("%s", (_, one, other, expected) => {
    const keys = ["Mod+Enter", "/"];
    expect(quarrel(command({ scope: one, keys }), command({ id: "two", scope: other, keys: "Mod+Enter" }))).toBe(expected);
  });

  test("are refused", () => {
    const registry = createRegistry();
    registry.register(command({ keys: "/" }));
    expect(() => registry.register(command({ id: "two", keys: ["x", "/"] }))).toThrow(KeysTaken);
  });
});

test("a command that is not offered now has no keys", () => {
  const registry = createRegistry();
  registry.register(command({ keys: "/", when: false }));
  expect(registry.find("/")).toBeNull();
  registry.register(command({ keys: "/", when: true }));
  expect(registry.find("/")?.id).toBe("one");
});

test("what goes away takes its keys along, and only its own", () => {
  const registry = createRegistry();
  const changed = vi.fn<() => void>();
  registry.listen(changed);
  const away = registry.register(command({ keys: "/" }));
  const newer = command({ keys: "x" });
  registry.register(newer);
  away();
  expect(registry.all()).toEqual([newer]);
  expect(changed).toHaveBeenCalled();
});
