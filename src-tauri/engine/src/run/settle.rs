//! Looks up in the store what became of operations whose reply was lost. Never sends them again: the scheduler
//! does, once it is known that they were not carried out.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::collection::{self, StoreCollection};
use evenshelf_core::operation::{Operation, OperationId, OutcomeKind, Work};
use evenshelf_core::schedule::{CallId, Event, Settlement, TaskId};
use evenshelf_core::settle::{Observed, observe};

use super::check::{CheckError, is_stock};
use super::collections;
use super::made;
use super::market_prices;
use super::send::{Sent, failed};
use super::shared::{Detail, Shared, report};
use crate::clock::now_ms;
use crate::error::EngineError;
use crate::ledger::operations::OperationRow;
use crate::ledger::{attempts, operations};

/// How long Shopify remembers an idempotency key: 24 hours from the first request, less an hour for clocks.
/// <https://shopify.dev/docs/api/usage/implementing-idempotency>
const KEY_LIVES_MS: i64 = 23 * 60 * 60 * 1_000;

/// Looks the tasks up and says what became of them.
pub(super) async fn settle(
    shared: &Shared,
    call: CallId,
    tasks: &[(TaskId, Vec<OperationId>)],
) -> Result<Sent, EngineError> {
    let began = std::time::Instant::now();
    let ids = tasks.iter().flat_map(|(_, operations)| operations);
    let mut rows: Vec<OperationRow> =
        shared.ledger.read(|conn| ids.map(|id| operations::get(conn, shared.run, *id)).collect())?;
    for row in &mut rows {
        collections::resolve(shared, &mut row.operation)?;
    }
    let products = match look_up(shared, &rows).await {
        Ok(products) => products,
        Err(CheckError::Engine(error)) => return Err(error),
        Err(CheckError::Call(error)) => return Ok(failed(call, &error, true)),
    };
    let collections = match look_up_collections(shared, &rows).await {
        Ok(collections) => collections,
        Err(CheckError::Engine(error)) => return Err(error),
        Err(CheckError::Call(error)) => return Ok(failed(call, &error, true)),
    };
    let rows: BTreeMap<OperationId, OperationRow> =
        rows.into_iter().map(|row| (row.operation.id, row)).collect();
    let mut findings = Vec::with_capacity(tasks.len());
    for (task, operations) in tasks {
        let mut found = Settlement::Applied;
        for row in operations.iter().filter_map(|id| rows.get(id)) {
            found = worse(found, one(shared, row, &products, &collections)?);
        }
        findings.push((*task, found));
    }
    let cost = shared.client.last_cost().map(report);
    let latency_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Sent {
        event: Event::Settled { call, findings, cost, latency_ms },
        left: Vec::new(),
        stopped: None,
        wrote: false,
    })
}

/// The products the operations are about, by operation.
async fn look_up(
    shared: &Shared,
    rows: &[OperationRow],
) -> Result<BTreeMap<OperationId, Option<StoreProduct>>, CheckError> {
    let mut found = BTreeMap::new();
    let mut by_id: BTreeMap<String, Vec<OperationId>> = BTreeMap::new();
    let mut priced = BTreeSet::new();
    let is_looked_up = |operation: &&Operation| !is_stock(operation) && !operation.work.is_on_collection();
    for operation in rows.iter().map(|row| &row.operation).filter(is_looked_up) {
        let product_id = match (&operation.work, &operation.product_id) {
            (Work::CreateProduct(new), _) => {
                let product = if shared.store.custom_id_ready {
                    shared.client.product_by_custom_id(&shared.custom_id(operation.id)).await?
                } else {
                    shared.client.product_by_handle(&new.handle).await?
                };
                found.insert(operation.id, product);
                continue;
            }
            (_, Some(id)) => Some(id.clone()),
            (_, None) => made::product_id(shared, made::create_of(operation), &operation.product).await?,
        };
        let Some(id) = product_id else {
            found.insert(operation.id, None);
            continue;
        };
        priced.extend(market_prices::edit_of(operation).map(|edit| (edit.price_list_id.clone(), id.clone())));
        by_id.entry(id).or_default().push(operation.id);
    }
    let ids: Vec<String> = by_id.keys().cloned().collect();
    let mut products = shared.client.products_by_id(&ids).await?;
    market_prices::complete(shared, &priced, &mut products).await?;
    for (id, operations) in by_id {
        let product = products.iter().find(|product| product.id == id);
        found.extend(operations.into_iter().map(|operation| (operation, product.cloned())));
    }
    Ok(found)
}

/// The collections the operations are about, by operation.
async fn look_up_collections(
    shared: &Shared,
    rows: &[OperationRow],
) -> Result<BTreeMap<OperationId, StoreCollection>, CheckError> {
    let mut found = BTreeMap::new();
    for operation in rows.iter().map(|row| &row.operation).filter(|one| one.work.is_on_collection()) {
        if let Some(collection) = collections::look(shared, operation).await? {
            found.insert(operation.id, collection);
        }
    }
    Ok(found)
}

fn one(
    shared: &Shared,
    row: &OperationRow,
    products: &BTreeMap<OperationId, Option<StoreProduct>>,
    collections: &BTreeMap<OperationId, StoreCollection>,
) -> Result<Settlement, EngineError> {
    let operation = &row.operation;
    if is_stock(operation) {
        return replay(shared, row);
    }
    let product = products.get(&operation.id).and_then(Option::as_ref);
    let collection = collections.get(&operation.id);
    let observed = match operation.work {
        Work::Collection(_) => collection::observe(operation, collection),
        _ => observe(operation, product),
    };
    Ok(match observed {
        Observed::Done => {
            let (product, collection) = (product.cloned(), collection.cloned());
            shared.note(operation.id, Detail { product, collection, ..Detail::default() });
            Settlement::Applied
        }
        Observed::Open => match shared.left_undone {
            Some(reason) => {
                let (kind, text) = (Some(OutcomeKind::Skipped), Some(reason.to_owned()));
                shared.note(operation.id, Detail { kind, text, ..Detail::default() });
                Settlement::Unknowable
            }
            None => Settlement::NotApplied,
        },
        Observed::Moved(what) => {
            let text = format!("its reply was lost, and the store has moved on: {what}");
            shared.note_text([operation.id], &text);
            Settlement::Unknowable
        }
    })
}

/// Sales move the figure, so reading it tells nothing; sending the same key again does, while Shopify knows it.
fn replay(shared: &Shared, row: &OperationRow) -> Result<Settlement, EngineError> {
    let Some(attempt) = row.attempt else { return Ok(Settlement::NotApplied) };
    let attempt = shared.ledger.read(|conn| attempts::get(conn, attempt))?;
    if now_ms() - attempt.started_at < KEY_LIVES_MS {
        return Ok(Settlement::Repeat);
    }
    let text = "its reply was lost more than a day ago; compare this stock by hand, then sync again";
    shared.note_text([row.operation.id], text);
    Ok(Settlement::Unknowable)
}

/// A task is as well off as the worst of its operations.
fn worse(left: Settlement, right: Settlement) -> Settlement {
    let rank = |settlement| match settlement {
        Settlement::Applied => 0,
        Settlement::Unchanged => 1,
        Settlement::NotApplied => 2,
        Settlement::Repeat => 3,
        Settlement::Unknowable => 4,
    };
    if rank(left) >= rank(right) { left } else { right }
}

/// Returns the addresses of the pictures an operation adds, each with its position.
pub(super) fn sources(operation: &Operation) -> Vec<(usize, String)> {
    let slots = match &operation.work {
        Work::CreateProduct(new) => &new.images,
        Work::SetImages { images } => images,
        _ => return Vec::new(),
    };
    let new = slots.iter().enumerate().filter(|(_, slot)| slot.id.is_none());
    new.map(|(at, slot)| (at, slot.src.clone())).collect()
}
