//! What the products of a run's operations are called.

use std::collections::BTreeMap;

use evenshelf_core::operation::Operation;
use rusqlite::Connection;

use crate::ledger::operations::OperationRow;
use crate::ledger::{LedgerError, collections, mirror};
use crate::review::rows::{HeldProduct, is_collection, title};

/// Returns the title for each row, in their order. A product is looked up once, however many of its operations there are.
pub(super) fn titles(
    conn: &Connection,
    store: i64,
    rows: &[OperationRow],
) -> Result<Vec<String>, LedgerError> {
    let mut known: BTreeMap<&str, Option<HeldProduct>> = BTreeMap::new();
    for operation in rows.iter().map(|row| &row.operation) {
        if let Some(id) = &operation.product_id
            && !known.contains_key(id.as_str())
        {
            known.insert(id, held(conn, store, operation, id)?);
        }
    }
    Ok(rows
        .iter()
        .map(|OperationRow { operation, .. }| {
            let held = operation.product_id.as_deref().and_then(|id| known.get(id)?.as_ref());
            title(std::slice::from_ref(operation), held)
        })
        .collect())
}

fn held(
    conn: &Connection,
    store: i64,
    operation: &Operation,
    id: &str,
) -> Result<Option<HeldProduct>, LedgerError> {
    if is_collection(&operation.work) {
        return Ok(collections::get(conn, store, id)?.as_ref().map(HeldProduct::of_collection));
    }
    mirror::body(conn, store, id)?.as_deref().map(HeldProduct::parse).transpose()
}
