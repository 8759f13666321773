// How many parallel connections the owner can choose.
import { words } from "../words/words";
import { count } from "../words/figures";
import type { Option } from "../parts";

/** The usual range; see the design. */
const USUAL_MAX = 10;
/** More hardly ever helps, and costs the store's patience. */
export const CONNECTIONS_MAX = 64;

const AUTO = "auto";

/** Auto, 2 to 10, and what is chosen now where it is another number. */
export function connectionOptions(chosen: number | null): Option<string>[] {
  const usual = Array.from({ length: USUAL_MAX - 1 }, (_, index) => index + 2);
  const all = chosen === null || usual.includes(chosen) ? usual : [...usual, chosen].toSorted((a, b) => a - b);
  return [
    { id: AUTO, label: words("activity_connections_auto") },
    ...all.map((value) => ({ id: String(value), label: count(value) })),
  ];
}

export const optionOf = (chosen: number | null): string => (chosen === null ? AUTO : String(chosen));

export const chosenOf = (option: string): number | null => (option === AUTO ? null : Number(option));
