//! Attempts: each request that asks the store for something, written down before it is sent.

use evenshelf_core::operation::OperationId;
use rusqlite::{Connection, Row, Transaction, params};
use serde::Serialize;

use super::{LedgerError, json};

/// A request that is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NewAttempt {
    /// How it travels: `sequential`, `parallel`, `batch` or `bulk`.
    pub lane: String,
    /// The name of the GraphQL document.
    pub document: String,
    /// What makes the store take it once only, where its mutation has such a key.
    pub idempotency_key: Option<String>,
    /// The exact text of the variables, where the request may have to be sent again byte for byte.
    pub variables: Option<String>,
}

/// A request as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attempt {
    pub id: i64,
    pub run: i64,
    pub lane: String,
    pub document: String,
    pub idempotency_key: Option<String>,
    pub variables: Option<String>,
    /// All that ride in it, in the order of the request.
    pub operations: Vec<OperationId>,
    pub started_at: i64,
    /// How often it was sent; more than once only with its idempotency key.
    pub sends: u32,
    pub sent_at: i64,
    pub ended_at: Option<i64>,
    /// How it ended, in a word or two: `answered`, `not executed`, `lost`.
    pub answer: Option<String>,
}

const WHAT: &str = "an attempt's operations";
const COLUMNS: &str = "id, run_id, lane, document, idempotency_key, variables, operations, started_at, sends,
    sent_at, ended_at, answer";

pub(super) fn insert(
    tx: &Transaction<'_>,
    run: i64,
    operations: &[OperationId],
    attempt: &NewAttempt,
    at: i64,
) -> Result<i64, LedgerError> {
    tx.prepare_cached(
        "INSERT INTO attempts (run_id, lane, document, idempotency_key, variables, operations, started_at, sent_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
    )?
    .execute(params![
        run,
        attempt.lane,
        attempt.document,
        attempt.idempotency_key,
        attempt.variables,
        json::encode(WHAT, operations)?,
        at
    ])?;
    Ok(tx.last_insert_rowid())
}

/// Notes that the request is about to be sent once more, with the same key and the same bytes.
pub fn send_again(tx: &Transaction<'_>, attempt: i64, at: i64) -> Result<(), LedgerError> {
    let changed = tx
        .prepare_cached("UPDATE attempts SET sends = sends + 1, sent_at = ?2, ended_at = NULL WHERE id = ?1")?
        .execute(params![attempt, at])?;
    if changed == 0 { Err(LedgerError::missing(format!("attempt {attempt}"))) } else { Ok(()) }
}

/// Notes how the request ended. It says nothing of its operations: their outcomes do.
pub fn end(tx: &Transaction<'_>, attempt: i64, answer: &str, at: i64) -> Result<(), LedgerError> {
    let changed = tx
        .prepare_cached("UPDATE attempts SET ended_at = ?3, answer = ?2 WHERE id = ?1")?
        .execute(params![attempt, answer, at])?;
    if changed == 0 { Err(LedgerError::missing(format!("attempt {attempt}"))) } else { Ok(()) }
}

/// Returns an attempt by its id.
pub fn get(conn: &Connection, attempt: i64) -> Result<Attempt, LedgerError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM attempts WHERE id = ?1"))?
        .query_and_then([attempt], read_row)?
        .next()
        .unwrap_or_else(|| Err(LedgerError::missing(format!("attempt {attempt}"))))
}

/// Returns the attempts of a run in the order they were made: at most `limit` of those after the id `after`.
pub fn list(conn: &Connection, run: i64, after: i64, limit: u32) -> Result<Vec<Attempt>, LedgerError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM attempts WHERE run_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
    ))?
    .query_and_then(params![run, after, limit], read_row)?
    .collect()
}

/// What a request took.
#[derive(Debug, Clone, PartialEq)]
pub struct Took {
    /// It goes under a key of its own, as stock does: all that rides in it is one list.
    pub keyed: bool,
    /// How many ride in it.
    pub operations: u64,
    pub sends: u32,
    /// From its last sending to its answer; `None` where none came.
    pub ms: Option<f64>,
}

/// Returns what each request of a run took, in the order they were made.
pub fn took(conn: &Connection, run: i64) -> Result<Vec<Took>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT idempotency_key IS NOT NULL, json_array_length(operations), sends, ended_at - sent_at FROM attempts
         WHERE run_id = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([run], |row| {
        let operations: i64 = row.get(1)?;
        let ms: Option<i64> = row.get(3)?;
        Ok(Took {
            keyed: row.get(0)?,
            operations: operations.unsigned_abs(),
            sends: row.get(2)?,
            ms: ms.map(|ms| ms.max(0) as f64),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns how many requests of a run were sent, those that were sent again each time.
pub fn calls(conn: &Connection, run: i64) -> Result<u64, LedgerError> {
    let calls: i64 = conn
        .prepare_cached("SELECT coalesce(sum(sends), 0) FROM attempts WHERE run_id = ?1")?
        .query_row([run], |row| row.get(0))?;
    Ok(calls.unsigned_abs())
}

fn read_row(row: &Row<'_>) -> Result<Attempt, LedgerError> {
    Ok(Attempt {
        id: row.get(0)?,
        run: row.get(1)?,
        lane: row.get(2)?,
        document: row.get(3)?,
        idempotency_key: row.get(4)?,
        variables: row.get(5)?,
        operations: json::column(WHAT, row, 6)?,
        started_at: row.get(7)?,
        sends: row.get(8)?,
        sent_at: row.get(9)?,
        ended_at: row.get(10)?,
        answer: row.get(11)?,
    })
}
