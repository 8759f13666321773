//! productVariantsBulkCreate and productVariantsBulkUpdate.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::metafields::{self, ListInput};
use super::options::{NAME_MAX, VARIANTS_MAX, product_of};
use super::product::add_media;
use super::product_fields::at;
use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, files, list, variant_fields, variants};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::product::has_only_default_variant;
use crate::state::{Location, OptionValueRow, Product, Tx, Variant};

const CODES: variant_fields::Codes =
    variant_fields::Codes { invalid: "INVALID_INPUT", negative_price: "GREATER_THAN_OR_EQUAL_TO" };
const INVENTORY_QUANTITIES_MAX: usize = 50_000;

fn payload(verb: &str, product: Option<u64>, made: Option<&[u64]>, errors: &Errors) -> Val {
    Val::map(
        format!("ProductVariantsBulk{verb}Payload"),
        vec![
            ("product", Val::opt(product.map(Obj::Product))),
            (
                "productVariants",
                made.map_or(Val::Null, |ids| {
                    Val::List(ids.iter().map(|id| Val::Obj(Obj::Variant(*id))).collect())
                }),
            ),
            ("userErrors", errors.val(&format!("ProductVariantsBulk{verb}UserError"))),
        ],
    )
}

/// Returns one value id for each option; names that are new become values of their option.
fn chosen(
    tx: &mut Tx,
    product: &mut Product,
    input: &Json,
    base: Option<&Variant>,
    path: &str,
    errors: &mut Errors,
) -> Option<Vec<u64>> {
    let mut out: Vec<Option<u64>> = match base {
        Some(variant) => variant.values.iter().map(|id| Some(*id)).collect(),
        None => vec![None; product.options.len()],
    };
    let choices = list(&input["optionValues"]);
    if choices.len() > product.options.len() {
        errors.push(
            "OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS",
            &at(path, "optionValues"),
            "Variant options are more than the product options.",
        );
        return None;
    }
    for (index, choice) in choices.iter().enumerate() {
        let place = at(&at(path, "optionValues"), &index.to_string());
        let option_id = choice["optionId"].as_str().and_then(|id| gid::parse("ProductOption", id));
        let value_id = choice["id"].as_str().and_then(|id| gid::parse("ProductOptionValue", id));
        let position = product.options.iter().position(|option| match (option_id, value_id) {
            (Some(id), _) => option.id == id,
            (None, Some(value)) if choice["optionName"].is_null() => {
                option.values.iter().any(|v| v.id == value)
            }
            _ => choice["optionName"] == option.name.as_str(),
        });
        let Some(position) = position else {
            errors.push("OPTION_DOES_NOT_EXIST", &place, "Option does not exist");
            return None;
        };
        let option = &product.options[position];
        let found = option.values.iter().find(|value| match value_id {
            Some(id) => value.id == id,
            None => {
                choice["name"] == value.name.as_str()
                    || (choice["name"].is_null()
                        && choice["linkedMetafieldValue"].as_str() == value.linked.as_deref())
            }
        });
        let name = choice["name"].as_str().map(str::trim).unwrap_or("");
        let value = match found {
            Some(value) => value.id,
            None if value_id.is_none() && !name.is_empty() && name.chars().count() <= NAME_MAX => {
                let id = tx.next_id();
                product.options[position].values.push(OptionValueRow {
                    id,
                    name: name.to_owned(),
                    linked: None,
                });
                id
            }
            None if name.chars().count() > NAME_MAX => {
                errors.push("OPTION_VALUE_NAME_TOO_LONG", &place, "Option value name is too long.");
                return None;
            }
            None => {
                errors.push("OPTION_VALUE_DOES_NOT_EXIST", &place, "Option value does not exist.");
                return None;
            }
        };
        out[position] = Some(value);
    }
    let complete: Option<Vec<u64>> = out.into_iter().collect();
    if complete.is_none() {
        errors.push("NEED_TO_ADD_OPTION_VALUES", path, "You need to add option values");
    }
    complete
}

/// Puts `mediaId` or `mediaSrc` on a variant; a source may name media of this very call.
fn media(
    tx: &mut Tx,
    env: &Env,
    product: &mut Product,
    variant: &mut Variant,
    input: &Json,
    path: &str,
    errors: &mut Errors,
) {
    if let Some(id) = input.get("mediaId") {
        let Some(text) = id.as_str() else {
            variant.media = None;
            return;
        };
        match gid::parse("MediaImage", text).filter(|id| product.media.contains(id)) {
            Some(id) => variant.media = Some(id),
            None => errors.push("INVALID_INPUT", &at(path, "mediaId"), "Media does not exist on the product"),
        }
    }
    if let Some(source) = list(&input["mediaSrc"]).first().and_then(Json::as_str) {
        let known = product
            .media
            .iter()
            .copied()
            .find(|id| tx.get::<crate::state::File>(*id).is_some_and(|f| f.source == source));
        let made = match known {
            Some(id) => Ok(id),
            None => files::make(tx, env, source, None, None),
        };
        match made {
            Ok(id) => {
                if !product.media.contains(&id) {
                    product.media.push(id);
                }
                variant.media = Some(id);
            }
            Err((_, message)) => errors.push("INVALID_INPUT", &at(path, "mediaSrc"), message),
        }
    }
}

fn metafields_of(
    tx: &mut Tx,
    env: &Env,
    variant: &mut Variant,
    input: &Json,
    code: &'static str,
    path: &str,
    errors: &mut Errors,
) {
    let fields = ListInput {
        input: &input["metafields"],
        path: at(path, "metafields"),
        owner_type: "PRODUCTVARIANT",
        product: variant.id,
        code,
        whole: false,
    };
    let before = errors.0.len();
    metafields::apply_list(tx, env, &mut variant.metafields, &fields, errors);
    for error in &mut errors.0[before..] {
        error.code = code;
    }
}

pub fn create(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let Some(mut product) = product_of(tx, args) else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
        return Ok(Done::refused(payload("Create", None, None, &errors)));
    };
    let inputs = list(arg(args, "variants"));
    add_media(tx, env, &mut product, list(arg(args, "media")), &mut errors);
    for error in &mut errors.0 {
        error.code = "INVALID_INPUT";
    }
    let strategy = arg(args, "strategy").as_str().unwrap_or("DEFAULT");
    let standalone = product.variants.len() == 1;
    let removes = standalone
        && match strategy {
            "REMOVE_STANDALONE_VARIANT" => true,
            "PRESERVE_STANDALONE_VARIANT" => false,
            // By default only the "Default Title" variant makes room.
            _ => has_only_default_variant(&product),
        };
    let old = removes.then(|| product.variants.remove(0));
    let quantities: usize = inputs.iter().map(|v| list(&v["inventoryQuantities"]).len()).sum();
    if quantities > INVENTORY_QUANTITIES_MAX {
        errors.push(
            "INVENTORY_QUANTITIES_LIMIT_EXCEEDED",
            "variants",
            "Inventory quantity input exceeds the limit of 50000. Consider using separate `inventorySetQuantities` mutations.",
        );
    }
    if product.variants.len() + inputs.len() > VARIANTS_MAX {
        errors.push(
            "SUBSCRIPTION_VIOLATION",
            "variants",
            format!("Number of product variants exceeds shop limit of {VARIANTS_MAX}."),
        );
    }
    let mut taken: HashMap<Vec<u64>, ()> =
        tx.variants_of(&product).map(|variant| (variant.values.clone(), ())).collect();
    let mut made = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let path = at("variants", &index.to_string());
        if !input["id"].is_null() {
            errors.push("NO_KEY_ON_CREATE", &at(&path, "id"), "On create, this key cannot be used.");
            continue;
        }
        let Some(values) = chosen(tx, &mut product, input, None, &path, &mut errors) else {
            continue;
        };
        if taken.insert(values.clone(), ()).is_some() {
            let title = variant_title(&product, &values);
            errors.push("VARIANT_ALREADY_EXISTS", &path, format!("The variant '{title}' already exists."));
            continue;
        }
        let mut variant = variant_fields::fresh(tx, product.id);
        variant.values = values;
        variant_fields::apply(tx.now(), &mut variant, input, &path, CODES, &mut errors);
        metafields_of(tx, env, &mut variant, input, "INVALID", &path, &mut errors);
        media(tx, env, &mut product, &mut variant, input, &path, &mut errors);
        stock(tx, &mut variant, input, &path, &mut errors);
        made.push(variant.id);
        product.variants.push(variant.id);
        tx.put(variant);
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload("Create", Some(product.id), None, &errors)));
    }
    if let Some(old) = old {
        tx.remove::<Variant>(old);
        variants::drop_unused_values(tx, &mut product);
    }
    let id = product.id;
    tx.put(product);
    tx.bump(id);
    Ok(Done::kept(payload("Create", Some(id), Some(&made), &errors)))
}

fn stock(tx: &mut Tx, variant: &mut Variant, input: &Json, path: &str, errors: &mut Errors) {
    let rows = list(&input["inventoryQuantities"]);
    if rows.is_empty() {
        if let Some(first) = tx.locations.keys().next().copied() {
            variant_fields::stock_at(tx, variant, first);
        }
        return;
    }
    for (index, row) in rows.iter().enumerate() {
        let location = gid::parse("Location", row["locationId"].as_str().unwrap_or(""))
            .filter(|id| tx.get::<Location>(*id).is_some());
        let Some(location) = location else {
            errors.push(
                "TRACKED_VARIANT_LOCATION_NOT_FOUND",
                &at(&at(path, "inventoryQuantities"), &index.to_string()),
                "Quantity could not be set. The location was not found.",
            );
            continue;
        };
        variant_fields::stock_at(tx, variant, location);
        if let Some(level) = variant.levels.get_mut(&location) {
            level.available = row["availableQuantity"].as_i64().unwrap_or(0);
        }
    }
}

fn variant_title(product: &Product, values: &[u64]) -> String {
    let variant = Variant { values: values.to_vec(), ..Variant::default() };
    crate::query::variant::title(product, &variant)
}

pub fn update(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let Some(mut product) = product_of(tx, args) else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
        return Ok(Done::refused(payload("Update", None, None, &errors)));
    };
    let partial = arg(args, "allowPartialUpdates") == &Json::Bool(true);
    add_media(tx, env, &mut product, list(arg(args, "media")), &mut errors);
    for error in &mut errors.0 {
        error.code = "INVALID_INPUT";
    }
    let mut combinations: HashMap<Vec<u64>, u64> =
        tx.variants_of(&product).map(|variant| (variant.values.clone(), variant.id)).collect();
    let mut changed = Vec::new();
    for (index, input) in list(arg(args, "variants")).iter().enumerate() {
        let path = at("variants", &index.to_string());
        let mut own = Errors::default();
        let before = product.clone();
        let row = one(tx, env, &mut product, &combinations, input, &path, &mut own);
        match row.filter(|_| own.is_empty()) {
            Some(variant) => {
                combinations.retain(|_, id| *id != variant.id);
                combinations.insert(variant.values.clone(), variant.id);
                changed.push(variant.id);
                tx.put(variant);
            }
            None => product = before,
        }
        errors.0.extend(own.0);
    }
    // All or nothing, unless the caller allows the good ones to pass.
    if !errors.is_empty() && (!partial || changed.is_empty()) {
        return Ok(Done::refused(payload("Update", Some(product.id), None, &errors)));
    }
    let id = product.id;
    tx.put(product);
    tx.bump(id);
    Ok(Done::kept(payload("Update", Some(id), Some(&changed), &errors)))
}

fn one(
    tx: &mut Tx,
    env: &Env,
    product: &mut Product,
    combinations: &HashMap<Vec<u64>, u64>,
    input: &Json,
    path: &str,
    errors: &mut Errors,
) -> Option<Variant> {
    let Some(id) = input["id"].as_str() else {
        errors.push("PRODUCT_VARIANT_ID_MISSING", &at(path, "id"), "Product variant is missing ID attribute");
        return None;
    };
    let id = gid::parse("ProductVariant", id).filter(|id| product.variants.contains(id));
    let Some(mut variant) = id.and_then(|id| tx.get::<Variant>(id)).cloned() else {
        errors.push("PRODUCT_VARIANT_DOES_NOT_EXIST", &at(path, "id"), "Product variant does not exist");
        return None;
    };
    if !list(&input["inventoryQuantities"]).is_empty() {
        errors.push(
            "NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE",
            &at(path, "inventoryQuantities"),
            "Inventory quantities can only be provided during create. To update inventory for existing variants, use inventoryAdjustQuantities.",
        );
        return None;
    }
    if !list(&input["optionValues"]).is_empty() {
        let values = chosen(tx, product, input, Some(&variant), path, errors)?;
        if combinations.get(&values).is_some_and(|other| *other != variant.id) {
            let title = variant_title(product, &values);
            errors.push(
                "VARIANT_ALREADY_EXISTS",
                path,
                format!("The variant '{title}' already exists. Please change at least one option value."),
            );
            return None;
        }
        variant.values = values;
    }
    variant_fields::apply(tx.now(), &mut variant, input, path, CODES, errors);
    metafields_of(tx, env, &mut variant, input, "INVALID_VALUE", path, errors);
    media(tx, env, product, &mut variant, input, path, errors);
    for (index, row) in list(&input["quantityAdjustments"]).iter().enumerate() {
        let place = at(&at(path, "quantityAdjustments"), &index.to_string());
        let location = gid::parse("Location", row["locationId"].as_str().unwrap_or(""));
        let now = tx.now();
        let level = location.and_then(|location| variant.levels.get_mut(&location));
        let Some(level) = level else {
            errors.push("INVALID_INPUT", &place, "The specified location could not be found.");
            continue;
        };
        if let Some(expected) = row["changeFromQuantity"].as_i64()
            && expected != level.available
        {
            errors.push(
                "INVALID_INPUT",
                &place,
                "The changeFromQuantity value does not match persisted value.",
            );
            continue;
        }
        level.available += row["adjustment"].as_i64().unwrap_or(0);
        level.updated_at = now;
    }
    Some(variant)
}
