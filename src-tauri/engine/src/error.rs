//! What can stop the engine, told apart by what to do next.

use std::path::PathBuf;

use crate::credentials::CredentialError;
use crate::export::ExportError;
use crate::ledger::LedgerError;
use crate::lock::LockError;
use crate::shopify::{CallError, Class, StopReason};
use crate::source::SourceError;

/// Why something could not be done. `hint` says what the owner can do.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("there is no store called \"{0}\"")]
    UnknownStore(String),
    #[error("there is no run {0}")]
    UnknownRun(i64),
    #[error("there is no review {0}")]
    UnknownReview(i64),
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("the store \"{0}\" is read-only")]
    ReadOnly(String),
    #[error("the app may not do this: it lacks {}", .0.join(", "))]
    Scopes(Vec<String>),
    /// The owner stopped it; what had been done by then is said.
    #[error("{0}")]
    Stopped(String),
    #[error("{what}")]
    Store { what: String, hint: Option<String> },
    /// The store will have nothing of it until somebody acts.
    #[error("{what}")]
    Refused { reason: StopReason, what: String, hint: Option<String> },
    #[error(transparent)]
    Credentials(#[from] CredentialError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("{path} could not be written or read: {error}")]
    File { path: PathBuf, error: std::io::Error },
    /// The store's catalogue could not be kept before the first write, so nothing was written.
    #[error("a copy of the store could not be kept in {path}, so nothing was sent: {cause}")]
    Backup { path: PathBuf, cause: String },
    /// A restore is for a store that has nothing yet.
    #[error("the store \"{store}\" has {products} products already, and a restore is for an empty one")]
    NotEmpty { store: String, products: u64 },
    #[error("{path} is no plan of this program: {what}")]
    PlanFile { path: PathBuf, what: String },
}

/// Which of the frozen exit codes an error belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Usage, or unreadable input: exit code 2.
    Usage,
    /// Authentication, permission, store unreachable, or the ledger cannot be used: exit code 3.
    Stopped,
    /// The owner stopped it: exit code 130.
    Interrupted,
}

impl EngineError {
    /// An inner task panicked or was cancelled: a fault of this program, never of its input.
    pub(crate) fn broke_off(error: &tokio::task::JoinError) -> Self {
        Self::Store {
            what: format!("an inner task broke off: {error}"),
            hint: Some(
                "this is a fault of the program; nothing is lost, go on with `evenshelf resume --last`"
                    .into(),
            ),
        }
    }

    /// The owner stopped it before anything was sent.
    pub(crate) fn stopped() -> Self {
        Self::Stopped("interrupted; nothing was changed in the store".to_owned())
    }

    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Stopped(_) => ErrorKind::Interrupted,
            Self::UnknownStore(_)
            | Self::UnknownRun(_)
            | Self::UnknownReview(_)
            | Self::Usage(_)
            | Self::Source(_)
            | Self::Export(_)
            | Self::File { .. }
            | Self::NotEmpty { .. }
            | Self::PlanFile { .. } => ErrorKind::Usage,
            Self::ReadOnly(_)
            | Self::Scopes(_)
            | Self::Store { .. }
            | Self::Refused { .. }
            | Self::Backup { .. }
            | Self::Credentials(_)
            | Self::Ledger(_)
            | Self::Lock(_) => ErrorKind::Stopped,
        }
    }

    /// Returns what the owner can do about it, where there is something.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownStore(_) => {
                Some("see `evenshelf store list`, or add it with `evenshelf store add`".into())
            }
            Self::UnknownRun(_) => Some("see `evenshelf runs`".into()),
            Self::UnknownReview(_) => Some("it was applied whole or put away; plan the file again".into()),
            Self::ReadOnly(name) => Some(format!(
                "writing is off until you allow it: `evenshelf store set {name} --allow-writes`"
            )),
            Self::Scopes(_) => Some(
                "add these access scopes to the app in the Dev Dashboard, release it and install it again"
                    .into(),
            ),
            Self::Store { hint, .. } | Self::Refused { hint, .. } => hint.clone(),
            Self::NotEmpty { .. } => Some(
                "a restore that was interrupted goes on with `evenshelf resume --last`; to make the store's products \
                 of the same handles as the backup has them, give --into-existing (others stay as they are)"
                    .into(),
            ),
            Self::Backup { .. } => {
                Some("make room on the disk, or let the data directory be written to, then try again".into())
            }
            Self::Credentials(error) => Some(error.hint().to_owned()),
            Self::Ledger(error) => error.hint().map(str::to_owned),
            _ => None,
        }
    }
}

impl From<CallError> for EngineError {
    fn from(error: CallError) -> Self {
        let CallError { class, what, hint, .. } = error;
        match class {
            Class::Stop { reason } => Self::Refused { reason, what, hint },
            _ => Self::Store { what, hint },
        }
    }
}
