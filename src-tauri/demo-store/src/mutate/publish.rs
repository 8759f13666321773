//! publishablePublish and publishableUnpublish.

use super::user_error::Errors;
use super::{Done, Outcome, arg, list, moment};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Collection, Product, Publication, Stamp, Tx};

/// Publishes a new product wherever new products are published by themselves.
pub fn publish_new(tx: &Tx, product: &mut Product) {
    let now = tx.now();
    let wanted = tx.publications.values().filter(|row| row.auto_publish);
    product.publications.extend(wanted.map(|row| (row.id, now)));
}

fn payload(name: &str, publishable: Option<Obj>, errors: &Errors) -> Val {
    Val::map(
        name,
        vec![
            ("publishable", Val::opt(publishable)),
            ("shop", Val::Obj(Obj::Shop)),
            ("userErrors", errors.val("UserError")),
        ],
    )
}

pub fn publish(tx: &mut Tx, args: &Args) -> Outcome {
    change(tx, args, "PublishablePublishPayload", true)
}

pub fn unpublish(tx: &mut Tx, args: &Args) -> Outcome {
    change(tx, args, "PublishableUnpublishPayload", false)
}

fn change(tx: &mut Tx, args: &Args, name: &str, on: bool) -> Outcome {
    let mut errors = Errors::default();
    let text = arg(args, "id").as_str().unwrap_or("");
    let product = gid::parse("Product", text).filter(|id| tx.get::<Product>(*id).is_some());
    let collection = gid::parse("Collection", text).filter(|id| tx.get::<Collection>(*id).is_some());
    let Some(owner) = product.map(Obj::Product).or_else(|| collection.map(Obj::Collection)) else {
        errors.push("NOT_FOUND", "id", "Resource does not exist");
        return Ok(Done::refused(payload(name, None, &errors)));
    };
    let now = tx.now();
    let mut wanted: Vec<(u64, Stamp)> = Vec::new();
    for (index, input) in list(arg(args, "input")).iter().enumerate() {
        let id = gid::parse("Publication", input["publicationId"].as_str().unwrap_or(""))
            .filter(|id| tx.get::<Publication>(*id).is_some());
        match id {
            Some(id) => wanted.push((id, moment(&input["publishDate"], now))),
            None => errors.push(
                "NOT_FOUND",
                &format!("input.{index}.publicationId"),
                "Publication does not exist or is not publishable",
            ),
        }
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload(name, Some(owner), &errors)));
    }
    let apply = |publications: &mut std::collections::BTreeMap<u64, Stamp>| {
        let before = publications.clone();
        for (id, at) in &wanted {
            if on {
                publications.entry(*id).or_insert(*at);
            } else {
                publications.remove(id);
            }
        }
        *publications != before
    };
    if let Some(id) = product
        && let Some(row) = tx.edit::<Product>(id)
        && apply(&mut row.publications)
    {
        row.updated_at = now;
    }
    if let Some(id) = collection
        && let Some(row) = tx.edit::<Collection>(id)
        && apply(&mut row.publications)
    {
        row.updated_at = now;
    }
    Ok(Done::kept(payload(name, Some(owner), &errors)))
}
