// Answers of the shell, recorded, for opening the page in a plain browser and for the tests. One file an area.
import type { Refusal } from "../bindings/api";
import type { Shell } from "../shell";
import { activity } from "./activity";
import { file } from "./file";
import { frame } from "./frame";
import { history } from "./history";
import { review } from "./review";
import { stores } from "./stores";

const refusal: Refusal = { code: "internal", detail: "not recorded", hint: null };
const recorded: Partial<Shell> = { ...frame, ...stores, ...file, ...review, ...activity, ...history };

/** What nobody recorded is refused, as the real shell refuses what it cannot do. */
export const recordedShell = new Proxy(recorded, {
  get: (answers, name) => Reflect.get(answers, name) ?? (() => Promise.reject(refusal)),
}) as Shell;

/** The recorded shell with some answers of a test's own. */
export function recordedWith(own: Partial<Shell>): Shell {
  return new Proxy({ ...recorded, ...own }, {
    get: (answers, name) => Reflect.get(answers, name) ?? (() => Promise.reject(refusal)),
  }) as Shell;
}

export { afterTwoRuns, newInstallation } from "./overviews";
