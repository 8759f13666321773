//! metafieldsSet (at most 25, all or nothing, compare-and-set) and metafieldsDelete.

use serde_json::Value as Json;

use super::metafields::{check, store, taken};
use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, list};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::exec::FieldError;
use crate::graphql::value::{Obj, Owner, Val};
use crate::query::definitions;
use crate::state::{Collection, Metafield, Product, Tx, Variant};

/// <https://shopify.dev/docs/api/admin-graphql/latest/mutations/metafieldsSet>
const PER_CALL_MAX: usize = 25;

fn owner(tx: &Tx, text: &str) -> Option<Owner> {
    let (kind, id) = gid::split(text)?;
    let id = id.parse().ok()?;
    match kind {
        "Product" => tx.get::<Product>(id).map(|_| Owner::Product(id)),
        "ProductVariant" => tx.get::<Variant>(id).map(|_| Owner::Variant(id)),
        "Collection" => tx.get::<Collection>(id).map(|_| Owner::Collection(id)),
        _ => None,
    }
}

fn owner_id(owner: Owner) -> u64 {
    match owner {
        Owner::Product(id) | Owner::Variant(id) | Owner::Collection(id) => id,
    }
}

/// Puts an owner's metafields back and moves its time of change.
fn save(tx: &mut Tx, owner: Owner, fields: Vec<Metafield>) {
    let now = tx.now();
    match owner {
        Owner::Product(id) => {
            if let Some(row) = tx.edit::<Product>(id) {
                row.metafields = fields;
                row.updated_at = now;
            }
        }
        Owner::Variant(id) => {
            let mut product = None;
            if let Some(row) = tx.edit::<Variant>(id) {
                row.metafields = fields;
                row.updated_at = now;
                product = Some(row.product);
            }
            if let Some(product) = product {
                tx.bump(product);
            }
        }
        Owner::Collection(id) => {
            if let Some(row) = tx.edit::<Collection>(id) {
                row.metafields = fields;
                row.updated_at = now;
            }
        }
    }
}

fn too_many(count: usize, name: &str) -> Option<FieldError> {
    (count > PER_CALL_MAX).then(|| {
        FieldError::bad(format!(
            "The input array size of {count} is greater than the maximum allowed of {PER_CALL_MAX}. ({name})"
        ))
    })
}

pub fn set(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let inputs = list(arg(args, "metafields"));
    if let Some(error) = too_many(inputs.len(), "metafields") {
        return Err(error);
    }
    let mut errors = Errors::default();
    let mut done = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let path = format!("metafields.{index}");
        let mut fail = |code, field: &str, message: String| {
            errors.push_at(code, &format!("{path}.{field}"), message, Some(index));
        };
        let Some(owner) = owner(tx, input["ownerId"].as_str().unwrap_or("")) else {
            fail("INVALID", "ownerId", "Owner does not exist.".into());
            continue;
        };
        let mut fields = definitions::of(tx, owner).to_vec();
        let wanted = match check(tx, env, definitions::owner_type(owner), &fields, input) {
            Ok(wanted) => wanted,
            Err((code, field, message)) => {
                fail(code, field, message);
                continue;
            }
        };
        let have = fields.iter().find(|field| field.namespace == wanted.namespace && field.key == wanted.key);
        match (input.get("compareDigest"), have) {
            (None, _) | (Some(Json::Null), None) => {}
            (Some(Json::String(digest)), Some(have)) if *digest == definitions::digest(&have.value) => {}
            (Some(Json::String(digest)), _) if digest.is_empty() => {
                fail("INVALID_COMPARE_DIGEST", "compareDigest", "The compareDigest is invalid.".into());
                continue;
            }
            _ => {
                fail(
                    "STALE_OBJECT",
                    "compareDigest",
                    "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.".into(),
                );
                continue;
            }
        }
        if taken(tx, definitions::owner_type(owner), owner_id(owner), &wanted) {
            fail(
                "TAKEN",
                "value",
                "Value is already assigned to another metafield. Choose a different value to ensure it’s unique.".into(),
            );
            continue;
        }
        let id = store(tx, &mut fields, wanted);
        if definitions::of(tx, owner) != fields {
            save(tx, owner, fields);
        }
        done.push(Val::Obj(Obj::Metafield(owner, id)));
    }
    let payload = |metafields: Val, errors: &Errors| {
        Val::map(
            "MetafieldsSetPayload",
            vec![("metafields", metafields), ("userErrors", errors.val("MetafieldsSetUserError"))],
        )
    };
    if errors.is_empty() {
        Ok(Done::kept(payload(Val::List(done), &errors)))
    } else {
        Ok(Done::refused(payload(Val::List(vec![]), &errors)))
    }
}

pub fn delete(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let inputs = list(arg(args, "metafields"));
    let mut errors = Errors::default();
    let mut deleted = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let text = input["ownerId"].as_str().unwrap_or("");
        let Some(owner) = owner(tx, text) else {
            errors.push("INVALID", &format!("metafields.{index}.ownerId"), "Owner does not exist.");
            continue;
        };
        let namespace = definitions::namespace(input["namespace"].as_str(), env.app);
        let key = input["key"].as_str().unwrap_or("");
        let mut fields = definitions::of(tx, owner).to_vec();
        let before = fields.len();
        fields.retain(|field| field.namespace != namespace || field.key != key);
        if fields.len() == before {
            // What is not there is shown as null, and is no error.
            deleted.push(Val::Null);
            continue;
        }
        save(tx, owner, fields);
        deleted.push(Val::map(
            "MetafieldIdentifier",
            vec![("key", Val::str(key)), ("namespace", Val::str(namespace)), ("ownerId", Val::str(text))],
        ));
    }
    let payload = |deleted: Val, errors: &Errors| {
        Val::map(
            "MetafieldsDeletePayload",
            vec![("deletedMetafields", deleted), ("userErrors", errors.val("UserError"))],
        )
    };
    if errors.is_empty() {
        Ok(Done::kept(payload(Val::List(deleted), &errors)))
    } else {
        Ok(Done::refused(payload(Val::Null, &errors)))
    }
}
