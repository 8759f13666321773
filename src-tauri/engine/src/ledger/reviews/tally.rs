//! What a review comes to as its marks stand: counted in one walk over its rows, and kept.

use std::collections::BTreeMap;

use evenshelf_core::operation::HeldKind;
use evenshelf_core::plan::{Budget, Forecast, Needs, PlanHead, Release};
use rusqlite::{Connection, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::ledger::{LedgerError, json};
use crate::review::types::{HeldChange, HeldGroup, ReviewCounts, RowState};

const WHAT: &str = "a review's summary";

/// What a review comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub counts: ReviewCounts,
    /// In the order of [`HeldKind::ALL`].
    pub held: Vec<HeldGroup>,
    /// Of what would be sent.
    pub forecast: Forecast,
}

/// Counts the rows anew and keeps the result.
pub(super) fn refresh(tx: &Transaction<'_>, review: i64) -> Result<(), LedgerError> {
    let (head, budget) = tx
        .prepare_cached("SELECT head, budget FROM reviews WHERE id = ?1")?
        .query_and_then([review], |row| Ok((json::column(WHAT, row, 0)?, json::column(WHAT, row, 1)?)))?
        .next()
        .unwrap_or_else(|| Err(LedgerError::missing(format!("review {review}"))))?;
    let summary = count(tx, review, &head, budget)?;
    tx.prepare_cached("UPDATE reviews SET summary = ?2 WHERE id = ?1")?
        .execute(params![review, json::encode(WHAT, &summary)?])?;
    Ok(())
}

/// An operation while its rows are walked.
struct Walked {
    id: i64,
    /// The number of its product.
    product: i64,
    work: String,
    points: u64,
    sends: bool,
}

fn count(conn: &Connection, review: i64, head: &PlanHead, budget: Budget) -> Result<Summary, LedgerError> {
    let mut counts = ReviewCounts {
        products: head.counts.products,
        products_even: head.counts.unchanged_products,
        ..ReviewCounts::default()
    };
    let mut groups: BTreeMap<HeldKind, HeldGroup> = BTreeMap::new();
    let mut needs = Needs::default();
    // Rows and operations stand in the same order, so that the two are walked side by side.
    let mut operations = conn.prepare_cached(
        "SELECT op_id, work, points FROM review_operations WHERE review_id = ?1 ORDER BY op_id",
    )?;
    let mut operations = operations.query([review])?;
    let mut rows = conn.prepare_cached(
        "SELECT op_id, product, state, done, held_kind, released, row FROM review_rows WHERE review_id = ?1 ORDER BY row",
    )?;
    let mut rows = rows.query([review])?;
    let mut operation: Option<Walked> = None;
    let (mut product, mut product_sends, mut is_collection) = (None, false, false);
    // The product in which a kind was met last.
    let mut met: BTreeMap<HeldKind, i64> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let n: i64 = row.get(1)?;
        if product != Some(n) {
            counts.products_to_apply += u64::from(product_sends);
            counts.collections_to_apply += u64::from(product_sends && is_collection);
            (product, product_sends, is_collection) = (Some(n), false, false);
            counts.products_changed += 1;
        }
        if operation.as_ref().is_none_or(|walked| walked.id != id) {
            let next = operations.next()?.ok_or_else(|| LedgerError::missing(format!("operation {id}")))?;
            close(&mut counts, &mut needs, operation.replace(walked(next, n)?));
            let work = operation.as_ref().map_or("", |walked| walked.work.as_str());
            if work.ends_with("_collection") && !is_collection {
                is_collection = true;
                counts.collections += 1;
            }
            match work {
                "create_product" | "create_collection" => {
                    counts.products_created += 1;
                    counts.products_changed -= 1;
                }
                "delete_product" | "delete_collection" => {
                    counts.products_removed += 1;
                    counts.products_changed -= 1;
                }
                _ => {}
            }
        }
        let state = json::word("a row's state", row, 2, RowState::parse)?;
        let done: bool = row.get(3)?;
        let sends = !done && matches!(state, RowState::Included | RowState::Released | RowState::Skipped);
        counts.changes += 1;
        counts.done += u64::from(done);
        counts.to_apply += u64::from(sends);
        counts.held += u64::from(state == RowState::Held);
        counts.excluded += u64::from(state == RowState::Excluded);
        product_sends |= sends;
        if let Some(walked) = &mut operation {
            walked.sends |= sends;
            if let Some(kind) = held_kind(row, 4)? {
                let group = groups.entry(kind).or_insert_with(|| HeldGroup {
                    kind,
                    changes: 0,
                    products: 0,
                    released: 0,
                    first: None,
                    example_product: String::new(),
                    releasable: Release::Everything.covers(kind),
                });
                group.changes += u64::from(state == RowState::Held);
                group.released += u64::from(row.get::<_, bool>(5)?);
                let before = met.insert(kind, n);
                group.products += u64::from(before != Some(n));
                if before.is_none() {
                    group.first = Some(held_change(conn, review, row.get(6)?)?);
                    group.example_product = title(conn, review, n)?;
                }
            }
        }
    }
    counts.products_to_apply += u64::from(product_sends);
    counts.collections_to_apply += u64::from(product_sends && is_collection);
    close(&mut counts, &mut needs, operation);
    Ok(Summary { counts, held: groups.into_values().collect(), forecast: needs.forecast(None, budget) })
}

/// Counts an operation whose rows are all seen.
fn close(counts: &mut ReviewCounts, needs: &mut Needs, operation: Option<Walked>) {
    let Some(operation) = operation.filter(|operation| operation.sends) else { return };
    counts.operations_to_apply += 1;
    match (operation.work.as_str(), operation.points) {
        ("set_metafield" | "delete_metafield", points) => {
            needs.add_metafield(operation.product.cast_unsigned(), points);
        }
        (_, 0) => needs.add_quantity(),
        (_, points) => needs.add_call(points),
    }
}

fn walked(row: &Row<'_>, product: i64) -> Result<Walked, LedgerError> {
    Ok(Walked {
        id: row.get(0)?,
        product,
        work: row.get(1)?,
        points: row.get::<_, i64>(2)?.unsigned_abs(),
        sends: false,
    })
}

fn held_kind(row: &Row<'_>, index: usize) -> Result<Option<HeldKind>, LedgerError> {
    if row.get_ref(index)? == rusqlite::types::ValueRef::Null {
        return Ok(None);
    }
    json::word("a kind of held change", row, index, HeldKind::parse).map(Some)
}

fn held_change(conn: &Connection, review: i64, row: i64) -> Result<HeldChange, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT r.field, c.before, c.after FROM review_rows AS r JOIN review_cells AS c USING (review_id, row)
         WHERE r.review_id = ?1 AND r.row = ?2",
    )?;
    let mut found = statement.query_and_then([review, row], |row| {
        Ok(HeldChange {
            field: row.get(0)?,
            before: json::column("a cell", row, 1)?,
            after: json::column("a cell", row, 2)?,
        })
    })?;
    found.next().unwrap_or_else(|| Err(LedgerError::missing(format!("row {row} of review {review}"))))
}

fn title(conn: &Connection, review: i64, product: i64) -> Result<String, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT title FROM review_products WHERE review_id = ?1 AND n = ?2")?;
    Ok(statement.query_row([review, product], |row| row.get(0))?)
}
