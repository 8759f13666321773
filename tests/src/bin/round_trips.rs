//! Sends made-up catalogues through every form of file and back: `round_trips --catalogues 5000 [--from 0]`.

use std::env;
use std::process::ExitCode;
use std::time::Instant;

use evenshelf_tests::round_trips;

const USAGE: &str = "usage: round_trips [--catalogues COUNT] [--from SEED]";

fn main() -> ExitCode {
    let Some(seeds) = seeds(env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let begun = Instant::now();
    match round_trips::run_all(seeds) {
        Ok(totals) => {
            println!("{totals}; {:.1} s", begun.elapsed().as_secs_f64());
            ExitCode::SUCCESS
        }
        Err(uneven) => {
            println!("{uneven}");
            ExitCode::FAILURE
        }
    }
}

fn seeds(mut arguments: impl Iterator<Item = String>) -> Option<std::ops::Range<u64>> {
    let (mut first, mut count) = (0, 5_000);
    while let Some(flag) = arguments.next() {
        let value: u64 = arguments.next()?.parse().ok()?;
        match flag.as_str() {
            "--catalogues" => count = value,
            "--from" => first = value,
            _ => return None,
        }
    }
    Some(first..first.saturating_add(count))
}
