import { useSyncExternalStore } from "react";

/**
 * Sizes at which head, bands, filter and foot leave room for a grid; in a smaller window the page scrolls as a whole.
 * Written as the oldest engines read it (see vite.config.ts).
 */
const TALL = "(min-height: 820px), (min-height: 700px) and (min-width: 1000px)";

/** Whether the window is high enough for a grid that fills what is left of it. */
export function useTall(): boolean {
  return useSyncExternalStore(listen, () => globalThis.matchMedia(TALL).matches);
}

function listen(changed: () => void): () => void {
  const query = globalThis.matchMedia(TALL);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}
