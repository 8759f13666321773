//! `completions`: what a shell needs to complete what is typed.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::exit::{Exit, Failure};

pub fn run(shell: Shell) -> Result<Exit, Failure> {
    // Written to memory first: the generator would panic where the reader has gone.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "evenshelf", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Exit::Done)
}
