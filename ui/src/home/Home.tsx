import { useEffect, useState } from "react";

import type { Job } from "../bindings/api";
import { goInstead, usePlace } from "../frame/place";
import { currentStore, type PlaceProps } from "../state";
import { Facing } from "./Facing";
import { FirstRun } from "./FirstRun";
import { usePlanning } from "../asking/usePlanning";

/** Home: three ways to begin while there is no store, else the shelf and the sheet facing each other. */
export function Home({ shell, snapshot }: PlaceProps) {
  const store = currentStore(snapshot);
  const demo = usePlanning(shell, snapshot.jobs, (job) => {
    // The window then stands on the demo store. Where that cannot be kept, the review opens all the same.
    if (job.store !== null) shell.settingsSet({ ...snapshot.settings, store: job.store }).catch(() => undefined);
  });
  const openDemo = () => demo.start(() => shell.demoSample());
  const place = usePlace();
  const unasked = place.at === "home" && place.demo === true;
  useEffect(() => {
    if (!unasked) return;
    // Once only: the way back must not begin it again.
    goInstead({ at: "home" });
    openDemo();
  });
  // Before its sample is compared the demo store is copied, which is a job of its own.
  const copying = demo.busy && demo.job === null ? snapshot.jobs.find(isCopying) : undefined;
  const stopDemo = () => {
    // A copy that ended in this moment cannot be stopped any more, and need not be.
    if (copying !== undefined) shell.jobStop(copying.id).catch(() => undefined);
    demo.stop();
  };
  // The demo store is there before its sample is compared: the page that tells of the steps stays until they are over.
  const [began] = useState(store === null);
  if (store === null || (began && demo.busy)) {
    return <FirstRun demo={{ ...demo, job: demo.job ?? copying ?? null, stop: stopDemo }} openDemo={openDemo} />;
  }
  return <Facing shell={shell} snapshot={snapshot} store={store} demo={demo} openDemo={openDemo} />;
}

const isCopying = (job: Job) => job.kind === "copy" && job.outcome === null;
