//! Why a command was not carried out.

use serde::{Deserialize, Serialize};

/// `detail` is what happened in the program's own words, `hint` what the owner can do; both are shown below the
/// page's sentence for the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Refusal {
    pub code: RefusalCode,
    pub detail: String,
    pub hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    BadRequest,
    /// The job was stopped by the owner.
    Stopped,
    LedgerBusy,
    LedgerNewer,
    LedgerUnreadable,
    NotificationFailed,
    /// A file that is not there, cannot be read or is no sheet.
    File,
    /// The address or the name of a store cannot be used.
    StoreAddress,
    StoreUnreachable,
    /// The key was refused.
    Authentication,
    /// The app lacks access scopes.
    Scopes,
    /// The store is read only here.
    ReadOnly,
    /// No keyring answers, or it does not take the secret.
    Keyring,
    UnknownStore,
    UnknownRun,
    UnknownReview,
    /// Something else is already under way on this store.
    StoreBusy,
    Internal,
}
