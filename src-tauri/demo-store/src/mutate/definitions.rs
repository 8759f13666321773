//! Metafield definitions: made and deleted.

use serde_json::Value as Json;

use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, filled, list};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::definitions::{self, TYPES};
use crate::state::{Definition, Product, Tx, Variant};

/// <https://shopify.dev/docs/apps/build/metafields/definitions#limits>
const PINNED_MAX: usize = 20;

pub fn create(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let input = arg(args, "definition");
    let path = |name: &str| format!("definition.{name}");
    let namespace = definitions::namespace(input["namespace"].as_str(), env.app);
    let key = filled(&input["key"]).unwrap_or_default();
    let type_ = input["type"].as_str().unwrap_or("").to_owned();
    let owner_type = input["ownerType"].as_str().unwrap_or("").to_owned();
    let plain =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if key.len() < 2 {
        errors.push("TOO_SHORT", &path("key"), "Key is too short (minimum is 2 characters)");
    } else if key.len() > 64 {
        errors.push("TOO_LONG", &path("key"), "Key is too long (maximum is 64 characters)");
    } else if !plain(&key) {
        errors.push("INVALID_CHARACTER", &path("key"), "Key contains one or more invalid characters.");
    }
    if namespace.len() < 3 || namespace.len() > 255 || !plain(&namespace) {
        errors.push("INVALID", &path("namespace"), "Namespace is invalid.");
    }
    if namespace == "shopify" {
        errors.push("RESERVED_NAMESPACE_KEY", &path("namespace"), "Namespace is reserved.");
    }
    let name = filled(&input["name"]);
    if name.is_none() {
        errors.push("BLANK", &path("name"), "Name can't be blank");
    }
    if !TYPES.iter().any(|(known, _)| *known == type_) {
        errors.push("INCLUSION", &path("type"), format!("Type name {type_} is not a valid type."));
    }
    if definitions::find(tx, &owner_type, &namespace, &key).is_some() {
        errors.push(
            "TAKEN",
            &path("key"),
            format!(
                "Key is in use for {} metafields on the '{namespace}' namespace.",
                owner_type.to_lowercase()
            ),
        );
    }
    let enabled = |name: &str| input["capabilities"][name]["enabled"] == Json::Bool(true);
    // An id is unique by nature: the capability comes with the type.
    let unique_values = enabled("uniqueValues") || type_ == "id";
    if enabled("uniqueValues")
        && !matches!(type_.as_str(), "id" | "single_line_text_field" | "number_integer" | "url")
    {
        errors.push(
            "INVALID_CAPABILITY",
            &path("capabilities.uniqueValues"),
            "The capability uniqueValues is not valid for this definition.",
        );
    }
    let pin = input["pin"] == Json::Bool(true);
    let pinned =
        tx.definitions.values().filter(|row| row.owner_type == owner_type && row.pinned.is_some()).count();
    if pin && pinned >= PINNED_MAX {
        errors.push("PINNED_LIMIT_REACHED", &path("pin"), "Limit of 20 pinned definitions.");
    }
    let payload = |id: Option<u64>, errors: &Errors| {
        Val::map(
            "MetafieldDefinitionCreatePayload",
            vec![
                ("createdDefinition", Val::opt(id.map(Obj::Definition))),
                ("userErrors", errors.val("MetafieldDefinitionCreateUserError")),
            ],
        )
    };
    if !errors.is_empty() {
        return Ok(Done::refused(payload(None, &errors)));
    }
    let row = Definition {
        id: tx.next_id(),
        owner_type,
        namespace,
        key,
        name: name.unwrap_or_default(),
        description: filled(&input["description"]),
        type_,
        validations: list(&input["validations"])
            .iter()
            .map(|row| {
                (row["name"].as_str().unwrap_or("").to_owned(), row["value"].as_str().map(str::to_owned))
            })
            .collect(),
        unique_values,
        admin_filterable: enabled("adminFilterable"),
        smart_collection: enabled("smartCollectionCondition")
            || input["useAsCollectionCondition"] == Json::Bool(true),
        pinned: pin.then(|| i64::try_from(pinned).unwrap_or(0) + 1),
        admin_access: input["access"]["admin"].as_str().map(str::to_owned),
        storefront_access: input["access"]["storefront"].as_str().map(str::to_owned),
    };
    let id = row.id;
    tx.put(row);
    Ok(Done::kept(payload(Some(id), &errors)))
}

pub fn delete(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let identifier = arg(args, "identifier");
    let found = match arg(args, "id").as_str() {
        Some(id) => gid::parse("MetafieldDefinition", id).and_then(|id| tx.get::<Definition>(id)),
        None => definitions::find(
            tx,
            identifier["ownerType"].as_str().unwrap_or(""),
            &definitions::namespace(identifier["namespace"].as_str(), env.app),
            identifier["key"].as_str().unwrap_or(""),
        ),
    };
    let payload = |row: Option<&Definition>, errors: &Errors| {
        Val::map(
            "MetafieldDefinitionDeletePayload",
            vec![
                (
                    "deletedDefinitionId",
                    row.map_or(Val::Null, |row| Val::str(gid("MetafieldDefinition", row.id))),
                ),
                (
                    "deletedDefinition",
                    row.map_or(Val::Null, |row| {
                        Val::map(
                            "MetafieldDefinitionIdentifier",
                            vec![
                                ("key", Val::str(row.key.as_str())),
                                ("namespace", Val::str(row.namespace.as_str())),
                                ("ownerType", Val::str(row.owner_type.as_str())),
                            ],
                        )
                    }),
                ),
                ("userErrors", errors.val("MetafieldDefinitionDeleteUserError")),
            ],
        )
    };
    let Some(row) = found.cloned() else {
        errors.push("NOT_FOUND", "id", "Definition not found.");
        return Ok(Done::refused(payload(None, &errors)));
    };
    let with_values = arg(args, "deleteAllAssociatedMetafields") == &Json::Bool(true);
    if row.type_ == "id" && !with_values {
        errors.push(
            "ID_TYPE_DELETION_ERROR",
            "id",
            "Deleting an id type metafield definition requires deletion of its associated metafields.",
        );
        return Ok(Done::refused(payload(None, &errors)));
    }
    if with_values {
        let same = |m: &crate::state::Metafield| m.namespace == row.namespace && m.key == row.key;
        let products: Vec<u64> = tx
            .products
            .values()
            .filter(|p| row.owner_type == "PRODUCT" && p.metafields.iter().any(same))
            .map(|p| p.id)
            .collect();
        let variants: Vec<u64> = tx
            .variants
            .values()
            .filter(|v| row.owner_type == "PRODUCTVARIANT" && v.metafields.iter().any(same))
            .map(|v| v.id)
            .collect();
        for id in products {
            if let Some(product) = tx.edit::<Product>(id) {
                product.metafields.retain(|m| !same(m));
            }
        }
        for id in variants {
            if let Some(variant) = tx.edit::<Variant>(id) {
                variant.metafields.retain(|m| !same(m));
            }
        }
    }
    tx.remove::<Definition>(row.id);
    Ok(Done::kept(payload(Some(&row), &errors)))
}
