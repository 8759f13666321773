//! The variants of a productSet. One without an id is the variant that has the same option values,
//! if there is one; variants that are not named are deleted.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use crate::gid;
use crate::mutate::metafields::{self, ListInput};
use crate::mutate::product_fields::at;
use crate::mutate::user_error::Errors;
use crate::mutate::{Env, list, variant_fields};
use crate::query::inventory;
use crate::state::{Location, OptionRow, OptionValueRow, Product, Tx, Variant};

const CODES: variant_fields::Codes =
    variant_fields::Codes { invalid: "INVALID_VARIANT", negative_price: "INVALID_VARIANT" };

pub fn apply(
    tx: &mut Tx,
    env: &Env,
    product: &mut Product,
    old_options: &[OptionRow],
    inputs: &[Json],
    files: &[(&Json, u64)],
    errors: &mut Errors,
) {
    if inputs.is_empty() {
        errors.push("VARIANTS_INPUT_MISSING", "input.variants", "A product must have at least one variant.");
        return;
    }
    let old = named_combinations(tx, product, old_options);
    let mut taken: HashSet<Vec<u64>> = HashSet::new();
    let mut order: Vec<(u64, usize, u64)> = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let path = at("input.variants", &index.to_string());
        let Some(values) = chosen(tx, product, input, &path, errors) else {
            continue;
        };
        if !taken.insert(values.clone()) {
            let names = names(product, &values);
            errors.push(
                "INVALID_VARIANT",
                &path,
                format!("The variant '{}' already exists.", names.join(" / ")),
            );
            continue;
        }
        let known = match input["id"].as_str() {
            Some(id) => {
                let id = gid::parse("ProductVariant", id);
                let Some(id) = id.filter(|id| product.variants.contains(id)) else {
                    errors.push(
                        "PRODUCT_VARIANT_DOES_NOT_EXIST",
                        &at(&path, "id"),
                        "Product variant does not exist.",
                    );
                    continue;
                };
                Some(id)
            }
            None => old.get(&named(product, &values)).copied(),
        };
        let known = known.filter(|id| !order.iter().any(|(_, _, other)| other == id));
        let mut variant = match known.and_then(|id| tx.get::<Variant>(id)) {
            Some(variant) => variant.clone(),
            None => variant_fields::fresh(tx, product.id),
        };
        variant.values = values;
        let before = errors.0.len();
        variant_fields::apply(tx.now(), &mut variant, input, &path, CODES, errors);
        quantities(tx, &mut variant, known.is_none(), input, &path, errors);
        let fields = ListInput {
            input: &input["metafields"],
            path: at(&path, "metafields"),
            owner_type: "PRODUCTVARIANT",
            product: variant.id,
            code: "INVALID_METAFIELD",
            whole: true,
        };
        metafields::apply_list(tx, env, &mut variant.metafields, &fields, errors);
        media(&mut variant, input, files, &path, errors);
        if errors.0.len() > before {
            continue;
        }
        let position = input["position"].as_u64().unwrap_or(index as u64 + 1);
        order.push((position, index, variant.id));
        put_if_changed(tx, variant);
    }
    if !errors.is_empty() {
        return;
    }
    order.sort_unstable();
    let kept: Vec<u64> = order.into_iter().map(|(_, _, id)| id).collect();
    for id in std::mem::replace(&mut product.variants, kept.clone()) {
        if !kept.contains(&id) {
            tx.remove::<Variant>(id);
        }
    }
}

/// A variant that comes out as it was keeps its time of change.
fn put_if_changed(tx: &mut Tx, mut variant: Variant) {
    if let Some(old) = tx.get::<Variant>(variant.id) {
        let (updated_at, item_updated_at) = (variant.updated_at, variant.item.updated_at);
        variant.updated_at = old.updated_at;
        variant.item.updated_at = old.item.updated_at;
        if *old == variant {
            return;
        }
        variant.updated_at = updated_at;
        if old.item != variant.item {
            variant.item.updated_at = item_updated_at;
        }
    }
    tx.put(variant);
}

/// Option and value names of each existing variant, in a form that a new order of options does not change.
fn named_combinations(
    tx: &Tx,
    product: &Product,
    options: &[OptionRow],
) -> HashMap<Vec<(String, String)>, u64> {
    tx.variants_of(product).map(|variant| (named_by(options, &variant.values), variant.id)).collect()
}

fn named(product: &Product, values: &[u64]) -> Vec<(String, String)> {
    named_by(&product.options, values)
}

fn named_by(options: &[OptionRow], values: &[u64]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = options
        .iter()
        .zip(values)
        .filter_map(|(option, chosen)| {
            let value = option.values.iter().find(|value| value.id == *chosen)?;
            Some((option.name.to_lowercase(), value.name.to_lowercase()))
        })
        .collect();
    out.sort();
    out
}

fn names(product: &Product, values: &[u64]) -> Vec<String> {
    product
        .options
        .iter()
        .zip(values)
        .filter_map(|(option, chosen)| option.values.iter().find(|v| v.id == *chosen))
        .map(|value| value.name.clone())
        .collect()
}

/// Returns the option value of each option, in the product's order. A new value name is added to its option.
fn chosen(
    tx: &mut Tx,
    product: &mut Product,
    input: &Json,
    path: &str,
    errors: &mut Errors,
) -> Option<Vec<u64>> {
    let mut out: Vec<Option<u64>> = vec![None; product.options.len()];
    for (index, choice) in list(&input["optionValues"]).iter().enumerate() {
        let place = at(&at(path, "optionValues"), &index.to_string());
        let option_id = choice["optionId"].as_str().and_then(|id| gid::parse("ProductOption", id));
        let position = product.options.iter().position(|option| match option_id {
            Some(id) => option.id == id,
            None => choice["optionName"] == option.name.as_str(),
        });
        let Some(position) = position else {
            errors.push("OPTION_DOES_NOT_EXIST", &place, "Option does not exist.");
            return None;
        };
        let id = choice["id"].as_str().and_then(|id| gid::parse("ProductOptionValue", id));
        let option = &product.options[position];
        let found = option.values.iter().find(|value| match id {
            Some(id) => value.id == id,
            None => {
                choice["name"] == value.name.as_str()
                    || (choice["name"].is_null()
                        && choice["linkedMetafieldValue"].as_str() == value.linked.as_deref())
            }
        });
        let value = match (found, choice["name"].as_str()) {
            (Some(value), _) => value.id,
            (None, Some(name)) if id.is_none() && !name.trim().is_empty() => {
                let value = OptionValueRow { id: tx.next_id(), name: name.trim().to_owned(), linked: None };
                let id = value.id;
                product.options[position].values.push(value);
                id
            }
            _ => {
                errors.push("OPTION_VALUE_DOES_NOT_EXIST", &place, "Option value does not exist.");
                return None;
            }
        };
        out[position] = Some(value);
    }
    let complete: Option<Vec<u64>> = out.into_iter().collect();
    if complete.is_none() {
        errors.push(
            "INVALID_VARIANT",
            &at(path, "optionValues"),
            "A value must be given for each option of the product.",
        );
    }
    complete
}

fn quantities(
    tx: &mut Tx,
    variant: &mut Variant,
    is_new: bool,
    input: &Json,
    path: &str,
    errors: &mut Errors,
) {
    let rows = list(&input["inventoryQuantities"]);
    if is_new
        && rows.is_empty()
        && let Some(first) = tx.locations.keys().next().copied()
    {
        variant_fields::stock_at(tx, variant, first);
    }
    for (index, row) in rows.iter().enumerate() {
        let place = at(&at(path, "inventoryQuantities"), &index.to_string());
        let location = gid::parse("Location", row["locationId"].as_str().unwrap_or(""))
            .filter(|id| tx.get::<Location>(*id).is_some());
        let Some(location) = location else {
            errors.push(
                "INVALID_INPUT",
                &at(&place, "locationId"),
                "The specified location could not be found.",
            );
            continue;
        };
        let name = row["name"].as_str().unwrap_or("");
        let quantity = row["quantity"].as_i64().unwrap_or(0);
        if !matches!(name, "available" | "on_hand") {
            errors.push(
                "INVALID_INPUT",
                &at(&place, "name"),
                "The quantity name must be either 'available' or 'on_hand'.",
            );
            continue;
        }
        if is_new {
            variant_fields::stock_at(tx, variant, location);
        }
        let now = tx.now();
        let Some(level) = variant.levels.get_mut(&location).filter(|l| l.active) else {
            errors.push(
                "INVALID_VARIANT",
                &at(&place, "locationId"),
                "Quantities can only be updated at locations where the variant is already stocked.",
            );
            continue;
        };
        let have = inventory::quantity(level, name).unwrap_or(0);
        if have != quantity {
            level.available += quantity - have;
            level.updated_at = now;
        }
    }
}

/// The variant's file must be among the product's: found by id or by the same source.
fn media(variant: &mut Variant, input: &Json, files: &[(&Json, u64)], path: &str, errors: &mut Errors) {
    let Some(wanted) = input.get("file") else {
        return;
    };
    if wanted.is_null() {
        variant.media = None;
        return;
    }
    let id = wanted["id"].as_str().and_then(|id| gid::parse("MediaImage", id));
    let found = files.iter().find(|(file, file_id)| match id {
        Some(id) => *file_id == id,
        None => !wanted["originalSource"].is_null() && file["originalSource"] == wanted["originalSource"],
    });
    match found {
        Some((_, id)) => variant.media = Some(*id),
        None => errors.push(
            "INVALID_INPUT",
            &at(path, "file"),
            "The file of a variant must also be specified in the files of the product.",
        ),
    }
}

/// Takes an image off every variant of a product that loses it.
pub fn forget_media(tx: &mut Tx, product: &Product, file: u64) {
    for id in &product.variants {
        if tx.get::<Variant>(*id).is_some_and(|v| v.media == Some(file))
            && let Some(variant) = tx.edit::<Variant>(*id)
        {
            variant.media = None;
        }
    }
}
