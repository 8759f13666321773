//! An operation of the journal as the rows a review shows.

use evenshelf_core::operation::OutcomeKind;

use crate::ledger::operations::{OperationRow, OperationState};
use crate::review::rows::rows;
use crate::review::types::{ReviewRow, RowState};

/// Returns one row for each change of an operation, numbered from 0.
pub fn rows_of(row: &OperationRow) -> Vec<ReviewRow> {
    let operation = &row.operation;
    let made = rows(std::slice::from_ref(operation), None, 0);
    let title = made.title;
    let shown = made.rows.into_iter().map(|new| ReviewRow {
        row: new.row,
        operation: operation.id,
        unit: new.unit,
        work: operation.work.name().to_owned(),
        product: operation.product.clone(),
        product_id: operation.product_id.clone(),
        title: title.clone(),
        sku: new.sku,
        subject: new.subject,
        sign: new.sign,
        field: new.field,
        before: new.before,
        after: new.after,
        percent: new.percent,
        state: row_state(row.state),
        held_kind: operation.held.as_ref().map(|held| held.kind.name().to_owned()),
        detail: row.detail.clone().or_else(|| operation.held.as_ref().map(|held| held.reason.clone())),
        place: operation.place,
    });
    shown.collect()
}

fn row_state(state: OperationState) -> RowState {
    match state {
        OperationState::Planned | OperationState::Sent => RowState::Included,
        OperationState::Ended(outcome) => match outcome {
            OutcomeKind::Applied => RowState::Applied,
            OutcomeKind::Unchanged => RowState::Unchanged,
            OutcomeKind::Rejected => RowState::Rejected,
            OutcomeKind::Failed => RowState::Failed,
            OutcomeKind::Skipped => RowState::Skipped,
            OutcomeKind::Held => RowState::Held,
        },
    }
}
