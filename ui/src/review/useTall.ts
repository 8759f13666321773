import { useSyncExternalStore } from "react";

/** The least height at which head, bands, filter and foot leave room for a grid; below it the page scrolls as a whole. */
const TALL = "(height >= 660px)";

/** Whether the window is high enough for a grid that fills what is left of it. */
export function useTall(): boolean {
  return useSyncExternalStore(listen, () => globalThis.matchMedia(TALL).matches);
}

function listen(changed: () => void): () => void {
  const query = globalThis.matchMedia(TALL);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}
