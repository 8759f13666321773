//! The narrowed plans of a review, the runs that carried them out, and what became of each row there.

use evenshelf_core::operation::{Operation, OperationId};
use rusqlite::{Connection, Transaction, params};

use crate::ledger::operation_rows::{self, Filter};
use crate::ledger::operations::OperationState;
use crate::ledger::{LedgerError, json, runs};

/// A row that may be sent, by what a narrowed plan needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sendable {
    pub row: u64,
    pub operation: OperationId,
    pub product: u64,
    pub unit: u64,
    /// Neither held nor left out nor sent.
    pub sends: bool,
}

/// Notes that a plan of this id was made of the review.
pub fn note(tx: &Transaction<'_>, review: i64, plan: &str, scope: &str) -> Result<(), LedgerError> {
    tx.prepare_cached(
        "INSERT INTO review_plans (review_id, plan_id, scope) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET scope = excluded.scope",
    )?
    .execute(params![review, plan, scope])?;
    Ok(())
}

/// Gives every row to the closure, in the plan's order.
pub fn for_each(
    conn: &Connection,
    review: i64,
    mut f: impl FnMut(Sendable) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT row, op_id, product, unit, NOT done AND state IN ('included', 'released', 'skipped')
         FROM review_rows WHERE review_id = ?1 ORDER BY row",
    )?;
    let mut rows = statement.query([review])?;
    while let Some(row) = rows.next()? {
        let number = |index: usize| Ok::<_, LedgerError>(row.get::<_, i64>(index)?.unsigned_abs());
        f(Sendable {
            row: number(0)?,
            operation: number(1)?,
            product: number(2)?,
            unit: number(3)?,
            sends: row.get(4)?,
        })?;
    }
    Ok(())
}

/// Returns the newest run of the review of this scope.
pub fn run(conn: &Connection, review: i64, scope: &str) -> Result<Option<i64>, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT max(run_id) FROM review_plans WHERE review_id = ?1 AND scope = ?2")?;
    Ok(statement.query_row(params![review, scope], |row| row.get(0))?)
}

/// Returns whether a run of the review has outcomes that its rows do not show yet.
pub fn is_behind(conn: &Connection, review: i64) -> Result<bool, LedgerError> {
    Ok(!unsettled(conn, review)?.is_empty())
}

/// Takes over what the journal says of the review's rows. Returns whether anything changed.
pub fn catch_up(tx: &Transaction<'_>, review: i64) -> Result<bool, LedgerError> {
    let mut changed = 0;
    for Unsettled { plan, noted, run } in unsettled(tx, review)? {
        if noted != Some(run) {
            changed += take_rows(tx, review, run)?;
        }
        changed += take_outcomes(tx, review, run)?;
        let settled = runs::get(tx, run)?.state.has_ended();
        tx.prepare_cached(
            "UPDATE review_plans SET run_id = ?3, settled = ?4 WHERE review_id = ?1 AND plan_id = ?2",
        )?
        .execute(params![review, plan, run, settled])?;
    }
    if changed > 0 {
        super::marks::leave_out_lost(tx, review)?;
        super::changed(tx, review)?;
    }
    Ok(changed > 0)
}

/// A plan of the review whose newest run is not taken over whole.
struct Unsettled {
    plan: String,
    /// The run whose rows are known.
    noted: Option<i64>,
    run: i64,
}

/// A plan's id is made of its operations and of the review, so that a run of that plan is one of the review.
fn unsettled(conn: &Connection, review: i64) -> Result<Vec<Unsettled>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT p.plan_id, p.run_id, max(r.id) AS newest FROM review_plans AS p JOIN runs AS r USING (plan_id)
         WHERE review_id = ?1 GROUP BY p.plan_id HAVING NOT p.settled OR newest <> p.run_id ORDER BY newest",
    )?;
    let plans = statement.query_map([review], |row| {
        Ok(Unsettled { plan: row.get(0)?, noted: row.get(1)?, run: row.get(2)? })
    })?;
    Ok(plans.collect::<Result<_, _>>()?)
}

/// Gives the run the rows it has in its journal: an operation may have gone without some of its changes.
fn take_rows(tx: &Transaction<'_>, review: i64, run: i64) -> Result<usize, LedgerError> {
    let mut taken = 0;
    let mut of_operation = tx.prepare_cached(
        "SELECT r.row, r.field, c.subject FROM review_rows AS r JOIN review_cells AS c USING (review_id, row)
         WHERE r.review_id = ?1 AND r.op_id = ?2 AND r.row >= ?3 ORDER BY r.row",
    )?;
    let mut take = tx.prepare_cached(
        "UPDATE review_rows SET run_id = ?3, outcome = NULL WHERE review_id = ?1 AND row = ?2",
    )?;
    // Both stand in the plan's order: what was passed is not looked at again.
    let mut from = 0_i64;
    operation_rows::for_each(tx, run, &Filter::default(), |journal| {
        let operation: Operation = journal.operation;
        if matches!(journal.state, OperationState::Ended(evenshelf_core::operation::OutcomeKind::Held)) {
            return Ok(());
        }
        let mut rows = of_operation.query(params![review, operation.id.cast_signed(), from])?;
        let mut changes = operation.changes.iter().peekable();
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let field: String = row.get(1)?;
            let subject: crate::review::types::Subject = json::column("a subject", row, 2)?;
            let fits = match changes.peek() {
                Some(change) => {
                    change.field == field
                        && crate::review::rows::subject(&operation.work, &change.subject) == subject
                }
                None => operation.changes.is_empty(),
            };
            if fits {
                changes.next();
                taken += take.execute(params![review, number, run])?;
            }
            from = number;
        }
        Ok(())
    })?;
    Ok(taken)
}

fn take_outcomes(tx: &Transaction<'_>, review: i64, run: i64) -> Result<usize, LedgerError> {
    Ok(tx
        .prepare_cached(
            "UPDATE review_rows SET outcome = j.state FROM operations AS j
             WHERE review_id = ?1 AND review_rows.run_id = ?2 AND outcome IS NULL
                 AND j.run_id = ?2 AND j.op_id = review_rows.op_id
                 AND j.state IN ('applied', 'unchanged', 'rejected', 'failed', 'skipped')",
        )?
        .execute(params![review, run])?)
}
