//! How many tasks ride in one document.

use crate::bucket::Points;

/// The bounds within which documents are filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchConfig {
    /// Tasks in the first documents.
    pub tasks_start: u32,
    /// Tasks in any document; 1 sends each task alone.
    pub tasks_max: u32,
    /// Requested cost of any document. Shopify refuses more than 1000.
    pub points_max: Points,
    /// A document is kept so small that its answer comes within this time. Shopify cuts a call off after 10 s, and
    /// the aliases of a document run one after the other.
    pub target_ms: u64,
    /// How long a document waits for points to be filled to its size, when it could go with fewer tasks at once.
    pub fill_wait_ms: u64,
}

impl BatchConfig {
    /// Returns the settings for documents of `tasks` tasks, no more.
    #[must_use]
    pub fn fixed(tasks: u32) -> Self {
        Self { tasks_start: tasks, tasks_max: tasks, ..Self::default() }
    }

    /// Returns the settings for documents that grow while the store is quick.
    #[must_use]
    pub fn growing() -> Self {
        Self { tasks_start: 15, tasks_max: 90, ..Self::default() }
    }
}

impl Default for BatchConfig {
    fn default() -> Self {
        Self {
            tasks_start: 1,
            tasks_max: 1,
            points_max: Points::whole(1000),
            target_ms: 4_000,
            fill_wait_ms: 1_000,
        }
    }
}

/// The size of the next document, learned from how long the last ones took.
#[derive(Debug, Clone)]
pub struct BatchSize {
    config: BatchConfig,
    tasks: u32,
}

impl BatchSize {
    #[must_use]
    pub fn new(config: BatchConfig) -> Self {
        let tasks_max = config.tasks_max.max(1);
        let tasks = config.tasks_start.clamp(1, tasks_max);
        Self { config: BatchConfig { tasks_max, ..config }, tasks }
    }

    /// Returns how many tasks the next document may hold.
    #[must_use]
    pub fn tasks(&self) -> u32 {
        self.tasks
    }

    /// Learns from an answered document of `tasks` tasks.
    pub fn replied(&mut self, tasks: u32, latency_ms: u64) {
        let target_ms = self.config.target_ms;
        if latency_ms > target_ms {
            // Aliases run one after the other, so half the tasks take about half the time.
            self.tasks = self.tasks.min(tasks / 2).max(1);
            return;
        }
        let is_full = tasks >= self.tasks;
        let has_room = latency_ms.saturating_mul(2) < target_ms;
        if is_full && has_room {
            self.tasks = (self.tasks + self.tasks / 4 + 1).min(self.config.tasks_max);
        }
    }

    /// Learns that the answer to a document of `tasks` tasks was lost: it may have been cut off.
    pub fn lost(&mut self, tasks: u32) {
        if tasks > 1 {
            self.tasks = self.tasks.min(tasks / 2).max(1);
        }
    }
}
