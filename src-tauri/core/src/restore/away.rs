//! A product of a backup as another store can be told of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{MetafieldOwner, SheetMetafield, SheetProduct};

/// Of which type metafields are, by owner, namespace and key.
pub type MetafieldTypes = BTreeMap<(MetafieldOwner, String, String), String>;

/// What has to be known of a file of another store before it is planned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Abroad {
    pub types: MetafieldTypes,
    /// Names of markets whose prices mean nothing in this store.
    pub markets_left_out: BTreeSet<String>,
}

/// Returns what of a backup's product can be said to another store: its ids are left out, and so are metafields that
/// name something by its id, and prices for which the store has no place.
pub fn away_from_home(product: &SheetProduct, abroad: &Abroad) -> SheetProduct {
    let mut product = SheetProduct { id: None, ..product.clone() };
    let stays = |owner, field: &SheetMetafield| {
        let type_ = abroad.types.get(&(owner, field.namespace.clone(), field.key.clone()));
        !type_.is_some_and(|type_| refers(type_))
    };
    product.metafields.retain(|field| stays(MetafieldOwner::Product, field));
    for variant in &mut product.variants {
        variant.id = None;
        variant.market_prices.retain(|market, _| !abroad.markets_left_out.contains(market));
        variant.metafields.retain(|field| stays(MetafieldOwner::Variant, field));
    }
    product
}

/// Returns whether values of a type are ids of a store's: `product_reference`, `list.metaobject_reference`, …
pub(super) fn refers(type_: &str) -> bool {
    type_.ends_with("_reference")
}
