//! Writes the JSONL form that [`super::json`] describes and reads.

use serde_json::{Map, Value as Json};

use crate::catalog::{
    SheetImage, SheetMarketPrice, SheetMetafield, SheetOption, SheetProduct, SheetQuantity, SheetVariant,
};

/// Returns a product as one line, without the line break.
pub fn product_line(product: &SheetProduct) -> String {
    Json::Object(product_json(product)).to_string()
}

/// Returns what the line says.
pub(crate) fn product_json(product: &SheetProduct) -> Map<String, Json> {
    let mut line = Map::new();
    let mut text = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            line.insert(key.to_owned(), value.as_str().into());
        }
    };
    text("handle", &product.handle);
    text("id", &product.id);
    for (field, value) in &product.fields {
        line.insert(field.name().to_owned(), value.to_json());
    }
    if let Some(options) = &product.options {
        line.insert("options".to_owned(), options.iter().map(option_json).collect());
    }
    line.insert("variants".to_owned(), product.variants.iter().map(variant_json).collect());
    if let Some(images) = &product.images {
        line.insert("images".to_owned(), images.iter().map(image_json).collect());
    }
    insert_metafields(&mut line, &product.metafields);
    for (key, places) in [("markets", &product.markets), ("channels", &product.channels)] {
        if !places.is_empty() {
            let places = places.iter().map(|(place, value)| (place.clone(), value.to_json()));
            line.insert(key.to_owned(), Json::Object(places.collect()));
        }
    }
    line
}

fn option_json(option: &SheetOption) -> Json {
    match &option.linked_to {
        Some(link) => serde_json::json!({ "name": option.name, "linked_to": link }),
        None => serde_json::json!({ "name": option.name }),
    }
}

fn variant_json(variant: &SheetVariant) -> Json {
    let mut json = Map::new();
    if let Some(id) = &variant.id {
        json.insert("id".to_owned(), id.as_str().into());
    }
    json.insert("options".to_owned(), variant.option_values.clone().into());
    for (field, value) in &variant.fields {
        json.insert(field.name().to_owned(), value.to_json());
    }
    if !variant.quantities.is_empty() {
        let quantity = |quantity: &SheetQuantity| {
            let mut json = Map::new();
            if let Some(location) = &quantity.location {
                json.insert("location".to_owned(), location.as_str().into());
            }
            json.insert(quantity.name.name().to_owned(), quantity.quantity.into());
            Json::Object(json)
        };
        json.insert("quantities".to_owned(), variant.quantities.iter().map(quantity).collect());
    }
    insert_metafields(&mut json, &variant.metafields);
    if !variant.market_prices.is_empty() {
        let prices = variant.market_prices.iter().map(|(market, said)| (market.clone(), market_price(said)));
        json.insert("market_prices".to_owned(), Json::Object(prices.collect()));
    }
    Json::Object(json)
}

fn market_price(said: &SheetMarketPrice) -> Json {
    let mut json = Map::new();
    for (key, side) in [("price", &said.price), ("compare_at_price", &said.compare_at)] {
        if let Some(value) = side {
            json.insert(key.to_owned(), value.to_json());
        }
    }
    Json::Object(json)
}

fn image_json(image: &SheetImage) -> Json {
    match &image.alt {
        Some(alt) => serde_json::json!({ "src": image.src, "alt": alt }),
        None => serde_json::json!({ "src": image.src }),
    }
}

fn insert_metafields(json: &mut Map<String, Json>, metafields: &[SheetMetafield]) {
    if !metafields.is_empty() {
        json.insert("metafields".to_owned(), metafields.iter().map(metafield_json).collect());
    }
}

fn metafield_json(field: &SheetMetafield) -> Json {
    serde_json::json!({ "namespace": field.namespace, "key": field.key, "value": field.value.to_json() })
}
