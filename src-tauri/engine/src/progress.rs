//! What the engine tells while it works: plain values, for a terminal, a log or the window.

use std::path::PathBuf;
use std::sync::Arc;

use evenshelf_core::bucket::ThrottleStatus;
use evenshelf_core::schedule::WaitReason;
use serde::Serialize;

use crate::ledger::runs::Counts;
use crate::lock::Holder;

/// Called for every step; must return at once.
pub type Observer = Arc<dyn Fn(Progress) + Send + Sync>;

/// Something worth showing.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum Progress {
    /// Another process works on this store; we wait for it.
    WaitingForLock { holder: Holder },
    /// The store is being read. `products` read so far; `waiting` says why nothing comes just now.
    Pulling { products: u64, waiting: Option<String> },
    /// The file is being compared.
    Planning { products: u64 },
    /// The whole catalogue is kept in a file before the first write to the store.
    BackingUp { products: u64 },
    /// It was kept there.
    BackedUp { products: u64, path: PathBuf },
    /// An earlier run left operations of which it is not known whether they were done.
    Settling { operations: u64 },
    /// The run goes on.
    Running(RunProgress),
    /// Something the owner should know, whatever else is shown.
    Warning { text: String },
    /// What was applied is read back.
    Verifying { products: u64, of: u64 },
}

/// Where a run stands.
#[derive(Debug, Clone, Serialize)]
pub struct RunProgress {
    pub run: i64,
    pub counts: Counts,
    /// Operations that have an outcome, held ones not counted.
    pub done: u64,
    /// All of them, held ones not counted.
    pub total: u64,
    /// Operations a second, over the last seconds; zero while paused.
    pub rate: f64,
    /// Requests that wrote so far, those before an interruption included.
    pub calls: u64,
    /// How long it will take still, as a range that does not move back unless the pace changes; `None` while nothing is
    /// known. Pauses do not count.
    pub eta_seconds: Option<(u64, u64)>,
    /// Calls under way.
    pub in_flight: u32,
    /// How many calls may be under way.
    pub workers: u32,
    pub paused: bool,
    /// Why nothing moves, if nothing moves.
    pub waiting: Option<WaitReason>,
    /// Milliseconds since the run began, by the scheduler's clock.
    pub elapsed_ms: u64,
    /// The store's rate budget as it is believed to be; `None` before the first reply, and for a store without one.
    pub budget: Option<BudgetLevel>,
}

/// Shopify's rate budget, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BudgetLevel {
    pub available: f64,
    /// What a full bucket holds.
    pub maximum: f64,
    /// Points that come back each second.
    pub restore_rate: f64,
}

impl From<ThrottleStatus> for BudgetLevel {
    fn from(status: ThrottleStatus) -> Self {
        Self {
            available: status.available.as_f64(),
            maximum: status.maximum.as_f64(),
            restore_rate: status.restore_per_second.as_f64(),
        }
    }
}

/// Returns an observer that shows nothing.
pub fn silent() -> Observer {
    Arc::new(|_| {})
}
