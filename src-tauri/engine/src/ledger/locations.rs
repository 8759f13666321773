//! The locations of a store, as of the last pull.

use evenshelf_core::catalog::StoreLocation;
use rusqlite::{Connection, Transaction, params};

use super::LedgerError;

/// Replaces the locations of a store.
pub fn replace(tx: &Transaction<'_>, store: i64, locations: &[StoreLocation]) -> Result<(), LedgerError> {
    tx.prepare_cached("DELETE FROM locations WHERE store_id = ?1")?.execute([store])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO locations (store_id, location_id, name, active) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for location in locations {
        insert.execute(params![store, location.id, location.name, location.active])?;
    }
    Ok(())
}

/// Returns the locations of a store, by name.
pub fn list(conn: &Connection, store: i64) -> Result<Vec<StoreLocation>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT location_id, name, active FROM locations WHERE store_id = ?1 ORDER BY name, location_id",
    )?;
    let rows = statement.query_map([store], |row| {
        Ok(StoreLocation { id: row.get(0)?, name: row.get(1)?, active: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
