//! The markets of a store, as of the last pull, and the prices their lists fix: a row for each product that has any.
//!
//! They stand beside the mirror and not in it, since they move by themselves: a change of a price list is no change of a
//! product. What the mirror gives out has them.

use std::collections::BTreeMap;

use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::market::{FixedPrice, Markets, StoreMarket};
use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use super::surroundings::{self, Surrounding};
use super::{LedgerError, settings};

impl Surrounding for StoreMarket {
    const KIND: &'static str = "market";

    fn id(&self) -> &str {
        &self.id
    }
}

/// What price lists fix for the variants of a product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductPrices {
    pub product_id: String,
    /// By variant, then by price list.
    pub variants: BTreeMap<String, BTreeMap<String, FixedPrice>>,
}

impl Surrounding for ProductPrices {
    const KIND: &'static str = "market_price";

    fn id(&self) -> &str {
        &self.product_id
    }
}

/// The setting that says why a store does not show its markets.
fn hidden_key(store: i64) -> String {
    format!("markets_hidden/{store}")
}

/// Replaces what is known of markets and their prices.
pub fn replace(
    tx: &Transaction<'_>,
    store: i64,
    markets: &Markets,
    prices: &[ProductPrices],
) -> Result<(), LedgerError> {
    surroundings::replace(tx, store, &markets.list)?;
    surroundings::replace(tx, store, prices)?;
    match &markets.hidden {
        Some(why) => settings::set(tx, &hidden_key(store), why),
        None => settings::remove(tx, &hidden_key(store)),
    }
}

/// Returns what is known of the markets.
pub fn known(conn: &Connection, store: i64) -> Result<Markets, LedgerError> {
    let hidden = settings::get(conn, &hidden_key(store))?;
    Ok(Markets { list: surroundings::list(conn, store)?, hidden })
}

/// Gives the product the prices that are known; whatever it has of them goes.
pub(super) fn fill(conn: &Connection, store: i64, product: &mut StoreProduct) -> Result<(), LedgerError> {
    let mut known = surroundings::get::<ProductPrices>(conn, store, &product.id)?.unwrap_or_default();
    for variant in &mut product.variants {
        variant.market_prices = known.variants.remove(&variant.id).unwrap_or_default();
    }
    Ok(())
}

/// Notes the prices that the product's variants have on one list; those on others stay as they are known.
pub fn put_list(
    tx: &Transaction<'_>,
    store: i64,
    product: &StoreProduct,
    list: &str,
) -> Result<(), LedgerError> {
    let mut known = surroundings::get::<ProductPrices>(tx, store, &product.id)?.unwrap_or_default();
    known.product_id.clone_from(&product.id);
    for variant in &product.variants {
        let of_variant = known.variants.entry(variant.id.clone()).or_default();
        match variant.market_prices.get(list) {
            Some(price) => of_variant.insert(list.to_owned(), *price),
            None => of_variant.remove(list),
        };
    }
    keep(tx, store, known)
}

/// Notes all prices that the product has.
pub fn put(tx: &Transaction<'_>, store: i64, product: &StoreProduct) -> Result<(), LedgerError> {
    let of_variant = product.variants.iter().map(|one| (one.id.clone(), one.market_prices.clone()));
    keep(tx, store, ProductPrices { product_id: product.id.clone(), variants: of_variant.collect() })
}

fn keep(tx: &Transaction<'_>, store: i64, mut prices: ProductPrices) -> Result<(), LedgerError> {
    prices.variants.retain(|_, lists| !lists.is_empty());
    if prices.variants.is_empty() {
        return surroundings::remove::<ProductPrices>(tx, store, &prices.product_id);
    }
    surroundings::put(tx, store, &prices)
}

/// Forgets the prices of a product that is gone.
pub(super) fn remove(tx: &Transaction<'_>, store: i64, product_id: &str) -> Result<(), LedgerError> {
    surroundings::remove::<ProductPrices>(tx, store, product_id)
}
