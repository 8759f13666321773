//! The scheduler over many made-up worlds, and how near it comes to what the budget allows.

use std::env;

use evenshelf_core::bucket::{Points, ThrottleStatus};
use evenshelf_core::pool::{BatchConfig, WorkerRange};
use evenshelf_core::schedule::Config;
use evenshelf_tests::simulation::throughput::{self, Course};
use evenshelf_tests::simulation::{run, run_all};

/// `EVENSHELF_SIM_SEEDS` and `EVENSHELF_SIM_FROM` choose other seeds than the first two thousand.
#[test]
fn two_thousand_worlds_keep_every_promise() {
    let first = number("EVENSHELF_SIM_FROM").unwrap_or(0);
    let count = number("EVENSHELF_SIM_SEEDS").unwrap_or(2_000);
    match run_all(first..first + count) {
        Ok(totals) => println!("{totals}"),
        Err(broken) => panic!("{broken}"),
    }
}

/// Seeds that once showed a fault of the scheduler.
#[test]
fn seeds_that_once_failed_keep_every_promise() {
    for seed in [] as [u64; 0] {
        if let Err(broken) = run(seed) {
            panic!("{broken}");
        }
    }
}

#[test]
fn throttled_runs_come_within_two_percent_of_the_budget() {
    let plus = bucket(20_000, 1_000);
    let standard = bucket(2_000, 100);
    let alone = |workers| Config { workers: WorkerRange::fixed(workers), ..Config::default() };
    let tens = |workers| Config { batch: BatchConfig::fixed(10), ..alone(workers) };
    let auto = Config { workers: WorkerRange::auto(), batch: BatchConfig::growing(), ..Config::default() };
    let rows = [
        ("plus, one by one", 4_000, plus, alone(10), true),
        ("plus, bucket not known", 4_000, plus, alone(10), false),
        ("plus, tens", 4_000, plus, tens(4), true),
        ("plus, auto", 4_000, plus, auto.clone(), true),
        ("standard, one by one", 1_000, standard, alone(10), true),
        ("standard, bucket not known", 1_000, standard, alone(4), false),
        ("standard, tens", 1_000, standard, tens(10), true),
        ("standard, auto", 1_000, standard, auto, false),
    ];
    for (name, tasks, bucket, config, is_known) in rows {
        let course = Course { tasks, points_per_task: 10, bucket, latency_ms: 50, config, is_known };
        let finish = throughput::run(&course);
        println!("{name}: {finish:?}");
        assert_eq!((finish.applied, finish.throttled), (tasks, 0), "{name}: {finish:?}");
        let most_ms = finish.budget_ms * 102 / 100;
        assert!(finish.ended_ms <= most_ms, "{name}: {finish:?}");
    }
}

fn bucket(maximum: u32, rate: u32) -> ThrottleStatus {
    let maximum = Points::whole(maximum);
    ThrottleStatus { maximum, available: maximum, restore_per_second: Points::whole(rate) }
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}
