//! How the program ends: the frozen exit codes, and what is said when something could not be done.

use std::io;
use std::process::ExitCode;

use evenshelf_core::operation::OutcomeKind;
use evenshelf_engine::ledger::LedgerError;
use evenshelf_engine::ledger::runs::{Counts, RunState};
use evenshelf_engine::{EngineError, ErrorKind};

/// The frozen exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything applied, or nothing to do.
    Done,
    /// Finished, but some operations were rejected or failed.
    Failures,
    /// Usage, or unreadable input.
    Usage,
    /// Authentication, permission, store unreachable, or only held changes left.
    Stopped,
    /// Interrupted; the run can be resumed.
    Interrupted,
}

impl Exit {
    pub fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failures => 1,
            Self::Usage => 2,
            Self::Stopped => 3,
            Self::Interrupted => 130,
        }
    }

    pub fn code(self) -> ExitCode {
        ExitCode::from(self.number())
    }

    /// Returns how the program ends after a run that came to rest in this state with these counts.
    pub fn of_run(state: RunState, counts: &Counts) -> Self {
        let refused = counts.rejected + counts.failed + counts.skipped > 0;
        match state {
            RunState::Completed | RunState::CompletedWithFailures if refused => Self::Failures,
            RunState::CompletedWithFailures => Self::Failures,
            RunState::Completed if counts.held > 0 => Self::Stopped,
            RunState::Completed => Self::Done,
            RunState::Interrupted | RunState::Paused | RunState::Planned | RunState::Running => {
                Self::Interrupted
            }
            RunState::Failed | RunState::Cancelled | RunState::Superseded => Self::Stopped,
        }
    }
}

/// Why a verb could not do what it was asked.
#[derive(Debug)]
pub struct Failure {
    pub what: String,
    pub hint: Option<String>,
    /// For scripts: stays the same when the words change.
    pub code: &'static str,
    pub exit: Exit,
}

impl Failure {
    pub fn usage(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: Some(hint.into()), code: "usage", exit: Exit::Usage }
    }

    /// The owner pressed Ctrl-C where nothing had been sent.
    pub fn interrupted() -> Self {
        Self {
            what: "interrupted; nothing was changed in the store".to_owned(),
            hint: None,
            code: "interrupted",
            exit: Exit::Interrupted,
        }
    }

    /// Returns whether the reader of our output has gone away, as `head` does: no reason to complain.
    pub fn is_closed_pipe(&self) -> bool {
        self.code == CLOSED_PIPE
    }
}

const CLOSED_PIPE: &str = "closed_pipe";

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let exit = match error.kind() {
            ErrorKind::Usage => Exit::Usage,
            ErrorKind::Stopped => Exit::Stopped,
            ErrorKind::Interrupted => Exit::Interrupted,
        };
        Self { what: error.to_string(), hint: error.hint(), code: code(&error), exit }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        EngineError::from(error).into()
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let closed = error.kind() == io::ErrorKind::BrokenPipe;
        Self {
            what: format!("could not read or print: {error}"),
            hint: None,
            code: if closed { CLOSED_PIPE } else { "io" },
            exit: if closed { Exit::Done } else { Exit::Stopped },
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

fn code(error: &EngineError) -> &'static str {
    match error {
        EngineError::UnknownStore(_) => "unknown_store",
        EngineError::UnknownRun(_) => "unknown_run",
        EngineError::UnknownReview(_) => "unknown_review",
        EngineError::Usage(_) => "usage",
        EngineError::Source(_) => "source",
        EngineError::ReadOnly(_) => "read_only",
        EngineError::Scopes(_) => "scopes",
        EngineError::Stopped(_) => "interrupted",
        EngineError::Store { .. } | EngineError::Refused { .. } => "store",
        EngineError::Backup { .. } => "backup",
        EngineError::Credentials(_) => "credentials",
        EngineError::Ledger(_) => "ledger",
        EngineError::Lock(_) => "lock",
        EngineError::File { .. } => "file",
        EngineError::NotEmpty { .. } => "not_empty",
        EngineError::PlanFile { .. } => "plan_file",
        EngineError::Export(_) => "export",
    }
}

/// Returns what an owner can do about operations that ended this way.
pub fn next_step(outcome: OutcomeKind) -> &'static str {
    match outcome {
        OutcomeKind::Rejected => "correct it in the file or in Shopify, then sync again",
        OutcomeKind::Failed => "sync again: what has arrived is not sent twice",
        OutcomeKind::Skipped => "sync again: it is planned afresh against the store as it is now",
        OutcomeKind::Held => "look at the plan, then sync again with --release-held",
        OutcomeKind::Applied | OutcomeKind::Unchanged => "nothing to do",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_with_its_code() {
        use RunState::{Cancelled, Completed, CompletedWithFailures, Failed, Interrupted, Superseded};
        let clean = Counts { planned: 3, applied: 3, ..Counts::default() };
        let held = Counts { planned: 3, applied: 2, held: 1, ..Counts::default() };
        let rejected = Counts { planned: 3, applied: 1, held: 1, rejected: 1, ..Counts::default() };
        let skipped = Counts { planned: 3, applied: 2, skipped: 1, ..Counts::default() };
        for (state, counts, expected) in [
            (Completed, Counts::default(), 0),
            (Completed, clean, 0),
            (Completed, held, 3),
            (Completed, skipped, 1),
            (CompletedWithFailures, rejected, 1),
            (CompletedWithFailures, clean, 1),
            (Interrupted, rejected, 130),
            (Failed, rejected, 3),
            (Cancelled, clean, 3),
            (Superseded, clean, 3),
        ] {
            assert_eq!(Exit::of_run(state, &counts).number(), expected, "{state:?} {counts:?}");
        }
    }

    #[test]
    fn errors_keep_their_exit_code() {
        for (error, code, number) in [
            (EngineError::UnknownStore("a".into()), "unknown_store", 2),
            (EngineError::Usage("a".into()), "usage", 2),
            (EngineError::NotEmpty { store: "a".into(), products: 3 }, "not_empty", 2),
            (EngineError::ReadOnly("a".into()), "read_only", 3),
            (EngineError::Store { what: "a".into(), hint: None }, "store", 3),
            (EngineError::Ledger(LedgerError::Locked), "ledger", 3),
            (EngineError::Stopped("a".into()), "interrupted", 130),
        ] {
            let failure = Failure::from(error);
            assert_eq!((failure.code, failure.exit.number()), (code, number));
        }
    }
}
