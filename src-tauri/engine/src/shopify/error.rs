//! Errors of calls, told apart by what to do next.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::call::CostReport;

/// Why a call gave no data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallError {
    pub class: Class,
    /// What happened; lower case, no final dot, free of secrets.
    pub what: String,
    /// Boxed, so that results stay small.
    pub cost: Option<Box<CostReport>>,
    /// What the owner can do about it.
    pub hint: Option<String>,
    /// Whether the store may be working on the call yet. It is not when it answered, whatever it said; a
    /// gateway's answer says nothing.
    pub may_still_run: bool,
    /// No connection was made: nobody answers at the address, or there is no way to it.
    pub unreached: bool,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Known not to have been executed (or a read): send again after a back-off.
    Retry,
    /// The same, but not before so many milliseconds.
    RetryAfter { ms: u64 },
    /// Known not to have been executed: the bucket was short. `cost` says of how much.
    Throttled,
    /// A write that may have been executed: look it up before anything else.
    InDoubt,
    /// Refused before execution: the document asks for more than 1000 points. Send a smaller one.
    TooCostly,
    /// Our document or variables were refused: the same call never succeeds.
    Invalid,
    /// Nothing more can succeed until somebody acts.
    Stop { reason: StopReason },
}

/// What has to change before anything can succeed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    Authentication,
    Permission {
        /// The scope that is missing, where the store names it.
        scope: Option<String>,
    },
    ShopFrozen,
    Locked,
    /// The address is no store, or not over the wire we accept.
    NotAStore,
    /// The store creates no more variants today.
    DailyVariantLimit,
    /// Shopify's security refused the request itself.
    Refused,
}

impl CallError {
    pub(crate) fn new(class: Class, what: impl AsRef<str>) -> Self {
        let what = super::redact(what.as_ref());
        Self { class, what, cost: None, hint: None, may_still_run: true, unreached: false }
    }

    pub(crate) fn stop(reason: StopReason, what: impl AsRef<str>, hint: &str) -> Self {
        Self::new(Class::Stop { reason }, what).with_hint(hint)
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says that the store has finished with the call.
    pub(crate) fn ended(mut self) -> Self {
        self.may_still_run = false;
        self
    }

    /// Says that no connection was made.
    pub(crate) fn unreached(mut self) -> Self {
        self.unreached = true;
        self
    }

    pub(crate) fn with_cost(mut self, cost: Option<CostReport>) -> Self {
        self.cost = cost.map(Box::new);
        self
    }

    /// Returns whether the same call may succeed later without anybody acting.
    pub fn is_transient(&self) -> bool {
        matches!(self.class, Class::Retry | Class::RetryAfter { .. } | Class::Throttled)
    }

    /// Returns whether the call certainly changed nothing.
    pub fn is_known_unexecuted(&self) -> bool {
        self.class != Class::InDoubt
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for CallError {}
