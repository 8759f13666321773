import { useEffect, useRef } from "react";

import type { Job, JobOutcome } from "../bindings/api";

/** Called once, with the job as it stood at its end. */
export type Ended = (outcome: JobOutcome, job: Job) => void;

/**
 * Returns the job with this id and calls `ended` once when it is over. A job that the list does not hold yet is one
 * that is about to come.
 */
export function useFollowed(id: number | null, jobs: readonly Job[], ended: Ended): Job | null {
  const job = jobs.find((one) => one.id === id) ?? null;
  const told = useRef<number | null>(null);
  useEffect(() => {
    if (job === null || job.outcome === null || told.current === job.id) return;
    told.current = job.id;
    ended(job.outcome, job);
  }, [job, ended]);
  return job;
}
