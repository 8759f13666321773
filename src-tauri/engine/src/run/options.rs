//! How a plan is to be carried out, and what a run keeps of that.

use evenshelf_core::plan::{Release, Strategy};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::EngineError;
use crate::ledger::runs::Run;

/// How a plan is carried out. Kept with the run, so that resuming it does the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunOptions {
    /// `None`: as the plan's forecast chose.
    pub strategy: Option<Strategy>,
    /// Parallel connections; `None` finds out what the store bears.
    pub workers: Option<u32>,
    /// Operations in one document; `None` finds out what the store answers in time.
    pub batch: Option<u32>,
    /// Reads back what was applied.
    pub verify: bool,
    /// What a person lets go of that the plan holds back.
    #[serde(default)]
    pub release: Release,
    /// The review the plan comes from, where it comes from one.
    #[serde(default)]
    pub review: Option<i64>,
    /// A few products first, to see whether all is well.
    #[serde(default)]
    pub trial: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            strategy: None,
            workers: None,
            batch: None,
            verify: true,
            release: Release::Nothing,
            review: None,
            trial: false,
        }
    }
}

/// What a run keeps to be resumed by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    pub options: RunOptions,
    /// Makes the run's custom ids and idempotency keys its own.
    pub key: Uuid,
    /// How many products the source named.
    pub products: u64,
    /// How many operations the plan has. A journal with fewer was not written down whole.
    #[serde(default)]
    pub operations: u64,
}

/// Returns what a run has kept.
pub(crate) fn kept(run: &Run) -> Result<Kept, EngineError> {
    serde_json::from_value(run.options.clone())
        .map_err(|error| EngineError::Usage(format!("run {} cannot be read: {error}", run.id)))
}
