//! A product as the store (or the shelf's file) has it, all of it, for looking at.

use evenshelf_core::catalog::{
    MetafieldOwner, ProductField, StoreLocation, StoreMetafield, StoreProduct, StoreVariant, VariantField,
};
use evenshelf_core::channel::{Channel, is_on};
use evenshelf_core::collection::{CollectionField, StoreCollection};
use evenshelf_core::market::{FixedPrice, StoreMarket};
use evenshelf_core::metafield::{Metafields, field_name};
use evenshelf_core::value::Value;
use rusqlite::Connection;

use super::cells;
use super::types::Cell;
use crate::ledger::{LedgerError, collections, locations, markets, metafields, surroundings};

/// Variants of a product that are shown; Shopify allows 2,048.
pub const SHOWN_VARIANTS_MAX: usize = 250;

/// Collections of a product that are shown; a store can have thousands of them.
pub const SHOWN_COLLECTIONS_MAX: usize = 100;

/// A product with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfProduct {
    /// What it holds, metafields behind the rest.
    pub fields: Vec<SideField>,
    /// In the store's order, at most [`SHOWN_VARIANTS_MAX`].
    pub variants: Vec<ShelfVariant>,
    pub variants_total: u64,
    pub pictures: Vec<ShelfPicture>,
    pub collections: ShelfCollections,
    /// All sales channels of the store; none where it does not show them.
    pub channels: Vec<ShelfChannel>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfChannel {
    pub title: String,
    /// Whether it is published there.
    pub on: bool,
}

/// The collections a product is in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShelfCollections {
    /// Titles, by handle; at most [`SHOWN_COLLECTIONS_MAX`].
    pub titles: Vec<String>,
    pub total: u64,
    /// Collections of which the copy does not say whether the product is in them: conditions take products in, and
    /// only an order made by hand is read from the store.
    pub unknown: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideField {
    pub field: String,
    pub value: Cell,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfVariant {
    /// The option values, joined by ` / `; empty for a single variant.
    pub label: String,
    pub fields: Vec<SideField>,
    /// By location, where it is stocked.
    pub stock: Vec<ShelfStock>,
    /// In every market that sells by a price list, by name.
    pub markets: Vec<ShelfMarketPrice>,
}

/// What a variant costs in a market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfMarketPrice {
    pub market: String,
    /// ISO 4217.
    pub currency: String,
    /// What is fixed there; `None` where the price follows the variant's own, or is not known.
    pub fixed: Option<FixedPrice>,
    /// Whether the fixed prices of the market were read.
    pub known: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfStock {
    /// The location's name; its id where the name is not known any more.
    pub location: String,
    pub available: i64,
    pub on_hand: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfPicture {
    pub url: String,
    pub alt: String,
}

/// What a store has around a product that is told with it.
#[derive(Debug, Default)]
pub(super) struct Around {
    locations: Vec<StoreLocation>,
    metafields: Metafields,
    /// Those that name the product, and those of which the copy does not say who is in them.
    collections: Vec<StoreCollection>,
    channels: Vec<Channel>,
    markets: Vec<StoreMarket>,
}

impl Around {
    pub fn read(conn: &Connection, store: i64, product: &StoreProduct) -> Result<Self, LedgerError> {
        Ok(Self {
            locations: locations::list(conn, store)?,
            metafields: metafields::known(conn, store)?,
            collections: collections::about(conn, store, &product.id)?,
            channels: surroundings::list(conn, store)?,
            markets: markets::known(conn, store)?.list,
        })
    }
}

/// Lays a product out.
pub(super) fn laid_out(product: &StoreProduct, around: &Around) -> ShelfProduct {
    let fields = ProductField::ALL.into_iter().map(|field| (field.name(), product.field(field)));
    let shown = product.variants.iter().take(SHOWN_VARIANTS_MAX);
    ShelfProduct {
        fields: held(fields, MetafieldOwner::Product, &product.metafields, &around.metafields),
        variants: shown.map(|variant| variant_laid_out(variant, around)).collect(),
        variants_total: product.variants.len() as u64,
        pictures: product
            .images
            .iter()
            .map(|image| ShelfPicture { url: image.url.clone(), alt: image.alt.clone() })
            .collect(),
        collections: collections_of(product, &around.collections),
        channels: channels(&around.channels, |channel| is_on(product, channel)),
    }
}

/// Returns the channels by title, with whether something is on each.
pub(super) fn channels(channels: &[Channel], is_on: impl Fn(&Channel) -> bool) -> Vec<ShelfChannel> {
    let mut told: Vec<ShelfChannel> = channels
        .iter()
        .map(|channel| ShelfChannel { title: channel.title.clone(), on: is_on(channel) })
        .collect();
    told.sort_by(|left, right| left.title.cmp(&right.title));
    told
}

fn collections_of(product: &StoreProduct, collections: &[StoreCollection]) -> ShelfCollections {
    let mut found = ShelfCollections::default();
    for one in collections {
        match one.holds(&product.id) {
            Some(false) => {}
            None => found.unknown += 1,
            Some(true) => {
                found.total += 1;
                if found.titles.len() < SHOWN_COLLECTIONS_MAX {
                    let title = one.field(CollectionField::Title).as_text();
                    found.titles.push(title.unwrap_or(&one.handle).to_owned());
                }
            }
        }
    }
    found
}

fn variant_laid_out(variant: &StoreVariant, around: &Around) -> ShelfVariant {
    let fields = VariantField::ALL.into_iter().map(|field| (field.name(), variant.field(field)));
    let name =
        |id: &str| around.locations.iter().find(|one| one.id == id).map_or(id, |one| &one.name).to_owned();
    ShelfVariant {
        label: variant.option_values.join(" / "),
        fields: held(fields, MetafieldOwner::Variant, &variant.metafields, &around.metafields),
        stock: variant
            .levels
            .iter()
            .map(|level| ShelfStock {
                location: name(&level.location_id),
                available: level.available,
                on_hand: level.on_hand,
            })
            .collect(),
        markets: market_prices(variant, &around.markets),
    }
}

fn market_prices(variant: &StoreVariant, markets: &[StoreMarket]) -> Vec<ShelfMarketPrice> {
    let mut prices: Vec<ShelfMarketPrice> =
        markets.iter().filter_map(|market| market_price(variant, market)).collect();
    prices.sort_by(|left, right| left.market.cmp(&right.market));
    prices
}

/// Returns what the variant costs in a market; `None` where that sells without a price list.
fn market_price(variant: &StoreVariant, market: &StoreMarket) -> Option<ShelfMarketPrice> {
    let list = market.price_list()?;
    Some(ShelfMarketPrice {
        market: market.name.clone(),
        currency: list.currency.clone(),
        fixed: variant.market_prices.get(&list.id).copied(),
        known: list.whole,
    })
}

/// Returns the fields that are not blank, then the metafields.
fn held<'a>(
    fields: impl Iterator<Item = (&'static str, &'a Value)>,
    owner: MetafieldOwner,
    stored: &[StoreMetafield],
    metafields: &Metafields,
) -> Vec<SideField> {
    let fields = fields.filter(|(_, value)| !value.is_blank());
    let fields = fields.map(|(name, value)| SideField { field: name.to_owned(), value: cells::whole(value) });
    let more = stored.iter().map(|known| SideField {
        field: field_name(&known.namespace, &known.key),
        value: cells::whole(&Value::text(metafields.shown(owner, known))),
    });
    fields.chain(more).collect()
}

#[cfg(test)]
mod tests {
    use evenshelf_core::catalog::{StoreImage, StoreLevel};
    use evenshelf_core::market::{MarketCatalog, PriceList};
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_a_product_holds_is_laid_out() {
        let care = StoreMetafield {
            namespace: "custom".into(),
            key: "care".into(),
            type_: "list.single_line_text_field".into(),
            value: r#"["Hand wash","Dry flat"]"#.into(),
            digest: None,
        };
        let level = |id: &str| StoreLevel { location_id: id.into(), available: 3, on_hand: 5 };
        let variant = StoreVariant {
            option_values: vec!["S".into(), "Red".into()],
            fields: [(VariantField::Sku, Value::text("C-1")), (VariantField::Barcode, Value::Blank)].into(),
            metafields: vec![StoreMetafield { value: "[\"x\"]".into(), ..care.clone() }],
            levels: vec![level("1"), level("9")],
            market_prices: serde_json::from_value(json!({ "ca": { "price": "12.5", "compare_at": "20" } }))
                .unwrap(),
            ..StoreVariant::default()
        };
        let picture = json!({ "id": "1", "url": "https://cdn/cup.jpg", "alt": "A cup" });
        let picture: StoreImage = serde_json::from_value(picture).unwrap();
        let product = StoreProduct {
            fields: [(ProductField::Title, Value::text("Cup"))].into(),
            variants: vec![variant; SHOWN_VARIANTS_MAX + 1],
            images: vec![picture],
            metafields: vec![care],
            ..StoreProduct::default()
        };
        let locations = vec![StoreLocation { id: "1".into(), name: "Porto".into(), active: true }];

        let markets = ["Twin", "Canada"].map(|name| {
            let list = json!({ "id": "ca", "currency": "CAD", "whole": true });
            let catalog = json!({ "id": "c", "active": true, "publication_id": null, "price_list": list });
            serde_json::from_value(json!({ "id": name, "name": name, "catalogs": [catalog] })).unwrap()
        });
        let laid = laid_out(&product, &Around { locations, markets: markets.into(), ..Around::default() });
        let field = |name: &str, text: &str| SideField {
            field: name.into(),
            value: Cell::Text { text: text.into(), cut: false },
        };
        assert_eq!(
            laid.fields,
            [field("title", "Cup"), field("metafields.custom.care", "Hand wash; Dry flat")]
        );
        assert_eq!((laid.variants.len(), laid.variants_total), (SHOWN_VARIANTS_MAX, 251));
        let first = &laid.variants[0];
        assert_eq!(first.label, "S / Red");
        assert_eq!(first.fields, [field("sku", "C-1"), field("metafields.custom.care", "x")]);
        let stock: Vec<_> =
            first.stock.iter().map(|at| (at.location.as_str(), at.available, at.on_hand)).collect();
        assert_eq!(stock, [("Porto", 3, 5), ("9", 3, 5)]);
        let prices: Vec<_> = first
            .markets
            .iter()
            .filter_map(|at| {
                let compare_at = at.fixed?.compare_at.map(|amount| amount.to_string()).unwrap_or_default();
                Some(format!("{} {} {} {compare_at}", at.market, at.fixed?.price, at.currency))
            })
            .collect();
        assert_eq!(prices, ["Canada 12.5 CAD 20", "Twin 12.5 CAD 20"]);
        assert_eq!(laid.pictures, [ShelfPicture { url: "https://cdn/cup.jpg".into(), alt: "A cup".into() }]);
    }

    #[test]
    fn a_variant_tells_what_it_costs_in_each_market() {
        let market = |name: &str, list: Option<&str>, whole: bool| {
            let list = list.map(|id| PriceList { id: id.into(), currency: "CAD".into(), whole });
            let catalog =
                MarketCatalog { id: String::new(), active: true, publication_id: None, price_list: list };
            StoreMarket { id: name.into(), name: name.into(), catalogs: vec![catalog] }
        };
        let markets = vec![
            market("Canada", Some("a"), true),
            market("Chile", Some("b"), true),
            market("Norway", None, true),
            market("Japan", Some("c"), false),
        ];
        let price = FixedPrice { price: 12.into(), compare_at: None };
        let variant =
            StoreVariant { market_prices: [("a".to_owned(), price)].into(), ..StoreVariant::default() };
        let product = StoreProduct { variants: vec![variant], ..StoreProduct::default() };
        let laid = laid_out(&product, &Around { markets, ..Around::default() });
        let told: Vec<_> =
            laid.variants[0].markets.iter().map(|at| (at.market.as_str(), at.fixed, at.known)).collect();
        assert_eq!(told, [("Canada", Some(price), true), ("Chile", None, true), ("Japan", None, false)]);
    }

    #[test]
    fn every_channel_is_told_with_whether_the_product_is_there() {
        let channel = |id: &str, title: &str, online_store| Channel {
            id: id.into(),
            title: title.into(),
            online_store,
            ..Channel::default()
        };
        let channels = vec![
            channel("1", "Shop", false),
            channel("2", "Online Store", true),
            channel("3", "Fair", false),
        ];
        let product = StoreProduct {
            fields: [(ProductField::Published, Value::Bool(true))].into(),
            publications: ["3".to_owned()].into(),
            ..StoreProduct::default()
        };
        let told = laid_out(&product, &Around { channels, ..Around::default() }).channels;
        let told: Vec<_> = told.iter().map(|channel| (channel.title.as_str(), channel.on)).collect();
        assert_eq!(told, [("Fair", true), ("Online Store", true), ("Shop", false)]);
    }

    #[test]
    fn collections_are_named_where_it_is_known_who_is_in_them() {
        let collection = |handle: &str, more: serde_json::Value| -> StoreCollection {
            let mut body =
                json!({ "id": handle, "handle": handle, "fields": {}, "sources": [], "updated_at": "" });
            body["members"] = serde_json::Value::Null;
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            serde_json::from_value(body).unwrap()
        };
        let source = |more: serde_json::Value| {
            let mut body = json!({ "id": "s", "title": "", "match_type": "all", "conditions": [], "picks": [], "beyond": [] });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!([body])
        };
        let cup = json!([{ "id": "7", "handle": "cup" }]);
        let around = Around {
            collections: vec![
                collection("by-hand", json!({ "members": cup })),
                collection(
                    "named",
                    json!({ "members": cup, "fields": { "title": { "Text": "For the table" } } }),
                ),
                collection("picked", json!({ "sources": source(json!({ "picks": cup })) })),
                collection("others", json!({ "members": [{ "id": "8", "handle": "jug" }] })),
                collection("ruled", json!({ "sources": source(json!({ "beyond": ["other_condition"] })) })),
            ],
            ..Around::default()
        };
        let product = StoreProduct { id: "7".into(), ..StoreProduct::default() };
        let found = laid_out(&product, &around).collections;
        assert_eq!(found.titles, ["by-hand", "For the table", "picked"]);
        assert_eq!((found.total, found.unknown), (3, 1));
    }
}
