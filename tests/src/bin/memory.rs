//! Plans a file of ten thousand products, reads a store of as many, and fails above 200 MB:
//! `cargo run --release -p evenshelf-tests --bin memory`.

use std::process::ExitCode;

use evenshelf_tests::memory;

const PRODUCTS: usize = 10_000;
const MB: u64 = 1_000_000;
const BYTES_MAX: u64 = 200 * MB;

fn main() -> ExitCode {
    let asked = std::env::args().nth(1).and_then(|word| word.parse().ok());
    match memory::measure(asked.unwrap_or(PRODUCTS)) {
        Ok(taken) => {
            println!(
                "{} products in {} MB, {} changes: at most {} MB of memory to plan them, {} MB to read a store that has as many",
                taken.products,
                taken.file_bytes / MB,
                taken.changes,
                taken.peak_bytes / MB,
                taken.pull_peak_bytes / MB
            );
            if taken.peak_bytes.max(taken.pull_peak_bytes) < BYTES_MAX {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
