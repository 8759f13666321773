// Time as people tell it.
import type { Words } from "./words";

/** "took 4 min 12 s": whole seconds, two units at most. */
export function duration(startedAtMs: number, endedAtMs: number, words: Words): string {
  const total = Math.max(0, Math.round((endedAtMs - startedAtMs) / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = total % 60;
  if (hours > 0) return words("hours", { hours, minutes });
  if (minutes > 0) return words("minutes", { minutes, seconds });
  return words("seconds", { seconds });
}

/** The moment in the owner's own time zone, "24 Nov, 14:02". */
export function moment(atMs: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(atMs);
}
