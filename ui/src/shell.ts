// The only file that talks to the shell. Everything else takes a `Shell`, so the page also opens in a plain
// browser, on recorded answers.
import { invoke, isTauri } from "@tauri-apps/api/core";

import type { Overview, Refusal } from "./bindings/api";
import { recordedShell } from "./recorded";

export interface Shell {
  /** False in a plain browser: the page then says that what it shows is recorded. */
  readonly live: boolean;
  overview(): Promise<Overview>;
  notify(title: string, body: string): Promise<void>;
}

const tauriShell: Shell = {
  live: true,
  overview: () => invoke<Overview>("overview"),
  notify: (title, body) => invoke<void>("notify", { title, body }),
};

export function openShell(): Shell {
  return isTauri() ? tauriShell : recordedShell;
}

/** Reads what a refused command threw. Anything of another shape is a fault of the shell itself. */
export function refusalOf(thrown: unknown): Refusal | null {
  if (typeof thrown !== "object" || thrown === null) return null;
  if (!("code" in thrown) || !("detail" in thrown)) return null;
  return thrown as Refusal;
}
