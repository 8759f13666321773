import { gzipSync } from "node:zlib";

import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** react-aria carries its few sentences in 34 languages; the window speaks one (see `I18nProvider` in App.tsx). */
const oneLanguage: Plugin = {
  name: "one-language",
  enforce: "pre",
  load: {
    filter: { id: /\/react-(?:aria|aria-components|stately)\/.*\/intl\/(?:.*\/)?(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/ },
    handler: () => "export default {};",
  },
};

/** All JavaScript of the window, compressed. A page that opens slowly on an old laptop is not a desktop program. */
const BUDGET_BYTES = 350 * 1024;

const budget: Plugin = {
  name: "budget",
  apply: "build",
  writeBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((part) => part.type === "chunk");
    const bytes = chunks.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
    const said = `JavaScript of the window: ${Math.round(bytes / 1024)} of ${BUDGET_BYTES / 1024} KiB, compressed`;
    if (bytes > BUDGET_BYTES) this.error(said);
    this.info(said);
  },
};

export default defineConfig({
  plugins: [react(), oneLanguage, budget],
  clearScreen: false,
  server: { host: "127.0.0.1", port: 1420, strictPort: true },
  build: {
    // The oldest engines the window meets: WebKitGTK 2.40 and the WebKit of macOS 12.
    target: "safari15",
    // The page may load no `data:` address (see the content security policy), so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1024,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    // A test reads the colours; all other styles are of no use to one.
    css: { include: /tokens\.css/ },
  },
});
