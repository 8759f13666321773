//! The one typed contract with the page.
//!
//! Rust sends codes and figures; the page owns the words. The TypeScript side in `ui/src/bindings` is generated
//! from these types, committed, and compared with them by the test at the end of this file.

use serde::{Deserialize, Serialize};

/// What stands on the first screen: the program, its place on this computer, and what it knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Overview {
    pub product_version: String,
    /// The directory with the ledger, as the owner can type it into a file manager.
    pub data_dir: String,
    pub ledger: Ledger,
}

/// The ledger on disk. Absent until the first store is added, which is no fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Ledger {
    Absent,
    Open {
        stores: Vec<Store>,
        /// The newest first, at most [`RUNS_SHOWN_MAX`].
        runs: Vec<Run>,
    },
}

/// As many runs as the first screen has room for; the history shows the rest.
pub const RUNS_SHOWN_MAX: u32 = 20;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Store {
    pub name: String,
    pub url: String,
    /// Served by the demo store that comes with the program: nobody's shop.
    pub demo: bool,
    pub writes_allowed: bool,
    /// When the copy on this computer was last brought up to date; unix milliseconds, as all times here.
    pub copied_at_ms: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Run {
    pub id: i64,
    pub store: String,
    pub source: String,
    pub state: RunState,
    pub created_at_ms: i64,
    pub started_at_ms: Option<i64>,
    pub ended_at_ms: Option<i64>,
    pub counts: Counts,
}

/// The states of a run, as the command line's contract names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    Planned,
    Running,
    Paused,
    Interrupted,
    Completed,
    CompletedWithFailures,
    Failed,
    Cancelled,
    Superseded,
}

/// `planned` is the sum of the others once the run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Counts {
    pub planned: u64,
    pub applied: u64,
    pub unchanged: u64,
    pub rejected: u64,
    pub failed: u64,
    pub skipped: u64,
    pub held: u64,
}

/// Why a command was not carried out. `detail` is for a problem report, never the sentence on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Refusal {
    pub code: RefusalCode,
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    BadRequest,
    LedgerBusy,
    LedgerNewer,
    LedgerUnreadable,
    NotificationFailed,
    Internal,
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use ts_rs::{Config, TS};

    use super::*;

    /// The committed TypeScript is what these types generate now. After a wanted change of a type run the tests
    /// once with `EVENSHELF_BLESS=1`.
    #[test]
    fn the_page_has_todays_types() {
        // JSON has one kind of number; ours stay far below 2^53.
        let config = Config::default().with_large_int("number");
        let parts = [
            Overview::decl(&config),
            Ledger::decl(&config),
            Store::decl(&config),
            Run::decl(&config),
            RunState::decl(&config),
            Counts::decl(&config),
            Refusal::decl(&config),
            RefusalCode::decl(&config),
        ];
        let mut wanted =
            String::from("// Generated from src-tauri/src/api.rs by its test. Edit there, not here.\n");
        for part in parts {
            wanted.push_str(&format!("\nexport {part}\n"));
        }

        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/bindings/api.ts");
        if std::env::var_os("EVENSHELF_BLESS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &wanted).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, wanted, "ui/src/bindings/api.ts is stale: run this test with EVENSHELF_BLESS=1");
    }
}
