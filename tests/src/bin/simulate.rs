//! Runs the simulation over many seeds: `simulate --seeds 10000 [--from 0]`, or one seed with `--seed N`.

use std::env;
use std::process::ExitCode;
use std::time::Instant;

use evenshelf_tests::simulation;

const USAGE: &str = "usage: simulate [--seeds COUNT] [--from SEED] | --seed SEED";

fn main() -> ExitCode {
    let Some(seeds) = seeds(env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let begun = Instant::now();
    match simulation::run_all(seeds) {
        Ok(totals) => {
            println!("{totals}; {:.1} s", begun.elapsed().as_secs_f64());
            ExitCode::SUCCESS
        }
        Err(broken) => {
            println!("{broken}");
            ExitCode::FAILURE
        }
    }
}

fn seeds(mut arguments: impl Iterator<Item = String>) -> Option<std::ops::Range<u64>> {
    let (mut first, mut count) = (0, 10_000);
    while let Some(flag) = arguments.next() {
        let value: u64 = arguments.next()?.parse().ok()?;
        match flag.as_str() {
            "--seeds" => count = value,
            "--from" => first = value,
            "--seed" => (first, count) = (value, 1),
            _ => return None,
        }
    }
    Some(first..first.saturating_add(count))
}
