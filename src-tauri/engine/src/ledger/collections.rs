//! The store's collections in the mirror.

use evenshelf_core::collection::StoreCollection;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::surroundings::Surrounding;
use super::{LedgerError, json};

impl Surrounding for StoreCollection {
    const KIND: &'static str = "collection";

    fn id(&self) -> &str {
        &self.id
    }
}

/// Notes collections as the store holds them now.
pub fn put_many(
    tx: &Transaction<'_>,
    store: i64,
    collections: &[StoreCollection],
) -> Result<(), LedgerError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO surroundings (store_id, kind, object_id, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET body = excluded.body",
    )?;
    for one in collections {
        insert.execute(params![
            store,
            StoreCollection::KIND,
            one.id,
            json::encode(StoreCollection::KIND, one)?
        ])?;
    }
    Ok(())
}

/// Forgets a collection that is gone from the store.
pub fn remove(tx: &Transaction<'_>, store: i64, id: &str) -> Result<(), LedgerError> {
    tx.prepare_cached("DELETE FROM surroundings WHERE store_id = ?1 AND kind = ?2 AND object_id = ?3")?
        .execute(params![store, StoreCollection::KIND, id])?;
    Ok(())
}

/// Returns a collection by its id.
pub fn get(conn: &Connection, store: i64, id: &str) -> Result<Option<StoreCollection>, LedgerError> {
    conn.prepare_cached("SELECT body FROM surroundings WHERE store_id = ?1 AND kind = ?2 AND object_id = ?3")?
        .query_and_then(params![store, StoreCollection::KIND, id], |row| {
            json::column(StoreCollection::KIND, row, 0)
        })?
        .next()
        .transpose()
}

/// Returns a collection by its handle.
pub fn by_handle(
    conn: &Connection,
    store: i64,
    handle: &str,
) -> Result<Option<StoreCollection>, LedgerError> {
    conn.prepare_cached(
        "SELECT body FROM surroundings WHERE store_id = ?1 AND kind = ?2 AND json_extract(body, '$.handle') = ?3
         ORDER BY object_id LIMIT 1",
    )?
    .query_and_then(params![store, StoreCollection::KIND, handle], |row| json::column(StoreCollection::KIND, row, 0))?
    .next()
    .transpose()
}

/// Returns the ids of all collections, in order.
pub fn ids(conn: &Connection, store: i64) -> Result<Vec<String>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT object_id FROM surroundings WHERE store_id = ?1 AND kind = ?2 ORDER BY object_id",
    )?;
    let rows = statement.query_map(params![store, StoreCollection::KIND], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives every collection to the closure, by handle, one at a time in memory.
pub fn for_each(
    conn: &Connection,
    store: i64,
    mut f: impl FnMut(StoreCollection) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT body FROM surroundings WHERE store_id = ?1 AND kind = ?2
         ORDER BY json_extract(body, '$.handle'), object_id",
    )?;
    let mut rows = statement.query(params![store, StoreCollection::KIND])?;
    while let Some(row) = rows.next()? {
        f(json::column(StoreCollection::KIND, row, 0)?)?;
    }
    Ok(())
}

/// Returns, by handle, the collections that name the product and those of which the mirror does not say who is in them.
pub fn about(conn: &Connection, store: i64, product_id: &str) -> Result<Vec<StoreCollection>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT body FROM surroundings WHERE store_id = ?1 AND kind = ?2
         AND (instr(body, json_quote(?3)) > 0 OR json_extract(body, '$.members') IS NULL)
         ORDER BY json_extract(body, '$.handle'), object_id",
    )?;
    let mut rows = statement.query(params![store, StoreCollection::KIND, product_id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(json::column(StoreCollection::KIND, row, 0)?);
    }
    Ok(found)
}

/// Returns the handle a product has now, where the mirror knows it.
pub fn handle_of(conn: &Connection, store: i64, product_id: &str) -> Result<Option<String>, LedgerError> {
    Ok(conn
        .prepare_cached(
            "SELECT handle FROM mirror_products WHERE store_id = ?1 AND product_id = ?2
             AND generation = (SELECT mirror_generation FROM stores WHERE id = ?1)",
        )?
        .query_row(params![store, product_id], |row| row.get(0))
        .optional()?)
}

/// Returns the id of the product with this handle.
pub fn product_with(conn: &Connection, store: i64, handle: &str) -> Result<Option<String>, LedgerError> {
    Ok(conn
        .prepare_cached(
            "SELECT product_id FROM mirror_products WHERE store_id = ?1 AND handle = ?2
             AND generation = (SELECT mirror_generation FROM stores WHERE id = ?1)
             ORDER BY updated_at DESC, product_id DESC LIMIT 1",
        )?
        .query_row(params![store, handle], |row| row.get(0))
        .optional()?)
}
