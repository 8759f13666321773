// Keys as text: "Mod+K", "Mod+Shift+Z", "/", "J". `Mod` is ⌘ on a Mac and Ctrl elsewhere.

export const onMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The chord a key event stands for. Shift counts only where it does not already choose another sign, as in "?". */
export function chordOf(pressed: Pressed, mac: boolean = onMac()): string {
  const mod = mac ? pressed.metaKey : pressed.ctrlKey;
  const other = mac ? pressed.ctrlKey : pressed.metaKey;
  const named = pressed.key.length > 1 || /[a-z]/i.test(pressed.key);
  const parts = [
    mod && "Mod",
    other && (mac ? "Ctrl" : "Meta"),
    pressed.altKey && "Alt",
    pressed.shiftKey && named && "Shift",
    pressed.key.length === 1 ? pressed.key.toUpperCase() : pressed.key,
  ];
  return parts.filter(Boolean).join("+");
}

/** Whether a chord holds while somebody types: only with a modifier, or the function keys. */
export function worksWhileTyping(chord: string): boolean {
  return /^(Mod|Ctrl|Meta|Alt)\+/.test(chord) || /^F\d+$/.test(chord);
}

const macNames: Record<string, string> = { Mod: "⌘", Shift: "⇧", Alt: "⌥", Ctrl: "⌃", Enter: "↩" };
const names: Record<string, string> = { Mod: "Ctrl", ArrowUp: "↑", ArrowDown: "↓", " ": "Space" };

/** As this system writes them on its keys, one entry for each key. */
export function writtenKeys(chord: string, mac: boolean = onMac()): string[] {
  return split(chord).map((key) => (mac ? macNames[key] : undefined) ?? names[key] ?? key);
}

const spoken: Record<string, string> = { "/": "Slash", "?": "Question mark", ",": "Comma", ".": "Full stop", "+": "Plus", "-": "Minus" };

/** In words, for readers of the screen. */
export function spokenKeys(chord: string, mac: boolean = onMac()): string {
  return split(chord)
    .map((key) => (key === "Mod" ? (mac ? "Command" : "Control") : (spoken[key] ?? key)))
    .join(" ");
}

/** "Mod++" is Mod and plus. */
function split(chord: string): string[] {
  if (chord === "+") return ["+"];
  if (chord.endsWith("++")) return [...chord.slice(0, -2).split("+"), "+"];
  return chord.split("+");
}
