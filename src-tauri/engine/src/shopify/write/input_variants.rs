//! The inputs of variant writes, as Shopify names them.

use std::collections::BTreeMap;

use evenshelf_core::catalog::{StoreVariant, VariantField};
use evenshelf_core::operation::{NewVariant, VariantEdit, VariantImage};
use evenshelf_core::value::Value;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use super::super::parse_values::{parse_measure, weight_input};
use super::input::{Blank, media_of, option_values};
use super::{SendContext, input_metafields};

/// Returns the variables of `productVariantsBulkCreate`.
pub(crate) fn create_variants(
    id: &str,
    variants: &[NewVariant],
    context: &SendContext<'_>,
) -> Result<Map<String, Json>, String> {
    let product = context.product.ok_or("new variants need the product as the store holds it")?;
    let names: Vec<&str> = product.options.iter().map(|option| option.name.as_str()).collect();
    let list: Vec<Json> = variants
        .iter()
        .map(|variant| -> Result<Json, String> {
            let mut json = variant_input(&variant.fields, None, Blank::Default)?;
            json.insert("optionValues".into(), option_values(&names, &[], &variant.option_values));
            if let Some(media) = variant.image.as_deref().and_then(|src| media_of(product, src)) {
                json.insert("mediaId".into(), media.into());
            }
            if !variant.quantities.is_empty() {
                // Nothing of a new variant is committed, so that both quantities are the same here.
                let levels = variant.quantities.iter().map(|quantity| {
                    json!({ "locationId": quantity.location_id, "availableQuantity": quantity.quantity })
                });
                json.insert("inventoryQuantities".into(), levels.collect());
            }
            if !variant.metafields.is_empty() {
                json.insert("metafields".into(), input_metafields::new(&variant.metafields).into());
            }
            Ok(Json::Object(json))
        })
        .collect::<Result<_, _>>()?;
    Ok(Map::from_iter([("productId".to_owned(), id.into()), ("variants".to_owned(), list.into())]))
}

/// Returns the variables of `productVariantsBulkUpdate`.
pub(crate) fn update_variants(
    id: &str,
    edits: &[VariantEdit],
    context: &SendContext<'_>,
) -> Result<Map<String, Json>, String> {
    let mut list = Vec::with_capacity(edits.len());
    for edit in edits {
        let stored = context.product.and_then(|product| product.variant(&edit.id));
        let mut json = Map::from_iter([("id".to_owned(), Json::from(edit.id.as_str()))]);
        json.extend(variant_input(&edit.fields, stored, Blank::Cleared)?);
        match &edit.image {
            None => {}
            Some(VariantImage::Media(media)) => drop(json.insert("mediaId".into(), media.as_str().into())),
            Some(VariantImage::Source(src)) => {
                let media = context.product.and_then(|product| media_of(product, src));
                let media = media.ok_or_else(|| format!("the product has no picture from {src} yet"))?;
                json.insert("mediaId".into(), media.into());
            }
            Some(VariantImage::None) => drop(json.insert("mediaId".into(), Json::Null)),
        }
        list.push(Json::Object(json));
    }
    Ok(Map::from_iter([("productId".to_owned(), id.into()), ("variants".to_owned(), list.into())]))
}

/// Returns the fields that `ProductVariantSetInput` and `ProductVariantsBulkInput` share. They differ in the picture
/// and the quantities, which the callers add.
pub(crate) fn variant_input(
    fields: &BTreeMap<VariantField, Value>,
    stored: Option<&StoreVariant>,
    blank: Blank,
) -> Result<Map<String, Json>, String> {
    let mut input = Map::new();
    let mut item = Map::new();
    for (field, value) in fields {
        if value.is_blank() && blank == Blank::Default {
            continue;
        }
        match field {
            VariantField::Sku => item.insert("sku".into(), value.to_string().into()),
            VariantField::Barcode => input.insert("barcode".into(), or_null(value)),
            VariantField::Price => input.insert("price".into(), money(value)),
            VariantField::CompareAtPrice => input.insert("compareAtPrice".into(), money(value)),
            VariantField::Cost => item.insert("cost".into(), money(value)),
            VariantField::Tracked => item.insert("tracked".into(), value.as_bool().unwrap_or(false).into()),
            VariantField::InventoryPolicy => input.insert("inventoryPolicy".into(), policy(value)?.into()),
            VariantField::RequiresShipping => flag(&mut item, "requiresShipping", value),
            VariantField::Taxable => flag(&mut input, "taxable", value),
            VariantField::TaxCode => input.insert("taxCode".into(), value.to_string().into()),
            VariantField::HsCode => item.insert("harmonizedSystemCode".into(), or_null(value)),
            VariantField::CountryOfOrigin => item.insert("countryCodeOfOrigin".into(), country(value)?),
            VariantField::UnitPrice => {
                input.insert("showUnitPrice".into(), (!value.is_blank()).into());
                input.insert("unitPriceMeasurement".into(), measure(value)?)
            }
            // Weight and unit are one input, below; the picture is its caller's.
            VariantField::WeightGrams | VariantField::WeightUnit | VariantField::Image => None,
        };
    }
    if let Some(weight) = weight(fields, stored, blank) {
        item.insert("measurement".into(), json!({ "weight": weight }));
    }
    if !item.is_empty() {
        input.insert("inventoryItem".into(), item.into());
    }
    Ok(input)
}

/// Returns the weight in the unit it is to be shown in. What the fields do not say is as the store holds it.
fn weight(
    fields: &BTreeMap<VariantField, Value>,
    stored: Option<&StoreVariant>,
    blank: Blank,
) -> Option<Json> {
    let (grams, unit) = (fields.get(&VariantField::WeightGrams), fields.get(&VariantField::WeightUnit));
    let says =
        |value: Option<&Value>| value.is_some_and(|value| blank == Blank::Cleared || !value.is_blank());
    if !says(grams) && !says(unit) {
        return None;
    }
    let stored_as = |field| stored.map(|variant| variant.field(field));
    let grams = grams
        .or_else(|| stored_as(VariantField::WeightGrams))
        .and_then(Value::as_decimal)
        .unwrap_or(Decimal::ZERO);
    let unit = unit.filter(|unit| !unit.is_blank()).or_else(|| stored_as(VariantField::WeightUnit));
    Some(weight_input(grams, unit.and_then(Value::as_text).unwrap_or("g")))
}

fn money(value: &Value) -> Json {
    let Some(mut amount) = value.as_decimal() else {
        return Json::Null;
    };
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    amount.to_string().into()
}

// A value outside of an enum makes Shopify refuse the whole document, every other operation of it included. What can
// be told here is therefore refused here.

fn policy(value: &Value) -> Result<&'static str, String> {
    match value.to_string().to_lowercase().as_str() {
        "" | "deny" => Ok("DENY"),
        "continue" => Ok("CONTINUE"),
        other => Err(format!("\"{other}\" is no inventory policy; write deny or continue")),
    }
}

fn country(value: &Value) -> Result<Json, String> {
    let code = value.to_string().to_uppercase();
    match code.len() {
        0 => Ok(Json::Null),
        2 if code.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(code.into()),
        _ => Err(format!("\"{code}\" is no country code; write two letters, such as PT")),
    }
}

fn measure(value: &Value) -> Result<Json, String> {
    match value.as_text() {
        None => Ok(Json::Null),
        Some(text) => parse_measure(text).ok_or_else(|| {
            format!("\"{text}\" is no unit price; write it as 750 ml / 1 l, with a unit Shopify knows")
        }),
    }
}

fn or_null(value: &Value) -> Json {
    if value.is_blank() { Json::Null } else { value.to_string().into() }
}

/// Inserts a switch; one without a value is left as it is, since there is no third state to set.
fn flag(input: &mut Map<String, Json>, name: &str, value: &Value) -> Option<Json> {
    value.as_bool().and_then(|flag| input.insert(name.into(), flag.into()))
}
