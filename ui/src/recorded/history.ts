// Recorded answers: past runs.
import type { Finding, OperationRow, Refusal, Run } from "../bindings/api";
import type { Shell } from "../shell";
import { runNow } from "./activity";
import { changesOf, operationsOf, troublesOf } from "./operations";
import { curvesOf, detailOf, pastRuns, strategyOf } from "./pastRuns";

const findings: Finding[] = [
  { code: "not_a_number", severity: "refused", place: { row: 118, line: 118 }, column: "Variant Price", product: "ash-bowl-2", value: "12,50 €", advice: "this price is not a number: write 12.50, without the sign of the currency" },
  { code: "unknown_column", severity: "warning", place: { row: 1, line: 1 }, column: "Supplier note", product: null, value: null, advice: "no field of Shopify has this name, so the column is not used" },
  { code: "duplicate_sku", severity: "note", place: { row: 412, line: 415 }, column: "Variant SKU", product: "oat-jug-1", value: "AC-77", advice: "two variants have this SKU: they are told apart by their options" },
];

const unknownRun: Refusal = { code: "unknown_run", detail: "there is no such run", hint: null };

const kept = new Map<number, OperationRow[]>();

/** Those of a run that rests are kept: a search asks for them again and again. */
function operations(run: Run): OperationRow[] {
  if (run.ended_at_ms === null) return operationsOf(run);
  const found = kept.get(run.id) ?? operationsOf(run);
  kept.set(run.id, found);
  return found;
}

async function runOf(id: number): Promise<Run> {
  const found = pastRuns.find((run) => run.id === id) ?? runNow(id)?.run;
  if (found === undefined) throw unknownRun;
  return found;
}

const spoken = new WeakMap<OperationRow, string>();

/** Everything that can be found in a change, once for all searches. */
function saidBy(row: OperationRow): string {
  const found = spoken.get(row) ?? [row.product, row.detail, shown(row.before), shown(row.after)].join("\n").toLowerCase();
  spoken.set(row, found);
  return found;
}

const says = (row: OperationRow, text: string) => saidBy(row).includes(text.toLowerCase());

function shown(cell: OperationRow["before"]): string | null {
  if (cell?.kind === "text") return cell.text;
  return cell?.kind === "number" ? cell.digits : null;
}

export const history: Partial<Shell> = {
  history: async ({ text, store, states }, offset, limit) => {
    const entries = pastRuns
      .filter((run) => (store === null || run.store === store) && (states.length === 0 || states.includes(run.state)))
      .map((run) => ({
        run,
        strategy: strategyOf(run),
        hits: text === "" ? 0 : operations(run).filter((row) => says(row, text)).length,
      }))
      .filter(({ run, hits }) => text === "" || hits > 0 || run.source.toLowerCase().includes(text.toLowerCase()));
    return { total: entries.length, entries: entries.slice(offset, offset + limit) };
  },
  runDetail: async (id) => {
    const run = await runOf(id);
    return detailOf(run, runNow(id)?.troubles ?? troublesOf(operations(run)));
  },
  runOperations: async (id, { text, states, cause }, offset, limit) => {
    const rows = operations(await runOf(id)).filter(
      (row) =>
        (text === "" || says(row, text)) &&
        (states.length === 0 || states.includes(row.state)) &&
        (cause === null || row.detail === cause),
    );
    return { total: rows.length, rows: rows.slice(offset, offset + limit) };
  },
  runChanges: async (id, operation) => {
    const row = operations(await runOf(id)).find((one) => one.operation === operation);
    return row === undefined ? [] : changesOf(row);
  },
  runFindings: async (_, code, offset, limit) => {
    const some = findings.filter((finding) => code === null || finding.code === code);
    return { total: some.length, findings: some.slice(offset, offset + limit) };
  },
  runCurves: async (id) => {
    const run = await runOf(id);
    const moving = runNow(id);
    if (moving !== null) return moving.curves;
    const started = run.started_at_ms ?? run.created_at_ms;
    return curvesOf(started, ((run.ended_at_ms ?? started) - started) / 1000);
  },
  openAdmin: () => Promise.resolve(),
};
