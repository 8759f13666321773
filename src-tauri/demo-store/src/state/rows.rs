//! What the store keeps: one plain struct for each kind of record.
//!
//! A record is written to the log as it stands here, so a new field needs a serde default.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Microseconds since the epoch. Every write gets a later stamp than the one before.
pub type Stamp = i64;

/// Facts about the store itself, and the counters that must never go back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Meta {
    pub next_id: u64,
    pub last_stamp: Stamp,
    pub created_at: Stamp,
    pub seed: u64,
    pub name: String,
    pub domain: String,
    pub apps: Vec<AppRow>,
}

/// An app installed on the store, with the credentials it signs in with.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AppRow {
    pub id: u64,
    pub title: String,
    pub handle: String,
    /// A token without an end, like the ones of admin-made custom apps.
    pub token: String,
    pub client_id: String,
    pub client_secret: String,
}

/// A token issued by the client credentials grant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TokenRow {
    pub id: u64,
    pub token: String,
    pub app: u64,
    pub expires_at: Stamp,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Location {
    pub id: u64,
    pub name: String,
    pub address1: String,
    pub city: String,
    pub zip: String,
    pub country_code: String,
    pub country: String,
    pub active: bool,
    pub created_at: Stamp,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Product {
    pub id: u64,
    pub handle: String,
    pub title: String,
    pub body: String,
    pub vendor: String,
    pub product_type: String,
    /// ACTIVE, ARCHIVED, DRAFT or UNLISTED.
    pub status: String,
    pub tags: Vec<String>,
    pub seo_title: Option<String>,
    pub seo_description: Option<String>,
    /// The taxonomy node without its gid prefix, such as `aa-1-13`.
    pub category: Option<String>,
    pub template_suffix: Option<String>,
    pub gift_card_template_suffix: Option<String>,
    pub gift_card: bool,
    pub requires_selling_plan: bool,
    pub combined_listing_role: Option<String>,
    pub created_at: Stamp,
    pub updated_at: Stamp,
    pub options: Vec<OptionRow>,
    /// Variants in their shown order.
    pub variants: Vec<u64>,
    /// Files shown as media, in order.
    pub media: Vec<u64>,
    pub metafields: Vec<Metafield>,
    /// Publication to the moment it is published from.
    pub publications: BTreeMap<u64, Stamp>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OptionRow {
    pub id: u64,
    pub name: String,
    /// Namespace and key of the metafield the option is linked to.
    pub linked: Option<(String, String)>,
    pub values: Vec<OptionValueRow>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OptionValueRow {
    pub id: u64,
    pub name: String,
    pub linked: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metafield {
    pub id: u64,
    pub namespace: String,
    pub key: String,
    #[serde(rename = "type")]
    pub type_: String,
    pub value: String,
    pub created_at: Stamp,
    pub updated_at: Stamp,
}

/// A variant together with its inventory item: the two always live and die as a pair here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    pub id: u64,
    pub product: u64,
    /// Ids of the chosen option values, in the order of the product's options.
    pub values: Vec<u64>,
    pub barcode: Option<String>,
    pub price: Decimal,
    pub compare_at_price: Option<Decimal>,
    pub taxable: bool,
    pub tax_code: Option<String>,
    /// DENY or CONTINUE.
    pub policy: String,
    pub media: Option<u64>,
    pub metafields: Vec<Metafield>,
    pub requires_components: bool,
    pub show_unit_price: bool,
    pub unit_price_measurement: Option<Value>,
    pub created_at: Stamp,
    pub updated_at: Stamp,
    pub item: Item,
    /// Stock by location.
    pub levels: BTreeMap<u64, Level>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub id: u64,
    pub sku: Option<String>,
    pub cost: Option<Decimal>,
    pub tracked: bool,
    pub requires_shipping: bool,
    pub weight: f64,
    /// GRAMS, KILOGRAMS, OUNCES or POUNDS.
    pub weight_unit: String,
    pub country: Option<String>,
    pub province: Option<String>,
    pub hs_code: Option<String>,
    pub country_hs_codes: Vec<(String, String)>,
    pub updated_at: Stamp,
}

/// Stock of one item at one location.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Level {
    pub id: u64,
    /// False where the item is not stocked: its figures are kept but do not count.
    pub active: bool,
    pub available: i64,
    pub committed: i64,
    pub incoming: i64,
    pub reserved: i64,
    pub damaged: i64,
    pub safety_stock: i64,
    pub quality_control: i64,
    /// What repeated writes at a place where the item is not stocked have piled up on hand.
    #[serde(default)]
    pub drift: i64,
    pub created_at: Stamp,
    pub updated_at: Stamp,
}

impl Level {
    /// Returns what lies at the location, whatever it is kept for.
    pub fn on_hand(&self) -> i64 {
        self.available
            + self.committed
            + self.reserved
            + self.damaged
            + self.safety_stock
            + self.quality_control
            + self.drift
    }
}

/// An image, video or model of the store's file library.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct File {
    pub id: u64,
    pub alt: Option<String>,
    pub filename: String,
    pub url: String,
    pub source: String,
    pub mime: String,
    pub width: i64,
    pub height: i64,
    pub ready_at: Stamp,
    /// Set where the source could not be fetched.
    pub failed: Option<String>,
    /// The code of `MediaErrorCode` for it; none for a dead link.
    #[serde(default)]
    pub failed_code: Option<String>,
    /// A value of `MediaContentType`; none for an image.
    #[serde(default)]
    pub kind: Option<String>,
    pub created_at: Stamp,
    pub updated_at: Stamp,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Definition {
    pub id: u64,
    pub owner_type: String,
    pub namespace: String,
    pub key: String,
    pub name: String,
    pub description: Option<String>,
    #[serde(rename = "type")]
    pub type_: String,
    pub validations: Vec<(String, Option<String>)>,
    pub unique_values: bool,
    pub admin_filterable: bool,
    pub smart_collection: bool,
    pub pinned: Option<i64>,
    pub admin_access: Option<String>,
    pub storefront_access: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MetaobjectDefinition {
    pub id: u64,
    pub app: u64,
    #[serde(rename = "type")]
    pub type_: String,
    pub name: String,
    pub description: Option<String>,
    /// The field whose value names an entry.
    pub display_key: Option<String>,
    pub fields: Vec<MetaobjectField>,
    pub created_at: Stamp,
    pub updated_at: Stamp,
}

/// A field that every metaobject of a type has.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MetaobjectField {
    pub key: String,
    pub name: String,
    pub description: Option<String>,
    pub required: bool,
    #[serde(rename = "type")]
    pub type_: String,
    pub validations: Vec<(String, Option<String>)>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Metaobject {
    pub id: u64,
    pub app: u64,
    #[serde(rename = "type")]
    pub type_: String,
    pub handle: String,
    pub values: BTreeMap<String, String>,
    pub created_at: Stamp,
    pub updated_at: Stamp,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Publication {
    pub id: u64,
    pub catalog: u64,
    pub name: String,
    pub app_title: String,
    /// New products are published here at once.
    pub auto_publish: bool,
    /// It belongs to the catalog of a market, not to a sales channel.
    #[serde(default)]
    pub market: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Market {
    pub id: u64,
    pub name: String,
    pub handle: String,
    /// ACTIVE or DRAFT.
    pub status: String,
    pub currency: String,
    pub countries: Vec<String>,
}

/// What the customers of markets see: products and their prices.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MarketCatalog {
    pub id: u64,
    pub title: String,
    pub status: String,
    pub markets: Vec<u64>,
    pub price_list: Option<u64>,
    pub publication: Option<u64>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PriceList {
    pub id: u64,
    pub name: String,
    pub currency: String,
    /// PERCENTAGE_DECREASE or PERCENTAGE_INCREASE.
    pub adjustment_type: String,
    /// In percent.
    pub adjustment: f64,
    /// ADJUSTED or NULLIFY.
    pub compare_at_mode: String,
    /// Variant to its price here; the others follow from their own.
    pub prices: BTreeMap<u64, FixedPrice>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FixedPrice {
    pub price: Decimal,
    pub compare_at: Option<Decimal>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Collection {
    pub id: u64,
    pub handle: String,
    pub title: String,
    pub body: String,
    pub sort_order: String,
    pub template_suffix: Option<String>,
    pub seo_title: Option<String>,
    pub seo_description: Option<String>,
    pub metafields: Vec<Metafield>,
    pub publications: BTreeMap<u64, Stamp>,
    pub updated_at: Stamp,
    /// The file shown as its picture.
    #[serde(default)]
    pub image: Option<u64>,
    /// Where its products come from: a product of any source is a member.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Products in the order they were put into by hand; members that are not listed follow.
    #[serde(default)]
    pub order: Vec<u64>,
}

/// A part of a collection's membership: products picked by hand, and products that meet conditions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub id: u64,
    pub app: u64,
    pub title: String,
    pub description: Option<String>,
    /// PRODUCTS or VARIANTS.
    pub target: String,
    /// ALL or ANY.
    pub match_type: String,
    pub conditions: Vec<Condition>,
    pub selections: Vec<Selection>,
    /// What is kept out, whatever lets it in.
    #[serde(default)]
    pub exclusion: Exclusion,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Exclusion {
    /// ALL or ANY; none while nothing was said.
    pub match_type: Option<String>,
    pub conditions: Vec<Condition>,
    pub products: Vec<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    pub id: u64,
    /// What is looked at: the end of its type's name, such as `ProductTag`.
    pub kind: String,
    pub relation: String,
    /// ALL or ANY of the values, for kinds that have a list of them.
    pub match_type: Option<String>,
    /// A list of texts, a number, an amount with its currency, or a weight with its unit.
    pub value: Value,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    pub product: u64,
    /// The variants that were picked; none stands for the whole product.
    pub variants: Vec<u64>,
}

/// A change of a collection's products that has its effect after the reply.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Job {
    pub id: u64,
    pub done: bool,
    pub collection: u64,
    /// Source and what is added to it.
    pub adds: Vec<(u64, Selection)>,
    pub removes: Vec<(u64, Selection)>,
    /// Product and its new place, one after the other.
    pub moves: Vec<(u64, usize)>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Redirect {
    pub id: u64,
    pub path: String,
    pub target: String,
}

/// A stock movement, as it is read back from a payload.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AdjustmentGroup {
    pub id: u64,
    pub app: u64,
    pub created_at: Stamp,
    pub reason: String,
    pub reference: Option<String>,
    pub changes: Vec<Change>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Change {
    pub name: String,
    pub delta: i64,
    pub after: Option<i64>,
    pub variant: u64,
    pub location: u64,
    pub ledger: Option<String>,
}

/// A key of the `@idempotent` directive that has had its effect.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Idempotency {
    pub id: u64,
    pub app: u64,
    pub key: String,
    pub fingerprint: String,
    pub at: Stamp,
    /// What a replay shows again: an adjustment group or a level, by mutation.
    pub subject: Option<u64>,
}

/// An asynchronous productSet or productDelete.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Operation {
    pub id: u64,
    pub app: u64,
    /// `set` or `delete`.
    pub kind: String,
    pub input: Value,
    /// CREATED, ACTIVE or COMPLETE.
    pub status: String,
    pub product: Option<u64>,
    pub errors: Vec<Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Bulk {
    pub id: u64,
    pub app: u64,
    pub version: String,
    pub mutation: bool,
    pub text: String,
    pub staged_path: Option<String>,
    pub checksum: Option<String>,
    pub group_objects: bool,
    pub status: String,
    pub error_code: Option<String>,
    pub objects: u64,
    pub root_objects: u64,
    pub file_size: Option<u64>,
    pub partial: bool,
    pub created_at: Stamp,
    pub completed_at: Option<Stamp>,
}
