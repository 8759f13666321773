import { Check, CircleDot, Circle } from "lucide-react";
import { useEffect } from "react";

import type { Job } from "../bindings/api";
import { Icon, classes, say } from "../parts";
import { words, type WordKey } from "../words/words";
import styles from "./DemoSteps.module.css";
import { demoLines, type DemoLine, type Stand } from "./demo";
import { jobWaits } from "../asking/progress";

const icons = { done: Check, now: CircleDot, later: Circle } as const;
const stands: Record<Stand, WordKey> = { done: "home_demo_done", now: "home_demo_now", later: "home_demo_later" };

/** How far the opening of the demo store is. */
export function DemoSteps({ job }: { readonly job: Job | null }) {
  const lines = demoLines(job);
  const waits = job === null ? null : jobWaits(job);
  const now = lines.find(({ stand }) => stand === "now")?.step ?? null;
  useEffect(() => {
    if (now !== null) say(words(`home_demo_${now}`));
  }, [now]);
  return (
    <ol className={styles.steps} aria-label={words("home_demo_steps")}>
      {lines.map((line) => (
        <li key={line.step} className={classes(styles.step, styles[line.stand])}>
          <Icon of={icons[line.stand]} />
          <span>{words(`home_demo_${line.step}`)}</span>
          <span className={styles.figure}>
            {figureOf(line)}
            {line.stand === "now" && waits !== null && ` · ${waits}`}
          </span>
          <span className={styles.stand}>{words(stands[line.stand])}</span>
        </li>
      ))}
    </ol>
  );
}

function figureOf({ step, products }: DemoLine): string {
  if (products === null || step === "starting") return "";
  return words(`home_demo_${step}_figure`, { products });
}
