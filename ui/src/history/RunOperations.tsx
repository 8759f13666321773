import { useMemo, useRef, useState } from "react";

import type { OperationQuery, OperationRow, Run } from "../bindings/api";
import { signOf } from "../activity/outcome";
import { Banner, Button, Chip, Chips, EmptyState, Field, Grid } from "../parts";
import { toggled } from "../review/query";
import { useWide } from "../review/useWide";
import type { Shell } from "../shell";
import { words } from "../words/words";
import { OperationChanges } from "./OperationChanges";
import { operationColumns } from "./operationColumns";
import { allOperations, countOf, filtersOperations, operationStates } from "./operations";
import styles from "./RunDetails.module.css";
import { useTotal } from "./useTotal";

export interface RunOperationsProps {
  readonly shell: Shell;
  readonly run: Run;
  readonly currency: string | null;
  readonly query: OperationQuery;
  readonly onQuery: (query: OperationQuery) => void;
}

/** From here on all columns have room. */
const WIDE_PX = 760;

/** A few changes need no more room than they take: their lines of 28 pixels, the head and a scroll bar. */
const heightOf = (rows: number) => Math.max(6, rows + 2) * 28;

/** Every change of a run, searched and filtered; the one that is looked at shows both its sides below. */
export function RunOperations({ shell, run, currency, query, onQuery }: RunOperationsProps) {
  const stamp = `${run.id} ${run.state} ${run.counts.applied}`;
  const total = useTotal(query, stamp, async (asked) => (await shell.runOperations(run.id, asked, 0, 1)).total);
  const [opened, setOpened] = useState<{ readonly index: number; readonly row: OperationRow } | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const wide = useWide(frame, WIDE_PX);
  const columns = useMemo(() => operationColumns(currency, wide), [currency, wide]);
  if (total === "failed") return <Banner tone="stop" title={words("history_lost")} />;
  return (
    <div ref={frame} className={styles.operations}>
      <div role="search" aria-label={words("history_changes")} className={styles.filter}>
        <div className={styles.search}>
          <Field
            kind="search"
            label={words("history_changes_search")}
            labelHidden
            placeholder={words("history_changes_search")}
            value={query.text}
            onChange={(text) => onQuery({ ...query, text })}
          />
        </div>
        <Chips label={words("history_changes_states")}>
          {operationStates
            .filter((state) => countOf(run.counts, state) > 0)
            .map((state) => (
              <Chip
                key={state}
                sign={signOf(state)}
                label={words(`history_change_state_${state}`)}
                count={countOf(run.counts, state)}
                pressed={query.states.includes(state)}
                onChange={() => onQuery({ ...query, states: toggled(query.states, state) })}
              />
            ))}
          {query.cause !== null && (
            <Chip
              pressed
              label={words("history_changes_cause", { cause: query.cause })}
              onChange={() => onQuery({ ...query, cause: null })}
            />
          )}
        </Chips>
        {filtersOperations(query) && (
          <Button kind="quiet" small onPress={() => onQuery(allOperations(null))}>
            {words("review_clear")}
          </Button>
        )}
        <output className={styles.shown}>
          {total === null ? "" : words("history_changes_shown", { count: total.total })}
        </output>
      </div>
      <div className={styles.grid} style={{ maxBlockSize: heightOf(total?.total ?? 0) }}>
        {total !== null && (
          <Grid
            label={words("history_changes")}
            rowCount={total.total}
            columns={columns}
            version={total.version}
            fetch={async (offset, limit) => (await shell.runOperations(run.id, total.query, offset, limit)).rows}
            selected={opened?.index ?? null}
            onSelect={(index, row) => setOpened(row === null ? null : { index, row })}
            onOpen={(row, index) => setOpened({ index, row })}
            toneOf={({ state }) => (state === "held" ? "held" : null)}
            empty={<EmptyState sentence={words("history_changes_none")} />}
          />
        )}
      </div>
      {opened !== null && (
        <OperationChanges
          key={opened.row.operation}
          shell={shell}
          run={run.id}
          row={opened.row}
          currency={currency}
        />
      )}
    </div>
  );
}
