//! What a store has around its products, as of the last time it was read: one kind of thing after the other, each
//! thing as the JSON of its type.

use evenshelf_core::channel::Channel;
use evenshelf_core::metafield::{Entry, MetafieldDefinition};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::markets::ProductPrices;
use super::{LedgerError, json};

/// A thing that stands around a store's products. `KIND` is its word in the ledger and never changes.
pub trait Surrounding: Serialize + DeserializeOwned {
    const KIND: &'static str;

    /// Returns the id the store knows it by.
    fn id(&self) -> &str;
}

impl Surrounding for MetafieldDefinition {
    const KIND: &'static str = "metafield_definition";

    fn id(&self) -> &str {
        &self.id
    }
}

impl Surrounding for Entry {
    const KIND: &'static str = "metaobject";

    fn id(&self) -> &str {
        &self.id
    }
}

impl Surrounding for Channel {
    const KIND: &'static str = "channel";

    fn id(&self) -> &str {
        &self.id
    }
}

/// Replaces everything of one kind.
pub fn replace<T: Surrounding>(tx: &Transaction<'_>, store: i64, things: &[T]) -> Result<(), LedgerError> {
    tx.prepare_cached("DELETE FROM surroundings WHERE store_id = ?1 AND kind = ?2")?
        .execute(params![store, T::KIND])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO surroundings (store_id, kind, object_id, body) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for thing in things {
        insert.execute(params![store, T::KIND, thing.id(), json::encode(T::KIND, thing)?])?;
    }
    Ok(())
}

/// Returns everything of one kind, by id.
pub fn list<T: Surrounding>(conn: &Connection, store: i64) -> Result<Vec<T>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT body FROM surroundings WHERE store_id = ?1 AND kind = ?2 ORDER BY object_id",
    )?;
    let mut rows = statement.query(params![store, T::KIND])?;
    let mut things = Vec::new();
    while let Some(row) = rows.next()? {
        things.push(json::column(T::KIND, row, 0)?);
    }
    Ok(things)
}

/// Returns the thing of this id.
pub fn get<T: Surrounding>(conn: &Connection, store: i64, id: &str) -> Result<Option<T>, LedgerError> {
    conn.prepare_cached("SELECT body FROM surroundings WHERE store_id = ?1 AND kind = ?2 AND object_id = ?3")?
        .query_and_then(params![store, T::KIND, id], |row| json::column(T::KIND, row, 0))?
        .next()
        .transpose()
}

/// Notes one thing, in the place of what it was before.
pub fn put<T: Surrounding>(tx: &Transaction<'_>, store: i64, thing: &T) -> Result<(), LedgerError> {
    tx.prepare_cached(
        "INSERT INTO surroundings (store_id, kind, object_id, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET body = excluded.body",
    )?
    .execute(params![store, T::KIND, thing.id(), json::encode(T::KIND, thing)?])?;
    Ok(())
}

/// Forgets one thing.
pub fn remove<T: Surrounding>(tx: &Transaction<'_>, store: i64, id: &str) -> Result<(), LedgerError> {
    tx.prepare_cached("DELETE FROM surroundings WHERE store_id = ?1 AND kind = ?2 AND object_id = ?3")?
        .execute(params![store, T::KIND, id])?;
    Ok(())
}

/// Returns everything there is but what belongs to a product and comes with it, by kind and id.
pub fn all(conn: &Connection, store: i64) -> Result<Vec<(String, serde_json::Value)>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, body FROM surroundings WHERE store_id = ?1 AND kind <> ?2 ORDER BY kind, object_id",
    )?;
    let mut rows = statement.query(params![store, ProductPrices::KIND])?;
    let mut things = Vec::new();
    while let Some(row) = rows.next()? {
        things.push((row.get(0)?, json::column("surroundings", row, 1)?));
    }
    Ok(things)
}
