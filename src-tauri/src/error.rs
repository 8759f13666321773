//! What can go wrong in the shell, told to the page as a code and the cause's own text.

use evenshelf_engine::ledger::LedgerError;

use crate::api::{Refusal, RefusalCode};

#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("a notification needs a title of 1 to {max} characters and a body of up to {max}")]
    NotificationText { max: usize },
    #[error("the notification was not shown: {0}")]
    Notification(#[from] tauri_plugin_notification::Error),
    #[error("the shell broke off: {0}")]
    Shell(#[from] tauri::Error),
}

impl ShellError {
    fn code(&self) -> RefusalCode {
        match self {
            ShellError::Ledger(LedgerError::Newer { .. }) => RefusalCode::LedgerNewer,
            ShellError::Ledger(LedgerError::Locked) => RefusalCode::LedgerBusy,
            ShellError::Ledger(_) => RefusalCode::LedgerUnreadable,
            ShellError::NotificationText { .. } => RefusalCode::BadRequest,
            ShellError::Notification(_) => RefusalCode::NotificationFailed,
            ShellError::Shell(_) => RefusalCode::Internal,
        }
    }
}

/// Commands answer with `Result<_, ShellError>`; what crosses to the page is the [`Refusal`].
impl serde::Serialize for ShellError {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Refusal { code: self.code(), detail: self.to_string(), hint: None }.serialize(serializer)
    }
}
