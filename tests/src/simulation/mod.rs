//! The scheduler in a made-up world: a store with its own truth, a line that loses things, a program that dies.
//!
//! A seed gives one run, always the same. Each run is watched: every task ends in exactly one outcome, which agrees
//! with the store; nothing is carried out twice; no point is overspent; nothing starves; every wait has an end.

mod dice;
mod fairness;
mod oracle;
mod scenario;
mod store;
pub mod throughput;
mod trace;
mod world;

pub use scenario::Scenario;
pub use world::Summary;

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use world::World;

/// A broken promise: the seed is all it takes to see it again.
#[derive(Debug, Clone)]
pub struct Broken {
    pub seed: u64,
    pub message: String,
    pub trace: Vec<String>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.trace {
            writeln!(f, "{line}")?;
        }
        write!(f, "seed {}: {}", self.seed, self.message)
    }
}

/// What many runs came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    pub seeds: u64,
    pub tasks: u64,
    pub applied: u64,
    pub calls: u64,
    pub looks: u64,
    pub lives: u64,
    pub throttled: u64,
    pub simulated_ms: u64,
}

/// Runs the scenario of one seed.
///
/// # Errors
/// The first promise that broke, with the last events before it.
pub fn run(seed: u64) -> Result<Summary, Box<Broken>> {
    let scenario = Scenario::from_seed(seed);
    World::new(&scenario, false).run().map_err(|_| Box::new(explain(seed, &scenario)))
}

/// Runs the seeds of a range on all processors and stops at the first that breaks a promise.
///
/// # Errors
/// The broken promise with the lowest seed among those that were found.
pub fn run_all(seeds: Range<u64>) -> Result<Totals, Box<Broken>> {
    let next = AtomicU64::new(seeds.start);
    let worker = || {
        let mut totals = Totals::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return Ok(totals);
            }
            match run(seed) {
                Ok(summary) => totals.add(summary),
                Err(broken) => {
                    next.store(seeds.end, Ordering::Relaxed);
                    return Err(broken);
                }
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let results: Vec<Result<Totals, Box<Broken>>> = thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut totals = Totals::default();
    let mut broken: Option<Box<Broken>> = None;
    for result in results {
        match result {
            Ok(part) => totals.join(part),
            Err(found) if broken.as_ref().is_none_or(|broken| found.seed < broken.seed) => {
                broken = Some(found)
            }
            Err(_) => {}
        }
    }
    broken.map_or(Ok(totals), Err)
}

/// Runs once more, with every event written down.
fn explain(seed: u64, scenario: &Scenario) -> Broken {
    match World::new(scenario, true).run() {
        Err((message, trace)) => Broken { seed, message, trace },
        Ok(_) => Broken {
            seed,
            message: "broke once and not again: the run is not deterministic".into(),
            trace: vec![],
        },
    }
}

impl Totals {
    fn add(&mut self, run: Summary) {
        self.seeds += 1;
        self.tasks += run.tasks;
        self.applied += run.applied;
        self.calls += run.calls;
        self.looks += run.looks;
        self.lives += run.lives;
        self.throttled += run.throttled;
        self.simulated_ms += run.ended_ms;
    }

    fn join(&mut self, other: Self) {
        self.seeds += other.seeds;
        self.tasks += other.tasks;
        self.applied += other.applied;
        self.calls += other.calls;
        self.looks += other.looks;
        self.lives += other.lives;
        self.throttled += other.throttled;
        self.simulated_ms += other.simulated_ms;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} seeds: {} tasks, {} applied, {} calls, {} looks, {} lives, {} refused for points, {} simulated hours",
            self.seeds,
            self.tasks,
            self.applied,
            self.calls,
            self.looks,
            self.lives,
            self.throttled,
            self.simulated_ms / 3_600_000
        )
    }
}
