//! The store as it really is: its own bucket, and how often each task took effect.

use std::collections::BTreeMap;

use evenshelf_core::bucket::{CostReport, Points, ThrottleStatus};
use evenshelf_core::schedule::TaskId;

/// What the store knows and nobody else.
#[derive(Debug, Clone)]
pub struct Store {
    status: ThrottleStatus,
    as_of_ms: u64,
    /// How often each task was carried out.
    effects: BTreeMap<TaskId, u32>,
    /// The order in which they were.
    order: Vec<TaskId>,
}

impl Store {
    pub fn new(status: ThrottleStatus) -> Self {
        Self { status, as_of_ms: 0, effects: BTreeMap::new(), order: Vec::new() }
    }

    /// Takes the requested points, or says that they are not there.
    pub fn charge(&mut self, now_ms: u64, requested: Points) -> Result<(), CostReport> {
        self.restore(now_ms);
        if requested > self.status.available {
            return Err(CostReport { requested, actual: None, status: self.reported() });
        }
        self.status.available = self.status.available - requested;
        Ok(())
    }

    /// Gives back what was not used and reports.
    pub fn refund(&mut self, now_ms: u64, requested: Points, actual: Points) -> CostReport {
        self.restore(now_ms);
        self.status.available = (self.status.available + requested - actual).min(self.status.maximum);
        CostReport { requested, actual: Some(actual), status: self.reported() }
    }

    /// Lets somebody else spend up to `points`.
    pub fn spend_by_others(&mut self, now_ms: u64, points: Points) {
        self.restore(now_ms);
        let taken = points.min(self.status.available);
        self.status.available = self.status.available - taken;
    }

    /// Changes size and speed of the bucket.
    pub fn set_limits(&mut self, now_ms: u64, maximum: Points, restore_per_second: Points) {
        self.restore(now_ms);
        let available = self.status.available.min(maximum);
        self.status = ThrottleStatus { maximum, available, restore_per_second };
    }

    pub fn carry_out(&mut self, task: TaskId) {
        *self.effects.entry(task).or_default() += 1;
        self.order.push(task);
    }

    pub fn effects(&self, task: TaskId) -> u32 {
        self.effects.get(&task).copied().unwrap_or(0)
    }

    pub fn order(&self) -> &[TaskId] {
        &self.order
    }

    fn restore(&mut self, now_ms: u64) {
        let restored = self.status.restore_per_second.thousandths() * (now_ms - self.as_of_ms) as i64 / 1_000;
        let available = self.status.available + Points::from_thousandths(restored);
        self.status.available = available.min(self.status.maximum);
        self.as_of_ms = now_ms;
    }

    /// The figure in replies is a whole number.
    fn reported(&self) -> ThrottleStatus {
        let available = self.status.available.thousandths() / 1_000 * 1_000;
        ThrottleStatus { available: Points::from_thousandths(available), ..self.status }
    }
}
