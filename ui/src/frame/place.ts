// Where the window stands: one value, written in the address after the `#`, so that back and forward work.
import { useSyncExternalStore } from "react";

export type Place =
  /** `demo`: the demo store is opened with its sample, unasked. */
  | { readonly at: "home"; readonly demo?: boolean | undefined }
  | { readonly at: "connect" }
  | { readonly at: "store"; readonly store: string }
  | { readonly at: "compare" }
  | { readonly at: "file"; readonly path?: string | undefined }
  | { readonly at: "changes"; readonly review?: number | undefined }
  | { readonly at: "activity"; readonly run?: number | undefined }
  | { readonly at: "history"; readonly run?: number | undefined }
  | { readonly at: "settings" }
  | { readonly at: "gallery" };

/** Reads "#history/12" or the shell's "history:12". What is not a place is home. */
export function placeOf(text: string): Place {
  const bare = text.replace(/^#/, "");
  const cut = bare.search(/[/:]/);
  const at = cut === -1 ? bare : bare.slice(0, cut);
  const rest = cut === -1 ? "" : bare.slice(cut + 1);
  switch (at) {
    case "connect":
    case "compare":
    case "settings":
    case "gallery":
      return { at };
    case "store":
      return rest === "" ? { at: "home" } : { at, store: decoded(rest) };
    case "file":
      return rest === "" ? { at } : { at, path: decoded(rest) };
    case "changes":
      return numbered(rest) ? { at, review: Number(rest) } : { at };
    case "activity":
    case "history":
      return numbered(rest) ? { at, run: Number(rest) } : { at };
    default:
      return at === "home" && rest === "demo" ? { at, demo: true } : { at: "home" };
  }
}

export function hashOf(place: Place): string {
  switch (place.at) {
    case "home":
      return place.demo === true ? "#home/demo" : "#home";
    case "store":
      return `#store/${encodeURIComponent(place.store)}`;
    case "file":
      return place.path === undefined ? "#file" : `#file/${encodeURIComponent(place.path)}`;
    case "changes":
      return place.review === undefined ? "#changes" : `#changes/${place.review}`;
    case "activity":
    case "history":
      return place.run === undefined ? `#${place.at}` : `#${place.at}/${place.run}`;
    default:
      return `#${place.at}`;
  }
}

/** Goes to a place. The one the window already stands on is not entered twice. */
export function go(place: Place): void {
  const hash = hashOf(place);
  if (globalThis.location.hash !== hash) globalThis.location.hash = hash;
}

/** Goes there without leaving the present place in the way back. */
export function goInstead(place: Place): void {
  globalThis.history.replaceState(null, "", hashOf(place));
  globalThis.dispatchEvent(new HashChangeEvent("hashchange"));
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(listen, () => globalThis.location.hash);
  return placeOf(hash);
}

function listen(changed: () => void): () => void {
  globalThis.addEventListener("hashchange", changed);
  return () => globalThis.removeEventListener("hashchange", changed);
}

const numbered = (text: string) => /^\d+$/.test(text);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
