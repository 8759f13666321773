import type { RefObject } from "react";

import type { GroupBy, ReviewFacets, ReviewQuery } from "../bindings/api";
import { Button, Checkbox, Chip, Chips, Field, Select } from "../parts";
import { words } from "../words/words";
import styles from "./FilterRow.module.css";
import { fieldName, heldKindName, signName, stateName } from "./fields";
import { facetRows, filters, headerChecked, signOrder, stateOrder, toggled, unfiltered } from "./query";
import { shownSentence } from "./sentences";

export interface FilterRowProps {
  readonly query: ReviewQuery;
  readonly facets: ReviewFacets;
  /** Changes of the whole review. */
  readonly total: number;
  readonly busy: boolean;
  /** Whether rows can be taken in and left out: not where nothing can be applied. */
  readonly choosable: boolean;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onQuery: (query: ReviewQuery) => void;
  /** Takes in or leaves out everything that is shown. */
  readonly onAll: (include: boolean) => void;
}

/** Every field: what no field of a store is called. */
const ALL = "*";

export function FilterRow({ query, facets, total, busy, choosable, search, onQuery, onAll }: FilterRowProps) {
  const all = headerChecked(facets, query.states);
  const field = query.fields[0] ?? ALL;
  const fields = facets.fields.toSorted((one, other) => other.rows - one.rows || one.key.localeCompare(other.key));
  const groups: readonly GroupBy[] = ["product", "field", "sign"];
  return (
    <div role="search" aria-label={words("review_filter")} className={styles.filter}>
      <div className={styles.line}>
        <div className={styles.search}>
          <Field
            kind="search"
            label={words("review_search")}
            labelHidden
            placeholder={words("review_search")}
            inputRef={search}
            value={query.text}
            onChange={(text) => onQuery({ ...query, text })}
          />
        </div>
        <Select
          label={words("review_field")}
          labelHidden
          value={field}
          options={[
            { id: ALL, label: words("review_field_all") },
            ...fields.map(({ key, rows }) => ({
              id: key,
              label: words("review_field_count", { field: fieldName(key), rows }),
            })),
          ]}
          onChange={(id) => onQuery({ ...query, fields: id === ALL ? [] : [id] })}
        />
        <Select
          label={words("review_group")}
          labelHidden
          value={query.group}
          options={groups.map((id) => ({ id, label: words(`review_group_${id}`) }))}
          onChange={(group) => onQuery({ ...query, group })}
        />
        <div className={styles.all}>
          <output className={styles.shown}>{shownSentence(facets.total, total)}</output>
          {choosable && all !== null && (
            <Checkbox
              label={words("review_include_all")}
              checked={all}
              disabled={busy}
              onChange={() => onAll(all !== true)}
            />
          )}
        </div>
      </div>
      <div className={styles.line}>
        <Chips label={words("review_signs")}>
          {signOrder.map((sign) => (
            <Chip
              key={sign}
              sign={sign}
              label={signName(sign)}
              count={facetRows(facets.signs, sign)}
              pressed={query.signs.includes(sign)}
              disabled={facetRows(facets.signs, sign) === 0 && !query.signs.includes(sign)}
              onChange={() => onQuery({ ...query, signs: toggled(query.signs, sign) })}
            />
          ))}
        </Chips>
        <Chips label={words("review_states")}>
          {stateOrder
            .filter((state) => facetRows(facets.states, state) > 0 || query.states.includes(state))
            .map((state) => (
              <Chip
                key={state}
                label={stateName(state)}
                count={facetRows(facets.states, state)}
                pressed={query.states.includes(state)}
                onChange={() => onQuery({ ...query, states: toggled(query.states, state) })}
              />
            ))}
          {query.held_kinds.map((kind) => (
            <Chip
              key={kind}
              label={words("review_only_kind", { kind: heldKindName(kind) })}
              pressed
              onChange={() => onQuery({ ...query, held_kinds: query.held_kinds.filter((other) => other !== kind) })}
            />
          ))}
        </Chips>
        {filters(query) && (
          <Button kind="quiet" small onPress={() => onQuery(unfiltered(query.group))}>
            {words("review_clear")}
          </Button>
        )}
      </div>
    </div>
  );
}
