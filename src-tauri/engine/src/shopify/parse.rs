//! Reads Shopify's JSON into core's store types.

use std::collections::BTreeMap;
use std::fmt;

use evenshelf_core::catalog::{
    MediaKind, MediaStatus, ProductField, StoreImage, StoreLevel, StoreMedium, StoreMetafield, StoreOption,
    StoreProduct, StoreVariant, VariantField,
};
use evenshelf_core::metafield::belongs_to_app;
use evenshelf_core::value::Value;
use serde_json::Value as Json;

use super::parse_values::{decimal, grams, measure_text, short_unit};
use super::reads_channels::parse_publications;

/// The option and value that Shopify gives to a product without options.
pub(crate) const NO_OPTION: (&str, &str) = ("Title", "Default Title");

/// A reply lacks something it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    pub missing: &'static str,
    /// The id of the object it is missing in, where known.
    pub at: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store's reply has no {} at {}", self.missing, self.at)
    }
}

impl std::error::Error for ParseError {}

/// Returns the product with whatever variants and media its JSON carries.
pub fn parse_product(json: &Json) -> Result<StoreProduct, ParseError> {
    let mut product = parse_bare_product(json)?;
    for variant in nodes(json, "variants") {
        product.variants.push(parse_variant(variant)?);
    }
    for medium in nodes(json, "media") {
        add_medium(&mut product, medium)?;
    }
    name_lone_values(&mut product);
    Ok(product)
}

/// Returns the product without its lists.
pub(crate) fn parse_bare_product(json: &Json) -> Result<StoreProduct, ParseError> {
    let id = required(json, "id", "product")?;
    let mut fields = BTreeMap::new();
    for (field, pointer) in [
        (ProductField::Title, "/title"),
        (ProductField::BodyHtml, "/descriptionHtml"),
        (ProductField::Vendor, "/vendor"),
        (ProductField::ProductType, "/productType"),
        (ProductField::Category, "/category/fullName"),
        (ProductField::SeoTitle, "/seo/title"),
        (ProductField::SeoDescription, "/seo/description"),
        (ProductField::TemplateSuffix, "/templateSuffix"),
    ] {
        put(&mut fields, field, text(json, pointer));
    }
    put(&mut fields, ProductField::Status, lower(json, "/status"));
    let tags = json.get("tags").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let tags = tags.iter().filter_map(Json::as_str).map(str::to_owned).collect();
    put(&mut fields, ProductField::Tags, Value::tags(tags));
    put(&mut fields, ProductField::GiftCard, flag(json, "/isGiftCard"));
    // `publishedAt` is the Online Store's own date and needs no scope beyond reading products.
    let published = json.get("publishedAt").is_some_and(|date| !date.is_null());
    put(&mut fields, ProductField::Published, Value::Bool(published));
    Ok(StoreProduct {
        handle: required(json, "handle", &id)?,
        updated_at: required(json, "updatedAt", &id)?,
        category_id: optional(json, "/category/id"),
        options: parse_options(json),
        fields,
        id,
        metafields: parse_metafields(json),
        publications: parse_publications(json),
        ..StoreProduct::default()
    })
}

fn parse_options(json: &Json) -> Vec<StoreOption> {
    let list = json.get("options").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let options: Vec<StoreOption> = list
        .iter()
        .map(|option| {
            let values = option.get("values").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
            let linked =
                (optional(option, "/linkedMetafield/namespace"), optional(option, "/linkedMetafield/key"));
            StoreOption {
                id: optional(option, "/id").unwrap_or_default(),
                name: optional(option, "/name").unwrap_or_default(),
                values: values.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
                linked_to: match linked {
                    (Some(namespace), Some(key)) => Some(format!("{namespace}.{key}")),
                    _ => None,
                },
            }
        })
        .collect();
    match options.as_slice() {
        [only] if only.name == NO_OPTION.0 && only.values == [NO_OPTION.1] => Vec::new(),
        _ => options,
    }
}

/// Returns the variant with whatever picture and levels its JSON carries.
pub fn parse_variant(json: &Json) -> Result<StoreVariant, ParseError> {
    let id = required(json, "id", "variant")?;
    let item = json.get("inventoryItem").unwrap_or(&Json::Null);
    let mut fields = BTreeMap::new();
    put(&mut fields, VariantField::Sku, text(item, "/sku"));
    put(&mut fields, VariantField::Barcode, text(json, "/barcode"));
    put(&mut fields, VariantField::Price, money(json, "/price"));
    put(&mut fields, VariantField::CompareAtPrice, money(json, "/compareAtPrice"));
    put(&mut fields, VariantField::Cost, money(item, "/unitCost/amount"));
    put(&mut fields, VariantField::Tracked, flag(item, "/tracked"));
    put(&mut fields, VariantField::InventoryPolicy, lower(json, "/inventoryPolicy"));
    put(&mut fields, VariantField::RequiresShipping, flag(item, "/requiresShipping"));
    put(&mut fields, VariantField::Taxable, flag(json, "/taxable"));
    put(&mut fields, VariantField::TaxCode, text(json, "/taxCode"));
    put(&mut fields, VariantField::HsCode, text(item, "/harmonizedSystemCode"));
    put(&mut fields, VariantField::CountryOfOrigin, text(item, "/countryCodeOfOrigin"));
    let measure = json.get("unitPriceMeasurement").and_then(measure_text);
    put(&mut fields, VariantField::UnitPrice, Value::text(measure.unwrap_or_default()));
    if let Some(weight) = item.pointer("/measurement/weight")
        && let (Some(value), Some(unit)) = (weight.get("value").and_then(decimal), weight["unit"].as_str())
    {
        put(&mut fields, VariantField::WeightGrams, grams(value, unit).map_or(Value::Blank, Value::decimal));
        put(&mut fields, VariantField::WeightUnit, Value::text(short_unit(unit).unwrap_or_default()));
    }
    Ok(StoreVariant {
        inventory_item_id: optional(item, "/id").unwrap_or_default(),
        option_values: option_values(json),
        fields,
        image_id: nodes(json, "media").next().and_then(|medium| optional(medium, "/id")),
        levels: nodes(item, "inventoryLevels").filter_map(parse_level).collect(),
        metafields: parse_metafields(json),
        id,
        // Read by themselves: a variant does not show them.
        market_prices: BTreeMap::new(),
    })
}

/// Returns the variant's option values; none for a product without options.
pub(crate) fn option_values(variant: &Json) -> Vec<String> {
    let selected = variant.get("selectedOptions").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let pairs: Vec<(&str, &str)> = selected
        .iter()
        .filter_map(|option| Some((option.get("name")?.as_str()?, option.get("value")?.as_str()?)))
        .collect();
    match pairs.as_slice() {
        [only] if *only == NO_OPTION => Vec::new(),
        _ => pairs.into_iter().map(|(_, value)| value.to_owned()).collect(),
    }
}

/// A variant named like the marker, in a product that has a real option, is one of its values after all.
pub(crate) fn name_lone_values(product: &mut StoreProduct) {
    if product.options.len() == 1 {
        for variant in product.variants.iter_mut().filter(|variant| variant.option_values.is_empty()) {
            variant.option_values.push(NO_OPTION.1.to_owned());
        }
    }
}

/// Puts the medium at the end of the product's list: a picture, or one of another kind.
pub(crate) fn add_medium(product: &mut StoreProduct, json: &Json) -> Result<(), ParseError> {
    let id = required(json, "id", "media")?;
    let position = u32::try_from(product.media_count()).unwrap_or(u32::MAX);
    match media_kind(&id) {
        Some(kind) => product.other_media.push(StoreMedium { id, kind, position }),
        None => product.images.push(StoreImage {
            id,
            // One that is still processed, or failed, has no address.
            url: optional(json, "/image/url").unwrap_or_default(),
            alt: optional(json, "/alt").unwrap_or_default(),
            source: None,
            status: media_status(json),
        }),
    }
    Ok(())
}

/// Returns the kind of a medium that is no picture, by its id.
pub(crate) fn media_kind(id: &str) -> Option<MediaKind> {
    let kind = id.strip_prefix("gid://shopify/").and_then(|rest| rest.split('/').next());
    match kind.unwrap_or_default() {
        "MediaImage" => None,
        "Video" => Some(MediaKind::Video),
        "ExternalVideo" => Some(MediaKind::ExternalVideo),
        "Model3d" => Some(MediaKind::Model3d),
        _ => Some(MediaKind::Other),
    }
}

/// Returns how far the store is with a medium; a reply that does not say so counts as ready.
pub(crate) fn media_status(json: &Json) -> MediaStatus {
    match json.get("status").and_then(Json::as_str) {
        Some("UPLOADED" | "PROCESSING") => MediaStatus::Processing,
        Some("FAILED") => MediaStatus::Failed,
        _ => MediaStatus::Ready,
    }
}

/// Returns the stock at one location; `None` where the location or a quantity is missing.
pub fn parse_level(json: &Json) -> Option<StoreLevel> {
    let quantities = json.get("quantities")?.as_array()?;
    let quantity = |name: &str| {
        quantities
            .iter()
            .find(|quantity| quantity["name"] == name)
            .and_then(|quantity| quantity["quantity"].as_i64())
    };
    Some(StoreLevel {
        location_id: optional(json, "/location/id")?,
        available: quantity("available")?,
        on_hand: quantity("on_hand")?,
    })
}

fn parse_metafields(owner: &Json) -> Vec<StoreMetafield> {
    let mut metafields = Vec::new();
    nodes(owner, "metafields").for_each(|json| put_metafield(&mut metafields, json));
    metafields
}

/// Puts a metafield into the list, which is in the order of names. Those of apps, our own custom id among them, and
/// what has no name or type are left out.
pub(crate) fn put_metafield(list: &mut Vec<StoreMetafield>, json: &Json) {
    let Some(metafield) = parse_metafield(json) else { return };
    if belongs_to_app(&metafield.namespace) {
        return;
    }
    let name = |known: &StoreMetafield| (known.namespace.clone(), known.key.clone());
    match list.binary_search_by_key(&name(&metafield), name) {
        Ok(at) => list[at] = metafield,
        Err(at) => list.insert(at, metafield),
    }
}

pub(crate) fn parse_metafield(json: &Json) -> Option<StoreMetafield> {
    Some(StoreMetafield {
        namespace: optional(json, "/namespace")?,
        key: optional(json, "/key")?,
        type_: optional(json, "/type")?,
        value: optional(json, "/value")?,
        digest: optional(json, "/compareDigest"),
    })
}

/// Returns the nodes of a connection, written as `nodes` or as `edges`.
pub(crate) fn nodes<'a>(json: &'a Json, connection: &str) -> impl Iterator<Item = &'a Json> {
    let list = |key: &str| json.get(connection).and_then(|connection| connection.get(key)?.as_array());
    let plain = list("nodes").into_iter().flatten();
    let edges = list("edges").into_iter().flatten().filter_map(|edge| edge.get("node"));
    plain.chain(edges)
}

/// Returns the cursor of a connection's next page, if there is one.
pub(crate) fn next_page(json: &Json, connection: &str) -> Option<String> {
    let page = json.get(connection)?.get("pageInfo")?;
    page.get("hasNextPage")?.as_bool().filter(|more| *more)?;
    page.get("endCursor")?.as_str().map(str::to_owned)
}

fn required(json: &Json, key: &'static str, at: &str) -> Result<String, ParseError> {
    let value = json.get(key).and_then(Json::as_str);
    value.map(str::to_owned).ok_or_else(|| ParseError { missing: key, at: at.to_owned() })
}

pub(crate) fn optional(json: &Json, pointer: &str) -> Option<String> {
    json.pointer(pointer)?.as_str().map(str::to_owned)
}

fn text(json: &Json, pointer: &str) -> Value {
    Value::text(optional(json, pointer).unwrap_or_default())
}

fn lower(json: &Json, pointer: &str) -> Value {
    Value::text(optional(json, pointer).unwrap_or_default().to_lowercase())
}

fn flag(json: &Json, pointer: &str) -> Value {
    json.pointer(pointer).and_then(Json::as_bool).map_or(Value::Blank, Value::Bool)
}

fn money(json: &Json, pointer: &str) -> Value {
    json.pointer(pointer).and_then(decimal).map_or(Value::Blank, Value::decimal)
}

/// A blank field is left out: it reads the same.
fn put<K: Ord>(fields: &mut BTreeMap<K, Value>, field: K, value: Value) {
    if !value.is_blank() {
        fields.insert(field, value);
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
