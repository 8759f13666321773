//! What can go wrong in the shell, told to the page as a code, the cause's own text, and what to do.

use std::path::PathBuf;

use evenshelf_engine::EngineError;
use evenshelf_engine::credentials::CredentialError;
use evenshelf_engine::ledger::LedgerError;
use evenshelf_engine::shopify::StopReason;

use crate::api::{JobKind, Refusal, RefusalCode};
use crate::jobs::NotBegun;

#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error("nothing has been kept on this computer yet")]
    NothingYet,
    #[error("it broke off without saying how")]
    BrokeOff,
    /// A job that this command needed was refused.
    #[error("{}", .0.detail)]
    Refused(Refusal),
    #[error("{}", not_begun(.0))]
    NotBegun(NotBegun),
    #[error("there is no job {0} under way")]
    NoJob(u64),
    #[error("job {0} goes on")]
    JobGoesOn(u64),
    #[error("\"{0}\" is no address of a Shopify store")]
    Address(String),
    #[error("{path} {what}")]
    File { path: PathBuf, what: String },
    #[error("the window may not open {0}")]
    ForeignAddress(String),
    #[error("it could not be opened: {0}")]
    Opener(#[from] tauri_plugin_opener::Error),
    #[error("a notification needs a title of 1 to {max} characters and a body of up to {max}")]
    NotificationText { max: usize },
    #[error("the notification was not shown: {0}")]
    Notification(#[from] tauri_plugin_notification::Error),
    #[error("the demo store did not start: {0}")]
    DemoStore(String),
    #[error("{0}")]
    Request(String),
    #[error("the shell broke off: {0}")]
    Shell(#[from] tauri::Error),
    #[error("{path} could not be written: {cause}")]
    Unwritten { path: PathBuf, cause: std::io::Error },
}

impl From<LedgerError> for ShellError {
    fn from(error: LedgerError) -> Self {
        Self::Engine(error.into())
    }
}

impl From<NotBegun> for ShellError {
    fn from(why: NotBegun) -> Self {
        Self::NotBegun(why)
    }
}

impl ShellError {
    fn code(&self) -> RefusalCode {
        match self {
            Self::Engine(error) => of_engine(error),
            Self::NothingYet
            | Self::NoJob(_)
            | Self::JobGoesOn(_)
            | Self::ForeignAddress(_)
            | Self::NotificationText { .. }
            | Self::Request(_) => RefusalCode::BadRequest,
            Self::Refused(refusal) => refusal.code,
            Self::NotBegun(_) => RefusalCode::StoreBusy,
            Self::Address(_) => RefusalCode::StoreAddress,
            Self::File { .. } | Self::Unwritten { .. } => RefusalCode::File,
            Self::Notification(_) => RefusalCode::NotificationFailed,
            Self::BrokeOff | Self::DemoStore(_) | Self::Shell(_) | Self::Opener(_) => RefusalCode::Internal,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            // What the engine advises for the command line is of no use in a window, which has its own ways.
            Self::Engine(error) => {
                error.hint().filter(|hint| !hint.contains("`evenshelf") && !hint.contains("--"))
            }
            Self::NotBegun(NotBegun::StoreInUse { .. }) => {
                Some("wait until that is done, or stop it under Activity".to_owned())
            }
            Self::Address(_) => Some(
                "give the shop's myshopify.com address; the admin shows it under Settings, Domains"
                    .to_owned(),
            ),
            Self::Refused(refusal) => refusal.hint.clone(),
            _ => None,
        }
    }

    pub fn refusal(&self) -> Refusal {
        Refusal { code: self.code(), detail: self.to_string(), hint: self.hint() }
    }
}

fn of_engine(error: &EngineError) -> RefusalCode {
    match error {
        EngineError::UnknownStore(_) => RefusalCode::UnknownStore,
        EngineError::UnknownRun(_) => RefusalCode::UnknownRun,
        EngineError::UnknownReview(_) => RefusalCode::UnknownReview,
        EngineError::Usage(_) | EngineError::NotEmpty { .. } => RefusalCode::BadRequest,
        EngineError::Stopped(_) => RefusalCode::Stopped,
        EngineError::Source(_)
        | EngineError::Export(_)
        | EngineError::File { .. }
        | EngineError::Backup { .. }
        | EngineError::PlanFile { .. } => RefusalCode::File,
        EngineError::ReadOnly(_) => RefusalCode::ReadOnly,
        EngineError::Scopes(_) => RefusalCode::Scopes,
        EngineError::Refused { reason, .. } => of_store(reason),
        EngineError::Store { .. } => RefusalCode::StoreUnreachable,
        EngineError::Credentials(CredentialError::NoneSaved { .. }) => RefusalCode::Authentication,
        EngineError::Credentials(_) => RefusalCode::Keyring,
        EngineError::Ledger(LedgerError::Newer { .. }) => RefusalCode::LedgerNewer,
        EngineError::Ledger(LedgerError::Locked) => RefusalCode::LedgerBusy,
        EngineError::Ledger(_) => RefusalCode::LedgerUnreadable,
        EngineError::Lock(_) => RefusalCode::StoreBusy,
    }
}

fn of_store(reason: &StopReason) -> RefusalCode {
    match reason {
        StopReason::Authentication => RefusalCode::Authentication,
        StopReason::Permission { .. } => RefusalCode::Scopes,
        StopReason::NotAStore => RefusalCode::StoreAddress,
        StopReason::ShopFrozen | StopReason::Locked | StopReason::DailyVariantLimit | StopReason::Refused => {
            RefusalCode::StoreUnreachable
        }
    }
}

fn not_begun(why: &NotBegun) -> &'static str {
    match why {
        NotBegun::StoreInUse { by: JobKind::Copy } => "the copy of this store is being brought up to date",
        NotBegun::StoreInUse { by: JobKind::Plan | JobKind::Compare } => {
            "changes are being worked out for this store"
        }
        NotBegun::StoreInUse { by: JobKind::Run } => "changes are being applied to this store",
        NotBegun::TooMany => "as much is under way already as this program does at one time",
    }
}

/// Commands answer with `Result<_, ShellError>`; what crosses to the page is the [`Refusal`].
impl serde::Serialize for ShellError {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.refusal().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_has_the_code_of_its_cause_and_no_advice_for_a_terminal() {
        let gone = |reason| EngineError::Refused { reason, what: "no".into(), hint: Some("look".into()) };
        let missing = CredentialError::NoneSaved { store: "a".into() };
        let rows: [(ShellError, RefusalCode, Option<&str>); 10] = [
            (EngineError::UnknownStore("a".into()).into(), RefusalCode::UnknownStore, None),
            (EngineError::ReadOnly("a".into()).into(), RefusalCode::ReadOnly, None),
            (gone(StopReason::Authentication).into(), RefusalCode::Authentication, Some("look")),
            (gone(StopReason::NotAStore).into(), RefusalCode::StoreAddress, Some("look")),
            (gone(StopReason::Permission { scope: None }).into(), RefusalCode::Scopes, Some("look")),
            (
                EngineError::Credentials(missing).into(),
                RefusalCode::Authentication,
                Some(
                    "add the store again with its token, or set EVENSHELF_TOKEN (or EVENSHELF_CLIENT_ID and EVENSHELF_CLIENT_SECRET)",
                ),
            ),
            (
                EngineError::Ledger(LedgerError::Locked).into(),
                RefusalCode::LedgerBusy,
                EngineError::Ledger(LedgerError::Locked)
                    .hint()
                    .as_deref()
                    .map(|hint| &*hint.to_owned().leak()),
            ),
            (EngineError::Stopped("stopped".into()).into(), RefusalCode::Stopped, None),
            (
                NotBegun::StoreInUse { by: JobKind::Run }.into(),
                RefusalCode::StoreBusy,
                Some("wait until that is done, or stop it under Activity"),
            ),
            (NotBegun::TooMany.into(), RefusalCode::StoreBusy, None),
        ];
        for (error, code, hint) in rows {
            let refusal = error.refusal();
            assert_eq!((refusal.code, refusal.hint.as_deref()), (code, hint), "{error:?}");
        }
    }
}
