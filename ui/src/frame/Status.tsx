import type { Job, RunProgress } from "../bindings/api";
import { Meter, StatusStrip, StoreMark, type StatusItem } from "../parts";
import { currentJob, currentStore, type Snapshot } from "../state";
import { count, percentDone } from "../words/figures";
import { asOf } from "../words/time";
import { words } from "../words/words";

/** The strip at the foot: the store, how old its copy is, what goes on, and how much Shopify allows just now. */
export function Status({ snapshot, nowMs }: { readonly snapshot: Snapshot; readonly nowMs: number }) {
  const store = currentStore(snapshot);
  const job = currentJob(snapshot);
  const run = job === null ? null : progressOf(job);
  const items: StatusItem[] = [
    {
      key: "store",
      label: words("frame_status_store"),
      plain: true,
      value:
        store === null ? (
          words("frame_store_none")
        ) : (
          <>
            {store.shop_name ?? store.name} <StoreMark demo={store.demo} />
          </>
        ),
    },
    ...(store === null
      ? []
      : [
          {
            key: "copy",
            label: words("frame_status_copy"),
            plain: true,
            value:
              store.copied_at_ms === null
                ? words("frame_status_copy_none")
                : words("frame_status_copy_as_of", { moment: asOf(store.copied_at_ms, nowMs) }),
          },
        ]),
    ...(run?.budget === null || run?.budget === undefined
      ? []
      : [{ key: "budget", label: words("frame_status_budget"), plain: true, value: <Budget {...run.budget} /> }]),
    ...(run === null
      ? []
      : [
          {
            key: "queue",
            label: words("frame_status_queue"),
            value: words("frame_status_queue_changes", { count: Math.max(0, run.total - run.done) }),
          },
        ]),
    { key: "run", label: words(job !== null && run === null ? "frame_status_job" : "frame_status_run"), value: going(job, run) },
  ];
  return <StatusStrip label={words("frame_status")} items={items} promise={words("promise")} />;
}

function Budget({ available, maximum }: { readonly available: number; readonly maximum: number }) {
  return (
    <Meter
      small
      tone="budget"
      label={words("frame_status_budget")}
      labelHidden
      value={available}
      max={maximum}
      figure={words("frame_status_budget_share", { share: percentDone(maximum === 0 ? 0 : available / maximum) })}
    />
  );
}

function going(job: Job | null, run: RunProgress | null): string {
  if (run !== null) {
    const share = percentDone(run.total === 0 ? 0 : run.done / run.total);
    return run.paused ? words("frame_status_run_paused", { share }) : share;
  }
  if (job === null) return words("frame_status_run_none");
  if (job.step.at === "copying") return `${words("frame_status_copying")}, ${count(job.step.products)}`;
  return words(job.kind === "copy" ? "frame_status_copying" : "frame_status_planning");
}

function progressOf(job: Job): RunProgress | null {
  return job.step.at === "running" ? job.step.run : null;
}
