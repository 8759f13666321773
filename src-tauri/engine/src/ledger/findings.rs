//! What was odd in the source of a run.

use evenshelf_core::finding::Finding;
use rusqlite::{Connection, Transaction, params};

use super::{LedgerError, json};

const WHAT: &str = "a finding";

/// Writes the findings of a new run down, in their order.
pub fn insert_all<'a>(
    tx: &Transaction<'_>,
    run: i64,
    findings: impl IntoIterator<Item = &'a Finding>,
) -> Result<(), LedgerError> {
    let mut insert = tx.prepare_cached("INSERT INTO findings (run_id, n, body) VALUES (?1, ?2, ?3)")?;
    for (n, finding) in (0_i64..).zip(findings) {
        insert.execute(params![run, n, json::encode(WHAT, finding)?])?;
    }
    Ok(())
}

/// Returns findings of a run in their order: at most `limit`, after the first `skip`.
pub fn page(conn: &Connection, run: i64, skip: u32, limit: u32) -> Result<Vec<Finding>, LedgerError> {
    conn.prepare_cached("SELECT body FROM findings WHERE run_id = ?1 AND n >= ?2 ORDER BY n LIMIT ?3")?
        .query_and_then(params![run, skip, limit], |row| json::column(WHAT, row, 0))?
        .collect()
}

/// Returns findings of a run in their order, of one code or of all: at most `limit`, after the first `offset`; and how many
/// there are.
pub fn of_code(
    conn: &Connection,
    run: i64,
    code: Option<&str>,
    offset: u64,
    limit: u32,
) -> Result<(u64, Vec<Finding>), LedgerError> {
    let among = "FROM findings WHERE run_id = ?1 AND (?2 IS NULL OR body ->> 'code' = ?2)";
    let total: i64 = conn
        .prepare_cached(&format!("SELECT count(*) {among}"))?
        .query_row(params![run, code], |row| row.get(0))?;
    let offset = i64::try_from(offset).unwrap_or(i64::MAX);
    let findings = conn
        .prepare_cached(&format!("SELECT body {among} ORDER BY n LIMIT ?3 OFFSET ?4"))?
        .query_and_then(params![run, code, limit, offset], |row| json::column(WHAT, row, 0))?
        .collect::<Result<_, LedgerError>>()?;
    Ok((total.unsigned_abs(), findings))
}

/// Returns the number of findings of a run.
pub fn count(conn: &Connection, run: i64) -> Result<u64, LedgerError> {
    let count: i64 = conn
        .prepare_cached("SELECT count(*) FROM findings WHERE run_id = ?1")?
        .query_row([run], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
