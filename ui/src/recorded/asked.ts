// Which recording a browser shows: words in the address before the place, as in `?still&quiet#home`. A test opens no
// address, and so asks for nothing.
const { protocol, search } = globalThis.location;

/** Whether the page stands in a browser: only there something is under way. */
export const inBrowser = protocol.startsWith("http");

const words = new URLSearchParams(inBrowser ? search : "");

export const asked = {
  /** Nothing moves by itself: for pictures that are compared. */
  still: words.has("still"),
  /** Nothing was ever done: no store, no sheet, no run. */
  new: words.has("new"),
  /** A store that was connected a moment ago: nothing copied, no sheet, no run. */
  fresh: words.has("fresh"),
  /** The two runs of the past, and nothing under way. */
  quiet: words.has("quiet"),
  /** The run under way was interrupted in the middle. */
  interrupted: words.has("interrupted"),
  /** The window is about to be closed. */
  closing: words.has("closing"),
} as const;

/** Nothing was done with this installation yet, whether it has a store or not. */
export const untouched = asked.new || asked.fresh;
