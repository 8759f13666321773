//! What a review says, as plain values. The window's contract has the same shapes.

use std::path::PathBuf;

use evenshelf_core::catalog::Place;
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::operation::{Change, HeldKind, OperationId};
use evenshelf_core::plan::{Forecast, MatchBy, Missing};
use serde::{Deserialize, Serialize};

use super::collection::ShelfCollection;
use super::product::ShelfProduct;

/// A plan that is to be reviewed: where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    pub origin: NewOrigin,
    /// `None`: as the file suggested.
    pub match_by: Option<MatchBy>,
    pub missing: Missing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewOrigin {
    Store { store: String, path: PathBuf },
    Files { shelf: PathBuf, sheet: PathBuf },
}

/// The head of a review.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    pub id: i64,
    /// Grows with every mark; pages read before belong to an older one.
    pub version: u64,
    pub origin: ReviewOrigin,
    pub created_at: i64,
    /// When the copy of the store was taken that it was planned against.
    pub copied_at: Option<i64>,
    pub currency: Option<String>,
    pub match_by: Option<MatchBy>,
    pub missing: Missing,
    pub counts: ReviewCounts,
    pub forecast: Forecast,
    pub held: Vec<HeldGroup>,
    pub findings: u64,
    pub finding_groups: Vec<FindingGroup>,
    /// The run that tried the first few products, when there was one.
    pub trial_run: Option<i64>,
    /// The run that applied the rest.
    pub run: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewOrigin {
    Store { store: String, demo: bool, path: String, source: String },
    Files { shelf: String, shelf_name: String, sheet: String, sheet_name: String },
}

/// A review that is still to be decided on.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenReview {
    pub id: i64,
    pub origin: ReviewOrigin,
    pub counts: ReviewCounts,
    pub created_at: i64,
}

/// In changes (rows), unless the name says otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewCounts {
    pub changes: u64,
    /// What would be sent: neither held nor left out nor already sent.
    pub to_apply: u64,
    pub operations_to_apply: u64,
    pub products_to_apply: u64,
    pub held: u64,
    pub excluded: u64,
    /// Sent by a run of this review, however it ended, or on its way.
    pub done: u64,
    /// Products that need nothing.
    pub products_even: u64,
    pub products: u64,
    pub products_created: u64,
    pub products_changed: u64,
    pub products_removed: u64,
    /// Of the created, changed and removed ones: collections, which are counted as products are.
    #[serde(default)]
    pub collections: u64,
    /// Of `products_to_apply`.
    #[serde(default)]
    pub collections_to_apply: u64,
}

/// A change that is held back, with the figures that made it so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldChange {
    pub field: String,
    pub before: Cell,
    pub after: Cell,
}

/// Changes that a brake holds back, of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldGroup {
    pub kind: HeldKind,
    /// Still held.
    pub changes: u64,
    /// Of those still held and those released.
    pub products: u64,
    /// Released by the owner in this review.
    pub released: u64,
    /// The first one; `None` in a summary that an older version counted.
    #[serde(default)]
    pub first: Option<HeldChange>,
    /// The title of its product.
    pub example_product: String,
    /// A change without a location to go to cannot be sent.
    pub releasable: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GroupBy {
    #[default]
    Product,
    Field,
    Sign,
}

/// Which rows to show. Empty lists mean all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewQuery {
    /// Found in handle, title, SKU or either value, in any case. Of a value the first [`SEARCH_CHARS_MAX`]
    /// characters are looked at.
    pub text: String,
    pub signs: Vec<Sign>,
    pub fields: Vec<String>,
    pub states: Vec<RowState>,
    pub held_kinds: Vec<String>,
    pub group: GroupBy,
}

/// As much of a value as a search looks at: a long description's beginning, so that a search over 100,000 of them
/// still answers at once.
pub const SEARCH_CHARS_MAX: usize = 1_000;

/// Characters of a text that travel in a row of a page.
pub const CELL_CHARS_MAX: usize = 160;

/// Rows in one page.
pub const PAGE_ROWS_MAX: u32 = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sign {
    Added,
    Changed,
    Removed,
}

impl Sign {
    pub const ALL: [Self; 3] = [Self::Added, Self::Changed, Self::Removed];

    pub fn of(change: &Change) -> Self {
        match (change.before.is_blank(), change.after.is_blank()) {
            (true, false) => Self::Added,
            (false, true) => Self::Removed,
            _ => Self::Changed,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// It was not sent, and would be the next time.
    Skipped,
}

impl RowState {
    pub const ALL: [Self; 9] = [
        Self::Included,
        Self::Excluded,
        Self::Held,
        Self::Released,
        Self::Applied,
        Self::Unchanged,
        Self::Rejected,
        Self::Failed,
        Self::Skipped,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Included => "included",
            Self::Excluded => "excluded",
            Self::Held => "held",
            Self::Released => "released",
            Self::Applied => "applied",
            Self::Unchanged => "unchanged",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == word)
    }
}

/// How many rows of the filter each value would leave, the other filters standing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewFacets {
    pub total: u64,
    pub signs: Vec<Facet>,
    pub fields: Vec<Facet>,
    pub states: Vec<Facet>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    pub key: String,
    pub rows: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReviewPage {
    pub version: u64,
    /// Rows that fit the filter.
    pub total: u64,
    pub rows: Vec<ReviewRow>,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRow {
    /// Its number in the review, counted from 0; stays the same under every filter.
    pub row: u64,
    pub operation: OperationId,
    /// Rows with the same unit are included and left out together.
    pub unit: u64,
    pub work: String,
    pub product: String,
    pub product_id: Option<String>,
    pub title: String,
    pub sku: Option<String>,
    pub subject: Subject,
    pub sign: Sign,
    pub field: String,
    pub before: Cell,
    pub after: Cell,
    /// Of a figure whose both sides are known: by how much it moves, +12.5 or −60.
    pub percent: Option<f64>,
    pub state: RowState,
    /// The brake that held it, also when it was released since.
    pub held_kind: Option<String>,
    /// What the store said to it, or why it is held.
    pub detail: Option<String>,
    pub place: Option<Place>,
}

/// What a change belongs to, below the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[serde(rename_all = "snake_case")]
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

/// Which rows a mark is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    Rows(Vec<u64>),
    /// Every row that fits.
    Fitting(ReviewQuery),
    /// By its handle.
    Product(String),
    HeldKind(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// With what it needs.
    Include,
    /// With what needs it.
    Exclude,
    /// With what it needs.
    Release,
    /// Takes a release back, with what needs it.
    Hold,
}

/// A change with both sides whole, and what surrounds it.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeDetail {
    /// With texts whole.
    pub row: ReviewRow,
    /// What is asked of the store is HTML.
    pub html: bool,
    /// The changes of the same operation, the row's own included; at most [`PAGE_ROWS_MAX`].
    pub together: Vec<ReviewRow>,
    /// The product as the store (or the shelf's file) has it; `None` for a new product, and for a collection.
    pub shelf: Option<ShelfProduct>,
    /// The collection as the store has it; `None` for a new one, and for a product.
    pub collection: Option<ShelfCollection>,
    /// Where it stands in the Shopify admin; `None` for a demo store, what is new and compared files.
    pub admin_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplyScope {
    All,
    /// A few products first, of different kinds where there are any.
    Trial {
        products: u32,
    },
}

impl ApplyScope {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Trial { .. } => "trial",
        }
    }
}

/// Which of two compared files a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The file whose changes are asked for.
    Sheet,
    /// The file that stands for the store.
    Shelf,
}

impl Side {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sheet => "sheet",
            Self::Shelf => "shelf",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Sheet, Self::Shelf].into_iter().find(|side| side.name() == word)
    }
}

/// Findings of one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingGroup {
    pub code: FindingCode,
    pub severity: Severity,
    pub side: Side,
    pub count: u64,
    pub first: Finding,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingPage {
    pub total: u64,
    pub findings: Vec<Finding>,
}
