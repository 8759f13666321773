//! What to do after a failure: how long to wait, when to give up, and when to believe that the store is down.

mod backoff;
mod breaker;

pub use backoff::{Backoff, RetryConfig, SplitMix};
pub use breaker::{Breaker, BreakerConfig, Gate};

use serde::{Deserialize, Serialize};

/// Why a call brought no usable answer, sorted by what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Known not to have been carried out: the connection was refused, or the store said 503.
    Retry,
    /// Known not to have been carried out, and the store named a wait: 429 with its header.
    RetryAfter { wait_ms: u64 },
    /// It may have been carried out. `may_still_run`: the store may be working on it yet (a lost connection, a
    /// timeout); false when it answered, without saying what it did.
    InDoubt { may_still_run: bool },
    /// Nothing more can be done in this run. Known not to have been carried out.
    Stop(StopReason),
}

/// Why a run ends before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    Authentication,
    Permission,
    /// The shop is closed, frozen or locked.
    StoreGone,
    /// It did not answer for as long as we were willing to wait.
    StoreUnreachable,
    /// A person or the system wanted the program to end.
    Interrupted,
}

#[cfg(test)]
mod tests;
