import "@fontsource-variable/instrument-sans/wght.css";
import "@fontsource-variable/sometype-mono/wght.css";
import "./tokens.css";

import { createRoot } from "react-dom/client";

import { App } from "./App";
import { openShell } from "./shell";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(<App shell={openShell()} />);
