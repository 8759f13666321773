import { useEffect, useReducer, useState } from "react";

import styles from "./App.module.css";
import { Mark } from "./Mark";
import { Overview } from "./Overview";
import { refusalOf, type Shell } from "./shell";
import { next, opening, type Page } from "./state";
import { words } from "./words/words";

export function App({ shell }: { readonly shell: Shell }) {
  const [page, send] = useReducer(next, opening);

  useEffect(() => {
    let gone = false;
    const read = async () => {
      try {
        const overview = await shell.overview();
        if (!gone) send({ type: "overview", overview });
      } catch (thrown) {
        const refusal = refusalOf(thrown) ?? { code: "unknown" as const, detail: String(thrown) };
        if (!gone) send({ type: "refused", ...refusal });
      }
    };
    void read();
    return () => {
      gone = true;
    };
  }, [shell]);

  return (
    <div className={styles.window}>
      <header className={styles.head}>
        <Mark size={40} />
        <div>
          <h1>Evenshelf</h1>
          <p>{words("tagline")}</p>
        </div>
      </header>
      {!shell.live && <p className={styles.recorded}>{words("recorded")}</p>}
      <main className={styles.main} aria-busy={page.view === "opening"}>
        <Body page={page} />
      </main>
      <Foot page={page} shell={shell} />
    </div>
  );
}

function Body({ page }: { readonly page: Page }) {
  switch (page.view) {
    case "opening":
      return <p className={styles.quiet}>{words("opening")}</p>;
    case "ready":
      return <Overview overview={page.overview} />;
    case "refused":
      return (
        <section role="alert" className={styles.refused}>
          <p>! {words(`refused_${page.code}`)}</p>
          <details>
            <summary>{words("refused_detail")}</summary>
            <code>{page.detail}</code>
          </details>
        </section>
      );
  }
}

/** The status strip: always there, with what is known. */
function Foot({ page, shell }: { readonly page: Page; readonly shell: Shell }) {
  const overview = page.view === "ready" ? page.overview : null;
  return (
    <footer className={styles.foot}>
      <span>{words("promise")}</span>
      {overview !== null && (
        <>
          <span>{words("foot_version", { version: overview.product_version })}</span>
          <code>{overview.data_dir}</code>
        </>
      )}
      <TryNotification shell={shell} />
    </footer>
  );
}

function TryNotification({ shell }: { readonly shell: Shell }) {
  const [outcome, setOutcome] = useState<"notify_sent" | "notify_failed" | null>(null);
  const tryIt = async () => {
    try {
      await shell.notify(words("notify_title"), words("notify_body"));
      setOutcome("notify_sent");
    } catch {
      setOutcome("notify_failed");
    }
  };
  return (
    <span className={styles.notify}>
      <output>{outcome === null ? "" : words(outcome)}</output>
      <button type="button" onClick={() => void tryIt()}>
        {words("notify_try")}
      </button>
    </span>
  );
}
