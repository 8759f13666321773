//! A product as the store has it.

use evenshelf_engine::review::collection::ShelfCollection as ShelvedCollection;
use evenshelf_engine::review::product;

use crate::api::{
    ShelfChannel, ShelfCollection, ShelfCollections, ShelfMarketPrice, ShelfPicture, ShelfProduct,
    ShelfStock, ShelfVariant, SideField,
};

impl From<product::ShelfProduct> for ShelfProduct {
    fn from(held: product::ShelfProduct) -> Self {
        Self {
            fields: fields(held.fields),
            variants: held.variants.into_iter().map(ShelfVariant::from).collect(),
            variants_total: held.variants_total,
            pictures: held
                .pictures
                .into_iter()
                .map(|picture| ShelfPicture { url: picture.url, alt: picture.alt })
                .collect(),
            collections: ShelfCollections {
                titles: held.collections.titles,
                total: held.collections.total,
                unknown: held.collections.unknown,
            },
            channels: channels(held.channels),
        }
    }
}

impl From<ShelvedCollection> for ShelfCollection {
    fn from(held: ShelvedCollection) -> Self {
        let ShelvedCollection { fields: held, products, products_total, is_whole, beyond, channels: on } =
            held;
        Self { fields: fields(held), products, products_total, is_whole, beyond, channels: channels(on) }
    }
}

impl From<product::ShelfVariant> for ShelfVariant {
    fn from(held: product::ShelfVariant) -> Self {
        Self {
            label: held.label,
            fields: fields(held.fields),
            stock: held
                .stock
                .into_iter()
                .map(|at| ShelfStock { location: at.location, available: at.available, on_hand: at.on_hand })
                .collect(),
            markets: held.markets.into_iter().map(ShelfMarketPrice::from).collect(),
        }
    }
}

impl From<product::ShelfMarketPrice> for ShelfMarketPrice {
    fn from(at: product::ShelfMarketPrice) -> Self {
        let product::ShelfMarketPrice { market, currency, fixed, known } = at;
        let price = fixed.map(|fixed| fixed.price.to_string());
        let compare_at = fixed.and_then(|fixed| fixed.compare_at).map(|price| price.to_string());
        Self { market, currency, price, compare_at, known }
    }
}

fn channels(held: Vec<product::ShelfChannel>) -> Vec<ShelfChannel> {
    held.into_iter().map(|channel| ShelfChannel { title: channel.title, on: channel.on }).collect()
}

fn fields(held: Vec<product::SideField>) -> Vec<SideField> {
    held.into_iter().map(|side| SideField { field: side.field, value: side.value.into() }).collect()
}
