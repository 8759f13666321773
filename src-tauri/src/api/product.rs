//! A product as the store has it, all of it.

use serde::{Deserialize, Serialize};

use super::review::Cell;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShelfProduct {
    /// What it holds, metafields behind the rest.
    pub fields: Vec<SideField>,
    /// In the store's order, at most 250.
    pub variants: Vec<ShelfVariant>,
    pub variants_total: u64,
    pub pictures: Vec<ShelfPicture>,
    pub collections: ShelfCollections,
    /// All sales channels of the store; none where it does not show them.
    pub channels: Vec<ShelfChannel>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShelfChannel {
    pub title: String,
    /// Whether it is published there.
    pub on: bool,
}

/// A collection as the store has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShelfCollection {
    /// What it holds, its conditions behind the rest.
    pub fields: Vec<SideField>,
    /// Handles, in the collection's order where it is made by hand; at most 100.
    pub products: Vec<String>,
    pub products_total: u64,
    /// Whether these are all its products; those that conditions take in may not be known.
    pub is_whole: bool,
    /// What it has that is left as it is, in the owner's words.
    pub beyond: Vec<String>,
    pub channels: Vec<ShelfChannel>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShelfCollections {
    /// At most 100.
    pub titles: Vec<String>,
    pub total: u64,
    /// Collections of which the copy does not say whether the product is in them.
    pub unknown: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SideField {
    /// As a change names it; a metafield as `metafields.namespace.key`.
    pub field: String,
    pub value: Cell,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShelfVariant {
    /// The option values, joined by ` / `; empty for a single variant.
    pub label: String,
    pub fields: Vec<SideField>,
    /// By location, where it is stocked.
    pub stock: Vec<ShelfStock>,
    /// In every market that sells by a price list.
    pub markets: Vec<ShelfMarketPrice>,
}

/// What a variant costs in a market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShelfMarketPrice {
    pub market: String,
    /// ISO 4217: that of the market, not the shop's.
    pub currency: String,
    /// In digits with a point; `None` where the price follows the variant's own, or is not known.
    pub price: Option<String>,
    pub compare_at: Option<String>,
    /// Whether the fixed prices of the market were read.
    pub known: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShelfStock {
    pub location: String,
    pub available: i64,
    pub on_hand: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ShelfPicture {
    pub url: String,
    pub alt: String,
}
