//! The steps of a run where they are about a collection: it is looked at right before each write, its job is waited
//! for, and what the store then says of it goes into the mirror.

use std::collections::BTreeMap;

use evenshelf_core::collection::{CollectionWork, StoreCollection, differences};
use evenshelf_core::operation::{Operation, OperationId, OutcomeKind, Work};
use rusqlite::Transaction;

use super::check::CheckError;
use super::drive::CANCELLED;
use super::made::create_of;
use super::shared::Shared;
use crate::error::EngineError;
use crate::ledger::operations::{Filter, OperationState};
use crate::ledger::{LedgerError, collections, operations};
use crate::shopify::CallError;
use crate::shopify::write::Applied;

/// Reads the operation's collection; `None` where there is none.
pub(super) async fn look(
    shared: &Shared,
    operation: &Operation,
) -> Result<Option<StoreCollection>, CallError> {
    match &operation.product_id {
        Some(id) => shared.client.collection_by_id(id).await,
        None => shared.client.collection_by_handle(&operation.product).await,
    }
}

/// Gives products that the run has made meanwhile their ids; returns the handles of those that are not there.
pub(super) fn resolve(shared: &Shared, operation: &mut Operation) -> Result<Vec<String>, LedgerError> {
    let Work::Collection(work) = &mut operation.work else { return Ok(Vec::new()) };
    let store = shared.store.id;
    shared.ledger.read(|conn| work.resolve(|handle| collections::product_with(conn, store, handle)))
}

/// Returns the id of the collection that an earlier operation of the run made.
pub(super) async fn made_id(shared: &Shared, operation: &Operation) -> Result<Option<String>, CheckError> {
    if let Some(made) = create_of(operation).and_then(|create| shared.made(create)) {
        return Ok(Some(made));
    }
    let (store, handle) = (shared.store.id, &operation.product);
    let held =
        shared.ledger.read(|conn| collections::by_handle(conn, store, handle)).map_err(EngineError::from)?;
    match held {
        Some(collection) => Ok(Some(collection.id)),
        None => Ok(shared.client.collection_by_handle(handle).await?.map(|collection| collection.id)),
    }
}

/// Waits for the job of a write that was taken, and returns the collection as it is then. What cannot be read now is
/// read back at the end of the run.
pub(super) async fn settle_down(
    shared: &Shared,
    operation: &Operation,
    applied: &Applied,
) -> Option<StoreCollection> {
    if operation.work == Work::Collection(CollectionWork::Delete) {
        return None;
    }
    if let Some(job) = &applied.job {
        shared.client.await_job(job).await.ok()?;
    }
    let id = operation.product_id.as_ref().or(applied.product_id.as_ref())?;
    shared.client.collection_by_id(id).await.ok()?
}

/// Puts what an applied operation left into the mirror; returns the collection's id where it is there.
pub(super) fn effects(
    tx: &Transaction<'_>,
    store: i64,
    operation: &Operation,
    answer: &Applied,
    now: Option<&StoreCollection>,
) -> Result<Option<String>, LedgerError> {
    if operation.work == Work::Collection(CollectionWork::Delete) {
        if let Some(id) = &operation.product_id {
            collections::remove(tx, store, id)?;
        }
        return Ok(None);
    }
    match now {
        Some(now) => {
            collections::put_many(tx, store, std::slice::from_ref(now))?;
            Ok(Some(now.id.clone()))
        }
        None => Ok(operation.product_id.clone().or_else(|| answer.product_id.clone())),
    }
}

/// What the read-back of a run found of its collections.
#[derive(Default)]
pub(super) struct Found {
    pub collections: u64,
    pub differing: Vec<(OperationId, String)>,
}

/// Reads every collection back that the run changed or meant to; the mirror takes what the store says.
pub(super) async fn read_back(shared: &Shared) -> Result<Found, EngineError> {
    let mut by_handle: BTreeMap<String, Vec<(OperationId, bool)>> = BTreeMap::new();
    shared.ledger.read(|conn| {
        for kind in [
            OutcomeKind::Applied,
            OutcomeKind::Unchanged,
            OutcomeKind::Skipped,
            OutcomeKind::Rejected,
            OutcomeKind::Failed,
        ] {
            let filter = Filter { state: Some(OperationState::Ended(kind)), ..Filter::default() };
            operations::for_each(conn, shared.run, &filter, |row| {
                if row.operation.work.is_on_collection() && row.detail.as_deref() != Some(CANCELLED) {
                    let of = by_handle.entry(row.operation.product).or_default();
                    of.push((
                        row.operation.id,
                        matches!(kind, OutcomeKind::Applied | OutcomeKind::Unchanged),
                    ));
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    let mut found = Found::default();
    let store = shared.store.id;
    for (handle, ids) in by_handle {
        let mut applied = Vec::new();
        let mut known = None;
        for (id, is_applied) in ids {
            let mut operation = shared.ledger.read(|conn| operations::get(conn, shared.run, id))?.operation;
            let missing = resolve(shared, &mut operation)?;
            if let (Some(first), true) = (missing.first(), is_applied) {
                let what = format!(
                    "{handle}: {} of its products are not in the store, for example {first}",
                    missing.len()
                );
                found.differing.push((id, what));
            }
            known = known.or_else(|| operation.product_id.clone());
            applied.extend(is_applied.then_some(operation));
        }
        let now = match &known {
            Some(id) => shared.client.collection_by_id(id).await?,
            None => shared.client.collection_by_handle(&handle).await?,
        };
        for operation in &applied {
            let told = differences(operation, now.as_ref()).into_iter();
            found.differing.extend(told.map(|what| (operation.id, format!("{handle}: {what}"))));
        }
        found.collections += u64::from(!applied.is_empty());
        let write = shared.ledger.write(move |tx| match (&now, &known) {
            (Some(now), _) => collections::put_many(tx, store, std::slice::from_ref(now)),
            (None, Some(id)) => collections::remove(tx, store, id),
            (None, None) => Ok(()),
        });
        write.await?;
    }
    Ok(found)
}
