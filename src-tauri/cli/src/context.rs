//! What every verb is given: the data directory, and how to speak.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use evenshelf_engine::Session;
use serde::Serialize;

use crate::args::Global;
use crate::exit::Failure;
use crate::output::progress::Shown;
use crate::output::table;
use crate::signals::or_interrupted;

/// What every verb is given.
#[derive(Debug, Clone)]
pub struct Context {
    pub data_dir: PathBuf,
    pub json: bool,
    pub quiet: bool,
}

impl Context {
    pub fn new(global: &Global) -> Result<Self, Failure> {
        let data_dir =
            global.data_dir.clone().or_else(evenshelf_engine::data_dir::default).ok_or_else(|| {
                Failure::usage(
                    "this system names no home directory",
                    "say where to keep things with --data-dir DIR",
                )
            })?;
        // The ledger must be found again from another directory, and read-only from one that cannot be written.
        let data_dir = std::path::absolute(data_dir)?;
        Ok(Self { data_dir, json: global.json, quiet: global.quiet })
    }

    pub fn session(&self) -> Result<Session, Failure> {
        Ok(Session::open(&self.data_dir)?)
    }

    /// Opens what is there without changing a byte; `None` where there is nothing yet.
    pub fn session_read_only(&self) -> Result<Option<Session>, Failure> {
        use evenshelf_engine::EngineError;
        use evenshelf_engine::ledger::LedgerError;
        match Session::open_read_only(&self.data_dir) {
            Ok(session) => Ok(Some(session)),
            Err(EngineError::Ledger(LedgerError::Absent(_))) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Prints the one JSON document of a verb.
    pub fn document(&self, document: &impl Serialize) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        serde_json::to_writer(&mut out, document)?;
        writeln!(out)?;
        out.flush()?;
        Ok(())
    }

    /// Where tables go: standard output for people, standard error where that belongs to JSON.
    pub fn page(&self) -> Box<dyn Write> {
        if self.json { Box::new(io::stderr()) } else { Box::new(io::stdout()) }
    }

    /// Returns how many columns the page has.
    pub fn columns(&self) -> usize {
        table::columns(if self.json { console::Term::stderr() } else { console::Term::stdout() })
    }

    /// Says something that was not asked for but helps. Silent with `--quiet`.
    pub fn note(&self, words: &str) {
        if !self.quiet {
            self.warn(words);
        }
    }

    /// Says something that must be read, on standard error.
    pub fn warn(&self, words: &str) {
        // Nobody is left to be told where standard error is closed.
        let _ = writeln!(io::stderr(), "{words}");
    }

    /// Prints a line of a verb's result for people; nothing where the result is JSON.
    pub fn result(&self, words: &str) {
        if !self.json {
            let _ = writeln!(io::stdout(), "{words}");
        }
    }

    /// Starts to show how far something is.
    pub fn progress(&self) -> Shown {
        Shown::start(self.quiet)
    }

    /// Asks yes or no. `None`: nobody is there to answer.
    pub async fn ask(&self, question: String) -> Result<Option<bool>, Failure> {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Ok(None);
        }
        let answer = tokio::task::spawn_blocking(move || {
            write!(io::stderr(), "{question} [y/N] ")?;
            io::stderr().flush()?;
            let mut answer = String::new();
            io::stdin().read_line(&mut answer)?;
            Ok::<String, io::Error>(answer)
        });
        let answered = or_interrupted(async {
            let answer = answer.await.map_err(io::Error::other)??;
            Ok(Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")))
        });
        let answered = answered.await;
        if answered.is_err() {
            // The cursor still stands behind the question.
            self.warn("");
        }
        answered
    }
}
