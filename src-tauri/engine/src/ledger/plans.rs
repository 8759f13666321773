//! Plans that were shown or run. Their operations are kept with the run; here is what names a plan.

use rusqlite::{Connection, Row, Transaction, params};
use serde::Serialize;

use super::{LedgerError, json};

/// A plan, without its operations.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredPlan {
    /// The digest that is the plan's name.
    pub id: String,
    pub store: i64,
    pub source: String,
    /// Counts, forecast and whatever else a list of plans shows.
    pub summary: serde_json::Value,
    pub created_at: i64,
}

/// Notes a plan. The same plan made again keeps its id and takes the new time.
pub fn put(tx: &Transaction<'_>, plan: &StoredPlan) -> Result<(), LedgerError> {
    tx.prepare_cached(
        "INSERT INTO plans (id, store_id, source, summary, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET store_id = excluded.store_id, source = excluded.source,
             summary = excluded.summary, created_at = excluded.created_at",
    )?
    .execute(params![
        plan.id,
        plan.store,
        plan.source,
        json::encode("a plan", &plan.summary)?,
        plan.created_at
    ])?;
    Ok(())
}

/// Returns a plan by its id.
pub fn get(conn: &Connection, id: &str) -> Result<Option<StoredPlan>, LedgerError> {
    conn.prepare_cached("SELECT id, store_id, source, summary, created_at FROM plans WHERE id = ?1")?
        .query_and_then([id], read_row)?
        .next()
        .transpose()
}

/// Returns the newest plans of a store, newest first.
pub fn list(conn: &Connection, store: i64, last: u32) -> Result<Vec<StoredPlan>, LedgerError> {
    conn.prepare_cached(
        "SELECT id, store_id, source, summary, created_at FROM plans WHERE store_id = ?1
         ORDER BY created_at DESC, id LIMIT ?2",
    )?
    .query_and_then(params![store, last], read_row)?
    .collect()
}

fn read_row(row: &Row<'_>) -> Result<StoredPlan, LedgerError> {
    Ok(StoredPlan {
        id: row.get(0)?,
        store: row.get(1)?,
        source: row.get(2)?,
        summary: json::column("a plan", row, 3)?,
        created_at: row.get(4)?,
    })
}
