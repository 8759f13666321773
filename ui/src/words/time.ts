// Time as people tell it.
import type { Words } from "./words";
import { locale, words as spoken } from "./words";

/** "took 4 min 12 s": whole seconds, two units at most. */
export function duration(startedAtMs: number, endedAtMs: number, words: Words = spoken): string {
  return span((endedAtMs - startedAtMs) / 1000, words);
}

/** "4 min 12 s". */
export function span(length: number, words: Words = spoken): string {
  const total = Math.max(0, Math.round(length));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = total % 60;
  if (hours > 0) return words("hours", { hours, minutes });
  if (minutes > 0) return words("minutes", { minutes, seconds });
  return words("seconds", { seconds });
}

/** "about 4–6 min", "about 40–50 s": what is still to come is a range, in one unit, rounded to what can be known. */
export function about(lowSeconds: number, highSeconds: number, words: Words = spoken): string {
  const low = Math.max(0, Math.min(lowSeconds, highSeconds));
  const high = Math.max(lowSeconds, highSeconds, 1);
  if (high < 100) return range("about_seconds", Math.max(1, coarse(low)), Math.max(1, coarse(high)), words);
  if (high < 100 * 60) return range("about_minutes", Math.round(low / 60), Math.max(1, Math.round(high / 60)), words);
  return range("about_hours", Math.round(low / 3600), Math.max(1, Math.round(high / 3600)), words);
}

/** Seconds are told by fives once there are more than ten of them. */
const coarse = (seconds: number) => (seconds > 10 ? Math.round(seconds / 5) * 5 : Math.round(seconds));

function range(key: "about_seconds" | "about_minutes" | "about_hours", low: number, high: number, words: Words): string {
  if (low === high) return words(key, { range: String(high) });
  if (low === 0) return words("up_to", { time: words(key, { range: String(high) }) });
  return words(key, { range: `${low}–${high}` });
}

/** The moment in the owner's own time zone, "24 Nov, 14:02"; with the year where it is not this one. */
export function moment(atMs: number, timeZone?: string, nowMs: number = atMs): string {
  const year = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear() ? {} : { year: "numeric" as const };
  return when(atMs, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", ...year }, timeZone);
}

/** "14:02" today, "24 Nov, 14:02" on another day: for "as of …". */
export function asOf(atMs: number, nowMs: number, timeZone?: string): string {
  const date = (ms: number) => when(ms, { year: "numeric", month: "numeric", day: "numeric" }, timeZone);
  if (date(atMs) === date(nowMs)) return clock(atMs, timeZone);
  return moment(atMs, timeZone, nowMs);
}

/** "14:02". */
export function clock(atMs: number, timeZone?: string): string {
  return when(atMs, { hour: "2-digit", minute: "2-digit" }, timeZone);
}

/** "24 November 2026", for headings over the entries of one day. */
export function day(atMs: number, timeZone?: string): string {
  return when(atMs, { day: "numeric", month: "long", year: "numeric" }, timeZone);
}

function when(atMs: number, options: Intl.DateTimeFormatOptions, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  // The words are British in their order of day and month and in their clock, as in the design.
  return new Intl.DateTimeFormat(locale().startsWith("en") ? "en-GB" : locale(), { ...options, ...zone }).format(atMs);
}
