//! The options of a productSet: known ones keep their ids, the rest is made or dropped.

use std::collections::HashSet;

use serde_json::Value as Json;

use crate::gid;
use crate::mutate::filled;
use crate::mutate::options::{NAME_MAX, VARIANTS_MAX, linked, named_values};
use crate::mutate::product_fields::at;
use crate::mutate::user_error::Errors;
use crate::state::{OptionRow, OptionValueRow, Product, Tx};

pub fn apply(tx: &mut Tx, product: &mut Product, inputs: &[Json], errors: &mut Errors) {
    let old = std::mem::take(&mut product.options);
    let mut rows: Vec<(u64, OptionRow)> = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let path = at("input.productOptions", &index.to_string());
        let id = input["id"].as_str();
        let known = match id {
            Some(id) => {
                let id = gid::parse("ProductOption", id);
                let known = old.iter().find(|option| Some(option.id) == id);
                if known.is_none() {
                    errors.push("OPTION_DOES_NOT_EXIST", &at(&path, "id"), "Option does not exist.");
                    continue;
                }
                known
            }
            None => old.iter().find(|option| input["name"] == option.name.as_str()),
        };
        let name = filled(&input["name"]).or_else(|| known.map(|option| option.name.clone()));
        let Some(name) = name else {
            errors.push("INVALID_INPUT", &at(&path, "name"), "Option name can't be blank");
            continue;
        };
        if name.chars().count() > NAME_MAX {
            errors.push("INVALID_INPUT", &at(&path, "name"), "Option name is too long.");
        }
        if rows.iter().any(|(_, row)| row.name.to_lowercase() == name.to_lowercase()) {
            errors.push("DUPLICATED_OPTION_NAME", &path, "Duplicated option name.");
            continue;
        }
        let mut option = OptionRow {
            id: match known {
                Some(option) => option.id,
                None => tx.next_id(),
            },
            name,
            linked: linked(input).or_else(|| known.and_then(|option| option.linked.clone())),
            values: vec![],
        };
        option.values = values(tx, known, input, &path, errors);
        let position = input["position"].as_u64().unwrap_or(index as u64 + 1);
        rows.push((position, option));
    }
    rows.sort_by_key(|(position, _)| *position);
    product.options = rows.into_iter().map(|(_, option)| option).collect();
}

fn values(
    tx: &mut Tx,
    known: Option<&OptionRow>,
    input: &Json,
    path: &str,
    errors: &mut Errors,
) -> Vec<OptionValueRow> {
    let inputs = named_values(tx, input);
    if inputs.is_empty() {
        // Values left unsaid stay as they are on an option that has some.
        match known.filter(|_| !input["values"].is_array()) {
            Some(option) => return option.values.clone(),
            None => errors.push(
                "OPTION_VALUES_MISSING",
                path,
                "Each option must have at least one option value specified.",
            ),
        }
    }
    if inputs.len() > VARIANTS_MAX {
        errors.push("OPTION_VALUES_OVER_LIMIT", path, "Option values over limit.");
        return vec![];
    }
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let path = at(&at(path, "values"), &index.to_string());
        let old = known.and_then(|option| {
            let id = input["id"].as_str().and_then(|id| gid::parse("ProductOptionValue", id));
            option.values.iter().find(|value| match id {
                Some(id) => value.id == id,
                None => input["name"] == value.name.as_str(),
            })
        });
        if input["id"].is_string() && old.is_none() {
            errors.push("OPTION_VALUE_DOES_NOT_EXIST", &at(&path, "id"), "Option value does not exist.");
            continue;
        }
        let name = filled(&input["name"]).or_else(|| old.map(|value| value.name.clone()));
        let Some(name) = name else {
            errors.push("INVALID_INPUT", &at(&path, "name"), "Option value can't be blank");
            continue;
        };
        if name.chars().count() > NAME_MAX {
            errors.push("INVALID_INPUT", &at(&path, "name"), "Option value name is too long.");
        }
        if !seen.insert(name.to_lowercase()) {
            errors.push("DUPLICATED_OPTION_VALUE", &path, "Duplicated option value.");
            continue;
        }
        out.push(OptionValueRow {
            id: match old {
                Some(value) => value.id,
                None => tx.next_id(),
            },
            name,
            linked: match input["linkedMetafieldValue"].as_str() {
                Some(entry) => Some(entry.to_owned()),
                None => old.and_then(|value| value.linked.clone()),
            },
        });
    }
    out
}
