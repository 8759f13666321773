// Generated from src-tauri/src/api.rs by its test. Edit there, not here.

export type Overview = { product_version: string, 
/**
 * The directory with the ledger, as the owner can type it into a file manager.
 */
data_dir: string, ledger: Ledger, };

export type Ledger = { "state": "absent" } | { "state": "open", stores: Array<Store>, 
/**
 * The newest first, at most [`RUNS_SHOWN_MAX`].
 */
runs: Array<Run>, };

export type Store = { name: string, url: string, 
/**
 * Served by the demo store that comes with the program: nobody's shop.
 */
demo: boolean, writes_allowed: boolean, 
/**
 * When the copy on this computer was last brought up to date; unix milliseconds, as all times here.
 */
copied_at_ms: number | null, };

export type Run = { id: number, store: string, source: string, state: RunState, created_at_ms: number, started_at_ms: number | null, ended_at_ms: number | null, counts: Counts, };

export type RunState = "planned" | "running" | "paused" | "interrupted" | "completed" | "completed_with_failures" | "failed" | "cancelled" | "superseded";

export type Counts = { planned: number, applied: number, unchanged: number, rejected: number, failed: number, skipped: number, held: number, };

export type Refusal = { code: RefusalCode, detail: string, };

export type RefusalCode = "bad_request" | "ledger_busy" | "ledger_newer" | "ledger_unreadable" | "notification_failed" | "internal";
