//! Where a run stands, in figures.

use serde::{Deserialize, Serialize};

use super::task::Outcome;
use crate::bucket::{Points, ThrottleStatus};

/// Tasks that ended, by how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outcomes {
    pub applied: u64,
    pub unchanged: u64,
    pub rejected: u64,
    pub failed: u64,
    pub skipped: u64,
    pub in_doubt: u64,
}

impl Outcomes {
    pub(super) fn count(&mut self, outcome: Outcome) {
        let count = match outcome {
            Outcome::Applied => &mut self.applied,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Rejected => &mut self.rejected,
            Outcome::Failed(_) => &mut self.failed,
            Outcome::Skipped(_) => &mut self.skipped,
            Outcome::InDoubt => &mut self.in_doubt,
        };
        *count += 1;
    }

    /// Returns how many tasks ended.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.applied + self.unchanged + self.rejected + self.failed + self.skipped + self.in_doubt
    }
}

/// A picture of the run at one moment. `queued + under_way + in_doubt + outcomes.total()` is what was submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Tasks that wait for their turn, for other tasks or for another attempt.
    pub queued: u64,
    /// Tasks in calls that write.
    pub under_way: u64,
    /// Tasks of which it is not known what became of them.
    pub in_doubt: u64,
    pub outcomes: Outcomes,
    pub calls_in_flight: u32,
    /// How many calls may be in flight just now.
    pub workers: u32,
    /// How many tasks the next document may hold.
    pub batch_tasks: u32,
    /// The store's budget as it is believed to be; unknown before the first reply.
    pub bucket: Option<ThrottleStatus>,
    /// Points set aside for calls in flight.
    pub reserved: Points,
    /// Points spent by the calls of this run.
    pub spent: Points,
}
