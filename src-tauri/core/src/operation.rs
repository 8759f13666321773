//! The unit of a plan: one operation is one thing asked of the store, with every field it changes.
//!
//! Operations are plain values. How one becomes a GraphQL document is the engine's matter; when it is sent
//! is the scheduler's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::{Place, ProductField, QuantityName, SheetOption, StoreMetafield, VariantField};
use crate::collection::CollectionWork;
use crate::market::FixedPrice;
use crate::value::Value;

/// The number of an operation in its plan, counted from 0.
pub type OperationId = u64;

/// One thing asked of the store. It ends in exactly one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub id: OperationId,
    /// The product's handle (as it will be, for a create).
    pub product: String,
    /// The store's id of the product; `None` for a create.
    pub product_id: Option<String>,
    /// Where the source asks for it; `None` when it follows from what the source leaves out.
    pub place: Option<Place>,
    pub priority: Priority,
    /// Operations that must have been applied (or found unchanged) before this one is sent.
    pub after: Vec<OperationId>,
    pub work: Work,
    /// What the owner sees: every field with both sides.
    pub changes: Vec<Change>,
    /// Why it is kept back until a person releases it.
    pub held: Option<Held>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Urgent,
    High,
    #[default]
    Normal,
    Low,
}

/// What is asked of the store, with all it takes to ask it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    CreateProduct(NewProduct),
    /// Product fields only, never a list other than the tags.
    UpdateProduct {
        fields: BTreeMap<ProductField, Value>,
        category_id: Option<String>,
    },
    /// The whole list of options and variants: the only way to rename, add or drop an option in one step.
    ReplaceVariants {
        options: Vec<SheetOption>,
        variants: Vec<VariantSlot>,
    },
    CreateVariants {
        variants: Vec<NewVariant>,
    },
    UpdateVariants {
        variants: Vec<VariantEdit>,
    },
    DeleteVariants {
        ids: Vec<String>,
    },
    /// The whole ordered list of pictures.
    SetImages {
        images: Vec<ImageSlot>,
    },
    /// On a sales channel, or off it.
    Publish {
        published: bool,
        /// The id of its publication; `None`: the Online Store's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        publication: Option<String>,
    },
    SetQuantity(QuantityEdit),
    /// Stocks an item at a location where it was not, with its first quantity.
    ActivateLevel(QuantityEdit),
    DeleteProduct,
    /// One metafield; up to 25 of a product and its variants share a call.
    SetMetafield(MetafieldEdit),
    DeleteMetafield(MetafieldRemoval),
    /// On a collection: then `product` and `product_id` of the operation are those of the collection.
    Collection(CollectionWork),
    /// Prices of a product's variants on one price list.
    SetMarketPrices(MarketPriceEdit),
}

impl Work {
    /// Returns the name that plans, journals and the command line use.
    pub fn name(&self) -> &'static str {
        match self {
            Self::CreateProduct(_) => "create_product",
            Self::UpdateProduct { .. } => "update_product",
            Self::ReplaceVariants { .. } => "replace_variants",
            Self::CreateVariants { .. } => "create_variants",
            Self::UpdateVariants { .. } => "update_variants",
            Self::DeleteVariants { .. } => "delete_variants",
            Self::SetImages { .. } => "set_images",
            Self::Publish { published: true, .. } => "publish",
            Self::Publish { published: false, .. } => "unpublish",
            Self::SetQuantity(_) => "set_quantity",
            Self::ActivateLevel(_) => "activate_level",
            Self::DeleteProduct => "delete_product",
            Self::SetMetafield(_) => "set_metafield",
            Self::DeleteMetafield(_) => "delete_metafield",
            Self::Collection(work) => work.name(),
            Self::SetMarketPrices(_) => "set_market_prices",
        }
    }

    /// Returns whether it is about a collection, and not a product.
    pub fn is_on_collection(&self) -> bool {
        matches!(self, Self::Collection(_))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewProduct {
    pub handle: String,
    pub fields: BTreeMap<ProductField, Value>,
    pub category_id: Option<String>,
    pub options: Vec<SheetOption>,
    pub variants: Vec<NewVariant>,
    pub images: Vec<ImageSlot>,
    #[serde(default)]
    pub metafields: Vec<NewMetafield>,
    /// Of its options those that are linked to a metafield.
    #[serde(default)]
    pub links: Vec<OptionLink>,
    /// Whether the store publishes new products on a channel by itself: where it is then must be read.
    #[serde(default)]
    pub store_publishes: bool,
}

/// An option whose values are entries (metaobjects) of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionLink {
    /// The option's name.
    pub option: String,
    pub namespace: String,
    pub key: String,
    /// The ids of the entries by the values, which are their names.
    pub values: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewVariant {
    pub option_values: Vec<String>,
    /// Everything but the picture.
    pub fields: BTreeMap<VariantField, Value>,
    /// The source address of its picture, one of the product's images.
    pub image: Option<String>,
    pub quantities: Vec<NewQuantity>,
    #[serde(default)]
    pub metafields: Vec<NewMetafield>,
}

/// A metafield as Shopify takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMetafield {
    pub namespace: String,
    pub key: String,
    #[serde(rename = "type")]
    pub type_: String,
    pub value: String,
}

impl NewMetafield {
    /// Returns it as the store will hold it.
    pub fn stored(self) -> StoreMetafield {
        let Self { namespace, key, type_, value } = self;
        StoreMetafield { namespace, key, type_, value, digest: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetafieldEdit {
    /// The id of the variant it belongs to; `None`: the product.
    pub variant: Option<String>,
    /// What the mirror showed, `None` for nothing; the store refuses the write if it is something else by now.
    pub from: Option<StoreMetafield>,
    pub metafield: NewMetafield,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetafieldRemoval {
    /// The id of the variant it belongs to; `None`: the product.
    pub variant: Option<String>,
    /// What the mirror showed.
    pub from: StoreMetafield,
}

/// Prices that become fixed on a price list, and such that no longer are; at most 250.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarketPriceEdit {
    /// The market's name in the store.
    pub market: String,
    pub price_list_id: String,
    /// The list's, ISO 4217.
    pub currency: String,
    /// A variant stands in it once.
    pub prices: Vec<VariantPriceEdit>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantPriceEdit {
    /// `None` for a variant that an earlier operation of the plan makes: it is found by its option values.
    pub variant: Option<String>,
    pub option_values: Vec<String>,
    /// What the mirror showed.
    pub from: Option<FixedPrice>,
    /// `None`: the variant's price is no longer fixed there.
    pub to: Option<FixedPrice>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewQuantity {
    pub location_id: String,
    pub name: QuantityName,
    pub quantity: i64,
}

/// A variant in a list that is replaced whole: an existing one keeps its id.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct VariantSlot {
    pub id: Option<String>,
    pub variant: NewVariant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantEdit {
    pub id: String,
    /// Only the fields that change, the picture apart.
    pub fields: BTreeMap<VariantField, Value>,
    pub image: Option<VariantImage>,
}

/// What becomes of a variant's own picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariantImage {
    /// A picture the product has.
    Media(String),
    /// A picture that an earlier operation of the plan adds, by its source address.
    Source(String),
    None,
}

/// A place in the ordered list of a product's pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageSlot {
    /// The media id of a picture the product has; `None` for a new one.
    pub id: Option<String>,
    pub src: String,
    pub alt: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityEdit {
    pub inventory_item_id: String,
    pub location_id: String,
    pub name: QuantityName,
    /// What the mirror showed; the store refuses the write if it has moved since.
    pub from: i64,
    pub quantity: i64,
}

/// One field with both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub subject: Subject,
    pub field: String,
    pub before: Value,
    pub after: Value,
}

/// What a change belongs to, below the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Product,
    /// A variant by its option values, joined by ` / `; with its id where the store has one.
    Variant {
        id: Option<String>,
        label: String,
    },
    /// A picture by its position, counted from 1.
    Image {
        position: u32,
    },
    Level {
        variant: String,
        location: String,
    },
}

/// Why an operation is kept back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub kind: HeldKind,
    /// In the owner's words.
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldKind {
    MassDeletion,
    PriceZero,
    PriceFactor,
    /// The file is empty, or half of what it was.
    FileShrunk,
    /// Most of what was in stock would be sold out.
    StockEmptied,
    /// A quantity without a location it could belong to.
    Location,
}

impl HeldKind {
    pub const ALL: [Self; 6] = [
        Self::MassDeletion,
        Self::PriceZero,
        Self::PriceFactor,
        Self::FileShrunk,
        Self::StockEmptied,
        Self::Location,
    ];

    /// Returns the name that `--release-held` takes and plans show.
    pub fn name(self) -> &'static str {
        match self {
            Self::MassDeletion => "mass_deletion",
            Self::PriceZero => "price_zero",
            Self::PriceFactor => "price_factor",
            Self::FileShrunk => "file_shrunk",
            Self::StockEmptied => "stock_emptied",
            Self::Location => "location",
        }
    }

    /// Returns the kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How an operation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    Applied,
    /// The store already had it.
    Unchanged,
    /// The store refused it.
    Rejected,
    /// It could not be delivered.
    Failed,
    /// It was not sent: an earlier one of its product failed, the run ended, or the store had moved.
    Skipped,
    Held,
}

impl OutcomeKind {
    /// Returns the name used in the ledger and by the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Unchanged => "unchanged",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Held => "held",
        }
    }
}
