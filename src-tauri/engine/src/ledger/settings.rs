//! Settings of the whole program: a word for a word. What belongs to a store stands in `stores`.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::LedgerError;

/// Returns a setting; `None` where it was never set.
pub fn get(conn: &Connection, key: &str) -> Result<Option<String>, LedgerError> {
    let mut statement = conn.prepare_cached("SELECT value FROM settings WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// Returns all settings.
pub fn all(conn: &Connection) -> Result<BTreeMap<String, String>, LedgerError> {
    let mut statement = conn.prepare_cached("SELECT key, value FROM settings")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Sets, or sets anew.
pub fn set(tx: &Transaction<'_>, key: &str, value: &str) -> Result<(), LedgerError> {
    tx.prepare_cached(
        "INSERT INTO settings (key, value) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET value = excluded.value",
    )?
    .execute([key, value])?;
    Ok(())
}

/// Goes back to the default.
pub fn remove(tx: &Transaction<'_>, key: &str) -> Result<(), LedgerError> {
    tx.prepare_cached("DELETE FROM settings WHERE key = ?1")?.execute([key])?;
    Ok(())
}
