//! The list of what the program does for its owner, as a plain value: what begins, what is heard of it, how it ends.
//!
//! It lives here and not in the page, so that a window that was closed and opened again finds everything as it is.

use evenshelf_core::schedule::WaitReason;
use evenshelf_engine::progress::{self, Progress};

use crate::api::{BudgetLevel, Job, JobKind, JobOutcome, JobStep, RunProgress, Wait, WaitKind};

/// Ended jobs that are kept until they are put away; of more, the oldest go by themselves.
const ENDED_KEPT_MAX: usize = 50;
/// Jobs under way at one time. Nobody follows more, and each holds a file or a store.
const OPEN_MAX: usize = 8;
/// Warnings kept of one job. A store that warns at every call says the same thing again.
const WARNINGS_MAX: usize = 100;

/// Every job since the program started, the oldest first.
#[derive(Debug, Default)]
pub struct Jobs {
    list: Vec<Job>,
    last_id: u64,
    /// Grows with everything that a person could see.
    version: u64,
}

/// Why a job was not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotBegun {
    /// One job at a time on a store.
    StoreInUse {
        by: JobKind,
    },
    TooMany,
}

impl Jobs {
    /// Returns every job, the oldest first.
    pub fn list(&self) -> &[Job] {
        &self.list
    }

    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn get(&self, id: u64) -> Option<&Job> {
        self.list.iter().find(|job| job.id == id)
    }

    /// Puts a job on the list and returns its number.
    pub fn begin(
        &mut self,
        kind: JobKind,
        store: Option<&str>,
        source: Option<&str>,
        now_ms: i64,
    ) -> Result<u64, NotBegun> {
        if let Some(busy) = store.and_then(|store| self.on_store(store)) {
            return Err(NotBegun::StoreInUse { by: busy.kind });
        }
        if self.open().count() >= OPEN_MAX {
            return Err(NotBegun::TooMany);
        }
        self.last_id += 1;
        self.list.push(Job {
            id: self.last_id,
            kind,
            store: store.map(str::to_owned),
            source: source.map(str::to_owned),
            started_at_ms: now_ms,
            step: JobStep::Starting,
            warnings: Vec::new(),
            outcome: None,
        });
        self.version += 1;
        Ok(self.last_id)
    }

    /// Takes in what the engine tells of a job. `now_ms` turns its clock into times of the day.
    pub fn hear(&mut self, id: u64, progress: &Progress, now_ms: i64) {
        let Some(job) = self.list.iter_mut().find(|job| job.id == id && job.outcome.is_none()) else {
            return;
        };
        if let Progress::Warning { text } = progress {
            if job.warnings.len() < WARNINGS_MAX && !job.warnings.contains(text) {
                job.warnings.push(text.clone());
                self.version += 1;
            }
            return;
        }
        let next = step(&job.step, progress, now_ms);
        let moved = !same_to_a_reader(&job.step, &next);
        job.step = next;
        if moved {
            self.version += 1;
        }
    }

    /// Writes down how a job ended; the first word stands.
    pub fn end(&mut self, id: u64, outcome: JobOutcome) {
        let Some(job) = self.list.iter_mut().find(|job| job.id == id && job.outcome.is_none()) else {
            return;
        };
        job.outcome = Some(outcome);
        self.version += 1;
        let ended = self.list.iter().filter(|job| job.outcome.is_some()).count();
        if ended > ENDED_KEPT_MAX
            && let Some(oldest) = self.list.iter().position(|job| job.outcome.is_some())
        {
            self.list.remove(oldest);
        }
    }

    /// Takes an ended job off the list; returns false for one that goes on or is not there.
    pub fn put_away(&mut self, id: u64) -> bool {
        let Some(at) = self.list.iter().position(|job| job.id == id && job.outcome.is_some()) else {
            return false;
        };
        self.list.remove(at);
        self.version += 1;
        true
    }

    /// Returns the jobs that go on.
    pub fn open(&self) -> impl Iterator<Item = &Job> {
        self.list.iter().filter(|job| job.outcome.is_none())
    }

    /// Returns the jobs that go on and write to a store: closing the window asks because of them.
    pub fn writing(&self) -> impl Iterator<Item = &Job> {
        self.open().filter(|job| job.kind == JobKind::Run)
    }

    /// Returns the job that goes on on a store.
    pub fn on_store(&self, store: &str) -> Option<&Job> {
        self.open().find(|job| job.store.as_deref() == Some(store))
    }

    /// Returns the per cent of the one run that is under way; `None` with none, or more than one.
    pub fn percent(&self) -> Option<u64> {
        let mut runs = self.writing();
        let (run, None) = (runs.next()?, runs.next()) else { return None };
        match &run.step {
            JobStep::Running { run } if run.total > 0 => Some((run.done * 100 / run.total).min(100)),
            _ => None,
        }
    }
}

/// A clock that ticks is no news: the page counts the seconds itself.
fn same_to_a_reader(one: &JobStep, other: &JobStep) -> bool {
    match (one, other) {
        (JobStep::Running { run: one }, JobStep::Running { run: other }) => {
            RunProgress { elapsed_ms: other.elapsed_ms, ..one.clone() } == *other
        }
        _ => one == other,
    }
}

fn step(before: &JobStep, progress: &Progress, now_ms: i64) -> JobStep {
    match progress {
        Progress::WaitingForLock { holder } => JobStep::WaitingForOther { who: holder.to_string() },
        Progress::Pulling { products, waiting } => {
            // What is told of a wait knows nothing of how much has been read.
            let read = match before {
                JobStep::Copying { products, .. } => *products,
                _ => 0,
            };
            JobStep::Copying { products: read.max(*products), waiting: waiting.clone() }
        }
        Progress::Planning { products } => JobStep::Planning { products: *products },
        Progress::BackingUp { products } => JobStep::BackingUp { products: *products },
        Progress::Settling { operations } => JobStep::Checking { operations: *operations },
        Progress::Running(run) => JobStep::Running { run: run_progress(run, now_ms) },
        Progress::Verifying { products, of } => {
            let run = match before {
                JobStep::Running { run } => run.run,
                JobStep::ReadingBack { run, .. } => *run,
                _ => 0,
            };
            JobStep::ReadingBack { run, products: *products, of: *of }
        }
        // Told apart before: it changes no step.
        Progress::Warning { .. } | Progress::BackedUp { .. } => before.clone(),
    }
}

fn run_progress(run: &progress::RunProgress, now_ms: i64) -> RunProgress {
    RunProgress {
        run: run.run,
        counts: run.counts.into(),
        done: run.done,
        total: run.total,
        rate: run.rate,
        calls: run.calls,
        eta_seconds_low: run.eta_seconds.map(|(low, _)| low),
        eta_seconds_high: run.eta_seconds.map(|(_, high)| high),
        in_flight: run.in_flight,
        workers: run.workers,
        paused: run.paused,
        waiting: run.waiting.and_then(|why| wait(why, run.elapsed_ms, now_ms)),
        elapsed_ms: run.elapsed_ms,
        budget: run.budget.map(|budget| BudgetLevel {
            available: budget.available,
            maximum: budget.maximum,
            restore_rate: budget.restore_rate,
        }),
    }
}

/// Turns the scheduler's reason into the page's. Its moments count from the beginning of the run.
fn wait(why: WaitReason, elapsed_ms: u64, now_ms: i64) -> Option<Wait> {
    let (kind, until, count) = match why {
        WaitReason::RateLimit { until } => (WaitKind::RateLimit, Some(until), 0),
        WaitReason::Throttled { until } => (WaitKind::Throttled, Some(until), 0),
        WaitReason::Retrying { until, tasks } => (WaitKind::Retrying, Some(until), tasks),
        WaitReason::Settling { until, tasks } => (WaitKind::BeingChecked, Some(until), tasks),
        WaitReason::StoreDown { until, failures } => (WaitKind::StoreDown, Some(until), failures.into()),
        WaitReason::Probing { failures } => (WaitKind::Probing, None, failures.into()),
        WaitReason::Workers { limit } => (WaitKind::Connections, None, limit.into()),
        WaitReason::Replies { in_flight } => (WaitKind::Answers, None, in_flight.into()),
        WaitReason::Paused => (WaitKind::Paused, None, 0),
        WaitReason::Stopped => (WaitKind::Stopping, None, 0),
        WaitReason::Idle => return None,
    };
    let until_ms = until.map(|until| now_ms + until.0.saturating_sub(elapsed_ms) as i64);
    Some(Wait { kind, until_ms, count })
}

#[cfg(test)]
mod tests;
