//! The steps of a run where they are about prices in markets. A product's date says nothing of these, so they are looked
//! at by themselves: just before they are written, after a lost reply, and when a run is read back.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::operation::{MarketPriceEdit, Operation, Work};
use rusqlite::Transaction;

use super::check::CheckError;
use super::shared::Shared;
use crate::error::EngineError;
use crate::ledger::{LedgerError, markets, mirror};
use crate::shopify::{CallError, PriceRow};

/// Products that one look at a price list covers; those whose turn comes next ride along.
const PRODUCTS_PER_LOOK: usize = 50;

/// A price list and a product.
pub(super) type PricedProduct = (String, String);

/// Returns the list and the product whose prices an operation builds on; `None` where all its variants are made by the
/// plan, since those have no prices yet.
pub(super) fn looked_at(operation: &Operation) -> Option<PricedProduct> {
    let edit = edit_of(operation)?;
    let is_there = edit.prices.iter().any(|price| price.variant.is_some());
    let product = operation.product_id.clone().filter(|_| is_there)?;
    Some((edit.price_list_id.clone(), product))
}

/// Returns what an operation asks of a price list, where it does.
pub(super) fn edit_of(operation: &Operation) -> Option<&MarketPriceEdit> {
    match &operation.work {
        Work::SetMarketPrices(edit) => Some(edit),
        _ => None,
    }
}

/// Reads the prices that the operations build on into the mirror, where that was not done within `trusted`.
pub(super) async fn refresh(
    shared: &Shared,
    operations: &[Operation],
    trusted: Duration,
) -> Result<(), CheckError> {
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    {
        let mut fresh = shared.fresh();
        let is_old = |seen: &BTreeMap<PricedProduct, Instant>, one: &PricedProduct| {
            seen.get(one).is_none_or(|at| at.elapsed() >= trusted)
        };
        for one in operations.iter().filter_map(looked_at).filter(|one| is_old(&fresh.prices_seen, one)) {
            wanted.entry(one.0).or_default().insert(one.1);
        }
        for (list, products) in &mut wanted {
            while products.len() < PRODUCTS_PER_LOOK
                && fresh.upcoming_prices.front().is_some_and(|next| next.0 == *list)
                && let Some(next) = fresh.upcoming_prices.pop_front()
            {
                if is_old(&fresh.prices_seen, &next) {
                    products.insert(next.1);
                }
            }
        }
    }
    for (list, products) in wanted {
        let now = Instant::now();
        let products: Vec<String> = products.into_iter().collect();
        let rows = shared.client.fixed_prices_of(&list, &products).await?;
        let (store, seen) = (shared.store.id, products.clone());
        let kept = list.clone();
        let write = shared.ledger.write(move |tx| {
            for id in &products {
                if let Some(mut product) = mirror::by_id(tx, store, id)? {
                    give(&mut product, &kept, &rows);
                    markets::put_list(tx, store, &product, &kept)?;
                }
            }
            Ok::<_, LedgerError>(())
        });
        write.await.map_err(EngineError::from)?;
        shared.fresh().prices_seen.extend(seen.into_iter().map(|id| ((list.clone(), id), now)));
    }
    Ok(())
}

/// Gives products that were just read the prices on these lists.
pub(super) async fn complete(
    shared: &Shared,
    priced: &BTreeSet<PricedProduct>,
    products: &mut [StoreProduct],
) -> Result<(), CallError> {
    let mut by_list: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (list, product) in priced {
        by_list.entry(list).or_default().push(product.clone());
    }
    for (list, ids) in by_list {
        let rows = shared.client.fixed_prices_of(list, &ids).await?;
        for product in products.iter_mut().filter(|product| ids.contains(&product.id)) {
            give(product, list, &rows);
        }
    }
    Ok(())
}

/// Notes the prices of products that [`complete`] was given.
pub(super) fn note(
    tx: &Transaction<'_>,
    store: i64,
    priced: &BTreeSet<PricedProduct>,
    products: &[StoreProduct],
) -> Result<(), LedgerError> {
    priced.iter().try_for_each(|(list, id)| {
        let product = products.iter().find(|product| product.id == *id);
        product.map_or(Ok(()), |product| markets::put_list(tx, store, product, list))
    })
}

/// Gives the product's variants the prices of a list that were read, and takes away what was not among them.
fn give(product: &mut StoreProduct, list: &str, rows: &[PriceRow]) {
    for variant in &mut product.variants {
        match rows.iter().find(|row| row.variant_id == variant.id) {
            Some(row) => variant.market_prices.insert(list.to_owned(), row.price),
            None => variant.market_prices.remove(list),
        };
    }
}
