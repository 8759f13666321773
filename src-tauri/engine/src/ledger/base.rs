//! The base: what every field held when source and store last agreed. It is the third side of the comparison
//! that finds edits made in the store.

use std::collections::BTreeMap;

use evenshelf_core::operation::Subject;
use evenshelf_core::value::Value;
use rusqlite::{Connection, Transaction, params};

use super::{LedgerError, json};

/// The fields of one product by their [`key`].
pub type BaseFields = BTreeMap<String, Value>;

const WHAT: &str = "a product of the base";

/// Returns the name under which a field is kept: `title`, `variant/gid://…/price`, `image/3/alt`.
pub fn key(subject: &Subject, field: &str) -> String {
    match subject {
        Subject::Product => field.to_owned(),
        Subject::Variant { id, label } => format!("variant/{}/{field}", id.as_deref().unwrap_or(label)),
        Subject::Image { position } => format!("image/{position}/{field}"),
        Subject::Level { variant, location } => format!("level/{variant}/{location}/{field}"),
    }
}

/// Replaces what is known of a product.
pub fn put(
    tx: &Transaction<'_>,
    store: i64,
    product_id: &str,
    fields: &BaseFields,
    at: i64,
) -> Result<(), LedgerError> {
    tx.prepare_cached(
        "INSERT INTO base (store_id, product_id, fields, at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET fields = excluded.fields, at = excluded.at",
    )?
    .execute(params![store, product_id, json::encode(WHAT, fields)?, at])?;
    Ok(())
}

/// Adds these fields to what is known of a product, over their older values.
pub fn merge(
    tx: &Transaction<'_>,
    store: i64,
    product_id: &str,
    fields: BaseFields,
    at: i64,
) -> Result<(), LedgerError> {
    let mut known = get(tx, store, product_id)?.unwrap_or_default();
    known.extend(fields);
    put(tx, store, product_id, &known, at)
}

/// Returns the fields of a product; `None` where it was never in step.
pub fn get(conn: &Connection, store: i64, product_id: &str) -> Result<Option<BaseFields>, LedgerError> {
    conn.prepare_cached("SELECT fields FROM base WHERE store_id = ?1 AND product_id = ?2")?
        .query_and_then(params![store, product_id], |row| json::column(WHAT, row, 0))?
        .next()
        .transpose()
}

/// Forgets a product, once it is deleted.
pub fn remove(tx: &Transaction<'_>, store: i64, product_id: &str) -> Result<(), LedgerError> {
    tx.prepare_cached("DELETE FROM base WHERE store_id = ?1 AND product_id = ?2")?
        .execute(params![store, product_id])?;
    Ok(())
}
