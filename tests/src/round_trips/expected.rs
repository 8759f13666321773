//! What a form of file says of a catalogue, and whether it was read so.

use evenshelf_core::catalog::{
    MetafieldOwner, Place, ProductField, QuantityName, SheetMarketPrice, SheetMetafield, SheetProduct,
    SheetVariant, StoreMetafield, StoreProduct, StoreVariant, VariantField,
};
use evenshelf_core::channel::said_of;
use evenshelf_core::normalize::{Sheet, as_sheet};
use evenshelf_core::value::Value;

use super::{Catalogue, Form};

/// Compares every product that was read.
pub(super) fn compare(catalogue: &Catalogue, form: Form, sheet: &Sheet) -> Result<(), String> {
    match form {
        Form::Products(_) => products(catalogue, sheet, true),
        Form::Lines => products(catalogue, sheet, false),
        Form::Inventory => stock(catalogue, sheet, true),
        Form::OldInventory => stock(catalogue, sheet, false),
    }
}

fn products(catalogue: &Catalogue, sheet: &Sheet, is_table: bool) -> Result<(), String> {
    let read = sheet.products.iter().map(|product| plain(product.clone()));
    let expected = catalogue.products.iter().map(|product| {
        let mut expected = as_sheet(product, &catalogue.locations, &catalogue.markets);
        if is_table {
            reduce(&mut expected, product, catalogue);
        } else {
            expected.channels = said_of(product, &catalogue.channels);
        }
        plain(expected)
    });
    let (read, expected): (Vec<_>, Vec<_>) = (read.collect(), expected.collect());
    match read.iter().zip(&expected).find(|(read, expected)| read != expected) {
        Some((read, expected)) => Err(format!("{read:#?}\nis not\n{expected:#?}")),
        None if read.len() != expected.len() => Err(format!("{} products were read", read.len())),
        None => Ok(()),
    }
}

/// Takes out what a product file has no column for: ids, customs fields, names of locations, and all stock of a store
/// with several. What metafields refer to stands there by its handle.
fn reduce(expected: &mut SheetProduct, product: &StoreProduct, catalogue: &Catalogue) {
    expected.id = None;
    expected.fields.remove(&ProductField::TemplateSuffix);
    let name = |owner, cells: &mut [SheetMetafield], known: &[StoreMetafield]| {
        for (cell, known) in cells.iter_mut().zip(known) {
            cell.value = Value::text(catalogue.metafields.shown(owner, known));
        }
    };
    name(MetafieldOwner::Product, &mut expected.metafields, &product.metafields);
    for (variant, known) in expected.variants.iter_mut().zip(&product.variants) {
        variant.id = None;
        variant.fields.remove(&VariantField::HsCode);
        variant.fields.remove(&VariantField::CountryOfOrigin);
        variant.quantities.retain(|_| catalogue.locations.len() == 1);
        variant.quantities.iter_mut().for_each(|quantity| quantity.location = None);
        name(MetafieldOwner::Variant, &mut variant.metafields, &known.metafields);
    }
}

/// Takes out what differs by its nature: places in the file, and blank cells in columns of metafields and prices that
/// other products have.
fn plain(mut product: SheetProduct) -> SheetProduct {
    let tidy = |fields: &mut Vec<SheetMetafield>| {
        fields.retain(|field| !field.value.is_blank());
        fields.iter_mut().for_each(|field| field.place = Place::default());
        fields.sort_by(|one, other| (&one.namespace, &one.key).cmp(&(&other.namespace, &other.key)));
    };
    product.place = Place::default();
    tidy(&mut product.metafields);
    for variant in &mut product.variants {
        variant.place = Place::default();
        variant.quantities.iter_mut().for_each(|quantity| quantity.place = Place::default());
        tidy(&mut variant.metafields);
        for said in variant.market_prices.values_mut() {
            said.place = Place::default();
            for side in [&mut said.price, &mut said.compare_at] {
                side.take_if(|value| value.is_blank());
            }
        }
        variant.market_prices.retain(|_, said| *said != SheetMarketPrice::default());
    }
    product.images.iter_mut().flatten().for_each(|image| image.place = Place::default());
    product
}

/// An inventory file has what is tracked, at every location where it is stocked.
fn stock(catalogue: &Catalogue, sheet: &Sheet, has_on_hand: bool) -> Result<(), String> {
    let tracked = |variant: &&StoreVariant| variant.field(VariantField::Tracked).as_bool() == Some(true);
    let mut read = sheet.products.iter();
    for product in &catalogue.products {
        let variants: Vec<_> = product.variants.iter().filter(tracked).collect();
        if variants.is_empty() {
            continue;
        }
        let found = read.next().filter(|found| found.handle.as_ref() == Some(&product.handle));
        let found = found.ok_or_else(|| format!("{} is missing", product.handle))?;
        let said: Vec<_> = found.variants.iter().map(|v| (v.option_values.clone(), quantities(v))).collect();
        let held: Vec<_> = variants
            .iter()
            .map(|variant| (variant.option_values.clone(), levels(variant, catalogue, has_on_hand)))
            .collect();
        if said != held {
            return Err(format!("{}: {said:?} is not {held:?}", product.handle));
        }
    }
    read.next().map_or(Ok(()), |more| Err(format!("{:?} is one too many", more.handle)))
}

fn quantities(variant: &SheetVariant) -> Vec<(String, QuantityName, i64)> {
    let quantities = variant.quantities.iter();
    quantities.map(|one| (one.location.clone().unwrap_or_default(), one.name, one.quantity)).collect()
}

fn levels(
    variant: &StoreVariant,
    catalogue: &Catalogue,
    has_on_hand: bool,
) -> Vec<(String, QuantityName, i64)> {
    let mut levels = Vec::new();
    for location in &catalogue.locations {
        if let Some(level) = variant.levels.iter().find(|level| level.location_id == location.id) {
            levels.push((location.name.clone(), QuantityName::Available, level.available));
            if has_on_hand {
                levels.push((location.name.clone(), QuantityName::OnHand, level.on_hand));
            }
        }
    }
    levels
}
