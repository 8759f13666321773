import type { Store } from "../bindings/api";
import { go } from "../frame/place";
import { Banner, Button, Section } from "../parts";
import type { Shell } from "../shell";
import { moment } from "../words/time";
import { words, type WordKey } from "../words/words";
import styles from "./Facing.module.css";
import { Refused } from "../asking/Refused";
import type { Attention as Need } from "./next";
import { useAct } from "../asking/useAct";

export interface AttentionProps {
  readonly shell: Shell;
  readonly store: Store;
  readonly attention: readonly Need[];
}

/** What does not go on without the owner. Nothing of it, and the section is not there. */
export function Attention({ shell, store, attention }: AttentionProps) {
  if (attention.length === 0) return null;
  return (
    <Section title={words("home_attention")}>
      <div className={styles.list}>
        {attention.map((need) => (
          <One key={keyOf(need)} shell={shell} store={store} need={need} />
        ))}
      </div>
    </Section>
  );
}

function keyOf(need: Need): string {
  switch (need.kind) {
    case "interrupted":
    case "elsewhere":
      return `${need.kind} ${need.run.id}`;
    case "not_gone_through":
      return `${need.kind} ${need.job.id}`;
    case "no_copy":
    case "read_only":
      return need.kind;
  }
}

function One({ shell, store, need }: { readonly shell: Shell; readonly store: Store; readonly need: Need }) {
  const act = useAct();
  const shop = store.shop_name ?? store.name;
  const busy = act.busy ? words("home_job_starting") : null;
  if (act.refusal !== null) {
    return <Refused refusal={act.refusal} title={words("home_starting_failed")} onClose={act.putAway} />;
  }
  switch (need.kind) {
    case "interrupted": {
      const { run } = need;
      return (
        <Banner
          tone="held"
          title={words("home_attention_interrupted", {
            source: run.source,
            moment: moment(run.ended_at_ms ?? run.started_at_ms ?? run.created_at_ms),
          })}
          actions={
            <>
              <Button
                small
                busy={busy}
                onPress={() =>
                  act.start(async () => {
                    await shell.runResume(run.id);
                    go({ at: "activity", run: run.id });
                  })
                }
              >
                {words("home_next_resume")}
              </Button>
              <Look run={run.id} />
            </>
          }
        >
          {words("home_attention_interrupted_about")}
        </Banner>
      );
    }
    case "elsewhere":
      return (
        <Banner
          tone="held"
          title={words("home_attention_elsewhere", { source: need.run.source })}
          actions={<Look run={need.run.id} />}
        >
          {words("home_attention_elsewhere_about")}
        </Banner>
      );
    case "no_copy":
      return (
        <Banner
          tone="info"
          title={words("home_attention_no_copy", { store: shop })}
          actions={
            <Button small busy={busy} onPress={() => act.start(async () => void (await shell.copy(store.name)))}>
              {words("home_attention_no_copy_act")}
            </Button>
          }
        >
          {words("home_attention_no_copy_about")}
        </Banner>
      );
    case "read_only":
      return (
        <Banner
          tone="info"
          title={words("home_attention_read_only", { store: shop })}
          actions={
            <Button small onPress={() => go({ at: "store", store: store.name })}>
              {words("home_attention_read_only_act")}
            </Button>
          }
        >
          {words("home_attention_read_only_about")}
        </Banner>
      );
    case "not_gone_through":
      return (
        <Refused
          refusal={need.refusal}
          title={words(notThrough[need.job.kind], { source: need.job.source ?? words("home_job_sheet") })}
          onClose={() => act.start(() => shell.jobPutAway(need.job.id))}
        />
      );
  }
}

const notThrough: Record<"copy" | "plan" | "compare" | "run", WordKey> = {
  copy: "home_attention_copy_refused",
  plan: "home_attention_plan_refused",
  compare: "home_attention_compare_refused",
  run: "home_attention_run_refused",
};

function Look({ run }: { readonly run: number }) {
  return (
    <Button small kind="quiet" onPress={() => go({ at: "history", run })}>
      {words("home_attention_look")}
    </Button>
  );
}
