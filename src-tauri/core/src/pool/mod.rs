//! How many calls are under way at once, and how many tasks ride in one: both learned from the replies.

mod batch;
mod limit;

pub use batch::{BatchConfig, BatchSize};
pub(crate) use limit::Strain;
pub use limit::{ConcurrencyLimit, WorkerRange};

#[cfg(test)]
mod tests;
