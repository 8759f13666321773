//! A store in a bad mood: errors, lost calls and lost replies, at Shopify's smallest budget. In the end it holds what it
//! would have held in a good one.

use evenshelf_demo_store::Options;
use evenshelf_tests::kills::{adds_up, files, same, without_kills};
use evenshelf_tests::program::Desk;
use evenshelf_tests::shop::Shop;
use serde_json::json;

#[test]
fn parallel_calls_end_as_without_faults() {
    check("parallel", 100..103);
}

#[test]
fn batches_end_as_without_faults() {
    check("batch", 200..203);
}

#[test]
fn one_call_after_another_ends_as_without_faults() {
    check("sequential", 300..302);
}

/// Seeds run at once: much of their time is waiting until a lost call can no longer be at work.
fn check(strategy: &str, seeds: std::ops::Range<u64>) {
    std::thread::scope(|scope| {
        for seed in seeds {
            scope.spawn(move || one(strategy, seed));
        }
    });
}

fn one(strategy: &str, seed: u64) {
    let files = files(seed);
    let peace = without_kills(&files);
    let shop = Shop::start(Options { products: 0, locations: 1, ..Options::default() });
    let desk = Desk::new(&shop);
    for (file, peace) in files.iter().zip(&peace) {
        shop.set_faults(json!({
            "error_rate": 0.05, "drop_after_rate": 0.02, "drop_before_rate": 0.02, "seed": seed,
        }));
        let done = desk.sync(&desk.file("products.csv", file), &["--strategy", strategy]);
        shop.set_faults(json!({ "error_rate": 0, "drop_after_rate": 0, "drop_before_rate": 0 }));
        assert_eq!(done.code, Some(0), "seed {seed}: {done}");
        assert!(adds_up(&done.json()["run"]["counts"]), "seed {seed}: {done}");
        if let Err(what) = same(&peace.holds, &shop) {
            panic!("{strategy}, seed {seed}: {what}");
        }
    }
    let stats = shop.stats();
    println!(
        "{strategy}, seed {seed}: {} calls, {} errors, {} lost before, {} lost after, {} throttled",
        stats["calls"], stats["errors"], stats["droppedBefore"], stats["droppedAfter"], stats["throttled"]
    );
}
