//! productOptionUpdate: one option renamed, moved, given or deprived of values.

use serde_json::Value as Json;

use super::options::{NAME_MAX, product_of};
use super::product_fields::at;
use super::user_error::Errors;
use super::{Done, Outcome, arg, filled, list, variants};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{OptionRow, OptionValueRow, Tx, Variant};

fn payload(product: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        "ProductOptionUpdatePayload",
        vec![
            ("product", Val::opt(product.map(Obj::Product))),
            ("userErrors", errors.val("ProductOptionUpdateUserError")),
        ],
    )
}

pub fn update(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let Some(mut product) = product_of(tx, args) else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
        return Ok(Done::refused(payload(None, &errors)));
    };
    let input = arg(args, "option");
    let id = gid::parse("ProductOption", input["id"].as_str().unwrap_or(""));
    let Some(mut position) = id.and_then(|id| product.options.iter().position(|option| option.id == id))
    else {
        errors.push("OPTION_DOES_NOT_EXIST", "option", "Option does not exist");
        return Ok(Done::refused(payload(Some(product.id), &errors)));
    };
    if let Some(name) = input.get("name") {
        match filled(name) {
            None => errors.push("INVALID_NAME", "option.name", "The name is not valid."),
            Some(name) if name.chars().count() > NAME_MAX => {
                errors.push("OPTION_NAME_TOO_LONG", "option.name", "Option name is too long.");
            }
            Some(name) => {
                let taken = product
                    .options
                    .iter()
                    .enumerate()
                    .any(|(at, option)| at != position && option.name == name);
                if taken {
                    errors.push(
                        "OPTION_ALREADY_EXISTS",
                        "option.name",
                        format!("Option '{name}' already exists."),
                    );
                } else {
                    product.options[position].name = name;
                }
            }
        }
    }
    rename_values(&mut product.options[position], list(arg(args, "optionValuesToUpdate")), &mut errors);
    let removed =
        remove_values(&mut product.options[position], list(arg(args, "optionValuesToDelete")), &mut errors);
    add_values(tx, &mut product.options[position], list(arg(args, "optionValuesToAdd")), &mut errors);
    if product.options[position].values.is_empty() {
        errors.push(
            "CANNOT_DELETE_ALL_OPTION_VALUES_IN_OPTION",
            "optionValuesToDelete",
            "Cannot delete all option values in an option.",
        );
    }
    let manage = arg(args, "variantStrategy") == "MANAGE";
    let losing: Vec<u64> = tx
        .variants_of(&product)
        .filter(|variant| removed.contains(&variant.values[position]))
        .map(|variant| variant.id)
        .collect();
    if !losing.is_empty() && !manage {
        errors.push(
            "OPTION_VALUE_HAS_VARIANTS",
            "optionValuesToDelete",
            "Option value has variants and cannot be deleted without the MANAGE strategy.",
        );
    }
    if !losing.is_empty() && losing.len() == product.variants.len() {
        errors.push(
            "CANNOT_LEAVE_OPTIONS_WITHOUT_VARIANTS",
            "optionValuesToDelete",
            "At least one variant must remain.",
        );
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload(Some(product.id), &errors)));
    }
    product.variants.retain(|id| !losing.contains(id));
    for id in losing {
        tx.remove::<Variant>(id);
    }
    if let Some(wanted) = input["position"].as_u64().and_then(|n| usize::try_from(n).ok()) {
        let to = wanted.clamp(1, product.options.len()) - 1;
        let option = product.options.remove(position);
        product.options.insert(to, option);
        for id in product.variants.clone() {
            if let Some(variant) = tx.edit::<Variant>(id) {
                let value = variant.values.remove(position);
                variant.values.insert(to, value);
            }
        }
        position = to;
    }
    if manage
        && !list(arg(args, "optionValuesToAdd")).is_empty()
        && let Err(message) = variants::fill_combinations(tx, &mut product)
    {
        errors.push("TOO_MANY_VARIANTS_CREATED", "optionValuesToAdd", message);
        return Ok(Done::refused(payload(Some(product.id), &errors)));
    }
    debug_assert!(position < product.options.len());
    let id = product.id;
    tx.put(product);
    tx.bump(id);
    Ok(Done::kept(payload(Some(id), &errors)))
}

fn value_index(option: &OptionRow, id: &Json) -> Option<usize> {
    let id = gid::parse("ProductOptionValue", id.as_str()?)?;
    option.values.iter().position(|value| value.id == id)
}

fn rename_values(option: &mut OptionRow, inputs: &[Json], errors: &mut Errors) {
    for (index, input) in inputs.iter().enumerate() {
        let path = format!("optionValuesToUpdate.{index}");
        let Some(position) = value_index(option, &input["id"]) else {
            errors.push("OPTION_VALUE_DOES_NOT_EXIST", &path, "Option value does not exist.");
            continue;
        };
        let Some(name) = filled(&input["name"]) else {
            continue;
        };
        let taken =
            option.values.iter().enumerate().any(|(other, value)| other != position && value.name == name);
        if taken {
            errors.push(
                "OPTION_VALUE_ALREADY_EXISTS",
                &at(&path, "name"),
                format!("Option value '{name}' already exists."),
            );
        } else {
            option.values[position].name = name;
        }
    }
}

fn remove_values(option: &mut OptionRow, ids: &[Json], errors: &mut Errors) -> Vec<u64> {
    let mut removed = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        match value_index(option, id) {
            Some(position) => removed.push(option.values.remove(position).id),
            None => errors.push(
                "OPTION_VALUE_DOES_NOT_EXIST",
                &format!("optionValuesToDelete.{index}"),
                "Option value does not exist.",
            ),
        }
    }
    removed
}

fn add_values(tx: &mut Tx, option: &mut OptionRow, inputs: &[Json], errors: &mut Errors) {
    for (index, input) in inputs.iter().enumerate() {
        let path = format!("optionValuesToAdd.{index}");
        let Some(name) = filled(&input["name"]) else {
            errors.push("KEY_MISSING_IN_INPUT", &path, "A name must be given.");
            continue;
        };
        if option.values.iter().any(|value| value.name == name) {
            errors.push(
                "OPTION_VALUE_ALREADY_EXISTS",
                &path,
                format!("Option value '{name}' already exists."),
            );
            continue;
        }
        let id = tx.next_id();
        option.values.push(OptionValueRow {
            id,
            name,
            linked: input["linkedMetafieldValue"].as_str().map(str::to_owned),
        });
    }
}
