//! Reads the journal: what is in doubt, what is left, a page of it, and the counts.

use std::collections::BTreeMap;

use evenshelf_core::operation::{Operation, OperationId};
use rusqlite::{Connection, Row, params};
use serde::{Serialize, Serializer};

use super::attempts::{self, Attempt};
use super::operations::{OperationState, number};
use super::runs::Counts;
use super::{LedgerError, json};

/// An operation and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OperationRow {
    pub operation: Operation,
    pub state: OperationState,
    pub detail: Option<String>,
    /// How often it was sent.
    pub attempts: u32,
    /// The last of them.
    pub attempt: Option<i64>,
    /// When it came into its state.
    pub at: i64,
}

/// A request whose end is not known, with those of its operations that have no outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct InDoubt {
    pub attempt: Attempt,
    pub operations: Vec<Operation>,
}

/// Which operations a page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub state: Option<OperationState>,
    /// A part of the product's handle, in lower case.
    pub product: Option<String>,
}

impl Serialize for OperationState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

const WHAT: &str = "an operation";
const SELECT: &str = "SELECT body, state, detail, attempts, attempt_id, at
    FROM operations JOIN operation_bodies USING (run_id, op_id)";

/// Returns one operation.
pub fn get(conn: &Connection, run: i64, operation: OperationId) -> Result<OperationRow, LedgerError> {
    conn.prepare_cached(&format!("{SELECT} WHERE run_id = ?1 AND op_id = ?2"))?
        .query_and_then(params![run, number(operation)], read_row)?
        .next()
        .unwrap_or_else(|| Err(LedgerError::missing(format!("operation {operation} of run {run}"))))
}

/// Returns a page of the journal in the plan's order: at most `limit` operations after the id `after` (from the
/// first one for `None`).
pub fn page(
    conn: &Connection,
    run: i64,
    filter: &Filter,
    after: Option<OperationId>,
    limit: u32,
) -> Result<Vec<OperationRow>, LedgerError> {
    conn.prepare_cached(&format!(
        "{SELECT} WHERE run_id = ?1 AND op_id > ?2 AND (?3 IS NULL OR state = ?3)
             AND (?4 IS NULL OR instr(product, ?4) > 0)
         ORDER BY op_id LIMIT ?5"
    ))?
    .query_and_then(
        params![run, after.map_or(-1, number), filter.state.map(OperationState::name), filter.product, limit],
        read_row,
    )?
    .collect()
}

/// Gives every operation that passes the filter to the closure, in the plan's order, one at a time in memory.
pub fn for_each(
    conn: &Connection,
    run: i64,
    filter: &Filter,
    mut f: impl FnMut(OperationRow) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut statement = conn.prepare_cached(&format!(
        "{SELECT} WHERE run_id = ?1 AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR instr(product, ?3) > 0)
         ORDER BY op_id"
    ))?;
    let state = filter.state.map(OperationState::name);
    let mut rows = statement.query(params![run, state, filter.product])?;
    while let Some(row) = rows.next()? {
        f(read_row(row)?)?;
    }
    Ok(())
}

/// Returns the operations that are planned or in doubt, in the plan's order.
pub fn unfinished(conn: &Connection, run: i64) -> Result<Vec<OperationRow>, LedgerError> {
    conn.prepare_cached(&format!(
        "{SELECT} WHERE run_id = ?1 AND state IN ('planned', 'sent') ORDER BY op_id"
    ))?
    .query_and_then([run], read_row)?
    .collect()
}

/// Returns the state of every operation, in the plan's order, without its body.
pub fn states(conn: &Connection, run: i64) -> Result<Vec<(OperationId, OperationState)>, LedgerError> {
    conn.prepare_cached("SELECT op_id, state FROM operations WHERE run_id = ?1 ORDER BY op_id")?
        .query_and_then([run], |row| {
            let id: i64 = row.get(0)?;
            Ok((id.cast_unsigned(), json::word("an operation's state", row, 1, OperationState::parse)?))
        })?
        .collect()
}

/// Returns the requests of a run whose end is not known, oldest first. Each wants to be looked up, or sent again
/// with its own key and bytes, before anything else of the run is sent.
pub fn in_doubt(conn: &Connection, run: i64) -> Result<Vec<InDoubt>, LedgerError> {
    let mut by_attempt: BTreeMap<i64, Vec<Operation>> = BTreeMap::new();
    let mut statement = conn.prepare_cached(
        "SELECT attempt_id, body FROM operations JOIN operation_bodies USING (run_id, op_id)
         WHERE run_id = ?1 AND state = 'sent' ORDER BY op_id",
    )?;
    let mut rows = statement.query([run])?;
    while let Some(row) = rows.next()? {
        by_attempt.entry(row.get(0)?).or_default().push(json::column(WHAT, row, 1)?);
    }
    let doubt = by_attempt.into_iter().map(|(attempt, operations)| {
        let attempt = attempts::get(conn, attempt)?;
        Ok(InDoubt { attempt, operations })
    });
    doubt.collect()
}

/// Counts the operations of a run by how they ended.
pub fn counts(conn: &Connection, run: i64) -> Result<Counts, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT state, count(*) FROM operations WHERE run_id = ?1 GROUP BY state")?;
    let mut rows = statement.query([run])?;
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        let state = json::word("an operation's state", row, 0, OperationState::parse)?;
        let number: i64 = row.get(1)?;
        counts.add(state, number.unsigned_abs());
    }
    Ok(counts)
}

/// Counts the operations of a run that ended with exactly this detail.
pub fn count_ended_so(conn: &Connection, run: i64, detail: &str) -> Result<u64, LedgerError> {
    let count: i64 = conn
        .prepare_cached("SELECT count(*) FROM operations WHERE run_id = ?1 AND detail = ?2")?
        .query_row(params![run, detail], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

fn read_row(row: &Row<'_>) -> Result<OperationRow, LedgerError> {
    Ok(OperationRow {
        operation: json::column(WHAT, row, 0)?,
        state: json::word("an operation's state", row, 1, OperationState::parse)?,
        detail: row.get(2)?,
        attempts: row.get(3)?,
        attempt: row.get(4)?,
        at: row.get(5)?,
    })
}
