//! productDelete, at once or in the background.

use serde_json::{Value as Json, json};

use super::user_error::Errors;
use super::{Done, Env, FollowUp, Outcome, arg, collection_members};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Operation, Product, Tx, Variant};

fn payload(deleted: Option<u64>, operation: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        "ProductDeletePayload",
        vec![
            ("deletedProductId", deleted.map_or(Val::Null, |id| Val::str(gid("Product", id)))),
            ("productDeleteOperation", Val::opt(operation.map(Obj::Operation))),
            ("shop", Val::Obj(Obj::Shop)),
            ("userErrors", errors.val("UserError")),
        ],
    )
}

pub fn product_delete(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let id = gid::parse("Product", arg(args, "input")["id"].as_str().unwrap_or(""))
        .filter(|id| tx.get::<Product>(*id).is_some());
    let Some(id) = id else {
        errors.push("NOT_FOUND", "id", "Product does not exist");
        return Ok(Done::refused(payload(None, None, &errors)));
    };
    if arg(args, "synchronous") == &Json::Bool(false) && !env.in_bulk {
        let operation = Operation {
            id: tx.next_id(),
            app: env.app,
            kind: "delete".into(),
            input: json!({ "id": id }),
            status: "CREATED".into(),
            product: Some(id),
            errors: vec![],
        };
        let operation_id = operation.id;
        tx.put(operation);
        return Ok(Done {
            follow_up: Some(FollowUp::Operation(operation_id)),
            ..Done::kept(payload(None, Some(operation_id), &errors))
        });
    }
    remove(tx, id);
    Ok(Done::kept(payload(Some(id), None, &errors)))
}

/// Deletes a product with its variants. Its images stay in the file library, as Shopify keeps them.
pub fn remove(tx: &mut Tx, id: u64) {
    let variants = tx.get::<Product>(id).map_or(vec![], |product| product.variants.clone());
    for variant in variants {
        tx.remove::<Variant>(variant);
    }
    let collections: Vec<u64> = tx.collections.keys().copied().collect();
    for collection in collections {
        collection_members::drop_pick(tx, collection, id);
    }
    tx.remove::<Product>(id);
}
