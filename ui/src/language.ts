// A desktop whose language is `C`, as on servers and in minimal installations, tells the page just that. `Intl`
// refuses it, and libraries ask `Intl` while they are loaded. So this stands before them: see main.tsx.

/** Makes sure that the browser names a language `Intl` knows. */
export function nameLanguage(navigator: { readonly language: string }): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, "language", { value: "en", configurable: true });
  }
}

nameLanguage(globalThis.navigator);
