//! A plan under review: read in pages, chosen from, released, tried, applied.
//!
//! The row of a review is one change, one field with both sides. Changes that can only be sent together share a
//! `unit`: they are included and left out together.

use serde::{Deserialize, Serialize};

use super::file::Place;
use super::product::{ShelfCollection, ShelfProduct};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanRequest {
    pub store: String,
    pub path: String,
    pub match_by: MatchBy,
    pub missing: Missing,
}

/// Compares two files without any account: what would have to change for the first to become the second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CompareRequest {
    /// The file that stands for the store, such as an export.
    pub shelf: String,
    pub sheet: String,
    pub match_by: MatchBy,
    pub missing: Missing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MatchBy {
    /// As the file suggests.
    Auto,
    Handle,
    Sku,
    Barcode,
    Id,
}

/// What becomes of products of the store that the sheet does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    Leave,
    Draft,
    Archive,
    Delete,
}

/// The head of a review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Review {
    pub id: i64,
    /// Grows with every mark; pages read before belong to an older one.
    pub version: u64,
    pub origin: ReviewOrigin,
    pub created_at_ms: i64,
    /// When the copy of the store was taken that it was planned against.
    pub copied_at_ms: Option<i64>,
    pub currency: Option<String>,
    pub match_by: MatchBy,
    pub missing: Missing,
    pub counts: ReviewCounts,
    pub forecast: Forecast,
    pub held: Vec<HeldGroup>,
    pub findings: u64,
    pub finding_groups: Vec<super::file::FindingGroup>,
    /// The run that tried the first few products, when there was one.
    pub trial_run: Option<i64>,
    /// The run that applied the rest.
    pub run: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReviewOrigin {
    Store { store: String, demo: bool, path: String, source: String },
    Files { shelf: String, shelf_name: String, sheet: String, sheet_name: String },
}

/// In changes (rows), unless the name says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReviewCounts {
    pub changes: u64,
    /// What Apply would send: neither held nor left out nor already applied.
    pub to_apply: u64,
    pub operations_to_apply: u64,
    pub products_to_apply: u64,
    pub held: u64,
    pub excluded: u64,
    /// Sent by a trial or a run of this review, however it ended.
    pub done: u64,
    /// Products that need nothing.
    pub products_even: u64,
    pub products: u64,
    pub products_created: u64,
    pub products_changed: u64,
    pub products_removed: u64,
    /// Of the created, changed and removed ones: collections, which are counted as products are.
    pub collections: u64,
    /// Of `products_to_apply`.
    pub collections_to_apply: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Forecast {
    pub calls: u64,
    pub points: u64,
    pub seconds_low: u64,
    pub seconds_high: u64,
    pub strategy: String,
    /// Why this strategy, in the engine's words.
    pub reason: String,
}

/// A change that is held back, with the figures that made it so; money is in the review's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HeldChange {
    pub field: String,
    pub before: Cell,
    pub after: Cell,
}

/// Changes that a brake holds back, of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HeldGroup {
    /// `price_factor`, `mass_deletion` … as the command line names them.
    pub kind: String,
    /// Still held.
    pub changes: u64,
    pub products: u64,
    /// Released by the owner in this review.
    pub released: u64,
    /// The first one; `None` in a review that an older version made.
    pub first: Option<HeldChange>,
    /// The title of its product.
    pub example_product: String,
    /// Whether the owner may release it here; a change without a location to go to cannot be sent.
    pub releasable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    Product,
    Field,
    Sign,
}

/// Which rows to show. Empty lists mean all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct ReviewQuery {
    /// Found in handle, title, SKU or either value, in any case.
    pub text: String,
    pub signs: Vec<Sign>,
    pub fields: Vec<String>,
    pub states: Vec<RowState>,
    pub held_kinds: Vec<String>,
    pub group: GroupBy,
}

#[allow(clippy::derivable_impls)]
impl Default for GroupBy {
    fn default() -> Self {
        GroupBy::Product
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    Added,
    Changed,
    Removed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    Included,
    Excluded,
    Held,
    /// Was held; the owner let it go.
    Released,
    Applied,
    /// The store already had it.
    Unchanged,
    Rejected,
    Failed,
    Skipped,
}

/// How many rows of the filter each value would leave, for the chips.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReviewFacets {
    pub total: u64,
    pub signs: Vec<Facet>,
    pub fields: Vec<Facet>,
    pub states: Vec<Facet>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Facet {
    pub key: String,
    pub rows: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReviewPage {
    pub version: u64,
    /// Rows that fit the filter.
    pub total: u64,
    pub rows: Vec<ReviewRow>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReviewRow {
    /// Its number in the review, counted from 0; stays the same under every filter.
    pub row: u64,
    pub operation: u64,
    /// Rows with the same unit are included and left out together.
    pub unit: u64,
    /// `create_product`, `update_variants` … as plans name them.
    pub work: String,
    /// The product's handle.
    pub product: String,
    pub product_id: Option<String>,
    pub title: String,
    pub sku: Option<String>,
    pub subject: Subject,
    pub sign: Sign,
    /// The code of the field: `title`, `price`, `quantity` …
    pub field: String,
    pub before: Cell,
    pub after: Cell,
    /// Of a figure whose both sides are known: by how much it moves, +12.5 or −60.
    pub percent: Option<f64>,
    pub state: RowState,
    /// The brake that held it, also when it was released since.
    pub held_kind: Option<String>,
    /// What the store said to it. In a review a change that is held says so by `held_kind` and its two sides alone.
    pub detail: Option<String>,
    pub place: Option<Place>,
}

/// What a change belongs to, below the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    Product,
    /// No product at all: a collection.
    Collection,
    Variant {
        label: String,
    },
    Image {
        position: u32,
    },
    Level {
        variant: String,
        location: String,
    },
}

/// One side of a change. In a page texts are cut at [`CELL_CHARS_MAX`]; the detail has them whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cell {
    Blank,
    Text {
        text: String,
        cut: bool,
    },
    Flag {
        on: bool,
    },
    /// A whole or decimal number, in digits with a point.
    Number {
        digits: String,
    },
    Tags {
        tags: Vec<String>,
        cut: bool,
    },
}

/// Characters of a text that travel in a row of a page.
pub const CELL_CHARS_MAX: usize = 160;

/// Which rows a mark is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Selection {
    Rows {
        rows: Vec<u64>,
    },
    /// Every row that fits.
    Fitting {
        query: ReviewQuery,
    },
    Product {
        product: String,
    },
    HeldKind {
        held_kind: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Include,
    Exclude,
    Release,
    /// Takes a release back.
    Hold,
}

/// A change with both sides whole, and what surrounds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChangeDetail {
    /// With texts whole.
    pub row: ReviewRow,
    /// What is asked of the store is HTML: show it as text and rendered safely.
    pub html: bool,
    /// The other changes that ride in the same operation, the row's own included.
    pub together: Vec<ReviewRow>,
    /// The product as the store has it; `None` for a new product, and for a collection.
    pub shelf: Option<ShelfProduct>,
    /// The collection as the store has it; `None` for a new one, and for a product.
    pub collection: Option<ShelfCollection>,
    /// Where it stands in the Shopify admin; `None` for a demo store or what is new.
    pub admin_url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApplyRequest {
    pub review: i64,
    pub scope: ApplyScope,
    /// Parallel connections; `None` finds out what the store bears.
    pub workers: Option<u32>,
    pub verify: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ApplyScope {
    All,
    /// A few products first, of different kinds where there are any.
    Trial {
        products: u32,
    },
}
