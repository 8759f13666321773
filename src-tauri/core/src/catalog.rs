//! The two sides a sync compares: the sheet (what a source says) and the store (what Shopify holds).
//!
//! Both keep their fields in maps keyed by field name. On the sheet's side a field that is missing from the
//! map is *absent* (its column does not exist: leave it alone), `Value::Blank` is *blank* (clear it). On the
//! store's side a missing field reads as blank.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::market::FixedPrice;
use crate::value::Value;

/// A field of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductField {
    Title,
    BodyHtml,
    Vendor,
    ProductType,
    /// The full path of the taxonomy, ` > ` between levels.
    Category,
    Tags,
    /// `active`, `draft`, `archived` or `unlisted`, in lower case.
    Status,
    /// Published to the Online Store.
    Published,
    GiftCard,
    SeoTitle,
    SeoDescription,
    TemplateSuffix,
    /// What its web address ends with. Both sides keep it beside their fields, since it is also how a product is found;
    /// as a field it stands only in what is asked of the store.
    Handle,
}

impl ProductField {
    /// Those that the maps of the two sides hold: all but the handle.
    pub const ALL: [Self; 12] = [
        Self::Title,
        Self::BodyHtml,
        Self::Vendor,
        Self::ProductType,
        Self::Category,
        Self::Tags,
        Self::Status,
        Self::Published,
        Self::GiftCard,
        Self::SeoTitle,
        Self::SeoDescription,
        Self::TemplateSuffix,
    ];

    /// Returns the name that plans, journals and the command line use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::BodyHtml => "body_html",
            Self::Vendor => "vendor",
            Self::ProductType => "product_type",
            Self::Category => "category",
            Self::Tags => "tags",
            Self::Status => "status",
            Self::Published => "published",
            Self::GiftCard => "gift_card",
            Self::SeoTitle => "seo_title",
            Self::SeoDescription => "seo_description",
            Self::TemplateSuffix => "template_suffix",
            Self::Handle => "handle",
        }
    }

    /// Returns the field of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([Self::Handle]).find(|field| field.name() == name)
    }
}

/// A field of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariantField {
    Sku,
    Barcode,
    Price,
    CompareAtPrice,
    Cost,
    /// Weight in grams, whatever unit is displayed.
    WeightGrams,
    /// The unit the store shows: `kg`, `g`, `lb` or `oz`.
    WeightUnit,
    /// Whether Shopify tracks the stock.
    Tracked,
    /// `deny` or `continue`.
    InventoryPolicy,
    RequiresShipping,
    Taxable,
    TaxCode,
    HsCode,
    /// ISO 3166-1 alpha-2.
    CountryOfOrigin,
    /// `750 ml / 1 l`: total measure, then the base it is priced by.
    UnitPrice,
    /// The source address of the variant's own picture (on the store's side: see `StoreVariant::image_id`).
    Image,
}

impl VariantField {
    pub const ALL: [Self; 16] = [
        Self::Sku,
        Self::Barcode,
        Self::Price,
        Self::CompareAtPrice,
        Self::Cost,
        Self::WeightGrams,
        Self::WeightUnit,
        Self::Tracked,
        Self::InventoryPolicy,
        Self::RequiresShipping,
        Self::Taxable,
        Self::TaxCode,
        Self::HsCode,
        Self::CountryOfOrigin,
        Self::UnitPrice,
        Self::Image,
    ];

    /// Returns the name that plans, journals and the command line use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sku => "sku",
            Self::Barcode => "barcode",
            Self::Price => "price",
            Self::CompareAtPrice => "compare_at_price",
            Self::Cost => "cost",
            Self::WeightGrams => "weight_grams",
            Self::WeightUnit => "weight_unit",
            Self::Tracked => "tracked",
            Self::InventoryPolicy => "inventory_policy",
            Self::RequiresShipping => "requires_shipping",
            Self::Taxable => "taxable",
            Self::TaxCode => "tax_code",
            Self::HsCode => "hs_code",
            Self::CountryOfOrigin => "country_of_origin",
            Self::UnitPrice => "unit_price",
            Self::Image => "variant_image",
        }
    }
}

/// Where something stands in a source, for messages. Records count from 1 after the header; lines from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    pub record: u64,
    pub line: u64,
}

/// A product as a source describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SheetProduct {
    pub place: Place,
    pub handle: Option<String>,
    /// The id of the store's product, when the source names it (a bare number or a full id).
    pub id: Option<String>,
    pub fields: BTreeMap<ProductField, Value>,
    /// `None`: the source has no option columns. `Some(empty)`: a single variant without options.
    pub options: Option<Vec<SheetOption>>,
    pub variants: Vec<SheetVariant>,
    /// `None`: the source has no image column. `Some`: the whole ordered list.
    pub images: Option<Vec<SheetImage>>,
    pub metafields: Vec<SheetMetafield>,
    /// Whether it is sold in a market, by the market's name as the source spells it.
    #[serde(default)]
    pub markets: BTreeMap<String, Value>,
    /// Whether it is on a sales channel, by the channel's title as the source spells it.
    #[serde(default)]
    pub channels: BTreeMap<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetOption {
    pub name: String,
    /// The metafield the option is linked to, for example `product.metafields.shopify.size`.
    pub linked_to: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SheetVariant {
    pub place: Place,
    pub id: Option<String>,
    /// One value for each of the product's options; empty for a single variant.
    pub option_values: Vec<String>,
    pub fields: BTreeMap<VariantField, Value>,
    pub quantities: Vec<SheetQuantity>,
    #[serde(default)]
    pub metafields: Vec<SheetMetafield>,
    /// By the market's name as the source spells it.
    #[serde(default)]
    pub market_prices: BTreeMap<String, SheetMarketPrice>,
}

/// What a variant is to cost in a market, in the currency of that market's price list. `None` leaves a side alone, blank
/// clears it: without a price of its own the market follows the variant's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SheetMarketPrice {
    pub place: Place,
    pub price: Option<Value>,
    pub compare_at: Option<Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetQuantity {
    pub place: Place,
    /// The location's name; `None` for files that know only one location.
    pub location: Option<String>,
    pub name: QuantityName,
    pub quantity: i64,
}

/// The two quantities an owner can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityName {
    Available,
    OnHand,
}

impl QuantityName {
    /// Returns Shopify's name of the quantity.
    pub fn name(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::OnHand => "on_hand",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetImage {
    pub place: Place,
    pub src: String,
    /// `None`: the source has no alt text column.
    pub alt: Option<String>,
}

/// A metafield as a source gives it: of the product or the variant whose list it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetMetafield {
    pub place: Place,
    pub namespace: String,
    pub key: String,
    /// The cell's text, whatever the metafield's type.
    pub value: Value,
}

/// What a metafield belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MetafieldOwner {
    Product,
    Variant,
}

impl MetafieldOwner {
    /// Returns the word that column headers have: `product.metafields.custom.care`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Variant => "variant",
        }
    }
}

/// A product as the store holds it (last observed).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StoreProduct {
    /// The store's global id, `gid://shopify/Product/…`.
    pub id: String,
    pub handle: String,
    pub fields: BTreeMap<ProductField, Value>,
    /// The id of the taxonomy category whose path is in `fields`.
    pub category_id: Option<String>,
    /// Empty for a single variant without options.
    pub options: Vec<StoreOption>,
    /// In the store's order.
    pub variants: Vec<StoreVariant>,
    /// In the store's order.
    pub images: Vec<StoreImage>,
    /// Videos and models, which no source describes: a write of the list of pictures leaves them in their places.
    #[serde(default)]
    pub other_media: Vec<StoreMedium>,
    /// RFC 3339, as the store wrote it.
    pub updated_at: String,
    /// By namespace and key. Those that belong to apps are not among them: see `metafield::belongs_to_app`.
    #[serde(default)]
    pub metafields: Vec<StoreMetafield>,
    /// The ids of the publications it is on, but for the Online Store's: that one is `ProductField::Published`.
    #[serde(default)]
    pub publications: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreOption {
    pub id: String,
    pub name: String,
    pub values: Vec<String>,
    /// `namespace.key` of the metafield the option is linked to.
    pub linked_to: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StoreVariant {
    pub id: String,
    pub inventory_item_id: String,
    pub option_values: Vec<String>,
    pub fields: BTreeMap<VariantField, Value>,
    /// The media id of the variant's own picture.
    pub image_id: Option<String>,
    pub levels: Vec<StoreLevel>,
    /// As those of the product.
    #[serde(default)]
    pub metafields: Vec<StoreMetafield>,
    /// What price lists fix for it, by the list's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub market_prices: BTreeMap<String, FixedPrice>,
}

/// A metafield as the store holds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StoreMetafield {
    pub namespace: String,
    pub key: String,
    /// Shopify's name of the type, such as `list.single_line_text_field`.
    #[serde(rename = "type")]
    pub type_: String,
    /// Shopify's text of the value, whatever the type: JSON for lists and measures.
    pub value: String,
    /// The store's digest of the value, with which it refuses a write after somebody else's. `None` where it has not
    /// been read since our own write.
    pub digest: Option<String>,
}

/// The stock of one variant at one location where it is stocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreLevel {
    pub location_id: String,
    pub available: i64,
    pub on_hand: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StoreImage {
    /// The media id, `gid://shopify/MediaImage/…`.
    pub id: String,
    /// The store's own address of the picture.
    pub url: String,
    pub alt: String,
    /// The address it was uploaded from, when we remember it.
    pub source: Option<String>,
    #[serde(default)]
    pub status: MediaStatus,
}

/// How far a picture is on its way into the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaStatus {
    #[default]
    Ready,
    /// The store is still loading it. Until it has, no variant can be given it.
    Processing,
    /// The store could not load it. It stands in the list all the same, and shows nothing.
    Failed,
}

/// A medium of a product that is no picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreMedium {
    /// The media id, such as `gid://shopify/Video/…`.
    pub id: String,
    pub kind: MediaKind,
    /// Its place among all media of the product, pictures included, counted from 0.
    pub position: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Video,
    /// On YouTube or Vimeo.
    ExternalVideo,
    #[serde(rename = "model_3d")]
    Model3d,
    /// A kind that Shopify added since.
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreLocation {
    pub id: String,
    pub name: String,
    pub active: bool,
}

/// Returns a handle as the store keeps it: lower case, without apostrophes, a single hyphen for blanks and for ASCII
/// marks other than the underscore, none at either end. Letters and signs beyond ASCII stay, as real exports show.
pub fn canonical_handle(handle: &str) -> String {
    let mut canonical = String::with_capacity(handle.len());
    for c in handle.to_lowercase().chars() {
        let stays = if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { !c.is_whitespace() };
        match c {
            '\'' | '’' => {}
            c if stays => canonical.push(c),
            _ if !canonical.is_empty() && !canonical.ends_with('-') => canonical.push('-'),
            _ => {}
        }
    }
    canonical.trim_end_matches('-').to_owned()
}

impl StoreProduct {
    /// Returns the field's value; a field the store does not hold is blank.
    pub fn field(&self, field: ProductField) -> &Value {
        self.fields.get(&field).unwrap_or(&Value::Blank)
    }

    pub fn variant(&self, id: &str) -> Option<&StoreVariant> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    /// Returns the metafields of a variant, or the product's own; none where there is no such variant.
    pub fn metafields_of(&self, variant: Option<&str>) -> &[StoreMetafield] {
        match variant {
            None => &self.metafields,
            Some(id) => self.variant(id).map_or(&[], |variant| &variant.metafields),
        }
    }

    /// The same, to be changed; `None` where there is no such variant.
    pub fn metafields_of_mut(&mut self, variant: Option<&str>) -> Option<&mut Vec<StoreMetafield>> {
        match variant {
            None => Some(&mut self.metafields),
            Some(id) => self
                .variants
                .iter_mut()
                .find(|variant| variant.id == id)
                .map(|variant| &mut variant.metafields),
        }
    }

    /// Returns how many media the product has, of whatever kind.
    pub fn media_count(&self) -> usize {
        self.images.len() + self.other_media.len()
    }
}

impl StoreVariant {
    /// Returns the field's value; a field the store does not hold is blank.
    pub fn field(&self, field: VariantField) -> &Value {
        self.fields.get(&field).unwrap_or(&Value::Blank)
    }
}

#[cfg(test)]
mod tests {
    use super::canonical_handle;

    #[test]
    fn handles_are_read_as_a_store_keeps_them() {
        for (given, kept) in [
            ("Folder Big", "folder-big"),
            ("old_clock", "old_clock"),
            ("lamp-360º-™-🌿", "lamp-360º-™-🌿"),
            ("çizgi\u{307}li", "çizgi\u{307}li"),
            ("a.b/c", "a-b-c"),
            (" -q&a--100%- ", "q-a-100"),
            ("Robin’s-mug", "robins-mug"),
            ("قميص-أبيض", "قميص-أبيض"),
        ] {
            assert_eq!(canonical_handle(given), kept);
        }
    }
}
