//! What can be set for a run.

use crate::bucket::{BucketConfig, Points};
use crate::pool::{BatchConfig, WorkerRange};
use crate::retry::{BreakerConfig, RetryConfig};

/// The settings of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    pub workers: WorkerRange,
    pub batch: BatchConfig,
    pub bucket: BucketConfig,
    pub retry: RetryConfig,
    pub breaker: BreakerConfig,
    pub settle: SettleConfig,
    /// A priority that has had no turn for this long gets the next one, whatever stands before it.
    pub ageing_ms: u64,
    /// Seeds the jitter of waits. Equal seeds and events give equal actions.
    pub seed: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            workers: WorkerRange::fixed(4),
            batch: BatchConfig::default(),
            bucket: BucketConfig::default(),
            retry: RetryConfig::default(),
            breaker: BreakerConfig::default(),
            settle: SettleConfig::default(),
            ageing_ms: 5_000,
            seed: 0,
        }
    }
}

/// How tasks in doubt are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettleConfig {
    /// Tasks in one look.
    pub tasks_max: u32,
    pub points_base: Points,
    pub points_per_task: Points,
    /// How long after a reply was lost the store may still be working on the call. Until then "not carried out" is
    /// asked again. Shopify cuts a call off after 10 s.
    pub may_run_ms: u64,
    /// Failed looks before a task ends as one that cannot be settled.
    pub attempts_max: u32,
}

impl Default for SettleConfig {
    fn default() -> Self {
        Self {
            tasks_max: 50,
            points_base: Points::whole(4),
            points_per_task: Points::ZERO,
            may_run_ms: 10_500,
            attempts_max: 20,
        }
    }
}
