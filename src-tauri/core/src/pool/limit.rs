//! How many calls are under way at once: more while replies are clean, fewer when the store shows strain.

use crate::schedule::Moment;

/// The number of workers a person allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerRange {
    pub start: u32,
    pub max: u32,
}

impl WorkerRange {
    /// Returns the range that begins with `workers` and comes back to them; strain may lower it for a while.
    #[must_use]
    pub fn fixed(workers: u32) -> Self {
        Self { start: workers, max: workers }
    }

    /// Returns the range that begins low and finds out what the store bears.
    #[must_use]
    pub fn auto() -> Self {
        Self { start: 4, max: 10 }
    }
}

/// The limit in force. Rises by one for each round of clean replies, falls by a share on strain, never below one.
#[derive(Debug, Clone)]
pub struct ConcurrencyLimit {
    range: WorkerRange,
    /// Thousandths of a worker.
    level: u64,
    /// The limit rises quickly until strain is first seen.
    is_starting: bool,
    /// Replies to calls sent before the last cut say nothing about the limit after it.
    cut_at: Option<Moment>,
    /// Share of failed calls among the last ones, in thousandths.
    failed_share: u64,
    /// Latency of one task, in microseconds: of late, and as it used to be.
    latency_now_us: u64,
    latency_usual_us: u64,
}

/// Something a call says about the strain on the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strain {
    Throttled,
    Failed,
}

const WORKER: u64 = 1_000;
/// A quarter of the last dozen calls: far above the 5 % of failures that a healthy line shows.
const FAILED_SHARE_MAX: u64 = 300;

impl ConcurrencyLimit {
    #[must_use]
    pub fn new(range: WorkerRange) -> Self {
        let max = range.max.max(1);
        let start = range.start.clamp(1, max);
        Self {
            range: WorkerRange { start, max },
            level: u64::from(start) * WORKER,
            is_starting: true,
            cut_at: None,
            failed_share: 0,
            latency_now_us: 0,
            latency_usual_us: 0,
        }
    }

    /// Returns how many calls may be under way.
    #[must_use]
    pub fn workers(&self) -> u32 {
        u32::try_from(self.level / WORKER).unwrap_or(u32::MAX).max(1)
    }

    /// Takes a new range at once.
    pub fn set_range(&mut self, range: WorkerRange) {
        *self = Self::new(range);
    }

    /// Learns from a clean reply to a call of `tasks` tasks. `is_wanted`: more workers would have had work.
    pub(crate) fn replied(
        &mut self,
        now: Moment,
        sent: Moment,
        latency_ms: u64,
        tasks: u32,
        is_wanted: bool,
    ) {
        self.failed_share -= self.failed_share / 8;
        if self.latency_rises(latency_ms, tasks) {
            self.latency_usual_us = self.latency_now_us;
            self.cut(now, sent, 800);
            return;
        }
        if !is_wanted {
            return;
        }
        let step = if self.is_starting { WORKER } else { WORKER.div_ceil(u64::from(self.workers())) };
        self.level = (self.level + step).min(u64::from(self.range.max) * WORKER);
    }

    /// Learns from a call that was refused or failed.
    pub(crate) fn strained(&mut self, now: Moment, sent: Moment, strain: Strain) {
        match strain {
            Strain::Throttled => self.cut(now, sent, 700),
            Strain::Failed => {
                self.failed_share += (1_000 - self.failed_share) / 8;
                if self.failed_share > FAILED_SHARE_MAX {
                    self.cut(now, sent, 500);
                }
            }
        }
    }

    fn cut(&mut self, now: Moment, sent: Moment, keep_thousandths: u64) {
        if self.cut_at.is_some_and(|cut_at| sent < cut_at) {
            return;
        }
        self.cut_at = Some(now);
        self.is_starting = false;
        self.level = (self.level * keep_thousandths / 1_000).max(WORKER);
    }

    fn latency_rises(&mut self, latency_ms: u64, tasks: u32) -> bool {
        // Aliases run one after the other, so a task's share is what compares between documents of different size.
        let sample_us = latency_ms.saturating_mul(1_000) / u64::from(tasks.max(1));
        if self.latency_usual_us == 0 {
            self.latency_now_us = sample_us;
            self.latency_usual_us = sample_us;
            return false;
        }
        self.latency_now_us = (self.latency_now_us * 7 + sample_us) / 8;
        self.latency_usual_us = (self.latency_usual_us * 63 + sample_us) / 64;
        self.latency_now_us > self.latency_usual_us * 2 + 50_000
    }
}
