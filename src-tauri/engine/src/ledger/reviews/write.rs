//! Writes the rows of a review that is being made.

use evenshelf_core::operation::{Operation, Work};
use rusqlite::{Transaction, params};

use crate::ledger::{LedgerError, json};
use crate::review::rows::{NewRow, ProductRows};

/// A product of a plan with all that is written of it.
pub(crate) struct NewProduct {
    /// Counted from 0, in the plan's order.
    pub n: u64,
    pub operations: Vec<PlacedOperation>,
    pub rows: ProductRows,
    /// The product as the shelf's file has it, where two files are compared.
    pub body: Option<String>,
}

/// An operation and where it stands in the plan's file.
pub(crate) struct PlacedOperation {
    pub operation: Operation,
    pub points: u64,
    pub start: u64,
    pub length: u64,
}

/// Writes products down with their operations and rows.
pub(crate) fn products(
    tx: &Transaction<'_>,
    review: i64,
    products: &[NewProduct],
) -> Result<(), LedgerError> {
    for product in products {
        self::product(tx, review, product)?;
        let mut rows = product.rows.rows.iter().peekable();
        for placed in &product.operations {
            let id = placed.operation.id;
            let first = rows.peek().map_or(0, |row| row.row);
            operation(tx, review, placed, first)?;
            let held_kind = placed.operation.held.as_ref().map(|held| held.kind.name());
            while let Some(row) = rows.next_if(|row| row.operation == id) {
                self::row(tx, review, product.n, row, held_kind)?;
            }
        }
    }
    Ok(())
}

fn product(tx: &Transaction<'_>, review: i64, product: &NewProduct) -> Result<(), LedgerError> {
    let Some(first) = product.operations.first() else { return Ok(()) };
    let needs = match product.rows.needs.is_empty() {
        true => None,
        false => Some(json::encode("what a change needs", &product.rows.needs)?),
    };
    tx.prepare_cached(
        "INSERT INTO review_products (review_id, n, handle, product_id, title, needs, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        review,
        product.n.cast_signed(),
        first.operation.product,
        first.operation.product_id,
        product.rows.title,
        needs,
        product.body,
    ])?;
    Ok(())
}

fn operation(
    tx: &Transaction<'_>,
    review: i64,
    placed: &PlacedOperation,
    first_row: u64,
) -> Result<(), LedgerError> {
    let PlacedOperation { operation, points, start, length } = placed;
    let points = if matches!(operation.work, Work::SetQuantity(_)) { 0 } else { *points };
    tx.prepare_cached(
        "INSERT INTO review_operations
             (review_id, op_id, first_row, work, held_reason, record, line, points, start, length)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        review,
        operation.id.cast_signed(),
        first_row.cast_signed(),
        operation.work.name(),
        operation.held.as_ref().map(|held| &held.reason),
        operation.place.map(|place| place.record.cast_signed()),
        operation.place.map(|place| place.line.cast_signed()),
        points.cast_signed(),
        start.cast_signed(),
        length.cast_signed(),
    ])?;
    Ok(())
}

fn row(
    tx: &Transaction<'_>,
    review: i64,
    product: u64,
    row: &NewRow,
    held_kind: Option<&str>,
) -> Result<(), LedgerError> {
    tx.prepare_cached(
        "INSERT INTO review_rows (review_id, row, op_id, product, unit, sign, field, held_kind, search)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        review,
        row.row.cast_signed(),
        row.operation.cast_signed(),
        product.cast_signed(),
        row.unit.cast_signed(),
        row.sign as i64,
        row.field,
        held_kind,
        row.search,
    ])?;
    tx.prepare_cached(
        "INSERT INTO review_cells (review_id, row, subject, sku, before, after, percent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        review,
        row.row.cast_signed(),
        json::encode("a subject", &row.subject)?,
        row.sku,
        json::encode("a cell", &row.before)?,
        json::encode("a cell", &row.after)?,
        row.percent,
    ])?;
    Ok(())
}
