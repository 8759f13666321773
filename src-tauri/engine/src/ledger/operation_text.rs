//! The text of a run's operations, to be searched: products, values and reasons.
//!
//! Ended runs are in an index; it is filled once a run is at rest, since filling it while the journal is written would
//! cost the journal more than its share. The few runs that are not in it yet, and texts shorter than the three letters
//! that the index knows, are searched by reading.

use std::collections::BTreeMap;

use evenshelf_core::operation::OperationId;
use evenshelf_core::value::Value;
use rusqlite::{Connection, Transaction, params};

use super::operation_rows::OperationRow;
use super::operations::{self, Filter};
use super::{Ledger, LedgerError};

/// Operations put into the index in one transaction: some tens of milliseconds, in which other writes wait.
const CHUNK: u32 = 1_000;
/// Characters of one value, and of one operation, that can be found. A description is found by its beginning.
const VALUE_CHARS_MAX: usize = 200;
const OPERATION_CHARS_MAX: usize = 4_000;
/// Operations that are read for one search at most: some seconds. What lies behind them is found by its run alone.
const READ_MAX: u64 = 400_000;
/// The letters of the index's entries.
const INDEXED_CHARS: usize = 3;
/// The value of `runs.indexed_to` for a run that is in the index whole.
const WHOLE: i64 = i64::MAX;

/// Puts every run that has ended and is not in the index there. What was done by an earlier try is not done again.
pub async fn catch_up(ledger: &Ledger) -> Result<(), LedgerError> {
    while let Some((run, indexed_to)) = ledger.read(next_run)? {
        let after = u64::try_from(indexed_to).ok();
        let rows = ledger.read(|conn| operations::page(conn, run, &Filter::default(), after, CHUNK))?;
        let texts: Vec<(i64, String)> =
            rows.iter().map(|row| (row.operation.id.cast_signed(), text(row))).collect();
        let is_last = texts.len() < CHUNK as usize;
        ledger.write(move |tx| add(tx, run, &texts, is_last)).await?;
    }
    Ok(())
}

fn next_run(conn: &Connection) -> Result<Option<(i64, i64)>, LedgerError> {
    conn.prepare_cached(
        "SELECT id, indexed_to FROM runs WHERE ended_at IS NOT NULL AND indexed_to <> ?1 ORDER BY id LIMIT 1",
    )?
    .query_map([WHOLE], |row| Ok((row.get(0)?, row.get(1)?)))?
    .next()
    .transpose()
    .map_err(LedgerError::from)
}

fn add(tx: &Transaction<'_>, run: i64, texts: &[(i64, String)], is_last: bool) -> Result<(), LedgerError> {
    let mut insert = tx.prepare_cached("INSERT INTO operation_text (rowid, text) VALUES (?1, ?2)")?;
    // Another process may have been here between our look and this write.
    let indexed_to: i64 = tx
        .prepare_cached("SELECT coalesce(max(indexed_to), ?2) FROM runs WHERE id = ?1")?
        .query_row(params![run, WHOLE], |row| row.get(0))?;
    for (operation, text) in texts.iter().filter(|(operation, _)| *operation > indexed_to) {
        insert.execute(params![(run << 32) + operation, text])?;
    }
    let to = if is_last { WHOLE } else { texts.last().map_or(WHOLE, |(operation, _)| *operation) };
    tx.prepare_cached("UPDATE runs SET indexed_to = max(indexed_to, ?2) WHERE id = ?1")?
        .execute(params![run, to])?;
    Ok(())
}

/// Takes what was deleted out of the index's own pages as well.
pub(super) fn forget_deleted(tx: &Transaction<'_>) -> Result<(), LedgerError> {
    tx.execute("INSERT INTO operation_text (operation_text) VALUES ('optimize')", [])?;
    Ok(())
}

/// Counts the operations of each run that a text is found in; letters match whatever their case.
pub fn hits(conn: &Connection, sought: &str) -> Result<BTreeMap<i64, u64>, LedgerError> {
    let mut hits = BTreeMap::new();
    let is_indexed = in_index(sought);
    if is_indexed {
        let mut statement = conn.prepare_cached(
            "SELECT rowid >> 32, count(*) FROM operation_text WHERE operation_text MATCH ?1 GROUP BY 1",
        )?;
        let mut rows = statement.query([phrase(sought)])?;
        while let Some(row) = rows.next()? {
            let count: i64 = row.get(1)?;
            hits.insert(row.get(0)?, count.unsigned_abs());
        }
    }
    let mut statement =
        conn.prepare_cached("SELECT id FROM runs WHERE NOT ?1 OR indexed_to <> ?2 ORDER BY id DESC")?;
    let to_read: Vec<i64> =
        statement.query_map(params![is_indexed, WHOLE], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut left = READ_MAX;
    for run in to_read {
        let found = read_through(conn, run, sought, &mut left)?.len() as u64;
        if found > 0 {
            hits.insert(run, found);
        } else {
            hits.remove(&run);
        }
    }
    Ok(hits)
}

/// Returns the operations of a run that a text is found in, in the plan's order.
pub fn found_in(conn: &Connection, run: i64, sought: &str) -> Result<Vec<OperationId>, LedgerError> {
    let indexed_to: i64 = conn
        .prepare_cached("SELECT coalesce(max(indexed_to), -1) FROM runs WHERE id = ?1")?
        .query_row([run], |row| row.get(0))?;
    if !in_index(sought) || indexed_to != WHOLE {
        return read_through(conn, run, sought, &mut READ_MAX.clone());
    }
    let mut statement = conn.prepare_cached(
        "SELECT rowid - (?2 << 32) FROM operation_text
         WHERE operation_text MATCH ?1 AND rowid >= ?2 << 32 AND rowid < (?2 + 1) << 32 ORDER BY rowid",
    )?;
    let rows = statement.query_map(params![phrase(sought), run], |row| row.get::<_, i64>(0))?;
    rows.map(|row| Ok(row?.cast_unsigned())).collect()
}

fn in_index(sought: &str) -> bool {
    sought.chars().count() >= INDEXED_CHARS
}

fn phrase(sought: &str) -> String {
    format!("\"{}\"", sought.replace('"', "\"\""))
}

/// Searches a run by reading its operations, as many as `left` allows.
fn read_through(
    conn: &Connection,
    run: i64,
    sought: &str,
    left: &mut u64,
) -> Result<Vec<OperationId>, LedgerError> {
    let sought = sought.to_lowercase();
    let mut found = Vec::new();
    let mut after = None;
    while *left > 0 {
        let page = operations::page(conn, run, &Filter::default(), after, CHUNK)?;
        *left = left.saturating_sub(page.len() as u64);
        let fits = page.iter().filter(|row| text(row).to_lowercase().contains(&sought));
        found.extend(fits.map(|row| row.operation.id));
        match page.last() {
            Some(last) => after = Some(last.operation.id),
            None => break,
        }
    }
    Ok(found)
}

/// Returns what an operation is found by, a line for each piece.
fn text(row: &OperationRow) -> String {
    let mut text = row.operation.product.clone();
    let mut left = OPERATION_CHARS_MAX;
    let mut add = |piece: &str| {
        let piece: String = piece.chars().take(VALUE_CHARS_MAX.min(left)).collect();
        left -= piece.chars().count();
        if !piece.is_empty() {
            text.push('\n');
            text.push_str(&piece);
        }
    };
    // The reason first: it is short, and what is looked for most.
    add(row.detail.as_deref().unwrap_or_default());
    for value in row.operation.changes.iter().flat_map(|change| [&change.before, &change.after]) {
        match value {
            Value::Blank | Value::Bool(_) => {}
            other => add(&other.to_string()),
        }
    }
    text
}
