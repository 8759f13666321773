// Acts while it is loaded, before the libraries ask.
// oxlint-disable-next-line import/no-unassigned-import
import "./language";

import "@fontsource-variable/instrument-sans/wght.css";
import "@fontsource-variable/sometype-mono/wght.css";
import "./tokens.css";

import { createRoot } from "react-dom/client";

import { App } from "./App";
import { applyKeptTheme } from "./frame/theme";
import { openShell } from "./shell";
import { words } from "./words/words";

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");

applyKeptTheme();
const root = createRoot(place, {
  // React clears the page when a part of it throws. A blank window says nothing, so the fault is written there.
  onUncaughtError(fault) {
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = `${words("refused_internal")} ${String(fault)}`;
    document.body.append(note);
  },
});
root.render(<App shell={openShell()} />);
