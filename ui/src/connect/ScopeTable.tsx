import type { ScopeState } from "../bindings/api";
import { Sheet, Sign } from "../parts";
import { words } from "../words/words";
import styles from "./Report.module.css";
import { isScope } from "./scopes";

/** Every access scope with what it is for, and whether the store granted it. */
export function ScopeTable({ scopes }: { readonly scopes: readonly ScopeState[] }) {
  return (
    <Sheet
      label={words("connect_scopes_title")}
      rows={scopes}
      rowKey={({ scope }) => scope}
      columns={[
        { key: "scope", label: words("connect_scope_column"), render: ({ scope }) => <code>{scope}</code> },
        { key: "for", label: words("connect_scope_for"), wide: true, render: ({ scope }) => purposeOf(scope) },
        { key: "state", label: words("connect_scope_state"), render: (scope) => <State {...scope} /> },
      ]}
    />
  );
}

function State({ granted, for_writing }: ScopeState) {
  if (granted) return <Sign of="done">{words("connect_scope_granted")}</Sign>;
  return (
    <span className={styles.state}>
      {for_writing ? (
        <Sign of="held">{words("connect_scope_for_writing")}</Sign>
      ) : (
        <Sign of="refused">{words("connect_scope_missing")}</Sign>
      )}
    </span>
  );
}

function purposeOf(scope: string): string {
  return words(isScope(scope) ? `connect_scope_${scope}` : "connect_scope_other");
}
