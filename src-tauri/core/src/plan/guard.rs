//! The brakes: what looks like an accident is kept back until a person releases it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::catalog::VariantField;
use crate::collection::CollectionWork;
use crate::operation::{Held, HeldKind, Operation, Subject, Work};
use crate::value::Value;

use crate::collection::MEMBER;

use super::policy::{Guards, Missing, Policy};

/// Returns why a change of price is held, if it is.
pub(super) fn price(field: VariantField, before: &Value, after: &Value, guards: &Guards) -> Option<Held> {
    if field != VariantField::Price {
        return None;
    }
    let before = before.as_decimal().filter(|price| !price.is_zero())?;
    let after = after.as_decimal()?;
    if after.is_zero() {
        let reason = format!("the price would drop from {} to zero", money(before));
        return Some(Held { kind: HeldKind::PriceZero, reason });
    }
    let factor = if after > before { after.checked_div(before) } else { before.checked_div(after) };
    factor.is_none_or(|factor| factor >= guards.price_factor).then(|| {
        let way = if after > before { "rise" } else { "fall" };
        // What has no room in a decimal number is beyond counting.
        let factor = factor.map_or("more than can be counted".to_owned(), |factor| {
            factor.round_dp(1).normalize().to_string()
        });
        let reason = format!(
            "the price would {way} by a factor of {factor}, from {} to {}",
            money(before),
            money(after)
        );
        Held { kind: HeldKind::PriceFactor, reason }
    })
}

/// Returns a price as shops write it: with two decimals at least.
fn money(price: Decimal) -> Decimal {
    let mut price = price;
    price.rescale(price.scale().max(2));
    price
}

/// What the guards count over a whole plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Products the source names.
    pub sheet_products: u64,
    pub store_products: u64,
    /// Variants and pictures that the products the source names have in the store.
    pub named_variants: u64,
    pub named_images: u64,
    pub products_deleted: u64,
    pub products_hidden: u64,
    pub variants_deleted: u64,
    pub images_deleted: u64,
    /// Quantities above zero that the source names for products of the store, and those it takes to zero.
    pub stock_kept: u64,
    pub stock_emptied: u64,
    /// Collections the source names, those of the store, and those that go.
    #[serde(default)]
    pub sheet_collections: u64,
    #[serde(default)]
    pub store_collections: u64,
    #[serde(default)]
    pub collections_deleted: u64,
    /// Products that were picked for the collections the source names, and those of them that leave.
    #[serde(default)]
    pub named_members: u64,
    #[serde(default)]
    pub members_removed: u64,
    /// Prices that markets have of their own for what the source names, and those of them that go.
    #[serde(default)]
    pub named_market_prices: u64,
    #[serde(default)]
    pub market_prices_cleared: u64,
}

impl Totals {
    /// Adds what an operation removes.
    pub(super) fn count(&mut self, operation: &Operation) {
        self.products_deleted += u64::from(operation.work == Work::DeleteProduct);
        self.products_hidden += u64::from(hides(operation));
        self.variants_deleted += removals(operation, "variant");
        self.images_deleted += removals(operation, "image");
        self.stock_emptied += u64::from(empties(operation));
        self.collections_deleted += u64::from(operation.work == DELETE_COLLECTION);
        self.members_removed += removals(operation, MEMBER);
        self.market_prices_cleared += cleared(operation);
    }
}

/// The deletion of a collection.
const DELETE_COLLECTION: Work = Work::Collection(CollectionWork::Delete);

fn removals(operation: &Operation, field: &str) -> u64 {
    operation.changes.iter().filter(|change| change.field == field && change.after.is_blank()).count() as u64
}

/// Returns how many prices of markets go.
fn cleared(operation: &Operation) -> u64 {
    match &operation.work {
        Work::SetMarketPrices(edit) => edit.prices.iter().filter(|price| price.to.is_none()).count() as u64,
        _ => 0,
    }
}

/// Only the absence of a product asks for a status without a place in the source.
fn hides(operation: &Operation) -> bool {
    operation.place.is_none() && matches!(operation.work, Work::UpdateProduct { .. })
}

/// Tells what takes the last of a stock away.
fn empties(operation: &Operation) -> bool {
    matches!(&operation.work, Work::SetQuantity(edit) if edit.from > 0 && edit.quantity <= 0)
}

/// Returns why an operation is held, judged over the whole plan.
pub(super) fn plan_wide(operation: &Operation, totals: &Totals, policy: &Policy) -> Option<Held> {
    let guards = &policy.guards;
    let product_goes = operation.work == Work::DeleteProduct || hides(operation);
    if operation.work.is_on_collection() {
        return of_collections(operation, totals, policy);
    }
    if product_goes
        && let Some(reason) = shrunk(totals.sheet_products, totals.store_products, "product", policy)
    {
        return Some(Held { kind: HeldKind::FileShrunk, reason });
    }
    if empties(operation)
        && totals.stock_emptied >= guards.emptied_min
        && totals.stock_emptied * 100
            > (totals.stock_emptied + totals.stock_kept) * guards.emptied_percent_max
    {
        let (emptied, all) = (totals.stock_emptied, totals.stock_emptied + totals.stock_kept);
        let reason = format!("this would empty {emptied} of {all} stocks");
        return Some(Held { kind: HeldKind::StockEmptied, reason });
    }
    let products = totals.products_deleted + totals.products_hidden;
    let mass = if product_goes && many(products, totals.store_products, guards) {
        let verb = match policy.missing {
            Missing::Delete => "delete",
            Missing::Archive => "archive",
            Missing::Draft | Missing::Leave => "hide",
        };
        Some(format!("this would {verb} {products} of {} products", totals.store_products))
    } else if removals(operation, "variant") > 0
        && many(totals.variants_deleted, totals.named_variants, guards)
    {
        Some(format!("this would delete {} of {} variants", totals.variants_deleted, totals.named_variants))
    } else if removals(operation, "image") > 0 && many(totals.images_deleted, totals.named_images, guards) {
        Some(format!("this would remove {} of {} pictures", totals.images_deleted, totals.named_images))
    } else if cleared(operation) > 0 && many(totals.market_prices_cleared, totals.named_market_prices, guards)
    {
        let Totals { market_prices_cleared: cleared, named_market_prices: named, .. } = *totals;
        Some(format!("this would take away {cleared} of {named} prices that markets have of their own"))
    } else {
        None
    };
    mass.map(|reason| Held { kind: HeldKind::MassDeletion, reason })
}

/// The same for collections and their products.
fn of_collections(operation: &Operation, totals: &Totals, policy: &Policy) -> Option<Held> {
    let guards = &policy.guards;
    let Totals { sheet_collections, store_collections, collections_deleted: deleted, .. } = *totals;
    let Totals { members_removed: removed, named_members: named, .. } = *totals;
    let goes = operation.work == DELETE_COLLECTION;
    if goes && let Some(reason) = shrunk(sheet_collections, store_collections, "collection", policy) {
        return Some(Held { kind: HeldKind::FileShrunk, reason });
    }
    let reason = if goes && many(deleted, store_collections, guards) {
        format!("this would delete {deleted} of {store_collections} collections")
    } else if removals(operation, MEMBER) > 0 && many(removed, named, guards) {
        format!("this would take {removed} of {named} products out of their collections")
    } else {
        return None;
    };
    Some(Held { kind: HeldKind::MassDeletion, reason })
}

fn many(removed: u64, all: u64, guards: &Guards) -> bool {
    removed >= guards.deletions_min && removed * 100 > all * guards.deletion_percent_max
}

/// `thing` is what is counted, in the singular.
fn shrunk(sheet: u64, store: u64, thing: &str, policy: &Policy) -> Option<String> {
    let percent = policy.guards.shrunk_percent;
    if sheet == 0 {
        return Some(format!("the file names no {thing} at all"));
    }
    if let Some(previous) = policy.previous_products.filter(|previous| sheet * 100 < previous * percent) {
        return Some(format!("the file names {sheet} {thing}s; last time it named {previous}"));
    }
    (sheet * 100 < store * percent).then(|| format!("the file names {sheet} {thing}s; the store has {store}"))
}

/// Returns whether a change takes something away that cannot come back with its id and history.
pub fn irreversible(operation: &Operation) -> bool {
    matches!(operation.work, Work::DeleteProduct | DELETE_COLLECTION)
        || operation.changes.iter().any(|change| {
            matches!(change.subject, Subject::Variant { .. })
                && change.field == "variant"
                && change.after.is_blank()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices() {
        let money = |text: &str| Value::Decimal(text.parse().unwrap());
        let table = [
            ("10", "0", Some(HeldKind::PriceZero)),
            ("0", "10", None),
            ("10", "99.99", None),
            ("10", "100", Some(HeldKind::PriceFactor)),
            ("100", "10", Some(HeldKind::PriceFactor)),
            ("100", "10.01", None),
            ("10", "10.5", None),
            ("0.01", "1000000000000000000000000000", Some(HeldKind::PriceFactor)),
        ];
        for (before, after, held) in table {
            let found = price(VariantField::Price, &money(before), &money(after), &Guards::default());
            assert_eq!(found.map(|held| held.kind), held, "{before} → {after}");
        }
        assert_eq!(price(VariantField::Cost, &money("10"), &money("0"), &Guards::default()), None);
    }
}
