import { useEffect, useRef } from "react";

import type { Job, Overview } from "../bindings/api";
import { say } from "../parts";
import { storeLabel } from "./stores";
import { nextVoice, type Heard } from "./voice";

/** Says the milestones of the jobs to readers of the screen. */
export function useVoice(jobs: readonly Job[], overview: Overview): void {
  const heard = useRef<Heard | null>(null);
  useEffect(() => {
    const voice = nextVoice(heard.current, jobs, Date.now(), (job) => storeLabel(overview, job.store).name);
    heard.current = voice.heard;
    if (voice.sentence !== null) say(voice.sentence);
  }, [jobs, overview]);
}
