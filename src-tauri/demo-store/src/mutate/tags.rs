//! tagsAdd and tagsRemove: tags of a product, one by one.

use serde_json::Value as Json;

use super::product_fields::clean_tags;
use super::user_error::Errors;
use super::{Done, Outcome, arg};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Product, Tx};

fn payload(name: &str, product: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        name,
        vec![("node", Val::opt(product.map(Obj::Product))), ("userErrors", errors.val("UserError"))],
    )
}

pub fn add(tx: &mut Tx, args: &Args) -> Outcome {
    change(tx, args, "TagsAddPayload", |have, given| {
        let mut all: Vec<Json> = have.iter().map(|tag| Json::from(tag.as_str())).collect();
        all.extend(given.iter().map(|tag| Json::from(tag.as_str())));
        clean_tags(&all)
    })
}

pub fn remove(tx: &mut Tx, args: &Args) -> Outcome {
    change(tx, args, "TagsRemovePayload", |have, given| {
        let gone: Vec<String> = given.iter().map(|tag| tag.to_lowercase()).collect();
        Ok(have.iter().filter(|tag| !gone.contains(&tag.to_lowercase())).cloned().collect())
    })
}

fn change(
    tx: &mut Tx,
    args: &Args,
    name: &str,
    apply: impl Fn(&[String], &[String]) -> Result<Vec<String>, String>,
) -> Outcome {
    let mut errors = Errors::default();
    let id = gid::parse("Product", arg(args, "id").as_str().unwrap_or(""));
    let Some(product) = id.and_then(|id| tx.get::<Product>(id)) else {
        errors.push("NOT_FOUND", "id", "Resource does not exist");
        return Ok(Done::refused(payload(name, None, &errors)));
    };
    let mut product = product.clone();
    let id = product.id;
    let result = clean_tags(super::list(arg(args, "tags"))).and_then(|given| apply(&product.tags, &given));
    match result {
        Err(message) => {
            errors.push("INVALID", "tags", message);
            Ok(Done::refused(payload(name, Some(id), &errors)))
        }
        Ok(tags) => {
            if tags != product.tags {
                product.tags = tags;
                product.updated_at = tx.now();
                tx.put(product);
            }
            Ok(Done::kept(payload(name, Some(id), &errors)))
        }
    }
}
