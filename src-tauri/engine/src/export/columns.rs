//! The columns of Shopify's product CSV.

use evenshelf_core::catalog::{ProductField, VariantField};
use evenshelf_core::market::StoreMarket;

use super::market_columns::{self, Side};
use super::metafield_columns::MetafieldColumns;

/// Which generation of Shopify's column names to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Headers {
    /// `URL handle`, `Product image URL`: what Shopify's import template has had since 2024.
    #[default]
    New,
    /// `Handle`, `Image Src`: what Shopify's own export writes.
    Old,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Handle,
    Product(ProductField),
    OptionName(usize),
    OptionValue(usize),
    OptionLink(usize),
    Variant(VariantField),
    /// A part of the unit price: `750`, `ml`, `100`, `ml`.
    UnitPrice(usize),
    Quantity,
    Fulfillment,
    ImageSrc,
    ImagePosition,
    ImageAlt,
    /// One of the metafield columns, by its number.
    Metafield(usize),
    /// A price in one of the markets, by the market's number.
    Market(usize, Side),
}

use Holds::{
    Fulfillment, Handle, ImageAlt, ImagePosition, ImageSrc, OptionLink, OptionName, OptionValue, Product,
    Quantity, UnitPrice, Variant,
};

/// The columns in the order of Shopify's export.
const OLD: [(&str, Holds); 43] = [
    ("Handle", Handle),
    ("Title", Product(ProductField::Title)),
    ("Body (HTML)", Product(ProductField::BodyHtml)),
    ("Vendor", Product(ProductField::Vendor)),
    ("Product Category", Product(ProductField::Category)),
    ("Type", Product(ProductField::ProductType)),
    ("Tags", Product(ProductField::Tags)),
    ("Published", Product(ProductField::Published)),
    ("Option1 Name", OptionName(0)),
    ("Option1 Value", OptionValue(0)),
    ("Option1 Linked To", OptionLink(0)),
    ("Option2 Name", OptionName(1)),
    ("Option2 Value", OptionValue(1)),
    ("Option2 Linked To", OptionLink(1)),
    ("Option3 Name", OptionName(2)),
    ("Option3 Value", OptionValue(2)),
    ("Option3 Linked To", OptionLink(2)),
    ("Variant SKU", Variant(VariantField::Sku)),
    ("Variant Grams", Variant(VariantField::WeightGrams)),
    ("Variant Inventory Tracker", Variant(VariantField::Tracked)),
    ("Variant Inventory Qty", Quantity),
    ("Variant Inventory Policy", Variant(VariantField::InventoryPolicy)),
    ("Variant Fulfillment Service", Fulfillment),
    ("Variant Price", Variant(VariantField::Price)),
    ("Variant Compare At Price", Variant(VariantField::CompareAtPrice)),
    ("Variant Requires Shipping", Variant(VariantField::RequiresShipping)),
    ("Variant Taxable", Variant(VariantField::Taxable)),
    ("Unit Price Total Measure", UnitPrice(0)),
    ("Unit Price Total Measure Unit", UnitPrice(1)),
    ("Unit Price Base Measure", UnitPrice(2)),
    ("Unit Price Base Measure Unit", UnitPrice(3)),
    ("Variant Barcode", Variant(VariantField::Barcode)),
    ("Image Src", ImageSrc),
    ("Image Position", ImagePosition),
    ("Image Alt Text", ImageAlt),
    ("Gift Card", Product(ProductField::GiftCard)),
    ("SEO Title", Product(ProductField::SeoTitle)),
    ("SEO Description", Product(ProductField::SeoDescription)),
    ("Variant Image", Variant(VariantField::Image)),
    ("Variant Weight Unit", Variant(VariantField::WeightUnit)),
    ("Variant Tax Code", Variant(VariantField::TaxCode)),
    ("Cost per item", Variant(VariantField::Cost)),
    ("Status", Product(ProductField::Status)),
];

/// The columns in the order of Shopify's import template.
const NEW: [(&str, Holds); 43] = [
    ("Title", Product(ProductField::Title)),
    ("URL handle", Handle),
    ("Description", Product(ProductField::BodyHtml)),
    ("Vendor", Product(ProductField::Vendor)),
    ("Product category", Product(ProductField::Category)),
    ("Type", Product(ProductField::ProductType)),
    ("Tags", Product(ProductField::Tags)),
    ("Published on online store", Product(ProductField::Published)),
    ("Status", Product(ProductField::Status)),
    ("SKU", Variant(VariantField::Sku)),
    ("Barcode", Variant(VariantField::Barcode)),
    ("Option1 name", OptionName(0)),
    ("Option1 value", OptionValue(0)),
    ("Option1 Linked To", OptionLink(0)),
    ("Option2 name", OptionName(1)),
    ("Option2 value", OptionValue(1)),
    ("Option2 Linked To", OptionLink(1)),
    ("Option3 name", OptionName(2)),
    ("Option3 value", OptionValue(2)),
    ("Option3 Linked To", OptionLink(2)),
    ("Price", Variant(VariantField::Price)),
    ("Compare-at price", Variant(VariantField::CompareAtPrice)),
    ("Cost per item", Variant(VariantField::Cost)),
    ("Charge tax", Variant(VariantField::Taxable)),
    ("Tax code", Variant(VariantField::TaxCode)),
    ("Unit price total measure", UnitPrice(0)),
    ("Unit price total measure unit", UnitPrice(1)),
    ("Unit price base measure", UnitPrice(2)),
    ("Unit price base measure unit", UnitPrice(3)),
    ("Inventory tracker", Variant(VariantField::Tracked)),
    ("Inventory quantity", Quantity),
    ("Continue selling when out of stock", Variant(VariantField::InventoryPolicy)),
    ("Weight value (grams)", Variant(VariantField::WeightGrams)),
    ("Weight unit for display", Variant(VariantField::WeightUnit)),
    ("Requires shipping", Variant(VariantField::RequiresShipping)),
    ("Fulfillment service", Fulfillment),
    ("Product image URL", ImageSrc),
    ("Image position", ImagePosition),
    ("Image alt text", ImageAlt),
    ("Variant image URL", Variant(VariantField::Image)),
    ("Gift card", Product(ProductField::GiftCard)),
    ("SEO title", Product(ProductField::SeoTitle)),
    ("SEO description", Product(ProductField::SeoDescription)),
];

/// Returns the columns of a file. There is a quantity column only in a store with one location, as Shopify has it: with
/// several, the quantities are in the inventory export. Metafields stand behind all others.
pub(super) fn columns(
    headers: Headers,
    has_quantity: bool,
    metafields: &MetafieldColumns,
    markets: &[StoreMarket],
) -> Vec<(String, Holds)> {
    let fixed = match headers {
        Headers::New => NEW,
        Headers::Old => OLD,
    };
    let fixed = fixed.into_iter().filter(|(_, holds)| has_quantity || *holds != Quantity);
    let fixed = fixed.map(|(name, holds)| (name.to_owned(), holds));
    let metafields = metafields.iter().enumerate();
    let metafields = metafields.map(|(at, column)| (column.header(headers).to_owned(), Holds::Metafield(at)));
    let markets = markets.iter().enumerate().flat_map(|(at, market)| {
        market_columns::headers(market).map(|(name, side)| (name, Holds::Market(at, side)))
    });
    fixed.chain(metafields).chain(markets).collect()
}
