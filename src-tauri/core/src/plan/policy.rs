//! What the owner allows a plan to do.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::catalog::StoreLocation;
use crate::channel::Channel;
use crate::market::Markets;
use crate::metafield::Metafields;
use crate::operation::HeldKind;

use super::handles::Handles;

/// How rows of a source find their product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchBy {
    Handle,
    Sku,
    Barcode,
    Id,
}

impl FromStr for MatchBy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "handle" => Ok(Self::Handle),
            "sku" => Ok(Self::Sku),
            "barcode" => Ok(Self::Barcode),
            "id" => Ok(Self::Id),
            other => Err(format!("\"{other}\" is no way to match; use handle, sku, barcode or id")),
        }
    }
}

/// What happens to products of the store that the source does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    #[default]
    Leave,
    Draft,
    Archive,
    Delete,
}

impl FromStr for Missing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "leave" => Ok(Self::Leave),
            "draft" => Ok(Self::Draft),
            "archive" => Ok(Self::Archive),
            "delete" => Ok(Self::Delete),
            other => Err(format!("\"{other}\" is not known; use leave, draft, archive or delete")),
        }
    }
}

/// Which held changes a person has released.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    #[default]
    Nothing,
    Kinds(BTreeSet<HeldKind>),
    Everything,
}

impl Release {
    /// Returns whether changes held for this reason may go. A quantity without a location has nowhere to
    /// go, whatever is released.
    pub fn covers(&self, kind: HeldKind) -> bool {
        kind != HeldKind::Location
            && match self {
                Self::Nothing => false,
                Self::Kinds(kinds) => kinds.contains(&kind),
                Self::Everything => true,
            }
    }
}

/// Whether the source lists whole products or only their stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    #[default]
    Products,
    Inventory,
}

/// The thresholds of the brakes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guards {
    /// A price that changes by this factor or more, up or down, is held.
    pub price_factor: Decimal,
    /// Deletions are held above this share of what the store has, in per cent …
    pub deletion_percent_max: u64,
    /// … and from this many on: one discontinued product of a small shop is no accident.
    pub deletions_min: u64,
    /// Stocks that go to zero are held above this share of those the source names, in per cent …
    pub emptied_percent_max: u64,
    /// … and from this many on.
    pub emptied_min: u64,
    /// A source that names less than this share of the store's (or of its own last) products is shrunk.
    pub shrunk_percent: u64,
}

impl Default for Guards {
    fn default() -> Self {
        Self {
            price_factor: Decimal::TEN,
            deletion_percent_max: 10,
            deletions_min: 3,
            emptied_percent_max: 50,
            emptied_min: 10,
            shrunk_percent: 50,
        }
    }
}

/// Everything a plan needs to know besides the two sides.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    pub kind: SheetKind,
    /// Whether the source lists every variant and picture of the products it names. True for files in
    /// Shopify's own form matched by handle or id; a supplier's list matched by SKU owns neither.
    pub owns_lists: bool,
    pub missing: Missing,
    pub release: Release,
    pub guards: Guards,
    pub locations: Vec<StoreLocation>,
    /// The store's sales channels; empty where they are not for us to read.
    pub channels: Vec<Channel>,
    /// The id of the location where quantities without a location go.
    pub default_location: Option<String>,
    /// The ids of locations by what files call them: see [`super::location_key`].
    pub location_names: BTreeMap<String, String>,
    /// Taxonomy paths of the source that the store's API knows, with their ids.
    pub categories: BTreeMap<String, String>,
    /// How many decimals the store keeps of a price, where that is known.
    pub price_decimals: Option<u32>,
    /// Whose products those without a vendor are: Shopify puts the shop's own name there.
    pub shop_name: Option<String>,
    /// How many products this source named when it was last applied.
    pub previous_products: Option<u64>,
    /// What the store says of metafields: shared, since it may name every product of the store.
    pub metafields: Arc<Metafields>,
    pub markets: Markets,
    /// Who claims which web address. `None`: products are found by it, and so it never changes.
    pub handles: Option<Arc<Handles>>,
}
