// Generated from src-tauri/src/api.rs by its test. Edit there, not here.

export type Overview = { product_version: string, 
/**
 * The directory with the ledger, as the owner can type it into a file manager.
 */
data_dir: string, ledger: Ledger, };

export type Ledger = { "state": "absent" } | { "state": "open", sqlite_version: string, stores: Array<Store>, 
/**
 * The newest first, at most [`RUNS_SHOWN_MAX`].
 */
runs: Array<Run>, };

export type Store = { name: string, url: string, writes_allowed: boolean, };

export type Run = { id: string, store: string, source: string, state: RunState, 
/**
 * RFC 3339, UTC.
 */
started_at: string, ended_at: string | null, counts: Counts, };

export type RunState = "planned" | "running" | "paused" | "interrupted" | "completed" | "completed_with_failures" | "failed" | "cancelled" | "superseded";

export type Counts = { planned: number, applied: number, unchanged: number, rejected: number, failed: number, skipped: number, held: number, };

export type Refusal = { code: RefusalCode, detail: string, };

export type RefusalCode = "bad_request" | "ledger_unreadable" | "ledger_newer" | "notification_failed";
