//! Bulk operations handed to the store: what was staged, under which id the store works on it, and which
//! operations stand behind each line of the file.

use evenshelf_core::operation::OperationId;
use rusqlite::{Connection, Row, Transaction, params};
use serde::Serialize;

use super::{LedgerError, json};

/// A bulk operation that is about to be handed over. Like an intent it is written before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBulk {
    pub store: i64,
    /// `None` for a pull, like `attempt`.
    pub run: Option<i64>,
    pub attempt: Option<i64>,
    /// Which of the store's lanes it takes, counted from 0.
    pub lane: u32,
    pub document: String,
    pub status: String,
    /// The operations behind each line of the staged file, in order. Empty for a pull.
    pub lines: Vec<Vec<OperationId>>,
    pub created_at: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bulk {
    pub id: i64,
    pub store: i64,
    pub run: Option<i64>,
    pub attempt: Option<i64>,
    pub lane: u32,
    pub document: String,
    /// The store's id, once it has taken it.
    pub remote_id: Option<String>,
    /// Where the store keeps the staged file.
    pub staged_path: Option<String>,
    /// In the store's words; before that in ours.
    pub status: String,
    pub lines: Vec<Vec<OperationId>>,
    pub created_at: i64,
    pub updated_at: i64,
}

const WHAT: &str = "the lines of a bulk operation";
const COLUMNS: &str =
    "id, store_id, run_id, attempt_id, lane, document, remote_id, staged_path, status, lines,
    created_at, updated_at";

/// Writes a bulk operation down and returns its id.
pub fn create(tx: &Transaction<'_>, bulk: &NewBulk) -> Result<i64, LedgerError> {
    tx.prepare_cached(
        "INSERT INTO bulk_operations
             (store_id, run_id, attempt_id, lane, document, status, lines, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
    )?
    .execute(params![
        bulk.store,
        bulk.run,
        bulk.attempt,
        bulk.lane,
        bulk.document,
        bulk.status,
        json::encode(WHAT, &bulk.lines)?,
        bulk.created_at
    ])?;
    Ok(tx.last_insert_rowid())
}

/// Notes what is known by now. `None` leaves a value as it is.
pub fn update(
    tx: &Transaction<'_>,
    id: i64,
    status: &str,
    staged_path: Option<&str>,
    remote_id: Option<&str>,
    at: i64,
) -> Result<(), LedgerError> {
    let changed = tx
        .prepare_cached(
            "UPDATE bulk_operations SET status = ?2, staged_path = coalesce(?3, staged_path),
                 remote_id = coalesce(?4, remote_id), updated_at = ?5
             WHERE id = ?1",
        )?
        .execute(params![id, status, staged_path, remote_id, at])?;
    if changed == 0 { Err(LedgerError::missing(format!("bulk operation {id}"))) } else { Ok(()) }
}

/// Returns a bulk operation by our id.
pub fn get(conn: &Connection, id: i64) -> Result<Bulk, LedgerError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM bulk_operations WHERE id = ?1"))?
        .query_and_then([id], read_row)?
        .next()
        .unwrap_or_else(|| Err(LedgerError::missing(format!("bulk operation {id}"))))
}

/// Returns the bulk operations of a run in the order they were made.
pub fn of_run(conn: &Connection, run: i64) -> Result<Vec<Bulk>, LedgerError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM bulk_operations WHERE run_id = ?1 ORDER BY id"))?
        .query_and_then([run], read_row)?
        .collect()
}

/// Returns the newest bulk operations of a store, newest first.
pub fn list(conn: &Connection, store: i64, last: u32) -> Result<Vec<Bulk>, LedgerError> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM bulk_operations WHERE store_id = ?1 ORDER BY id DESC LIMIT ?2"
    ))?
    .query_and_then(params![store, last], read_row)?
    .collect()
}

fn read_row(row: &Row<'_>) -> Result<Bulk, LedgerError> {
    Ok(Bulk {
        id: row.get(0)?,
        store: row.get(1)?,
        run: row.get(2)?,
        attempt: row.get(3)?,
        lane: row.get(4)?,
        document: row.get(5)?,
        remote_id: row.get(6)?,
        staged_path: row.get(7)?,
        status: row.get(8)?,
        lines: json::column(WHAT, row, 9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}
