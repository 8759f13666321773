//! What the frame of the window shows everywhere: the stores, the latest runs, the plans under review.

use serde::{Deserialize, Serialize};

use super::review::{ReviewCounts, ReviewOrigin};

/// The program, its place on this computer, and what it knows.
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
        /// Plans that were made and neither applied whole nor put away; the newest first.
        reviews: Vec<OpenReview>,
    },
}

/// As many runs as the first screen has room for; the history shows the rest.
pub const RUNS_SHOWN_MAX: u32 = 20;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Store {
    pub name: String,
    pub url: String,
    /// What the shop calls itself.
    pub shop_name: Option<String>,
    pub currency: Option<String>,
    /// Served by the demo store that comes with the program: nobody's shop.
    pub demo: bool,
    pub writes_allowed: bool,
    /// Where quantities of single-location files go.
    pub location: Option<String>,
    pub products: u64,
    /// When the copy on this computer was last brought up to date.
    pub copied_at_ms: Option<i64>,
    /// When the whole catalogue was last kept in a file; always before the first write.
    pub backup_at_ms: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OpenReview {
    pub id: i64,
    pub origin: ReviewOrigin,
    pub counts: ReviewCounts,
    pub created_at_ms: i64,
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
