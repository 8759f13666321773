//! The journal: every operation of a run, in exactly one state.
//!
//! `planned` becomes `sent` by an intent, written before the request leaves. An operation that is `sent` and has
//! no outcome is *in doubt*. An outcome is written once: none ever overwrites another, which a trigger of the
//! schema holds as well.

use evenshelf_core::operation::{Operation, OperationId, OutcomeKind};
use rusqlite::{OptionalExtension, Transaction, params};

use super::attempts::{self, NewAttempt};
use super::{LedgerError, json};

pub use super::operation_rows::{
    Filter, InDoubt, OperationRow, count_ended_so, counts, for_each, get, in_doubt, page, states, unfinished,
};

/// Where an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OperationState {
    Planned,
    /// An intent without an outcome: under way, or in doubt.
    Sent,
    Ended(OutcomeKind),
}

impl OperationState {
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Sent,
        Self::Ended(OutcomeKind::Applied),
        Self::Ended(OutcomeKind::Unchanged),
        Self::Ended(OutcomeKind::Rejected),
        Self::Ended(OutcomeKind::Failed),
        Self::Ended(OutcomeKind::Skipped),
        Self::Ended(OutcomeKind::Held),
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sent => "sent",
            Self::Ended(outcome) => outcome.name(),
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == word)
    }
}

/// How one operation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub operation: OperationId,
    pub kind: OutcomeKind,
    /// What the owner should know of it; the store's own words for a refusal.
    pub detail: Option<String>,
}

impl Outcome {
    pub fn new(operation: OperationId, kind: OutcomeKind, detail: Option<String>) -> Self {
        Self { operation, kind, detail }
    }
}

/// Writes the operations of a new run down: `held` where they are held (with the reason as detail), `planned`
/// else. What a person has released comes with its `held` taken off.
pub fn insert_all<'a>(
    tx: &Transaction<'_>,
    run: i64,
    operations: impl IntoIterator<Item = &'a Operation>,
    at: i64,
) -> Result<(), LedgerError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO operations (run_id, op_id, product, kind, state, at, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut insert_body =
        tx.prepare_cached("INSERT INTO operation_bodies (run_id, op_id, body) VALUES (?1, ?2, ?3)")?;
    for operation in operations {
        let (state, detail) = match &operation.held {
            Some(held) => (OperationState::Ended(OutcomeKind::Held), Some(held.reason.as_str())),
            None => (OperationState::Planned, None),
        };
        let id = number(operation.id);
        insert.execute(params![
            run,
            id,
            operation.product,
            operation.work.name(),
            state.name(),
            at,
            detail
        ])?;
        insert_body.execute(params![run, id, json::encode("an operation", operation)?])?;
    }
    Ok(())
}

/// Writes down that these planned operations are about to be sent, in this order, in one request; returns the
/// attempt's id. Send only after the commit.
pub fn intent(
    tx: &Transaction<'_>,
    run: i64,
    operations: &[OperationId],
    attempt: &NewAttempt,
    at: i64,
) -> Result<i64, LedgerError> {
    let attempt = attempts::insert(tx, run, operations, attempt, at)?;
    let mut update = tx.prepare_cached(
        "UPDATE operations SET state = 'sent', attempts = attempts + 1, attempt_id = ?3, at = ?4
         WHERE run_id = ?1 AND op_id = ?2 AND state = 'planned'",
    )?;
    for &operation in operations {
        if update.execute(params![run, number(operation), attempt, at])? == 0 {
            return Err(refusal(tx, run, operation, OperationState::Sent)?);
        }
    }
    Ok(attempt)
}

/// Writes down how an operation ended. It may come without an intent: skipped, or found unchanged.
pub fn outcome(
    tx: &Transaction<'_>,
    run: i64,
    operation: OperationId,
    kind: OutcomeKind,
    detail: Option<&str>,
    at: i64,
) -> Result<(), LedgerError> {
    let changed = tx
        .prepare_cached(
            "UPDATE operations SET state = ?3, detail = ?4, at = ?5
             WHERE run_id = ?1 AND op_id = ?2 AND state IN ('planned', 'sent')",
        )?
        .execute(params![run, number(operation), kind.name(), detail, at])?;
    if changed == 0 {
        return Err(refusal(tx, run, operation, OperationState::Ended(kind))?);
    }
    Ok(())
}

/// Writes many outcomes down, all or none.
pub fn outcomes(tx: &Transaction<'_>, run: i64, outcomes: &[Outcome], at: i64) -> Result<(), LedgerError> {
    for each in outcomes {
        outcome(tx, run, each.operation, each.kind, each.detail.as_deref(), at)?;
    }
    Ok(())
}

/// Takes an intent back: the store is known not to have carried these out, and they may be sent anew.
pub fn back_to_planned(
    tx: &Transaction<'_>,
    run: i64,
    operations: &[OperationId],
    at: i64,
) -> Result<(), LedgerError> {
    let mut update = tx.prepare_cached(
        "UPDATE operations SET state = 'planned', at = ?3
         WHERE run_id = ?1 AND op_id = ?2 AND state = 'sent'",
    )?;
    for &operation in operations {
        if update.execute(params![run, number(operation), at])? == 0 {
            return Err(refusal(tx, run, operation, OperationState::Planned)?);
        }
    }
    Ok(())
}

/// Skips everything that is still planned, before a run ends early; returns how many. What is in doubt stays so:
/// it wants to be looked up.
pub fn skip_planned(tx: &Transaction<'_>, run: i64, detail: &str, at: i64) -> Result<u64, LedgerError> {
    let changed = tx
        .prepare_cached(
            "UPDATE operations SET state = 'skipped', detail = ?2, at = ?3
             WHERE run_id = ?1 AND state = 'planned'",
        )?
        .execute(params![run, detail, at])?;
    Ok(changed as u64)
}

/// SQLite's integers are signed; ids count up from 0 and never come near the limit.
pub(super) fn number(operation: OperationId) -> i64 {
    operation.cast_signed()
}

/// Returns why an operation could not change its state.
fn refusal(
    tx: &Transaction<'_>,
    run: i64,
    operation: OperationId,
    wanted: OperationState,
) -> Result<LedgerError, LedgerError> {
    let found: Option<String> = tx
        .prepare_cached("SELECT state FROM operations WHERE run_id = ?1 AND op_id = ?2")?
        .query_row(params![run, number(operation)], |row| row.get(0))
        .optional()?;
    Ok(match found {
        Some(found) => LedgerError::Ended { run, operation, found, wanted: wanted.name().to_owned() },
        None => LedgerError::missing(format!("operation {operation} of run {run}")),
    })
}
