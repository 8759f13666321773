//! Plans a file of ten thousand products and fails above 200 MB:
//! `cargo run --release -p evenshelf-tests --bin memory`.

use std::process::ExitCode;

use evenshelf_tests::memory;

const PRODUCTS: usize = 10_000;
const MB: u64 = 1_000_000;
const BYTES_MAX: u64 = 200 * MB;

fn main() -> ExitCode {
    let asked = std::env::args().nth(1).and_then(|word| word.parse().ok());
    match memory::plan(asked.unwrap_or(PRODUCTS)) {
        Ok(taken) => {
            println!(
                "{} products in {} MB, {} changes: at most {} MB of memory",
                taken.products,
                taken.file_bytes / MB,
                taken.changes,
                taken.peak_bytes / MB
            );
            if taken.peak_bytes < BYTES_MAX { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
