import type { RefObject } from "react";

import type { Overview } from "../bindings/api";
import { Button, classes, Chip, Chips, Field, Select } from "../parts";
import { toggled } from "../review/query";
import { words } from "../words/words";
import styles from "./RunList.module.css";
import { allRuns, runGroups, type RunFilter } from "./view";

export interface RunFilterRowProps {
  readonly filter: RunFilter;
  readonly overview: Overview;
  /** Runs that fit; `null` while that is not known. */
  readonly shown: number | null;
  /** A run is open: where there is no room for both, it has the page to itself. */
  readonly beside: boolean;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onFilter: (filter: RunFilter) => void;
}

/** What no store is called. */
const ALL = "*";

export function RunFilterRow({ filter, overview, shown, beside, search, onFilter }: RunFilterRowProps) {
  const stores = overview.ledger.state === "open" ? overview.ledger.stores : [];
  return (
    <div role="search" aria-label={words("history_filter")} className={classes(styles.filter, beside && styles.beside)}>
      <div className={styles.search}>
        <Field
          kind="search"
          label={words("history_search")}
          labelHidden
          placeholder={words("history_search")}
          inputRef={search}
          value={filter.text}
          onChange={(text) => onFilter({ ...filter, text })}
        />
      </div>
      {stores.length > 1 && (
        <Select
          label={words("history_store")}
          labelHidden
          value={filter.store ?? ALL}
          options={[
            { id: ALL, label: words("history_store_all") },
            ...stores.map(({ name, shop_name }) => ({ id: name, label: shop_name ?? name })),
          ]}
          onChange={(id) => onFilter({ ...filter, store: id === ALL ? null : id })}
        />
      )}
      <Chips label={words("history_groups")}>
        {runGroups.map((group) => (
          <Chip
            key={group}
            label={words(`history_group_${group}`)}
            pressed={filter.groups.includes(group)}
            onChange={() => onFilter({ ...filter, groups: toggled(filter.groups, group) })}
          />
        ))}
      </Chips>
      {(filter.store !== null || filter.groups.length > 0) && (
        <Button kind="quiet" small onPress={() => onFilter(allRuns)}>
          {words("history_none_act")}
        </Button>
      )}
      <output className={styles.shown}>{shown === null ? "" : words("history_shown", { count: shown })}</output>
    </div>
  );
}
