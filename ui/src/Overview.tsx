import type { Counts, Ledger, Overview as OverviewAnswer, Run, Store } from "./bindings/api";
import styles from "./Overview.module.css";
import { duration, moment } from "./words/time";
import { words } from "./words/words";

/** What this computer knows: the stores, and what was done to them. */
export function Overview({ overview }: { readonly overview: OverviewAnswer }) {
  const { stores, runs } = contents(overview.ledger);
  return (
    <>
      <section aria-labelledby="stores">
        <h2 id="stores" className={styles.title}>
          {words("stores_title")}
        </h2>
        {stores.length === 0 ? (
          <Blank>
            {words("stores_empty")} <code>{words("stores_empty_command")}</code>
          </Blank>
        ) : (
          <Stores stores={stores} />
        )}
      </section>
      <section aria-labelledby="runs">
        <h2 id="runs" className={styles.title}>
          {words("runs_title")}
        </h2>
        {runs.length === 0 ? <Blank>{words("runs_empty")}</Blank> : <Runs runs={runs} />}
      </section>
    </>
  );
}

function contents(ledger: Ledger): { stores: Store[]; runs: Run[] } {
  return ledger.state === "open" ? ledger : { stores: [], runs: [] };
}

/** An empty place: a ruled blank sheet and one sentence. */
function Blank({ children }: { readonly children: React.ReactNode }) {
  return (
    <div className={styles.blank}>
      <p>{children}</p>
    </div>
  );
}

function Stores({ stores }: { readonly stores: readonly Store[] }) {
  return (
    <table className={styles.sheet}>
      <thead>
        <tr>
          <th scope="col">{words("store_name")}</th>
          <th scope="col">{words("store_address")}</th>
          <th scope="col">{words("store_copy")}</th>
          <th scope="col">{words("store_writing")}</th>
        </tr>
      </thead>
      <tbody>
        {stores.map((store) => (
          <tr key={store.name}>
            <td>
              {store.name}
              <span className={store.demo ? styles.demo : styles.live}>
                {words(store.demo ? "mark_demo" : "mark_live")}
              </span>
            </td>
            <td className={styles.value}>{store.url}</td>
            <td>
              {store.copied_at_ms === null
                ? words("store_copy_none")
                : words("store_copy_as_of", { moment: moment(store.copied_at_ms) })}
            </td>
            <td>{words(store.writes_allowed ? "writing_allowed" : "writing_off")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Runs({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <table className={styles.sheet}>
      <thead>
        <tr>
          <th scope="col">{words("run_when")}</th>
          <th scope="col">{words("run_store")}</th>
          <th scope="col">{words("run_source")}</th>
          <th scope="col">{words("run_state")}</th>
          <th scope="col" className={styles.figure}>
            {words("run_planned")}
          </th>
          <th scope="col" className={styles.figure}>
            {words("run_applied")}
          </th>
          <th scope="col" className={styles.figure}>
            {words("run_unchanged")}
          </th>
          <th scope="col" className={styles.figure}>
            {words("run_held")}
          </th>
          <th scope="col" className={styles.figure}>
            {words("run_problems")}
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td>{moment(run.started_at_ms ?? run.created_at_ms)}</td>
            <td>{run.store}</td>
            <td className={styles.value}>{run.source}</td>
            <td>
              {words(`state_${run.state}`)}
              {run.started_at_ms !== null && run.ended_at_ms !== null && (
                <span className={styles.took}>
                  {words("run_took", { duration: duration(run.started_at_ms, run.ended_at_ms, words) })}
                </span>
              )}
            </td>
            <Figure value={run.counts.planned} />
            <Figure value={run.counts.applied} />
            <Figure value={run.counts.unchanged} />
            <Figure value={run.counts.held} sign="‖" />
            <Problems counts={run.counts} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Figure({ value, sign }: { readonly value: number; readonly sign?: string }) {
  const marked = sign !== undefined && value > 0;
  return (
    <td className={styles.figure}>
      {marked ? `${sign} ` : ""}
      {words("count", { value })}
    </td>
  );
}

function Problems({ counts }: { readonly counts: Counts }) {
  const { rejected, failed, skipped } = counts;
  const problems = rejected + failed + skipped;
  if (problems === 0) return <Figure value={0} />;
  return (
    <td className={styles.problems} title={words("run_problems_detail", { rejected, failed, skipped }).trim()}>
      ! {words("count", { value: problems })}
    </td>
  );
}
