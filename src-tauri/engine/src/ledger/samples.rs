//! Samples: a figure of a store at a time, for the curves the window draws.

use rusqlite::{Connection, Transaction, params};

use super::LedgerError;

#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What was measured, with its unit: `budget_points`, `call_ms`.
    pub name: String,
    pub at: i64,
    pub value: f64,
}

/// Notes samples. Where the place is taken, by another run after a clock was set back, a sample moves on to the next free
/// millisecond.
pub fn add(
    tx: &Transaction<'_>,
    store: i64,
    run: Option<i64>,
    samples: &[Sample],
) -> Result<(), LedgerError> {
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO samples (store_id, name, at, run_id, value) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for sample in samples {
        let mut at = sample.at;
        while insert.execute(params![store, sample.name, at, run, sample.value])? == 0 {
            at += 1;
        }
    }
    Ok(())
}

/// Returns the samples of a run by name, and within a name oldest first.
pub fn of_run(conn: &Connection, run: i64) -> Result<Vec<Sample>, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT name, at, value FROM samples WHERE run_id = ?1 ORDER BY name, at")?;
    let rows = statement
        .query_map([run], |row| Ok(Sample { name: row.get(0)?, at: row.get(1)?, value: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the samples of one name with `from <= at < until`, oldest first.
pub fn between(
    conn: &Connection,
    store: i64,
    name: &str,
    from: i64,
    until: i64,
) -> Result<Vec<Sample>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT name, at, value FROM samples WHERE store_id = ?1 AND name = ?2 AND at >= ?3 AND at < ?4
         ORDER BY at",
    )?;
    let rows = statement.query_map(params![store, name, from, until], |row| {
        Ok(Sample { name: row.get(0)?, at: row.get(1)?, value: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets the samples of a store that are older than `at`; returns how many.
pub fn forget_before(tx: &Transaction<'_>, store: i64, at: i64) -> Result<u64, LedgerError> {
    let removed = tx
        .prepare_cached("DELETE FROM samples WHERE store_id = ?1 AND at < ?2")?
        .execute(params![store, at])?;
    Ok(removed as u64)
}
