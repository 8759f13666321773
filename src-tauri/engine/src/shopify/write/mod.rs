//! Turns operations into calls, and replies into what became of each operation.
//!
//! The same batch, in the same order, with the same contexts renders to the same call, idempotency keys included:
//! a stock write whose reply was lost is replayed by rendering the very batch that was sent.

mod bulk_line;
mod compose;
mod input;
mod input_collections;
mod input_markets;
mod input_metafields;
mod input_variants;
mod interpret;
mod render;
mod words;

use std::fmt;

use evenshelf_core::catalog::{StoreMedium, StoreProduct};
use evenshelf_core::collection::{CollectionWork, StoreCollection};
use evenshelf_core::operation::{OperationId, Work};
use serde::{Deserialize, Serialize};

use super::call::Call;
use super::documents::{self as doc, Document};

pub use evenshelf_core::apply::{Applied, WrittenMetafield, WrittenVariant};

pub use bulk_line::{BulkLine, bulk_line, interpret_bulk_line};
pub use interpret::{blamed, interpret};
pub use render::{QUANTITIES_MAX, render};

/// What a write needs to know beside the operation: the store as last seen, and what the run has arranged.
#[derive(Debug, Clone, Copy, Default)]
pub struct SendContext<'a> {
    /// The mirror's product: names options, units of weight and media. `None` for a create.
    pub product: Option<&'a StoreProduct>,
    /// The collection as it was read just before, for a write to one.
    pub collection: Option<&'a StoreCollection>,
    /// The store's currency, in which conditions on prices are.
    pub currency: Option<&'a str>,
    /// Media of the product that are no pictures, so that a write of the list of files keeps them. See
    /// `Client::other_media`.
    pub other_media: &'a [StoreMedium],
    /// The id of the Online Store's publication.
    pub online_store: Option<&'a str>,
    /// The value of our custom id that a create is keyed by; `None` where the store does not allow it, and the create
    /// is keyed by its handle. The same create must always be given the same value.
    pub custom_id: Option<&'a str>,
    /// Unique to the operation, kept in the journal before sending, and the same whenever it is sent again. A new one
    /// only where a result asks for it (`new_key`).
    pub idempotency_key: &'a str,
    /// The run, as an address, shown in the store's inventory history: `gid://evenshelf/Run/…`.
    pub reference: &'a str,
}

/// What a write document does; one kind for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    CreateProduct,
    UpdateProduct,
    ReplaceVariants,
    CreateVariants,
    UpdateVariants,
    DeleteVariants,
    SetImages,
    Publish,
    Unpublish,
    SetQuantities,
    ActivateLevel,
    DeleteProduct,
    SetMetafields,
    DeleteMetafields,
    CreateCollection,
    UpdateCollection,
    OrderCollection,
    DeleteCollection,
    SetMarketPrices,
}

impl Kind {
    pub const ALL: [Self; 19] = [
        Self::CreateProduct,
        Self::UpdateProduct,
        Self::ReplaceVariants,
        Self::CreateVariants,
        Self::UpdateVariants,
        Self::DeleteVariants,
        Self::SetImages,
        Self::Publish,
        Self::Unpublish,
        Self::SetQuantities,
        Self::ActivateLevel,
        Self::DeleteProduct,
        Self::SetMetafields,
        Self::DeleteMetafields,
        Self::CreateCollection,
        Self::UpdateCollection,
        Self::OrderCollection,
        Self::DeleteCollection,
        Self::SetMarketPrices,
    ];

    pub fn of(work: &Work) -> Self {
        match work {
            Work::CreateProduct(_) => Self::CreateProduct,
            Work::UpdateProduct { .. } => Self::UpdateProduct,
            Work::ReplaceVariants { .. } => Self::ReplaceVariants,
            Work::CreateVariants { .. } => Self::CreateVariants,
            Work::UpdateVariants { .. } => Self::UpdateVariants,
            Work::DeleteVariants { .. } => Self::DeleteVariants,
            Work::SetImages { .. } => Self::SetImages,
            Work::Publish { published: true, .. } => Self::Publish,
            Work::Publish { published: false, .. } => Self::Unpublish,
            Work::SetQuantity(_) => Self::SetQuantities,
            Work::ActivateLevel(_) => Self::ActivateLevel,
            Work::DeleteProduct => Self::DeleteProduct,
            Work::SetMetafield(_) => Self::SetMetafields,
            Work::DeleteMetafield(_) => Self::DeleteMetafields,
            Work::Collection(CollectionWork::Create(_)) => Self::CreateCollection,
            Work::Collection(CollectionWork::Update(_)) => Self::UpdateCollection,
            Work::Collection(CollectionWork::Order { .. }) => Self::OrderCollection,
            Work::Collection(CollectionWork::Delete) => Self::DeleteCollection,
            Work::Collection(CollectionWork::Publish { published: true, .. }) => Self::Publish,
            Work::Collection(CollectionWork::Publish { published: false, .. }) => Self::Unpublish,
            Work::SetMarketPrices(_) => Self::SetMarketPrices,
        }
    }

    pub fn document(self) -> Document {
        match self {
            Self::CreateProduct => doc::CREATE_PRODUCT,
            Self::UpdateProduct => doc::UPDATE_PRODUCT,
            Self::ReplaceVariants => doc::REPLACE_VARIANTS,
            Self::CreateVariants => doc::CREATE_VARIANTS,
            Self::UpdateVariants => doc::UPDATE_VARIANTS,
            Self::DeleteVariants => doc::DELETE_VARIANTS,
            Self::SetImages => doc::SET_IMAGES,
            Self::Publish => doc::PUBLISH,
            Self::Unpublish => doc::UNPUBLISH,
            Self::SetQuantities => doc::SET_QUANTITIES,
            Self::ActivateLevel => doc::ACTIVATE_LEVEL,
            Self::DeleteProduct => doc::DELETE_PRODUCT,
            Self::SetMetafields => doc::SET_METAFIELDS,
            Self::DeleteMetafields => doc::DELETE_METAFIELDS,
            Self::CreateCollection => doc::CREATE_COLLECTION,
            Self::UpdateCollection => doc::UPDATE_COLLECTION,
            Self::OrderCollection => doc::ORDER_COLLECTION,
            Self::DeleteCollection => doc::DELETE_COLLECTION,
            Self::SetMarketPrices => doc::SET_MARKET_PRICES,
        }
    }

    /// Returns the document for a bulk operation, which allows a single connection in it.
    pub fn bulk_document(self) -> Document {
        match self {
            Self::CreateProduct => doc::BULK_CREATE_PRODUCT,
            Self::ReplaceVariants => doc::BULK_REPLACE_VARIANTS,
            Self::SetImages => doc::BULK_SET_IMAGES,
            other => other.document(),
        }
    }
}

/// A rendered batch: one request, and which operation rides under which alias.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WriteCall {
    pub call: Call,
    pub aliases: Vec<Alias>,
    /// What the store will ask for it, predicted.
    pub points: u32,
}

/// One mutation of a batch. Quantities and metafields carry more than one operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    pub name: String,
    pub kind: Kind,
    /// In the order of the mutation's list.
    pub operations: Vec<OperationId>,
}

/// What became of one operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AliasResult {
    Applied(Applied),
    /// The store refused it; sending it again changes nothing.
    Rejected(Vec<UserError>),
    /// Certainly not applied, and worth another try.
    Retry {
        what: String,
        /// The next try needs another idempotency key.
        new_key: bool,
    },
    /// It may have been applied: look it up.
    InDoubt {
        what: String,
    },
    /// Certainly not applied: what it would change is no longer what the plan saw.
    Stale {
        what: String,
    },
}

/// Why the store refused something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserError {
    pub code: Option<String>,
    /// Where in the request, for example `variants.0.price`; empty when it belongs to the whole.
    pub field: String,
    /// In the store's words.
    pub message: String,
    /// What the owner can do.
    pub hint: Option<String>,
}

/// An operation that cannot be sent as it is. Nothing of its batch was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderError {
    pub operation: OperationId,
    pub what: String,
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for RenderError {}
