//! Options of a product: made, deleted, put into another order.

use std::collections::HashSet;

use serde_json::{Value as Json, json};

use super::product_fields::at;
use super::user_error::Errors;
use super::{Done, Outcome, arg, filled, list, variants};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::metaobjects::display_name;
use crate::query::product::has_only_default_variant;
use crate::state::{Metaobject, OptionRow, OptionValueRow, Product, Tx, Variant};

/// <https://help.shopify.com/en/manual/products/variants>
pub const OPTIONS_MAX: usize = 3;
/// <https://shopify.dev/changelog/the-product-variant-limit-is-now-2048-for-all-merchants>
pub const VARIANTS_MAX: usize = 2048;
pub const NAME_MAX: usize = 255;

/// Returns the option every product is born with.
pub fn default_option(tx: &mut Tx) -> OptionRow {
    OptionRow {
        id: tx.next_id(),
        name: "Title".into(),
        linked: None,
        values: vec![OptionValueRow { id: tx.next_id(), name: "Default Title".into(), linked: None }],
    }
}

/// Returns the metafield an option input is linked to.
pub fn linked(input: &Json) -> Option<(String, String)> {
    let link = &input["linkedMetafield"];
    Some((link["namespace"].as_str()?.to_owned(), link["key"].as_str()?.to_owned()))
}

/// Returns the values an option input names, linked ones by the name of the entry they point at.
pub fn named_values(tx: &Tx, input: &Json) -> Vec<Json> {
    let linked = list(&input["linkedMetafield"]["values"]).iter();
    let linked = linked.map(|entry| json!({ "linkedMetafieldValue": entry }));
    let mut values: Vec<Json> = list(&input["values"]).iter().cloned().chain(linked).collect();
    for value in &mut values {
        if filled(&value["name"]).is_none()
            && let Some(entry) = value["linkedMetafieldValue"].as_str()
        {
            let row = gid::parse("Metaobject", entry).and_then(|id| tx.get::<Metaobject>(id));
            value["name"] = row.map_or_else(|| entry.to_owned(), |row| display_name(tx, row)).into();
        }
    }
    values
}

fn payload(name: &str, product: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        format!("ProductOptions{name}Payload"),
        vec![
            ("product", Val::opt(product.map(Obj::Product))),
            ("userErrors", errors.val(&format!("ProductOptions{name}UserError"))),
        ],
    )
}

pub fn product_of(tx: &Tx, args: &Args) -> Option<Product> {
    let id = gid::parse("Product", arg(args, "productId").as_str().unwrap_or(""))?;
    tx.get::<Product>(id).cloned()
}

pub fn create(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let Some(mut product) = product_of(tx, args) else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
        return Ok(Done::refused(payload("Create", None, &errors)));
    };
    let only_default = has_only_default_variant(&product);
    if only_default {
        product.options.clear();
    }
    let inputs = list(arg(args, "options"));
    if product.options.len() + inputs.len() > OPTIONS_MAX {
        errors.push(
            "OPTIONS_OVER_LIMIT",
            "options",
            format!("Can only specify a maximum of {OPTIONS_MAX} options"),
        );
    }
    let mut made: Vec<(usize, OptionRow)> = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let path = format!("options.{index}");
        let Some(name) = filled(&input["name"]) else {
            errors.push("OPTION_NAME_MISSING", &at(&path, "name"), "Option name must be provided.");
            continue;
        };
        if name.chars().count() > NAME_MAX {
            errors.push("OPTION_NAME_TOO_LONG", &at(&path, "name"), "Option name is too long.");
        }
        if product.options.iter().any(|option| option.name == name) {
            errors.push("OPTION_ALREADY_EXISTS", &path, format!("Option '{name}' already exists."));
        }
        if made.iter().any(|(_, option)| option.name == name) {
            errors.push("DUPLICATED_OPTION_NAME", &path, "Duplicated option name.");
        }
        let mut seen = HashSet::new();
        let mut values = Vec::new();
        for value in &named_values(tx, input) {
            let Some(name) = filled(&value["name"]) else {
                continue;
            };
            if name.chars().count() > NAME_MAX {
                errors.push(
                    "OPTION_VALUE_NAME_TOO_LONG",
                    &at(&path, "values"),
                    "Option value name is too long.",
                );
            }
            if !seen.insert(name.to_lowercase()) {
                errors.push("DUPLICATED_OPTION_VALUE", &at(&path, "values"), "Duplicated option value.");
            }
            values.push(OptionValueRow {
                id: tx.next_id(),
                name,
                linked: value["linkedMetafieldValue"].as_str().map(str::to_owned),
            });
        }
        if values.is_empty() {
            errors.push(
                "OPTION_VALUES_MISSING",
                &path,
                "Each option must have at least one option value specified.",
            );
        }
        let position = input["position"].as_u64().and_then(|p| usize::try_from(p).ok());
        let option = OptionRow { id: tx.next_id(), name, linked: linked(input), values };
        made.push((position.unwrap_or(usize::MAX), option));
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload("Create", Some(product.id), &errors)));
    }
    made.sort_by_key(|(position, _)| *position);
    let first: Vec<u64> = made.iter().map(|(_, option)| option.values[0].id).collect();
    product.options.extend(made.into_iter().map(|(_, option)| option));
    for id in product.variants.clone() {
        let now = tx.now();
        if let Some(variant) = tx.edit::<Variant>(id) {
            if only_default {
                variant.values.clear();
            }
            variant.values.extend(&first);
            variant.updated_at = now;
        }
    }
    if arg(args, "variantStrategy") == "CREATE"
        && let Err(message) = variants::fill_combinations(tx, &mut product)
    {
        errors.push("TOO_MANY_VARIANTS_CREATED", "options", message);
        return Ok(Done::refused(payload("Create", Some(product.id), &errors)));
    }
    let id = product.id;
    tx.put(product);
    tx.bump(id);
    Ok(Done::kept(payload("Create", Some(id), &errors)))
}

pub fn delete(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let refuse =
        |product: Option<u64>, errors: &Errors| Ok(Done::refused(with_deleted(product, Val::Null, errors)));
    let Some(mut product) = product_of(tx, args) else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
        return refuse(None, &errors);
    };
    let strategy = arg(args, "strategy").as_str().unwrap_or("DEFAULT").to_owned();
    let mut deleted = Vec::new();
    for (index, id) in list(arg(args, "options")).iter().enumerate() {
        let id = gid::parse("ProductOption", id.as_str().unwrap_or(""));
        let Some(position) = id.and_then(|id| product.options.iter().position(|option| option.id == id))
        else {
            errors.push("OPTION_DOES_NOT_EXIST", &format!("options.{index}"), "Option does not exist.");
            continue;
        };
        if strategy == "DEFAULT" && product.options[position].values.len() > 1 {
            errors.push(
                "CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES",
                &format!("options.{index}"),
                "Can't delete option with multiple values.",
            );
            continue;
        }
        let option = product.options.remove(position);
        deleted.push(gid("ProductOption", option.id));
        for id in &product.variants {
            if let Some(variant) = tx.edit::<Variant>(*id)
                && position < variant.values.len()
            {
                variant.values.remove(position);
            }
        }
    }
    // Variants that have become the same: the later ones go.
    let mut seen = HashSet::new();
    let mut doubled = Vec::new();
    for id in &product.variants {
        let values = tx.get::<Variant>(*id).map(|v| v.values.clone());
        if !seen.insert(values) {
            doubled.push(*id);
        }
    }
    if !doubled.is_empty() && strategy != "POSITION" {
        errors.push(
            "CANNOT_USE_NON_DESTRUCTIVE_STRATEGY",
            "options",
            "Cannot delete options without deleting variants.",
        );
    }
    if !errors.is_empty() {
        return refuse(Some(product.id), &errors);
    }
    for id in doubled {
        product.variants.retain(|variant| *variant != id);
        tx.remove::<Variant>(id);
    }
    if product.options.is_empty() {
        let option = default_option(tx);
        let value = option.values[0].id;
        product.options.push(option);
        for id in &product.variants {
            if let Some(variant) = tx.edit::<Variant>(*id) {
                variant.values = vec![value];
            }
        }
    }
    let id = product.id;
    tx.put(product);
    tx.bump(id);
    Ok(Done::kept(with_deleted(Some(id), Val::strs(deleted), &errors)))
}

fn with_deleted(product: Option<u64>, deleted: Val, errors: &Errors) -> Val {
    Val::map(
        "ProductOptionsDeletePayload",
        vec![
            ("deletedOptionsIds", deleted),
            ("product", Val::opt(product.map(Obj::Product))),
            ("userErrors", errors.val("ProductOptionsDeleteUserError")),
        ],
    )
}

pub fn reorder(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let Some(mut product) = product_of(tx, args) else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
        return Ok(Done::refused(payload("Reorder", None, &errors)));
    };
    let mut order = Vec::new();
    for (index, input) in list(arg(args, "options")).iter().enumerate() {
        let path = format!("options.{index}");
        let found = match (&input["id"], &input["name"]) {
            (Json::String(id), _) => gid::parse("ProductOption", id)
                .and_then(|id| product.options.iter().position(|o| o.id == id))
                .ok_or(("OPTION_ID_DOES_NOT_EXIST", "Option id does not exist.")),
            (_, Json::String(name)) => product
                .options
                .iter()
                .position(|option| option.name == *name)
                .ok_or(("OPTION_NAME_DOES_NOT_EXIST", "Option name does not exist.")),
            _ => Err(("NO_KEY_ON_REORDER", "One of id or name must be given.")),
        };
        let position = match found {
            Ok(position) => position,
            Err((code, message)) => {
                errors.push(code, &path, message);
                continue;
            }
        };
        if order.contains(&position) {
            errors.push("DUPLICATED_OPTION_NAME", &path, "Duplicated option name.");
            continue;
        }
        order.push(position);
        let values = list(&input["values"]);
        if !values.is_empty() {
            reorder_values(&mut product.options[position], values, &path, &mut errors);
        }
    }
    if order.len() != product.options.len() && errors.is_empty() {
        errors.push("MISSING_OPTION_NAME", "options", "All options must be included.");
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload("Reorder", Some(product.id), &errors)));
    }
    product.options = order.iter().map(|position| product.options[*position].clone()).collect();
    for id in product.variants.clone() {
        let now = tx.now();
        if let Some(variant) = tx.edit::<Variant>(id) {
            variant.values = order.iter().map(|at| variant.values[*at]).collect();
            variant.updated_at = now;
        }
    }
    variants::sort_by_options(tx, &mut product);
    let id = product.id;
    tx.put(product);
    tx.bump(id);
    Ok(Done::kept(payload("Reorder", Some(id), &errors)))
}

fn reorder_values(option: &mut OptionRow, inputs: &[Json], path: &str, errors: &mut Errors) {
    let mut order = Vec::new();
    for input in inputs {
        let id = input["id"].as_str().and_then(|id| gid::parse("ProductOptionValue", id));
        let found = option
            .values
            .iter()
            .position(|value| Some(value.id) == id || (id.is_none() && input["name"] == value.name.as_str()));
        match found {
            Some(position) if !order.contains(&position) => order.push(position),
            Some(_) => {
                errors.push("DUPLICATED_OPTION_VALUE", &at(path, "values"), "Duplicated option value.")
            }
            None => errors.push(
                "OPTION_VALUE_DOES_NOT_EXIST",
                &at(path, "values"),
                "Option value does not exist.",
            ),
        }
    }
    if order.len() != option.values.len() {
        errors.push("MISSING_OPTION_VALUE", &at(path, "values"), "All option values must be included.");
        return;
    }
    option.values = order.iter().map(|at| option.values[*at].clone()).collect();
}
