//! Custom collections: made, deleted, given and deprived of products.

use serde_json::Value as Json;

use super::metafields::{self, ListInput};
use super::product_fields::slug;
use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, filled, list};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Collection, Product, Tx};

pub fn create(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let (input, path) = match arg(args, "collection") {
        Json::Null => (arg(args, "input"), "input"),
        collection => (collection, "collection"),
    };
    let payload = |id: Option<u64>, errors: &Errors| {
        Val::map(
            "CollectionCreatePayload",
            vec![("collection", Val::opt(id.map(Obj::Collection))), ("userErrors", errors.val("UserError"))],
        )
    };
    let Some(title) = filled(&input["title"]) else {
        errors.push("BLANK", &format!("{path}.title"), "Title can't be blank");
        return Ok(Done::refused(payload(None, &errors)));
    };
    let stem = filled(&input["handle"]).map_or_else(|| slug(&title), |handle| slug(&handle));
    let taken = |tx: &Tx, handle: &str| tx.collections.values().any(|c| c.handle == handle);
    let mut handle = stem.clone();
    let mut number = 0;
    while taken(tx, &handle) {
        number += 1;
        handle = format!("{stem}-{number}");
    }
    let mut row = Collection {
        id: tx.next_id(),
        handle,
        title,
        body: input["descriptionHtml"].as_str().unwrap_or("").to_owned(),
        sort_order: input["sortOrder"].as_str().unwrap_or("BEST_SELLING").to_owned(),
        template_suffix: filled(&input["templateSuffix"]),
        seo_title: filled(&input["seo"]["title"]),
        seo_description: filled(&input["seo"]["description"]),
        updated_at: tx.now(),
        ..Collection::default()
    };
    let fields = ListInput {
        input: &input["metafields"],
        path: format!("{path}.metafields"),
        owner_type: "COLLECTION",
        product: row.id,
        code: "INVALID",
        whole: false,
    };
    metafields::apply_list(tx, env, &mut row.metafields, &fields, &mut errors);
    if !errors.is_empty() {
        return Ok(Done::refused(payload(None, &errors)));
    }
    let id = row.id;
    for product in list(&input["products"]).iter().filter_map(Json::as_str) {
        if let Some(product) = gid::parse("Product", product)
            && let Some(product) = tx.edit::<Product>(product)
        {
            product.collections.insert(id);
        }
    }
    tx.put(row);
    Ok(Done::kept(payload(Some(id), &errors)))
}

pub fn delete(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let payload = |id: Option<u64>, errors: &Errors| {
        Val::map(
            "CollectionDeletePayload",
            vec![
                ("deletedCollectionId", id.map_or(Val::Null, |id| Val::str(gid("Collection", id)))),
                ("shop", Val::Obj(Obj::Shop)),
                ("userErrors", errors.val("UserError")),
            ],
        )
    };
    let id = gid::parse("Collection", arg(args, "input")["id"].as_str().unwrap_or(""))
        .filter(|id| tx.get::<Collection>(*id).is_some());
    let Some(id) = id else {
        errors.push("NOT_FOUND", "id", "Collection does not exist");
        return Ok(Done::refused(payload(None, &errors)));
    };
    let members: Vec<u64> = tx
        .products
        .values()
        .filter(|product| product.collections.contains(&id))
        .map(|product| product.id)
        .collect();
    for product in members {
        if let Some(product) = tx.edit::<Product>(product) {
            product.collections.remove(&id);
        }
    }
    tx.remove::<Collection>(id);
    Ok(Done::kept(payload(Some(id), &errors)))
}

pub fn add_products(tx: &mut Tx, args: &Args) -> Outcome {
    membership(tx, args, "AddProductsV2", true)
}

pub fn remove_products(tx: &mut Tx, args: &Args) -> Outcome {
    membership(tx, args, "RemoveProducts", false)
}

fn membership(tx: &mut Tx, args: &Args, verb: &str, add: bool) -> Outcome {
    let mut errors = Errors::default();
    let error_type = if add { "CollectionAddProductsV2UserError" } else { "UserError" };
    let payload = |job: Option<u64>, errors: &Errors| {
        let job = job.map_or(Val::Null, |id| {
            Val::map(
                "Job",
                vec![
                    ("id", Val::str(gid("Job", id))),
                    ("done", Val::leaf(true)),
                    ("query", Val::Obj(Obj::Query)),
                ],
            )
        });
        Val::map(
            format!("Collection{verb}Payload"),
            vec![("job", job), ("userErrors", errors.val(error_type))],
        )
    };
    let id = gid::parse("Collection", arg(args, "id").as_str().unwrap_or(""))
        .filter(|id| tx.get::<Collection>(*id).is_some());
    let Some(id) = id else {
        errors.push("COLLECTION_DOES_NOT_EXIST", "id", "Collection does not exist");
        return Ok(Done::refused(payload(None, &errors)));
    };
    let now = tx.now();
    for product in list(arg(args, "productIds")).iter().filter_map(Json::as_str) {
        if let Some(product) = gid::parse("Product", product)
            && let Some(product) = tx.edit::<Product>(product)
        {
            if add {
                product.collections.insert(id);
            } else {
                product.collections.remove(&id);
            }
            product.updated_at = now;
        }
    }
    let job = tx.next_id();
    Ok(Done::kept(payload(Some(job), &errors)))
}
