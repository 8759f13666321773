//! What is under way. The whole list is sent as the event `activity`, at most four times a second, and only when
//! something moved.

use serde::{Deserialize, Serialize};

use super::overview::Counts;
use super::refusal::Refusal;

/// Something the program does for the owner. A job that has ended stays in the list until it is put away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Job {
    pub id: u64,
    pub kind: JobKind,
    pub store: Option<String>,
    /// The sheet's name.
    pub source: Option<String>,
    pub started_at_ms: i64,
    pub step: JobStep,
    /// Things the owner should know, in the order they came.
    pub warnings: Vec<String>,
    /// `None` while it goes on.
    pub outcome: Option<JobOutcome>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Reads the store.
    Copy,
    Plan,
    Compare,
    Run,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum JobStep {
    Starting,
    /// Another program of this computer works on the same store.
    WaitingForOther {
        who: String,
    },
    Copying {
        products: u64,
        waiting: Option<String>,
    },
    Planning {
        products: u64,
    },
    /// The whole catalogue is kept in a file before the first write.
    BackingUp {
        products: u64,
    },
    /// It is found out what became of what an earlier run had sent.
    Checking {
        operations: u64,
    },
    Running {
        run: RunProgress,
    },
    ReadingBack {
        run: i64,
        products: u64,
        of: u64,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JobOutcome {
    Copied {
        products: u64,
    },
    Planned {
        review: i64,
    },
    /// The run rests: its state says how.
    Run {
        run: i64,
        state: super::overview::RunState,
        counts: Counts,
    },
    Refused {
        refusal: Refusal,
    },
}

/// Where a run stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RunProgress {
    pub run: i64,
    pub counts: Counts,
    /// Operations that have an outcome, held ones not counted.
    pub done: u64,
    pub total: u64,
    /// Operations a second, over the last seconds.
    pub rate: f64,
    pub calls: u64,
    pub eta_seconds_low: Option<u64>,
    pub eta_seconds_high: Option<u64>,
    pub in_flight: u32,
    pub workers: u32,
    pub paused: bool,
    /// Why nothing moves, if nothing moves.
    pub waiting: Option<Wait>,
    pub elapsed_ms: u64,
    pub budget: Option<BudgetLevel>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Wait {
    pub kind: WaitKind,
    /// When it goes on, as far as that is known.
    pub until_ms: Option<i64>,
    /// Tasks, failures or calls, as the kind has it.
    pub count: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum WaitKind {
    /// Shopify's speed limit.
    RateLimit,
    /// The store said that it is being asked too much.
    Throttled,
    /// `count` changes are tried again.
    Retrying,
    /// It is being found out what became of `count` changes.
    BeingChecked,
    /// The store did not answer `count` times.
    StoreDown,
    /// One call tries whether the store answers again.
    Probing,
    /// All `count` parallel connections are in use.
    Connections,
    /// `count` answers of the store are awaited.
    Answers,
    Paused,
    Stopping,
}

/// Shopify's speed limit: points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BudgetLevel {
    pub available: f64,
    pub maximum: f64,
    pub restore_rate: f64,
}

/// The owner's hand on a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Steer {
    Pause,
    Resume,
    /// Ends what is under way and gives the rest up.
    Cancel,
    /// Ends what is under way and keeps the rest for later.
    Interrupt,
    /// `None`: finds out what the store bears.
    Connections {
        workers: Option<u32>,
    },
}
