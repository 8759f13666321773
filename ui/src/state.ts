// What the page shows is one value, changed by one pure function.
import type { Overview, RefusalCode } from "./bindings/api";

export type Page =
  | { readonly view: "opening" }
  | { readonly view: "ready"; readonly overview: Overview }
  | { readonly view: "refused"; readonly code: RefusalCode | "unknown"; readonly detail: string };

export type PageEvent =
  | { readonly type: "overview"; readonly overview: Overview }
  | { readonly type: "refused"; readonly code: RefusalCode | "unknown"; readonly detail: string };

export const opening: Page = { view: "opening" };

export function next(page: Page, event: PageEvent): Page {
  switch (event.type) {
    case "overview":
      return { view: "ready", overview: event.overview };
    case "refused":
      // What was read a moment ago is still true; a later failure must not take it away.
      return page.view === "ready" ? page : { view: "refused", code: event.code, detail: event.detail };
  }
}
