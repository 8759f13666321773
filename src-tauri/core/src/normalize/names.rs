//! The spellings of column headers: Shopify's two generations, its forerunners, and the ones of other tools.

use super::google;
use super::header::{Column, MarketPart, UnitPart, Why};
use crate::catalog::{MetafieldOwner, ProductField as P, QuantityName, VariantField as V};

/// Returns a header as it is compared: without a byte order mark, trimmed, lower case, single spaces.
pub fn folded(header: &str) -> String {
    let header = header.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_lowercase();
    header.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns what a column holds, by its header alone.
pub fn column(header: &str) -> Column {
    let name = folded(header);
    fixed(&name)
        .or_else(|| metafield(header))
        .or_else(|| google(&name))
        .or_else(|| market(header, &name))
        .or_else(|| location_quantity(header, &name))
        .unwrap_or(Column::Unknown)
}

fn fixed(name: &str) -> Option<Column> {
    let column = match name {
        "handle" | "url handle" => Column::Handle,
        "id" | "product id" => Column::ProductId,
        "variant id" => Column::VariantId,

        "title" => Column::Product(P::Title),
        "body (html)" | "body html" | "description" => Column::Product(P::BodyHtml),
        "vendor" => Column::Product(P::Vendor),
        "type" | "product type" | "custom product type" => Column::Product(P::ProductType),
        "product category" | "standard product type" | "standardized product type" => {
            Column::Product(P::Category)
        }
        "tags" => Column::Product(P::Tags),
        "status" => Column::Product(P::Status),
        "published" | "published on online store" => Column::Product(P::Published),
        "gift card" => Column::Product(P::GiftCard),
        "seo title" => Column::Product(P::SeoTitle),
        "seo description" => Column::Product(P::SeoDescription),
        "template suffix" => Column::Product(P::TemplateSuffix),

        "option1 name" => Column::OptionName(0),
        "option2 name" => Column::OptionName(1),
        "option3 name" => Column::OptionName(2),
        "option1 value" => Column::OptionValue(0),
        "option2 value" => Column::OptionValue(1),
        "option3 value" => Column::OptionValue(2),
        "option1 linked to" => Column::OptionLink(0),
        "option2 linked to" => Column::OptionLink(1),
        "option3 linked to" => Column::OptionLink(2),

        "variant sku" | "sku" => Column::Variant(V::Sku),
        "variant barcode" | "variant barcodes" | "barcode" | "barcodes" => Column::Variant(V::Barcode),
        "variant price" | "price" => Column::Variant(V::Price),
        "variant compare at price" | "variant compare-at price" | "compare at price" | "compare-at price" => {
            Column::Variant(V::CompareAtPrice)
        }
        "cost per item" | "variant cost" | "cost" => Column::Variant(V::Cost),
        "variant grams" | "weight value (grams)" | "weight (grams)" | "grams" => {
            Column::Variant(V::WeightGrams)
        }
        "variant weight unit" | "weight unit for display" => Column::Variant(V::WeightUnit),
        "variant inventory tracker" | "inventory tracker" => Column::Variant(V::Tracked),
        "variant inventory policy" | "inventory policy" | "continue selling when out of stock" => {
            Column::Variant(V::InventoryPolicy)
        }
        "variant requires shipping" | "requires shipping" => Column::Variant(V::RequiresShipping),
        "variant taxable" | "charge tax" => Column::Variant(V::Taxable),
        "variant tax code" | "tax code" => Column::Variant(V::TaxCode),
        "hs code" | "variant hs code" | "variant harmonized system code" => Column::Variant(V::HsCode),
        "coo" | "country of origin" | "variant country of origin" => Column::Variant(V::CountryOfOrigin),
        "variant image" | "variant image url" => Column::Variant(V::Image),
        "variant fulfillment service" | "fulfillment service" => Column::Fulfillment,
        "unit price total measure" => Column::UnitPrice(UnitPart::Total),
        "unit price total measure unit" => Column::UnitPrice(UnitPart::TotalUnit),
        "unit price base measure" => Column::UnitPrice(UnitPart::Base),
        "unit price base measure unit" => Column::UnitPrice(UnitPart::BaseUnit),

        "image src" | "product image url" => Column::ImageSrc,
        "image position" => Column::ImagePosition,
        "image alt text" => Column::ImageAlt,

        "variant inventory qty"
        | "variant inventory quantity"
        | "inventory quantity"
        | "quantity"
        | "qty"
        | "available" => Column::Quantity(QuantityName::Available),
        "on hand" | "on hand (new)" => Column::Quantity(QuantityName::OnHand),
        "location" => Column::Location,
        "incoming"
        | "unavailable"
        | "committed"
        | "incoming (not editable)"
        | "unavailable (not editable)"
        | "committed (not editable)"
        | "available (not editable)" => Column::ReadOnly(Why::WorkedOut),
        "on hand (current)" => Column::ReadOnly(Why::OtherQuantity),
        "bin name" => Column::ReadOnly(Why::NoQuantity),

        "command" | "variant command" | "image command" | "tags command" => Column::Command,
        _ => return None,
    };
    Some(column)
}

/// Reads `Any label (product.metafields.ns.key)`, the bare path, and `Metafield: ns.key [type]`.
fn metafield(header: &str) -> Option<Column> {
    let header = header.trim();
    let (owner, path) = if let Some(path) = strip_prefix_folded(header, "variant metafield:") {
        (MetafieldOwner::Variant, path.split('[').next()?.trim())
    } else if let Some(path) = strip_prefix_folded(header, "metafield:") {
        (MetafieldOwner::Product, path.split('[').next()?.trim())
    } else {
        let path = match header.strip_suffix(')') {
            Some(rest) => rest.rsplit_once('(')?.1.trim(),
            None => header,
        };
        if let Some(path) = strip_prefix_folded(path, "product.metafields.") {
            (MetafieldOwner::Product, path)
        } else {
            (MetafieldOwner::Variant, strip_prefix_folded(path, "variant.metafields.")?)
        }
    };
    let (namespace, key) = path.split_once('.')?;
    if namespace.is_empty() || key.is_empty() {
        return None;
    }
    Some(Column::Metafield { owner, namespace: namespace.to_owned(), key: key.to_owned() })
}

fn google(name: &str) -> Option<Column> {
    let (owner, namespace) = (MetafieldOwner::Product, google::GOOGLE_NAMESPACE.to_owned());
    Some(Column::Metafield { owner, namespace, key: google::key(name)?.to_owned() })
}

/// Reads `Included / Market` and its two price columns. Market names keep their spelling.
fn market(header: &str, name: &str) -> Option<Column> {
    let what = match name.split('/').next()?.trim() {
        "included" => MarketPart::Included,
        "price" => MarketPart::Price,
        "compare at price" | "compare-at price" => MarketPart::CompareAt,
        _ => return None,
    };
    let (_, market) = header.split_once('/')?;
    Some(Column::Market { market: market.trim().to_owned(), what })
}

/// Reads `Inventory Available: Location` and `Inventory On Hand: Location`, the form of another tool.
fn location_quantity(header: &str, name: &str) -> Option<Column> {
    let quantity = if name.starts_with("inventory available:") {
        QuantityName::Available
    } else if name.starts_with("inventory on hand:") {
        QuantityName::OnHand
    } else {
        return None;
    };
    let (_, location) = header.split_once(':')?;
    Some(Column::LocationQuantity(location.trim().to_owned(), quantity))
}

fn strip_prefix_folded<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}
