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

/// Seeds that once showed a fault of the scheduler. They hold as long as the scenarios are made up as they are now.
#[test]
fn seeds_that_once_failed_keep_every_promise() {
    let seeds = [
        // "The store is so already" was believed while a lost call was still running in the store; the next task of the
        // product went out, and the lost call then undid its work.
        5_986, 7_082, 40_402,
        // A call that took nearly all of a full bucket was slow on its way, and a quick one overtook it: the bucket had
        // won nothing back meanwhile, being full.
        14_351,
    ];
    for seed in seeds {
        if let Err(broken) = run(seed) {
            panic!("{broken}");
        }
    }
}

#[test]
fn throttled_runs_come_within_two_percent_of_the_budget() {
    let plus = |config| course(4_000, bucket(20_000, 1_000), config);
    let standard = |config| course(1_000, bucket(2_000, 100), config);
    let alone = |workers| Config { workers: WorkerRange::fixed(workers), ..Config::default() };
    let tens = |workers| Config { batch: BatchConfig::fixed(10), ..alone(workers) };
    let auto = || Config { workers: WorkerRange::auto(), batch: BatchConfig::growing(), ..Config::default() };
    let rows = [
        ("plus, one by one", plus(alone(10))),
        ("plus, bucket not known", Course { is_known: false, ..plus(alone(10)) }),
        ("plus, tens", plus(tens(4))),
        ("plus, auto", plus(auto())),
        ("plus, uneven ways", Course { spread_ms: 24, ..plus(alone(10)) }),
        ("plus, far away", Course { latency_ms: 160, spread_ms: 30, ..plus(tens(8)) }),
        ("plus, half refunded", Course { actual_share: 500, tasks: 8_000, ..plus(tens(6)) }),
        ("standard, one by one", standard(alone(10))),
        ("standard, bucket not known", Course { is_known: false, ..standard(alone(4)) }),
        ("standard, tens", standard(tens(10))),
        ("standard, auto", Course { is_known: false, ..standard(auto()) }),
        ("standard, twice the bucket", Course { tasks: 400, ..standard(alone(10)) }),
        ("standard, twice the bucket in tens", Course { tasks: 400, ..standard(tens(10)) }),
    ];
    for (name, course) in rows {
        let finish = throughput::run(&course);
        println!("{name}: {finish:?}");
        assert_eq!((finish.applied, finish.throttled), (course.tasks, 0), "{name}: {finish:?}");
        assert!(finish.ended_ms <= finish.budget_ms * 102 / 100, "{name}: {finish:?}");
    }
}

/// Ten workers or documents of ten, 0.1 s a call, every twentieth attempt fails: the median over the seeds.
#[test]
fn short_runs_come_within_a_tenth_of_the_best_schedule() {
    let alone = Config { workers: WorkerRange::fixed(10), ..Config::default() };
    let tens = Config { batch: BatchConfig::fixed(10), ..alone.clone() };
    for (name, config) in [("one by one", alone), ("tens", tens)] {
        for tasks in [10, 30, 50] {
            let mut shares: Vec<u64> = (0..101)
                .map(|seed| {
                    let course = course(tasks, bucket(2_000, 100), config.clone());
                    let finish = throughput::run(&Course { latency_ms: 100, refused: 50, seed, ..course });
                    assert_eq!(finish.applied, tasks, "{name}, {tasks} products, seed {seed}");
                    finish.best_ms * 100 / finish.ended_ms
                })
                .collect();
            shares.sort_unstable();
            println!("{name}, {tasks} products: {} % of the best, {} % at the worst", shares[50], shares[0]);
            assert!(shares[50] >= 90, "{name}, {tasks} products: {shares:?}");
        }
    }
}

fn course(tasks: u64, bucket: ThrottleStatus, config: Config) -> Course {
    Course {
        tasks,
        points_per_task: 10,
        bucket,
        is_known: true,
        latency_ms: 50,
        spread_ms: 0,
        actual_share: 1_000,
        refused: 0,
        seed: 1,
        config,
    }
}

fn bucket(maximum: u32, rate: u32) -> ThrottleStatus {
    let maximum = Points::whole(maximum);
    ThrottleStatus { maximum, available: maximum, restore_per_second: Points::whole(rate) }
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}
