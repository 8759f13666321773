//! Why the ledger could not do something: what happened, and what to do about it.

use std::path::PathBuf;

use evenshelf_core::operation::OperationId;
use rusqlite::ErrorCode;

/// Why the ledger could not do something. Cloned to everyone whose writes shared a commit that failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LedgerError {
    #[error("no ledger at {}", .0.display())]
    Absent(PathBuf),
    #[error("could not open the ledger {}: {cause}", path.display())]
    Open { path: PathBuf, cause: String },
    #[error("the ledger {} has schema {found}, this program knows {known}", path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("the ledger {} has schema {found}, this program needs {known}", path.display())]
    Older { path: PathBuf, found: i64, known: i64 },
    #[error("could not bring the ledger from schema {from} to {to}: {cause}")]
    Migrate { from: i64, to: i64, cause: String },
    #[error("could not write to the ledger: the disk is full")]
    DiskFull,
    #[error("the ledger is busy: another process has been writing to it for too long")]
    Locked,
    #[error("the ledger is damaged: {0}")]
    Corrupt(String),
    #[error("the ledger is open for reading only")]
    ReadOnly,
    #[error("could not read or write the ledger's file: {0}")]
    Disk(String),
    #[error("{what} is not in the ledger")]
    Missing { what: String },
    #[error("{what} is already in the ledger")]
    Exists { what: String },
    #[error("operation {operation} of run {run} is {found} and cannot become {wanted}")]
    Ended { run: i64, operation: OperationId, found: String, wanted: String },
    #[error("run {run} has ended as {found} and cannot become {wanted}")]
    RunEnded { run: i64, found: String, wanted: String },
    #[error("run {run} cannot end: {open} of its operations have no outcome")]
    Unsettled { run: i64, open: u64 },
    #[error("the ledger holds {what} that cannot be read: {cause}")]
    Content { what: String, cause: String },
    #[error("the ledger refused a statement: {0}")]
    Statement(String),
    /// The closure that was to write panicked, or broke the transaction it was lent.
    #[error("a write to the ledger broke off: {0}")]
    Broken(String),
    #[error("the ledger's writer has stopped")]
    Stopped,
}

impl LedgerError {
    /// Returns what the owner can do, where there is something to do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Absent(_) => Some("add a store first, or name another data directory"),
            Self::Open { .. } => Some("check that the directory exists and belongs to you"),
            Self::Newer { .. } => Some("update Evenshelf, or use the version that wrote the ledger"),
            Self::Older { .. } => Some("open the ledger once for writing; it is brought up to date then"),
            Self::Migrate { .. } => Some("nothing was changed; report it with the words above"),
            Self::DiskFull => Some("free some space, then resume the run"),
            Self::Locked => Some("wait for the other process, or end it, then try again"),
            Self::Corrupt(_) => Some("move the file away and restore a copy, or start anew with a full pull"),
            Self::ReadOnly => Some("open the ledger for writing"),
            Self::Disk(_) => Some("check the disk and the rights of the data directory"),
            Self::Unsettled { .. } => Some("settle or skip the open operations first"),
            Self::Stopped => Some("start the program again; unfinished runs can be resumed"),
            Self::Missing { .. }
            | Self::Exists { .. }
            | Self::Ended { .. }
            | Self::RunEnded { .. }
            | Self::Content { .. }
            | Self::Statement(_)
            | Self::Broken(_) => None,
        }
    }

    pub(crate) fn missing(what: impl Into<String>) -> Self {
        Self::Missing { what: what.into() }
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(failure, message) => {
                let words = message.clone().unwrap_or_else(|| failure.to_string());
                match failure.code {
                    ErrorCode::DiskFull => Self::DiskFull,
                    ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Locked,
                    ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt(words),
                    ErrorCode::ReadOnly => Self::ReadOnly,
                    ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                        Self::Disk(words)
                    }
                    _ => Self::Statement(words),
                }
            }
            rusqlite::Error::QueryReturnedNoRows => Self::missing("the row asked for"),
            rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
                Self::Content { what: "a value".into(), cause: error.to_string() }
            }
            _ => Self::Statement(error.to_string()),
        }
    }
}
