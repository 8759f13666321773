//! Pages of a run's operations for a person who looks for something: by state, by text, by cause.

use evenshelf_core::cause::cause;
use evenshelf_core::operation::OperationId;
use rusqlite::{Connection, params};

use super::operation_rows::{self, OperationRow};
use super::operations::OperationState;
use super::{LedgerError, json, operation_text};

/// What is looked for. An empty list of states means all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    pub text: String,
    pub states: Vec<OperationState>,
    /// As [`evenshelf_core::cause::cause`] puts it.
    pub cause: Option<String>,
}

/// An operation without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub operation: OperationId,
    pub product: String,
    pub state: OperationState,
    pub detail: Option<String>,
}

/// Returns a page, in the plan's order, and how many there are in all.
pub fn page(
    conn: &Connection,
    run: i64,
    sought: &Sought,
    offset: u64,
    limit: u32,
) -> Result<(u64, Vec<OperationRow>), LedgerError> {
    let ids = ids(conn, run, sought)?;
    let first = usize::try_from(offset).unwrap_or(usize::MAX);
    let rows = ids.iter().skip(first).take(limit as usize);
    let rows = rows.map(|id| operation_rows::get(conn, run, *id)).collect::<Result<_, _>>()?;
    Ok((ids.len() as u64, rows))
}

fn ids(conn: &Connection, run: i64, sought: &Sought) -> Result<Vec<OperationId>, LedgerError> {
    let mut ids = Vec::new();
    for_each(conn, run, &sought.states, |row| {
        let fits = match (&sought.cause, &row.detail) {
            (None, _) => true,
            (Some(wanted), Some(detail)) => *wanted == cause(detail, &row.product),
            (Some(wanted), None) => wanted.is_empty(),
        };
        if fits {
            ids.push(row.operation);
        }
    })?;
    if !sought.text.is_empty() {
        let found = operation_text::found_in(conn, run, &sought.text)?;
        ids.retain(|id| found.binary_search(id).is_ok());
    }
    Ok(ids)
}

/// Gives every operation in one of the states to the closure, in the plan's order, without reading its body.
pub fn for_each(
    conn: &Connection,
    run: i64,
    states: &[OperationState],
    mut f: impl FnMut(Ended),
) -> Result<(), LedgerError> {
    // Names of states are letters and need no quoting.
    let names: Vec<String> = states.iter().map(|state| format!("'{}'", state.name())).collect();
    let among = if names.is_empty() { "1".to_owned() } else { format!("state IN ({})", names.join(", ")) };
    let mut statement = conn.prepare(&format!(
        "SELECT op_id, product, state, detail FROM operations WHERE run_id = ?1 AND {among} ORDER BY op_id"
    ))?;
    let mut rows = statement.query(params![run])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        f(Ended {
            operation: id.cast_unsigned(),
            product: row.get(1)?,
            state: json::word("an operation's state", row, 2, OperationState::parse)?,
            detail: row.get(3)?,
        });
    }
    Ok(())
}
