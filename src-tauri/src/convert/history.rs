//! Past runs.

use evenshelf_core::operation::OutcomeKind;
use evenshelf_engine as engine;
use evenshelf_engine::ledger::operation_list::Sought;
use evenshelf_engine::ledger::operations::{self, OperationState as Stands};
use evenshelf_engine::ledger::runs;
use evenshelf_engine::ledger::stores::{Store, StoreKind};

use crate::api::{
    Curve, CurvePoint, HistoryEntry, HistoryPage, HistoryQuery, OperationQuery, OperationRow, OperationState,
    Place, ReviewRow, RunDetail, RunEnd, RunState, Sign, Subject, TroubleGroup,
};

pub fn wanted(query: HistoryQuery) -> engine::HistoryQuery {
    let states = query.states.into_iter().map(runs::RunState::from).collect();
    engine::HistoryQuery { text: query.text, store: query.store, states }
}

pub fn sought(query: OperationQuery) -> Sought {
    let states = query.states.into_iter().map(Stands::from).collect();
    Sought { text: query.text, states, cause: query.cause }
}

impl From<RunState> for runs::RunState {
    fn from(state: RunState) -> Self {
        match state {
            RunState::Planned => Self::Planned,
            RunState::Running => Self::Running,
            RunState::Paused => Self::Paused,
            RunState::Interrupted => Self::Interrupted,
            RunState::Completed => Self::Completed,
            RunState::CompletedWithFailures => Self::CompletedWithFailures,
            RunState::Failed => Self::Failed,
            RunState::Cancelled => Self::Cancelled,
            RunState::Superseded => Self::Superseded,
        }
    }
}

impl From<OperationState> for Stands {
    fn from(state: OperationState) -> Self {
        match state {
            OperationState::Planned => Self::Planned,
            OperationState::Sent => Self::Sent,
            OperationState::Applied => Self::Ended(OutcomeKind::Applied),
            OperationState::Unchanged => Self::Ended(OutcomeKind::Unchanged),
            OperationState::Rejected => Self::Ended(OutcomeKind::Rejected),
            OperationState::Failed => Self::Ended(OutcomeKind::Failed),
            OperationState::Skipped => Self::Ended(OutcomeKind::Skipped),
            OperationState::Held => Self::Ended(OutcomeKind::Held),
        }
    }
}

impl From<Stands> for OperationState {
    fn from(state: Stands) -> Self {
        match state {
            Stands::Planned => Self::Planned,
            Stands::Sent => Self::Sent,
            Stands::Ended(OutcomeKind::Applied) => Self::Applied,
            Stands::Ended(OutcomeKind::Unchanged) => Self::Unchanged,
            Stands::Ended(OutcomeKind::Rejected) => Self::Rejected,
            Stands::Ended(OutcomeKind::Failed) => Self::Failed,
            Stands::Ended(OutcomeKind::Skipped) => Self::Skipped,
            Stands::Ended(OutcomeKind::Held) => Self::Held,
        }
    }
}

impl From<engine::HistoryPage> for HistoryPage {
    fn from(page: engine::HistoryPage) -> Self {
        let entry = |entry: engine::HistoryEntry| HistoryEntry {
            strategy: entry.run.strategy.clone(),
            run: entry.run.into(),
            hits: entry.hits,
        };
        Self { total: page.total, entries: page.entries.into_iter().map(entry).collect() }
    }
}

impl From<engine::RunDetail> for RunDetail {
    fn from(detail: engine::RunDetail) -> Self {
        Self {
            demo: detail.demo,
            strategy: detail.run.strategy.clone(),
            workers: detail.run.workers,
            note: detail.run.note.clone(),
            end: match detail.end {
                engine::RunEnd::Open => RunEnd::Open,
                engine::RunEnd::Green => RunEnd::Green,
                engine::RunEnd::Amber => RunEnd::Amber,
                engine::RunEnd::Red => RunEnd::Red,
            },
            trial: detail.trial,
            review: detail.review,
            troubles: detail.troubles.into_iter().map(TroubleGroup::from).collect(),
            findings: detail.findings,
            calls: detail.calls,
            one_by_one_seconds: detail.one_by_one_seconds,
            resumable: detail.resumable,
            run: detail.run.into(),
        }
    }
}

impl From<engine::Trouble> for TroubleGroup {
    fn from(trouble: engine::Trouble) -> Self {
        let engine::Trouble { state, cause, count, products } = trouble;
        Self { state: state.into(), cause, count, products }
    }
}

impl From<engine::Curve> for Curve {
    fn from(curve: engine::Curve) -> Self {
        let points = curve.points.into_iter().map(|(at_ms, value)| CurvePoint { at_ms, value });
        Self { name: curve.name, points: points.collect() }
    }
}

/// Returns an operation with its first change, and where its product stands in the admin of a store that has one.
pub fn operation_row(row: &operations::OperationRow, title: &str, store: &Store) -> OperationRow {
    let operation = &row.operation;
    let first = engine::rows_of(row).into_iter().next().map(ReviewRow::from);
    let is_collection = first.as_ref().is_some_and(|first| first.subject == Subject::Collection);
    let sign = first.as_ref().map_or(Sign::Changed, |first| first.sign);
    // Work without a change of its own, such as a deletion, has a row that shows its name and nothing else.
    let first = first.filter(|_| !operation.changes.is_empty());
    OperationRow {
        operation: operation.id,
        work: operation.work.name().to_owned(),
        product: operation.product.clone(),
        product_id: operation.product_id.clone(),
        title: title.to_owned(),
        state: row.state.into(),
        attempts: row.attempts,
        at_ms: row.at,
        detail: row.detail.clone(),
        place: operation.place.map(Place::from),
        changes: operation.changes.len() as u64,
        sign,
        subject: first.as_ref().map(|first| first.subject.clone()),
        field: first.as_ref().map(|first| first.field.clone()),
        before: first.as_ref().map(|first| first.before.clone()),
        after: first.map(|first| first.after),
        admin_url: operation.product_id.as_deref().and_then(|id| admin_url(store, is_collection, id)),
    }
}

fn admin_url(store: &Store, is_collection: bool, id: &str) -> Option<String> {
    let domain = store.shop_domain.as_ref().filter(|_| store.kind == StoreKind::Live)?;
    let number = id.rsplit('/').next()?;
    let place = if is_collection { "collections" } else { "products" };
    Some(format!("https://{domain}/admin/{place}/{number}"))
}
