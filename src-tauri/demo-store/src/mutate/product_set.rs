//! productSet: makes a product what the input says.
//!
//! A list that is sent is the whole list: entries it leaves out are deleted. A list that is not sent
//! is left alone, an empty one clears it. Everything else changes only where it is sent.
//! <https://shopify.dev/docs/api/admin-graphql/latest/mutations/productSet>

use serde_json::Value as Json;

use super::metafields::{self, ListInput};
use super::options::{OPTIONS_MAX, VARIANTS_MAX};
use super::product_fields::{self, SET_CODES, at};
use super::user_error::Errors;
use super::{Done, Env, FollowUp, Outcome, arg, files, list, publish};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::definitions;
use crate::state::{Operation, Product, Tx};

mod option_set;
mod variant_set;

/// <https://shopify.dev/docs/api/admin-graphql/latest/input-objects/ProductVariantSetInput#fields-inventoryQuantities>
const INVENTORY_QUANTITIES_MAX: usize = 50_000;

fn payload(product: Option<u64>, operation: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        "ProductSetPayload",
        vec![
            ("product", Val::opt(product.map(Obj::Product))),
            ("productSetOperation", Val::opt(operation.map(Obj::Operation))),
            ("userErrors", errors.val("ProductSetUserError")),
        ],
    )
}

pub fn product_set(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    if arg(args, "synchronous") == &Json::Bool(false) && !env.in_bulk {
        let operation = Operation {
            id: tx.next_id(),
            app: env.app,
            kind: "set".into(),
            input: Json::Object(args.clone()),
            status: "CREATED".into(),
            product: None,
            errors: vec![],
        };
        let id = operation.id;
        tx.put(operation);
        return Ok(Done {
            follow_up: Some(FollowUp::Operation(id)),
            ..Done::kept(payload(None, Some(id), &Errors::default()))
        });
    }
    let mut errors = Errors::default();
    let product = apply(tx, env, args, &mut errors);
    match product.filter(|_| errors.is_empty()) {
        Some(id) => Ok(Done::kept(payload(Some(id), None, &errors))),
        None => Ok(Done::refused(payload(None, None, &errors))),
    }
}

/// Writes the product and returns its id; with errors, nothing of it may be kept.
pub fn apply(tx: &mut Tx, env: &Env, args: &Args, errors: &mut Errors) -> Option<u64> {
    let input = arg(args, "input");
    let existing = identify(tx, env, arg(args, "identifier"), input, errors)?;
    let now = tx.now();
    let is_new = existing.is_none();
    let mut product = match existing {
        Some(id) => tx.get::<Product>(id).cloned()?,
        None => Product {
            id: tx.next_id(),
            status: "ACTIVE".into(),
            vendor: tx.meta.name.clone(),
            created_at: now,
            ..Product::default()
        },
    };
    if !is_new
        && let Some(gift) = input.get("giftCard").and_then(Json::as_bool)
        && gift != product.gift_card
    {
        errors.push(
            "GIFT_CARD_ATTRIBUTE_CANNOT_BE_CHANGED",
            "input.giftCard",
            "The product gift_card attribute cannot be changed after creation.",
        );
    }
    product_fields::apply(tx, &mut product, input, "input", SET_CODES, errors);
    product_fields::apply_handle(tx, &mut product, input, "input", SET_CODES, errors);
    let fields = ListInput {
        input: &input["metafields"],
        path: "input.metafields".into(),
        owner_type: "PRODUCT",
        product: product.id,
        code: "INVALID_METAFIELD",
        whole: true,
    };
    metafields::apply_list(tx, env, &mut product.metafields, &fields, errors);
    let new_files = apply_files(tx, env, &mut product, input, errors);

    let (options, variants) = (&input["productOptions"], &input["variants"]);
    match (options.is_array(), variants.is_array()) {
        (true, true) => {
            check_limits(list(options), list(variants), errors);
            if !errors.is_empty() {
                return None;
            }
            let old = product.options.clone();
            option_set::apply(tx, &mut product, list(options), errors);
            variant_set::apply(tx, env, &mut product, &old, list(variants), &new_files, errors);
        }
        (true, false) => errors.push(
            "VARIANTS_INPUT_MISSING",
            "input.variants",
            "Must specify variants when updating options.",
        ),
        (false, true) => errors.push(
            "PRODUCT_OPTIONS_INPUT_MISSING",
            "input.productOptions",
            "Must specify product options when updating variants",
        ),
        (false, false) if is_new => super::product::add_default_variant(tx, &mut product),
        (false, false) => {}
    }
    if !errors.is_empty() {
        return None;
    }
    if is_new {
        publish::publish_new(tx, &mut product);
    }
    product.updated_at = now;
    let id = product.id;
    tx.put(product);
    Some(id)
}

fn check_limits(options: &[Json], variants: &[Json], errors: &mut Errors) {
    if options.len() > OPTIONS_MAX {
        errors.push(
            "OPTIONS_OVER_LIMIT",
            "input.productOptions",
            format!("Options over limit. The limit is {OPTIONS_MAX}."),
        );
    }
    if variants.len() > VARIANTS_MAX {
        errors.push(
            "VARIANTS_OVER_LIMIT",
            "input.variants",
            format!("Number of product variants exceeds shop limit of {VARIANTS_MAX}."),
        );
    }
    let quantities: usize = variants.iter().map(|variant| list(&variant["inventoryQuantities"]).len()).sum();
    if quantities > INVENTORY_QUANTITIES_MAX {
        errors.push(
            "INVENTORY_QUANTITIES_LIMIT_EXCEEDED",
            "input.variants",
            "Inventory quantity input exceeds the limit of 50000. Consider using separate `inventorySetQuantities` mutations.",
        );
    }
}

/// Returns the product that is meant: `Some(None)` for a new one, nothing if the identifier is refused.
fn identify(tx: &Tx, env: &Env, identifier: &Json, input: &Json, errors: &mut Errors) -> Option<Option<u64>> {
    let by_id = |id: &str| gid::parse("Product", id).filter(|id| tx.get::<Product>(*id).is_some());
    if !identifier.is_object() {
        return match input["id"].as_str() {
            None => Some(None),
            Some(id) => match by_id(id) {
                Some(id) => Some(Some(id)),
                None => {
                    errors.push("PRODUCT_DOES_NOT_EXIST", "input.id", "Product does not exist");
                    None
                }
            },
        };
    }
    if !input["id"].is_null() {
        errors.push("ID_NOT_ALLOWED", "input.id", "The id field is not allowed if identifier is provided.");
        return None;
    }
    if let Some(id) = identifier["id"].as_str() {
        let found = by_id(id);
        if found.is_none() {
            errors.push("NOT_FOUND", "identifier.id", "Resource matching the identifier was not found.");
        }
        return found.map(Some);
    }
    if let Some(handle) = identifier["handle"].as_str() {
        match input["handle"].as_str() {
            None => {
                errors.push(
                    "MISSING_FIELD_REQUIRED",
                    "input.handle",
                    "The input field corresponding to the identifier is required.",
                );
                return None;
            }
            Some(other) if other != handle => {
                errors.push(
                    "INPUT_MISMATCH",
                    "input.handle",
                    "The identifier value does not match the value of the corresponding field in the input.",
                );
                return None;
            }
            Some(_) => {}
        }
        let handle = product_fields::handle(handle);
        return Some(tx.index.by_handle.get(&handle).copied());
    }
    identify_by_custom_id(tx, env, &identifier["customId"], input, errors)
}

fn identify_by_custom_id(
    tx: &Tx,
    env: &Env,
    custom: &Json,
    input: &Json,
    errors: &mut Errors,
) -> Option<Option<u64>> {
    let namespace = definitions::namespace(custom["namespace"].as_str(), env.app);
    let (key, value) = (custom["key"].as_str().unwrap_or(""), custom["value"].as_str().unwrap_or(""));
    let definition = definitions::find(tx, "PRODUCT", &namespace, key);
    if !definition.is_some_and(|row| row.type_ == "id" && row.unique_values) {
        errors.push(
            "NOT_FOUND",
            "identifier.customId",
            "A metafield definition of type id with unique values was not found for the custom id.",
        );
        return None;
    }
    if input["metafields"].is_array() {
        let same = list(&input["metafields"]).iter().any(|field| {
            definitions::namespace(field["namespace"].as_str(), env.app) == namespace
                && field["key"] == key
                && field["value"] == value
        });
        if !same {
            errors.push(
                "METAFIELD_MISMATCH",
                "input.metafields",
                "The input argument `metafields` (if present) must contain the `customId` value.",
            );
            return None;
        }
    }
    let index = (namespace, key.to_owned(), value.to_owned());
    let found = tx.index.by_metafield.get(&index).copied();
    if found.is_none() && !input["metafields"].is_array() {
        errors.push(
            "MISSING_FIELD_REQUIRED",
            "input.metafields",
            "The input field corresponding to the identifier is required.",
        );
        return None;
    }
    Some(found)
}

/// Applies `files` and returns each input with the file it became, for variants that name the same one.
fn apply_files<'a>(
    tx: &mut Tx,
    env: &Env,
    product: &mut Product,
    input: &'a Json,
    errors: &mut Errors,
) -> Vec<(&'a Json, u64)> {
    if !input["files"].is_array() {
        return product.media.iter().map(|id| (&Json::Null, *id)).collect();
    }
    let inputs = list(&input["files"]);
    if inputs.len() > files::PRODUCT_MEDIA_MAX {
        errors.push("INVALID_INPUT", "input.files", "Exceeded 250 media limit for product.");
        return vec![];
    }
    let mut out: Vec<(&Json, u64)> = Vec::new();
    for (index, file) in inputs.iter().enumerate() {
        let path = at("input.files", &index.to_string());
        if let Some(id) = files::from_set_input(tx, env, file, "INVALID_INPUT", &path, errors)
            && !out.iter().any(|(_, have)| *have == id)
        {
            out.push((file, id));
        }
    }
    let kept: Vec<u64> = out.iter().map(|(_, id)| *id).collect();
    for id in std::mem::replace(&mut product.media, kept.clone()) {
        if !kept.contains(&id) {
            variant_set::forget_media(tx, product, id);
        }
    }
    out
}
