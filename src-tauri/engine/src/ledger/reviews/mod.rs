//! Plans under review: a row for each change, with what the owner decided of it.
//!
//! A review is written in slices and seen by nobody before its last one. What is filtered and counted stands in
//! narrow rows that one scan reads; what is shown of a row stands beside them and is read for a page alone.

pub mod findings;
pub mod marks;
pub mod plans;
mod query;
pub mod rows;
pub mod tally;
pub mod write;

use evenshelf_core::plan::{Budget, MatchBy, Missing, PlanHead};
use rusqlite::{Connection, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::stores::StoreKind;
use super::{LedgerError, json};
use tally::Summary;

const WHAT: &str = "a review";

/// What a review is made with.
#[derive(Debug, Clone, PartialEq)]
pub struct NewHead {
    /// `None` where two files are compared.
    pub store: Option<i64>,
    pub created_at: i64,
    pub copied_at: Option<i64>,
    pub currency: Option<String>,
    pub shelf: Option<String>,
    pub sheet: String,
    pub asked: Asked,
    /// Its findings are kept apart.
    pub head: PlanHead,
    pub budget: Budget,
}

/// What the plan was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub match_by: Option<MatchBy>,
    pub missing: Missing,
}

/// A review without its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredReview {
    pub id: i64,
    pub store: Option<ReviewedStore>,
    pub version: u64,
    pub created_at: i64,
    pub copied_at: Option<i64>,
    pub currency: Option<String>,
    pub shelf: Option<String>,
    pub sheet: String,
    pub asked: Asked,
    pub head: PlanHead,
    pub budget: Budget,
    pub summary: Summary,
}

/// The store that a review is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedStore {
    pub id: i64,
    pub name: String,
    pub kind: StoreKind,
    /// The `….myshopify.com` name.
    pub domain: Option<String>,
}

/// Notes a review that is about to be written, and returns its id. It is seen once [`finish`] was called.
pub fn begin(tx: &Transaction<'_>, new: &NewHead) -> Result<i64, LedgerError> {
    tx.prepare_cached(
        "INSERT INTO reviews (store_id, created_at, copied_at, currency, shelf, sheet, asked, head, budget)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        new.store,
        new.created_at,
        new.copied_at,
        new.currency,
        new.shelf,
        new.sheet,
        json::encode(WHAT, &new.asked)?,
        json::encode(WHAT, &new.head)?,
        json::encode(WHAT, &new.budget)?,
    ])?;
    Ok(tx.last_insert_rowid())
}

/// Counts what was written and shows the review.
pub fn finish(tx: &Transaction<'_>, review: i64) -> Result<(), LedgerError> {
    tally::refresh(tx, review)?;
    tx.prepare_cached("UPDATE reviews SET ready = 1 WHERE id = ?1")?.execute([review])?;
    Ok(())
}

/// Returns a review; `None` where there is none of this id.
pub fn get(conn: &Connection, review: i64) -> Result<Option<StoredReview>, LedgerError> {
    conn.prepare_cached(&format!("{SELECT} AND reviews.id = ?1"))?
        .query_and_then([review], read_row)?
        .next()
        .transpose()
}

/// Returns the reviews, the newest first.
pub fn list(conn: &Connection) -> Result<Vec<StoredReview>, LedgerError> {
    conn.prepare_cached(&format!("{SELECT} ORDER BY reviews.id DESC"))?
        .query_and_then([], read_row)?
        .collect()
}

/// Returns the ids of all reviews of a store, of those that are still being written as well.
pub fn ids_of_store(conn: &Connection, store: i64) -> Result<Vec<i64>, LedgerError> {
    let mut statement = conn.prepare_cached("SELECT id FROM reviews WHERE store_id = ?1")?;
    let ids = statement.query_map([store], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Returns the reviews whose writing broke off: those not shown and begun before `before`.
pub fn abandoned(conn: &Connection, before: i64) -> Result<Vec<i64>, LedgerError> {
    let mut statement = conn.prepare_cached("SELECT id FROM reviews WHERE NOT ready AND created_at < ?1")?;
    let ids = statement.query_map([before], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Returns whether there is a review of this id, be it that it is still being written.
pub fn exists(conn: &Connection, review: i64) -> Result<bool, LedgerError> {
    Ok(conn.prepare_cached("SELECT 1 FROM reviews WHERE id = ?1")?.exists([review])?)
}

/// Returns the version of a review; `None` where there is no such review.
pub fn version(conn: &Connection, review: i64) -> Result<Option<u64>, LedgerError> {
    let mut statement = conn.prepare_cached("SELECT version FROM reviews WHERE id = ?1 AND ready")?;
    let mut rows = statement.query([review])?;
    Ok(rows.next()?.map(|row| row.get::<_, i64>(0)).transpose()?.map(i64::unsigned_abs))
}

/// Counts anew after rows were changed, and returns the new version.
fn changed(tx: &Transaction<'_>, review: i64) -> Result<u64, LedgerError> {
    tally::refresh(tx, review)?;
    tx.prepare_cached("UPDATE reviews SET version = version + 1 WHERE id = ?1")?.execute([review])?;
    version(tx, review)?.ok_or_else(|| LedgerError::missing(format!("review {review}")))
}

/// Forgets a review with all its rows. Its plan's file is the caller's matter.
pub fn remove(tx: &Transaction<'_>, review: i64) -> Result<(), LedgerError> {
    tx.prepare_cached("DELETE FROM reviews WHERE id = ?1")?.execute([review])?;
    Ok(())
}

const SELECT: &str = "SELECT reviews.id, store_id, name, kind, shop_domain, version, created_at, copied_at,
    reviews.currency, shelf, sheet, asked, head, budget, summary
    FROM reviews LEFT JOIN stores ON stores.id = store_id WHERE ready";

fn read_row(row: &Row<'_>) -> Result<StoredReview, LedgerError> {
    let store = match row.get::<_, Option<i64>>(1)? {
        Some(id) => Some(ReviewedStore {
            id,
            name: row.get(2)?,
            kind: json::word("a kind of store", row, 3, StoreKind::parse)?,
            domain: row.get(4)?,
        }),
        None => None,
    };
    Ok(StoredReview {
        id: row.get(0)?,
        store,
        version: row.get::<_, i64>(5)?.unsigned_abs(),
        created_at: row.get(6)?,
        copied_at: row.get(7)?,
        currency: row.get(8)?,
        shelf: row.get(9)?,
        sheet: row.get(10)?,
        asked: json::column(WHAT, row, 11)?,
        head: json::column(WHAT, row, 12)?,
        budget: json::column(WHAT, row, 13)?,
        summary: json::column(WHAT, row, 14)?,
    })
}
