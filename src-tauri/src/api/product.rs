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
