// Light or dark, as the owner or the system has it. `data-theme` on <html> is what the tokens read.
import { useEffect } from "react";

import type { Theme } from "../bindings/api";

const KEPT = "theme";

/** Before the settings are read, so that a dark window does not open with a white flash. */
export function applyKeptTheme(): void {
  const kept = globalThis.localStorage?.getItem(KEPT);
  apply(kept === "light" || kept === "dark" ? kept : "system");
}

export function useTheme(theme: Theme): void {
  useEffect(() => {
    globalThis.localStorage?.setItem(KEPT, theme);
    apply(theme);
    if (theme !== "system") return;
    const system = systemIsDark();
    const follow = () => apply("system");
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [theme]);
}

function apply(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && systemIsDark().matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}

const systemIsDark = () => globalThis.matchMedia("(prefers-color-scheme: dark)");
