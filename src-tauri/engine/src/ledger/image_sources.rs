//! Where each picture was uploaded from. The store answers with addresses of its own, so this memory is what
//! makes a second sync of the same file find the pictures unchanged.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};

use super::LedgerError;

/// Remembers the address a picture was uploaded from. The mirror fills it in when the product is put, so
/// remember first, then put.
pub fn remember(
    tx: &Transaction<'_>,
    store: i64,
    product_id: &str,
    media_id: &str,
    source: &str,
) -> Result<(), LedgerError> {
    tx.prepare_cached(
        "INSERT INTO image_sources (store_id, product_id, media_id, source) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET source = excluded.source",
    )?
    .execute(params![store, product_id, media_id, source])?;
    Ok(())
}

/// Returns the addresses of a product's pictures by media id.
pub fn for_product(
    conn: &Connection,
    store: i64,
    product_id: &str,
) -> Result<BTreeMap<String, String>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT media_id, source FROM image_sources WHERE store_id = ?1 AND product_id = ?2",
    )?;
    let rows = statement.query_map(params![store, product_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns all addresses of a store by media id.
pub fn for_store(conn: &Connection, store: i64) -> Result<BTreeMap<String, String>, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT media_id, source FROM image_sources WHERE store_id = ?1")?;
    let rows = statement.query_map([store], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn forget(tx: &Transaction<'_>, store: i64, product_id: &str) -> Result<(), LedgerError> {
    tx.prepare_cached("DELETE FROM image_sources WHERE store_id = ?1 AND product_id = ?2")?
        .execute(params![store, product_id])?;
    Ok(())
}
