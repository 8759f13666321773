//! Keeps so many stores in a file and brings them back: `cargo run -p evenshelf-tests --bin restores -- --rounds 200`.

use std::process::ExitCode;
use std::time::Instant;

use evenshelf_tests::restores;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let number = |name: &str, otherwise: u64| {
        let at = words.iter().position(|word| word == name);
        at.and_then(|at| words.get(at + 1)).and_then(|word| word.parse().ok()).unwrap_or(otherwise)
    };
    let (rounds, seed) = (number("--rounds", 200), number("--seed", 1));
    let began = Instant::now();
    let told = |done: u64| {
        if done.is_multiple_of(20) {
            println!("{done} of {rounds}");
        }
    };
    match restores::run(seed, rounds, told) {
        Ok(()) => {
            println!("{rounds} stores came back as they were, in {:.0} s", began.elapsed().as_secs_f64());
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}
