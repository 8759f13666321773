//! The `evenshelf` program: the same engine as the window, for a terminal, scripts and scheduled jobs.

mod args;
mod context;
mod exit;
mod output;
mod signals;
mod verbs;

use std::process::ExitCode;

fn main() -> ExitCode {
    verbs::run(std::env::args_os()).code()
}
