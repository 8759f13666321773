// Why nothing moves, in a sentence. Every wait has one.
import type { Wait } from "../bindings/api";
import { words } from "../words/words";
import { clock } from "../words/time";

/** Up to this long the owner is told the seconds, after it the time of day. */
const COUNTED_DOWN_MS = 90_000;

/** Returns the reason and, as far as it is known, when it goes on. `nowMs` is asked for once a second at most. */
export function waitSentence(wait: Wait, nowMs: number, timeZone?: string): string {
  const { count } = wait;
  switch (wait.kind) {
    case "rate_limit":
    case "throttled":
    case "retrying":
    case "being_checked":
    case "store_down":
      return words(`activity_wait_${wait.kind}`, { count, ...goesOn(wait.until_ms, nowMs, timeZone) });
    case "probing":
    case "connections":
    case "answers":
    case "paused":
    case "stopping":
      return words(`activity_wait_${wait.kind}`, { count });
  }
}

/** Whether the page has to count down for it. */
export const countsDown = (wait: Wait | null): boolean => wait !== null && wait.until_ms !== null;

/** `when`: `in` so many seconds, `at` a time of day, `soon` where it is due, or `open` where nobody knows. */
function goesOn(
  untilMs: number | null,
  nowMs: number,
  timeZone?: string,
): { when: "in" | "at" | "soon" | "open"; seconds: number; at: string } {
  if (untilMs === null) return { when: "open", seconds: 0, at: "" };
  const leftMs = untilMs - nowMs;
  if (leftMs <= 0) return { when: "soon", seconds: 0, at: "" };
  if (leftMs < COUNTED_DOWN_MS) return { when: "in", seconds: Math.ceil(leftMs / 1000), at: "" };
  return { when: "at", seconds: 0, at: clock(untilMs, timeZone) };
}
