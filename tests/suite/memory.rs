//! A plan of a thousand products stays small; ten thousand by
//! `cargo run --release -p evenshelf-tests --bin memory`.

use evenshelf_tests::memory;
use evenshelf_tests::program::skipped;

const BYTES_MAX: u64 = 100_000_000;

#[test]
fn a_plan_of_a_thousand_products_stays_small() {
    if !std::path::Path::new("/proc/self/status").exists() {
        skipped("this system does not say how much memory a program has used");
        return;
    }
    let taken = memory::measure(1_000).expect("the plan is made");
    println!("{taken:?}");
    assert!(taken.changes > 20_000, "{taken:?}");
    assert!((1..BYTES_MAX).contains(&taken.peak_bytes), "{taken:?}");
    assert!((1..BYTES_MAX).contains(&taken.pull_peak_bytes), "{taken:?}");
}
