//! Looks just before a write whether its product still is as the plan believes.
//!
//! Shopify has no compare-and-set for products. What it has is a cheap way to ask when products last changed;
//! only one that did is read whole and compared field by field.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::collection::{self, StoreCollection};
use evenshelf_core::operation::{Operation, Work};
use evenshelf_core::settle::{Observed, observe};
use rusqlite::Transaction;
use serde_json::{Value as Json, json};

use super::collections;
use super::market_prices;
use super::shared::Shared;
use crate::error::EngineError;
use crate::ledger::{LedgerError, mirror};
use crate::shopify::CallError;
use crate::shopify::documents::PRODUCT_VERSIONS;

/// How long a look at a product is trusted. Within it an edit in the store may be overwritten; the read-back
/// after the run shows it.
const TRUSTED: Duration = Duration::from_secs(30);
/// Products that one look covers: Shopify's limit for a list. The ones whose turn comes next ride along.
const PRODUCTS_PER_LOOK: usize = 250;

/// What the look says of an operation.
pub(super) enum Verdict {
    /// It may be sent; with what it is about as it is now.
    Send(Seen),
    Done,
    Moved(String),
}

/// What an operation is about, as last seen; `None` where it is not there.
pub(super) enum Seen {
    /// As the mirror holds it.
    Product(Option<Box<StoreProduct>>),
    /// As it was just read.
    Collection(Option<Box<StoreCollection>>),
}

impl Seen {
    pub fn product(&self) -> Option<&StoreProduct> {
        match self {
            Self::Product(product) => product.as_deref(),
            Self::Collection(_) => None,
        }
    }

    pub fn collection(&self) -> Option<&StoreCollection> {
        match self {
            Self::Collection(collection) => collection.as_deref(),
            Self::Product(_) => None,
        }
    }
}

/// Why the look failed.
pub(super) enum CheckError {
    Call(CallError),
    Engine(EngineError),
}

impl From<EngineError> for CheckError {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<CallError> for CheckError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

/// Judges the operations before they are sent.
pub(super) async fn check(shared: &Shared, operations: &[Operation]) -> Result<Vec<Verdict>, CheckError> {
    refresh(shared, operations).await?;
    market_prices::refresh(shared, operations, TRUSTED).await?;
    let mut verdicts = Vec::with_capacity(operations.len());
    for operation in operations {
        verdicts.push(judge(shared, operation).await?);
    }
    Ok(verdicts)
}

async fn judge(shared: &Shared, operation: &Operation) -> Result<Verdict, CheckError> {
    if operation.work.is_on_collection() {
        let held = collections::look(shared, operation).await?;
        return Ok(match collection::observe(operation, held.as_ref()) {
            Observed::Open => Verdict::Send(Seen::Collection(held.map(Box::new))),
            Observed::Done => Verdict::Done,
            Observed::Moved(what) => Verdict::Moved(what),
        });
    }
    if let Work::CreateProduct(new) = &operation.work {
        // Without a custom id of ours the handle is the key, and an upsert by handle would overwrite.
        if !shared.store.custom_id_ready && shared.client.product_by_handle(&new.handle).await?.is_some() {
            let what = "the store has a product of this handle by now; plan again to update it instead";
            return Ok(Verdict::Moved(what.to_owned()));
        }
        return Ok(Verdict::Send(Seen::Product(None)));
    }
    let held = held(shared, operation)?;
    if is_stock(operation) {
        return Ok(Verdict::Send(Seen::Product(held.map(Box::new))));
    }
    Ok(match observe(operation, held.as_ref()) {
        Observed::Open => Verdict::Send(Seen::Product(held.map(Box::new))),
        Observed::Done => Verdict::Done,
        Observed::Moved(what) => Verdict::Moved(what),
    })
}

/// Quantities carry a check of their own that the store makes.
pub(super) fn is_stock(operation: &Operation) -> bool {
    matches!(operation.work, Work::SetQuantity(_) | Work::ActivateLevel(_))
}

fn held(shared: &Shared, operation: &Operation) -> Result<Option<StoreProduct>, EngineError> {
    let store = shared.store.id;
    Ok(shared.ledger.read(|conn| match &operation.product_id {
        Some(id) => mirror::by_id(conn, store, id),
        None => mirror::by_handle(conn, store, &operation.product),
    })?)
}

/// Asks for the products that were not looked at lately, and reads those that changed.
async fn refresh(shared: &Shared, operations: &[Operation]) -> Result<(), CheckError> {
    let mut ids: Vec<String> = Vec::new();
    {
        let mut fresh = shared.fresh();
        let is_old = |checked: &BTreeMap<String, Instant>, id: &String| {
            checked.get(id).is_none_or(|at| at.elapsed() >= TRUSTED)
        };
        let is_looked_at =
            |operation: &&Operation| !is_stock(operation) && !operation.work.is_on_collection();
        for operation in operations.iter().filter(is_looked_at) {
            if let Some(id) = &operation.product_id
                && is_old(&fresh.checked, id)
                && !ids.contains(id)
            {
                ids.push(id.clone());
            }
        }
        if ids.is_empty() {
            return Ok(());
        }
        while ids.len() < PRODUCTS_PER_LOOK
            && let Some(id) = fresh.upcoming.pop_front()
        {
            if is_old(&fresh.checked, &id) && !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    let now = Instant::now();
    let changed = changed(shared, &ids).await?;
    if !changed.is_empty() {
        let ids: Vec<String> = changed.keys().cloned().collect();
        let read = shared.client.products_by_id(&ids).await?;
        let store = shared.store.id;
        let write = shared.ledger.write(move |tx| take_in(tx, store, &changed, &read));
        write.await.map_err(EngineError::from)?;
    }
    let mut fresh = shared.fresh();
    fresh.checked.extend(ids.into_iter().map(|id| (id, now)));
    Ok(())
}

/// Puts what was read into the mirror, and takes out what is gone. A product that another call of the run has written
/// since `known` was looked up may have been read before that write: its row is the newer one and stays.
fn take_in(
    tx: &Transaction<'_>,
    store: i64,
    known: &Known,
    read: &[StoreProduct],
) -> Result<(), LedgerError> {
    for (id, known) in known {
        if mirror::by_id(tx, store, id)? != *known {
            continue;
        }
        match read.iter().find(|product| product.id == *id) {
            Some(product) => mirror::put(tx, store, product)?,
            None => mirror::remove(tx, store, id)?,
        }
    }
    Ok(())
}

/// Products as the mirror had them.
type Known = BTreeMap<String, Option<StoreProduct>>;

/// Returns the products whose last change is not the one the mirror knows, as it has them.
async fn changed(shared: &Shared, ids: &[String]) -> Result<Known, CheckError> {
    let reply = shared.client.read(&PRODUCT_VERSIONS.read(json!({ "ids": ids }))).await?;
    let nodes = reply.data.get("nodes").and_then(Json::as_array);
    let now: BTreeMap<&str, &str> = nodes
        .into_iter()
        .flatten()
        .filter_map(|node| Some((node.get("id")?.as_str()?, node.get("updatedAt")?.as_str()?)))
        .collect();
    let store = shared.store.id;
    let changed = shared.ledger.read(|conn| {
        let mut changed = BTreeMap::new();
        for id in ids {
            let known = mirror::by_id(conn, store, id)?;
            let updated_at = known.as_ref().map(|product| product.updated_at.as_str());
            if updated_at != now.get(id.as_str()).copied() {
                changed.insert(id.clone(), known);
            }
        }
        Ok(changed)
    });
    Ok(changed.map_err(EngineError::from)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Ledger;
    use crate::ledger::stores::{self, CredentialKind, Store, StoreKind};

    fn product(id: &str, updated_at: &str) -> StoreProduct {
        let (id, updated_at) = (id.to_owned(), updated_at.to_owned());
        StoreProduct { handle: id.clone(), id, updated_at, ..StoreProduct::default() }
    }

    #[test]
    fn a_row_that_was_written_meanwhile_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        let rows = ledger.write_blocking(|tx| {
            let new = Store::new("s", "https://s", StoreKind::Live, "2026-10", CredentialKind::Token);
            let store = stores::add(tx, &new)?.id;
            for id in ["read", "written", "gone", "made"] {
                mirror::put(tx, store, &product(id, "2"))?;
            }
            let was = |id: &str| (id.to_owned(), Some(product(id, if id == "written" { "1" } else { "2" })));
            let mut known = Known::from(["read", "written", "gone"].map(was));
            known.insert("made".to_owned(), None);
            let read = ["read", "written", "made"].map(|id| product(id, "3"));
            take_in(tx, store, &known, &read)?;
            let now = |id: &str| Ok(mirror::by_id(tx, store, id)?.map(|product| product.updated_at));
            ["read", "written", "gone", "made"].map(now).into_iter().collect::<Result<Vec<_>, LedgerError>>()
        });
        let shown: Vec<_> = rows.unwrap().into_iter().map(|at| at.unwrap_or_default()).collect();
        assert_eq!(shown, ["3", "2", "", "2"]);
    }
}
