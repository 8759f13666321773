//! Kills the program so many times in the middle of its work: `cargo run -p evenshelf-tests --bin kills -- --kills 100`.

use std::process::ExitCode;

use evenshelf_tests::kills;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let number = |name: &str, otherwise: u64| {
        let at = words.iter().position(|word| word == name);
        at.and_then(|at| words.get(at + 1)).and_then(|word| word.parse().ok()).unwrap_or(otherwise)
    };
    let (kills, seed) = (number("--kills", 100), number("--seed", 1));
    let told = |tally: kills::Tally| println!("{} kills in {} rounds", tally.kills, tally.rounds);
    match kills::run(seed, u32::try_from(kills).unwrap_or(u32::MAX), told) {
        Ok(tally) => {
            println!(
                "{} kills in {} rounds ({} syncs and {} resumes under way): every store ended as without a kill",
                tally.kills, tally.rounds, tally.synced, tally.resumed
            );
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}
