//! Describes a product of a store the way a source would, so that it can be written to a file.

use std::collections::BTreeMap;

use crate::catalog::{
    Place, ProductField, QuantityName, SheetImage, SheetMarketPrice, SheetMetafield, SheetOption,
    SheetProduct, SheetQuantity, SheetVariant, StoreImage, StoreLocation, StoreMetafield, StoreProduct,
    StoreVariant, VariantField,
};
use crate::market::StoreMarket;
use crate::metafield::{References, shown};
use crate::value::Value;

/// Returns the product as a sheet that says everything the store holds and asks for no change.
///
/// Fields the store leaves empty are blank; those that no store can hold empty are absent, as they would be
/// after reading a file. Quantities are what is available, at the locations given; prices those that are fixed on the
/// lists of the markets given.
pub fn as_sheet(
    product: &StoreProduct,
    locations: &[StoreLocation],
    markets: &[StoreMarket],
) -> SheetProduct {
    let mut sheet = SheetProduct {
        place: Place::default(),
        handle: Some(product.handle.clone()),
        id: Some(product.id.clone()),
        ..SheetProduct::default()
    };
    for field in ProductField::ALL {
        let value = product.field(field).clone();
        let always_held = matches!(
            field,
            ProductField::Title | ProductField::Status | ProductField::Published | ProductField::GiftCard
        );
        if !(value.is_blank() && always_held) {
            sheet.fields.insert(field, value);
        }
    }
    let option = |name: &str, linked_to: &Option<String>| SheetOption {
        name: name.to_owned(),
        linked_to: linked_to.as_ref().map(|key| format!("product.metafields.{key}")),
    };
    sheet.options = Some(product.options.iter().map(|known| option(&known.name, &known.linked_to)).collect());
    sheet.variants = product.variants.iter().map(|known| variant(known, product, locations)).collect();
    for (variant, known) in sheet.variants.iter_mut().zip(&product.variants) {
        variant.market_prices = market_prices(known, markets);
    }
    let image = |image: &StoreImage| SheetImage {
        place: Place::default(),
        src: source(image).to_owned(),
        alt: Some(image.alt.clone()),
    };
    sheet.images = Some(product.images.iter().map(image).collect());
    sheet.metafields = product.metafields.iter().map(metafield).collect();
    sheet
}

fn variant(known: &StoreVariant, product: &StoreProduct, locations: &[StoreLocation]) -> SheetVariant {
    let mut variant = SheetVariant {
        place: Place::default(),
        id: Some(known.id.clone()),
        option_values: known.option_values.clone(),
        ..SheetVariant::default()
    };
    for field in VariantField::ALL {
        let value = match field {
            VariantField::Image => {
                let id = known.image_id.as_ref();
                let image = product.images.iter().find(|image| Some(&image.id) == id);
                image.map_or(Value::Blank, |image| Value::text(source(image)))
            }
            VariantField::Tracked => Value::Bool(known.field(field).as_bool().unwrap_or_default()),
            _ => known.field(field).clone(),
        };
        let always_held = matches!(
            field,
            VariantField::Price
                | VariantField::WeightUnit
                | VariantField::InventoryPolicy
                | VariantField::RequiresShipping
                | VariantField::Taxable
        );
        if !(value.is_blank() && always_held) {
            variant.fields.insert(field, value);
        }
    }
    for level in &known.levels {
        if let Some(location) = locations.iter().find(|location| location.id == level.location_id) {
            variant.quantities.push(SheetQuantity {
                place: Place::default(),
                location: Some(location.name.clone()),
                name: QuantityName::Available,
                quantity: level.available,
            });
        }
    }
    variant.metafields = known.metafields.iter().map(metafield).collect();
    variant
}

fn market_prices(known: &StoreVariant, markets: &[StoreMarket]) -> BTreeMap<String, SheetMarketPrice> {
    let of = |market: &StoreMarket| {
        let fixed = known.market_prices.get(&market.price_list()?.id)?;
        let said = SheetMarketPrice {
            place: Place::default(),
            price: Some(Value::decimal(fixed.price)),
            compare_at: Some(fixed.compare_at.map_or(Value::Blank, Value::decimal)),
        };
        Some((market.name.clone(), said))
    };
    markets.iter().filter_map(of).collect()
}

/// What it refers to is told by its id here: that is the same in every form.
fn metafield(known: &StoreMetafield) -> SheetMetafield {
    SheetMetafield {
        place: Place::default(),
        namespace: known.namespace.clone(),
        key: known.key.clone(),
        value: Value::text(shown(&known.type_, &known.value, &[], &References::default())),
    }
}

/// The address a picture came from, when we remember it: the store's own address changes with every upload.
fn source(image: &StoreImage) -> &str {
    image.source.as_deref().unwrap_or(&image.url)
}
