//! Marks: what the owner leaves out, takes in, lets go and takes back.

use std::collections::BTreeSet;

use evenshelf_core::operation::HeldKind;
use rusqlite::{Connection, Transaction, params, params_from_iter};

use super::query::Condition;
use crate::ledger::{LedgerError, json};
use crate::review::types::{Mark, Selection};

/// Marks what was selected, and what goes with it: whole units, with what they need (to include, to release) or
/// with what needs them (to exclude, to hold). What was sent stays as it is, and so does what is held for want of a
/// location, which has nowhere to go. Returns the review's version afterwards.
pub fn mark(
    tx: &Transaction<'_>,
    review: i64,
    selection: &Selection,
    mark: Mark,
) -> Result<u64, LedgerError> {
    let selected = selected(tx, review, selection)?;
    let units = match mark {
        Mark::Include => {
            let mut units = with_linked(tx, review, selected, Way::Needed)?;
            // What was refused is not there to build on.
            let lost = lost(tx, review)?;
            units.retain(|unit| !lost.contains(unit));
            units
        }
        Mark::Release => with_linked(tx, review, selected, Way::Needed)?,
        Mark::Exclude | Mark::Hold => with_linked(tx, review, selected, Way::Needing)?,
    };
    let set = match mark {
        Mark::Include => "excluded = 0",
        Mark::Exclude => "excluded = 1",
        Mark::Release => "released = held_kind IS NOT NULL",
        Mark::Hold => "released = 0",
    };
    let units = json::encode("units", &units)?;
    let changed = tx
        .prepare_cached(&format!(
            "UPDATE review_rows SET {set} WHERE review_id = ?1 AND NOT done
             AND unit IN (SELECT value FROM json_each(?2)) AND held_kind IS NOT ?3"
        ))?
        .execute(params![
            review,
            units,
            if mark == Mark::Release { HeldKind::Location.name() } else { "" }
        ])?;
    match (changed, super::version(tx, review)?) {
        (_, None) => Err(LedgerError::missing(format!("review {review}"))),
        (0, Some(version)) => Ok(version),
        (_, Some(_)) => super::changed(tx, review),
    }
}

/// Leaves out what needs something that the store refused.
pub(super) fn leave_out_lost(tx: &Transaction<'_>, review: i64) -> Result<(), LedgerError> {
    let lost = lost(tx, review)?;
    if lost.is_empty() {
        return Ok(());
    }
    tx.prepare_cached(
        "UPDATE review_rows SET excluded = 1 WHERE review_id = ?1 AND NOT done
         AND unit IN (SELECT value FROM json_each(?2))",
    )?
    .execute(params![review, json::encode("units", &lost)?])?;
    Ok(())
}

/// Returns the units that need one which was rejected or failed, and those themselves.
fn lost(conn: &Connection, review: i64) -> Result<BTreeSet<i64>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT unit, product FROM review_rows WHERE review_id = ?1 AND state IN ('rejected', 'failed')",
    )?;
    let refused = statement.query_map([review], |row| Ok((row.get(0)?, row.get(1)?)))?;
    with_linked(conn, review, refused.collect::<Result<_, _>>()?, Way::Needing)
}

/// A unit and its product.
type Unit = (i64, i64);

fn selected(conn: &Connection, review: i64, selection: &Selection) -> Result<BTreeSet<Unit>, LedgerError> {
    let Condition { sql, values } = Condition::of_selection(review, selection);
    let mut statement = conn.prepare_cached(&format!("SELECT unit, product FROM review_rows WHERE {sql}"))?;
    let units = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(units.collect::<Result<_, _>>()?)
}

/// Which way a need is followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// To what is needed.
    Needed,
    /// To what needs it.
    Needing,
}

/// Returns the units and everything that goes with them, directly or by way of another.
fn with_linked(
    conn: &Connection,
    review: i64,
    selected: BTreeSet<Unit>,
    way: Way,
) -> Result<BTreeSet<i64>, LedgerError> {
    let products: BTreeSet<i64> = selected.iter().map(|(_, product)| *product).collect();
    let mut units: BTreeSet<i64> = selected.into_iter().map(|(unit, _)| unit).collect();
    let mut statement = conn
        .prepare_cached("SELECT n, needs FROM review_products WHERE review_id = ?1 AND needs IS NOT NULL")?;
    let mut linked = statement.query([review])?;
    while let Some(row) = linked.next()? {
        if products.contains(&row.get(0)?) {
            let needs: Vec<(i64, i64)> = json::column("what a change needs", row, 1)?;
            close_over(&mut units, &needs, way);
        }
    }
    Ok(units)
}

fn close_over(units: &mut BTreeSet<i64>, needs: &[(i64, i64)], way: Way) {
    loop {
        let before = units.len();
        for (unit, needed) in needs {
            let (from, to) = if way == Way::Needed { (unit, needed) } else { (needed, unit) };
            if units.contains(from) {
                units.insert(*to);
            }
        }
        if units.len() == before {
            return;
        }
    }
}
