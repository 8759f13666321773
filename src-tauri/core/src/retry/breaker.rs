//! When many calls fail in a row the store is taken to be down: one call at a time finds out whether it is back.

use super::backoff::Backoff;
use crate::schedule::Moment;

/// When the store counts as down, and how long we wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerConfig {
    /// Failed calls in a row. Above `RetryConfig::attempts_max`, so that one hopeless task cannot look like a dead store.
    pub failures_max: u32,
    /// The longest wait before the first probe; it doubles with each that fails.
    pub base_ms: u64,
    pub max_ms: u64,
    /// Probes that may fail before the run stops.
    pub probes_max: u32,
}

impl Default for BreakerConfig {
    fn default() -> Self {
        // 1 + 2 + 4 … 60 s: about half an hour at the most.
        Self { failures_max: 10, base_ms: 1_000, max_ms: 60_000, probes_max: 32 }
    }
}

/// What may be sent just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Whatever there is.
    Open,
    /// Nothing until then.
    Closed { until: Moment },
    /// One call, when none is under way.
    Probe,
    /// Nothing ever again.
    GivenUp,
}

/// Counts failures in a row.
#[derive(Debug, Clone)]
pub struct Breaker {
    config: BreakerConfig,
    failures: u32,
    /// Set while the store is taken to be down.
    probe_at: Option<Moment>,
    probes_failed: u32,
}

impl Breaker {
    #[must_use]
    pub fn new(config: BreakerConfig) -> Self {
        Self { config, failures: 0, probe_at: None, probes_failed: 0 }
    }

    /// Returns what may be sent at `now`.
    #[must_use]
    pub fn gate(&self, now: Moment) -> Gate {
        match self.probe_at {
            None => Gate::Open,
            Some(_) if self.probes_failed >= self.config.probes_max => Gate::GivenUp,
            Some(until) if now < until => Gate::Closed { until },
            Some(_) => Gate::Probe,
        }
    }

    /// Returns whether the store is taken to be down. Failures then are not the tasks' fault.
    #[must_use]
    pub fn is_tripped(&self) -> bool {
        self.probe_at.is_some()
    }

    /// Returns the failed calls since the last answer.
    #[must_use]
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Learns that the store answered.
    pub fn answered(&mut self) {
        self.failures = 0;
        self.probe_at = None;
        self.probes_failed = 0;
    }

    /// Learns that a call, sent at `sent`, failed. Calls sent before the breaker last closed count once only.
    pub fn failed(&mut self, now: Moment, sent: Moment, backoff: &mut Backoff) {
        self.failures = self.failures.saturating_add(1);
        match self.probe_at {
            None if self.failures < self.config.failures_max => return,
            None => {}
            // A straggler from before the trip is no probe.
            Some(probe_at) if sent < probe_at => return,
            Some(_) => self.probes_failed += 1,
        }
        let wait_ms = backoff.long_wait_ms(self.config.base_ms, self.config.max_ms, self.probes_failed + 1);
        self.probe_at = Some(now.plus_ms(wait_ms.max(1)));
    }
}
