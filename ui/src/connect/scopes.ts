// The access scopes: what the owner pastes at Shopify, and what a look at the store says of them.
import type { StoreReport } from "../bindings/api";

/** As the engine asks for them; a scope's words are `connect_scope_` and its name. */
export const scopesToRead = ["read_products", "read_inventory", "read_locations"] as const;
export const scopesToWrite = [
  "write_products",
  "write_inventory",
  "read_publications",
  "write_publications",
] as const;

export type Scope = (typeof scopesToRead)[number] | (typeof scopesToWrite)[number];

/** The text for the field "Scopes" of the Dev Dashboard, which takes them with commas between. */
export function scopeText(writing: boolean): string {
  return (writing ? [...scopesToRead, ...scopesToWrite] : scopesToRead).join(",");
}

export function isScope(scope: string): scope is Scope {
  return ([...scopesToRead, ...scopesToWrite] as readonly string[]).includes(scope);
}

export interface Verdict {
  /** Without these nothing can be read; the store cannot be saved. */
  readonly missingToRead: readonly string[];
  /** Without these the store stays read only. */
  readonly missingToWrite: readonly string[];
}

export function verdictOf(report: StoreReport): Verdict {
  const missing = report.scopes.filter((scope) => !scope.granted);
  return {
    missingToRead: missing.filter((scope) => !scope.for_writing).map((scope) => scope.scope),
    missingToWrite: missing.filter((scope) => scope.for_writing).map((scope) => scope.scope),
  };
}
