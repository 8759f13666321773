//! Planning: from a sheet and a store to the exact operations that make them even.
//!
//! One product at a time: `product` decides what a product needs, `Planner` numbers the operations, keeps the
//! totals and lets the guards hold back what looks like an accident. The same inputs give the same plan, byte
//! for byte: no time and no chance stands in it.

mod channels;
mod create;
pub(crate) mod draft;
mod equal;
pub mod forecast;
mod guard;
mod handles;
mod images;
mod linked;
mod markets;
mod metafields;
mod money;
pub mod narrow;
mod places;
mod planner;
mod policy;
mod product;
mod stock;
pub mod trial;
mod variants;

pub use draft::variant_label;
pub use equal::{product_field_equal, variant_field_equal};
pub use forecast::{Budget, Forecast, Needs, Strategy};
pub use guard::Totals;
pub use guard::irreversible;
pub use handles::Handles;
pub use images::{image_matches, place_images};
pub use money::{currency_decimals, rounded as price_rounded};
pub use places::{location_key, named as locations_named};
pub use planner::{Counts, Judge, Planner, Tally};
pub use policy::{Guards, MatchBy, Missing, Policy, Release, SheetKind};

use serde::{Deserialize, Serialize};

use crate::finding::Finding;

/// The head of a plan; its operations follow it as a stream, so that a plan of any size fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanHead {
    /// A digest of store, source and operations.
    pub id: String,
    pub store: String,
    pub source: String,
    pub counts: Counts,
    pub forecast: Forecast,
    pub findings: Vec<Finding>,
}

#[cfg(test)]
mod tests;
