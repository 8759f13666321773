import { useSyncExternalStore } from "react";

const TICK_MS = 1_000;

let nowMs = Date.now();

/** The moment, told anew every second while `counting`; else it stands still and costs nothing. */
export function useNow(counting: boolean): number {
  return useSyncExternalStore(counting ? tick : stand, () => nowMs);
}

function tick(changed: () => void): () => void {
  const move = () => {
    nowMs = Date.now();
    changed();
  };
  // It stood still until now.
  nowMs = Date.now();
  const timer = setInterval(move, TICK_MS);
  return () => clearInterval(timer);
}

const stand = () => () => undefined;
