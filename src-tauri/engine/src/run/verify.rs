//! Reads back what a run applied and compares it, field by field, with what was asked for.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::catalog::{MediaStatus, StoreImage, StoreProduct};
use evenshelf_core::operation::{Operation, OperationId, OutcomeKind};
use evenshelf_core::pictures::{MediaState, added, not_loaded};
use evenshelf_core::settle::differences;

use super::check::CheckError;
use super::collections;
use super::drive::CANCELLED;
use super::made;
use super::market_prices::{self, PricedProduct};
use super::pictures;
use super::shared::Shared;
use crate::error::EngineError;
use crate::ledger::operations::{Filter, OperationState};
use crate::ledger::{mirror, operations};
use crate::progress::{Observer, Progress};

/// Products read back in one go.
const PRODUCTS_AT_ONCE: usize = 250;
/// Pictures that the note of a run tells of one by one.
const PICTURES_TOLD_MAX: usize = 10;

/// What the read-back found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadBack {
    pub products: u64,
    pub collections: u64,
    /// Operations that were applied and are not in the store as they were asked for, with what differs.
    pub differing: Vec<(OperationId, String)>,
    /// What became of pictures that are not there, one by one: the store loads them after it has answered.
    pub pictures: Vec<String>,
}

impl ReadBack {
    /// Returns whether the store holds all that was asked for.
    pub fn is_even(&self) -> bool {
        self.differing.is_empty() && self.pictures.is_empty()
    }

    /// Returns the result in the owner's words.
    pub fn words(&self) -> String {
        let read = match (self.products, self.collections) {
            (products, 0) => format!("{products} products"),
            (0, collections) => format!("{collections} collections"),
            (products, collections) => format!("{products} products and {collections} collections"),
        };
        let mut words = match self.differing.first() {
            None if self.pictures.is_empty() => format!("read back {read}: all as asked"),
            None => format!("read back {read}"),
            Some((_, what)) => {
                let count = self.differing.len();
                format!("read back {read}: {count} changes are not as asked, for example {what}")
            }
        };
        for what in self.pictures.iter().take(PICTURES_TOLD_MAX) {
            words.push_str("; ");
            words.push_str(what);
        }
        if let Some(more) = self.pictures.len().checked_sub(PICTURES_TOLD_MAX).filter(|more| *more > 0) {
            words.push_str(&format!("; and {more} more pictures; the next plan names each"));
        }
        words
    }
}

/// Reads every product the run changed back; the mirror takes what the store says.
pub(super) async fn read_back(shared: &Shared, observer: &Observer) -> Result<ReadBack, EngineError> {
    let mut by_product: BTreeMap<String, Vec<OperationId>> = BTreeMap::new();
    // What the store turned out to hold differently is read anew, so that the next plan starts from the truth.
    let mut moved: BTreeSet<String> = BTreeSet::new();
    // Of what builds on a create, the journal does not know the product's id.
    let mut lists: BTreeMap<OperationId, String> = BTreeMap::new();
    let mut pending: Vec<(OperationId, Option<OperationId>, String)> = Vec::new();
    let store = shared.store.id;
    shared.ledger.read(|conn| {
        let filter = Filter { state: Some(OperationState::Ended(OutcomeKind::Applied)), ..Filter::default() };
        operations::for_each(conn, shared.run, &filter, |row| {
            if row.operation.work.is_on_collection() {
                return Ok(());
            }
            if let Some(edit) = market_prices::edit_of(&row.operation) {
                lists.insert(row.operation.id, edit.price_list_id.clone());
            }
            match row.operation.product_id {
                Some(id) => by_product.entry(id).or_default().push(row.operation.id),
                None => {
                    let create = made::create_of(&row.operation);
                    pending.push((row.operation.id, create, row.operation.product));
                }
            }
            Ok(())
        })?;
        for kind in [OutcomeKind::Skipped, OutcomeKind::Rejected, OutcomeKind::Failed] {
            let filter = Filter { state: Some(OperationState::Ended(kind)), ..Filter::default() };
            operations::for_each(conn, shared.run, &filter, |row| {
                // What was cancelled was not looked at, and is as it was.
                if row.detail.as_deref() != Some(CANCELLED) && !row.operation.work.is_on_collection() {
                    moved.extend(row.operation.product_id);
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    let collections::Found { collections, differing } = collections::read_back(shared).await?;
    let mut result = ReadBack { collections, differing, ..ReadBack::default() };
    for (operation, create, handle) in pending {
        let found = made::product_id(shared, create, &handle).await.map_err(|error| match error {
            CheckError::Call(error) => error.into(),
            CheckError::Engine(error) => error,
        })?;
        match found {
            Some(id) => by_product.entry(id).or_default().push(operation),
            None => {
                result.differing.push((operation, format!("{handle}: the product is not in the store")));
            }
        }
    }
    let ids: Vec<String> =
        by_product.keys().cloned().chain(moved).collect::<BTreeSet<_>>().into_iter().collect();
    for chunk in ids.chunks(PRODUCTS_AT_ONCE) {
        observer(Progress::Verifying { products: result.products, of: ids.len() as u64 });
        let mut products = shared.client.products_by_id(chunk).await?;
        let states = pictures::loaded(shared, &mut products).await?;
        let priced: BTreeSet<PricedProduct> = chunk
            .iter()
            .flat_map(|id| by_product.get(id).into_iter().flatten().map(move |operation| (id, operation)))
            .filter_map(|(id, operation)| Some((lists.get(operation)?.clone(), id.clone())))
            .collect();
        market_prices::complete(shared, &priced, &mut products).await?;
        let read = Read { products: &products, states: &states };
        compare(shared, chunk, &read, &by_product, &mut result)?;
        let here: BTreeSet<String> = products.iter().map(|product| product.id.clone()).collect();
        let gone: Vec<String> = chunk.iter().filter(|id| !here.contains(*id)).cloned().collect();
        let write = shared.ledger.write(move |tx| {
            mirror::put_many(tx, store, &products)?;
            market_prices::note(tx, store, &priced, &products)?;
            gone.iter().try_for_each(|id| mirror::remove(tx, store, id))
        });
        write.await?;
        result.products += chunk.iter().filter(|id| by_product.contains_key(*id)).count() as u64;
    }
    Ok(result)
}

/// Products as they were read back, and how far their pictures are.
struct Read<'a> {
    products: &'a [StoreProduct],
    states: &'a BTreeMap<String, MediaState>,
}

fn compare(
    shared: &Shared,
    ids: &[String],
    read: &Read<'_>,
    by_product: &BTreeMap<String, Vec<OperationId>>,
    result: &mut ReadBack,
) -> Result<(), EngineError> {
    let by_id: BTreeMap<&str, &StoreProduct> =
        read.products.iter().map(|product| (product.id.as_str(), product)).collect();
    shared.ledger.read(|conn| {
        for id in ids {
            let mut applied: Vec<Operation> = Vec::new();
            for operation in by_product.get(id).into_iter().flatten() {
                applied.push(operations::get(conn, shared.run, *operation)?.operation);
            }
            let held = by_id.get(id.as_str()).copied();
            for operation in &applied {
                for what in differences(operation, held) {
                    result.differing.push((operation.id, format!("{}: {what}", operation.product)));
                }
                let pictures = held.map(|held| picture_troubles(operation, held, read.states));
                let told = pictures.into_iter().flatten();
                result.pictures.extend(told.map(|what| format!("{}: {what}", operation.product)));
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// Returns what became of the pictures the operation added, where they are not there; each in the owner's words.
fn picture_troubles(
    operation: &Operation,
    held: &StoreProduct,
    states: &BTreeMap<String, MediaState>,
) -> Vec<String> {
    let trouble = |(address, image): (&str, &StoreImage)| match image.status {
        MediaStatus::Failed => {
            let problem = states.get(&image.id).and_then(|state| state.problem.as_deref());
            not_loaded(address, problem)
        }
        _ => {
            format!("Shopify is still loading the picture {address}; sync again in a while to see it through")
        }
    };
    added(operation, held).into_iter().map(trouble).collect()
}
