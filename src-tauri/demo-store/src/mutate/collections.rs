//! Collections: made, changed and deleted.

use serde_json::Value as Json;

use super::collection_members::{job_val, pick, start};
use super::metafields::{self, ListInput};
use super::product_fields::{at, handle as clean_handle, slug};
use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, collection_sources, files, filled, list};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Collection, Job, Product, Redirect, Tx};

/// Returns the input that was sent, the old form or the new one, and where it stands.
fn input(args: &Args) -> (&Json, &'static str) {
    match arg(args, "collection") {
        Json::Null => (arg(args, "input"), "input"),
        collection => (collection, "collection"),
    }
}

pub fn create(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let (input, path) = input(args);
    let payload = |id: Option<u64>, errors: &Errors| {
        Val::map(
            "CollectionCreatePayload",
            vec![("collection", Val::opt(id.map(Obj::Collection))), ("userErrors", errors.val("UserError"))],
        )
    };
    let mut row = Collection { id: tx.next_id(), sort_order: "BEST_SELLING".into(), ..Collection::default() };
    apply(tx, env, &mut row, input, path, &mut errors);
    collection_sources::create(
        tx,
        env.app,
        &mut row,
        list(&input["sources"]),
        &at(path, "sources"),
        &mut errors,
    );
    if !errors.is_empty() {
        return Ok(Done::refused(payload(None, &errors)));
    }
    let id = row.id;
    tx.put(row);
    for product in list(&input["products"]).iter().filter_map(Json::as_str) {
        if let Some(product) = gid::parse("Product", product).filter(|id| tx.get::<Product>(*id).is_some()) {
            pick(tx, id, product);
        }
    }
    Ok(Done::kept(payload(Some(id), &errors)))
}

/// Fields and conditions change at once; products that are picked or dropped follow as a job.
pub fn update(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let (input, path) = input(args);
    let payload = |id: Option<u64>, job: Option<u64>, errors: &Errors| {
        Val::map(
            "CollectionUpdatePayload",
            vec![
                ("collection", Val::opt(id.map(Obj::Collection))),
                ("job", job_val(job)),
                ("userErrors", errors.val("UserError")),
            ],
        )
    };
    let id = input["id"].as_str().and_then(|id| gid::parse("Collection", id));
    let Some(mut row) = id.and_then(|id| tx.get::<Collection>(id).cloned()) else {
        errors.push("NOT_FOUND", &at(path, "id"), "Collection does not exist");
        return Ok(Done::refused(payload(None, None, &errors)));
    };
    apply(tx, env, &mut row, input, path, &mut errors);
    for (index, gone) in list(&input["sourcesToDelete"]).iter().enumerate() {
        let gone = gone.as_str().and_then(|id| gid::parse("CollectionConditionsSource", id));
        let before = row.sources.len();
        row.sources.retain(|source| Some(source.id) != gone);
        if row.sources.len() == before {
            errors.push("NOT_FOUND", &at(path, &format!("sourcesToDelete.{index}")), "Source does not exist");
        }
    }
    let mut job = Job { collection: row.id, ..Job::default() };
    let place = at(path, "sourcesToUpdate");
    collection_sources::update(tx, &mut row, list(&input["sourcesToUpdate"]), &place, &mut job, &mut errors);
    let place = at(path, "sourcesToCreate");
    collection_sources::create(tx, env.app, &mut row, list(&input["sourcesToCreate"]), &place, &mut errors);
    let id = Some(row.id);
    if !errors.is_empty() {
        return Ok(Done::refused(payload(id, None, &errors)));
    }
    tx.put(row);
    if job.adds.is_empty() && job.removes.is_empty() {
        return Ok(Done::kept(payload(id, None, &errors)));
    }
    let (job, follow_up) = start(tx, env, job);
    Ok(Done { follow_up, ..Done::kept(payload(id, Some(job), &errors)) })
}

/// Puts the plain fields that were sent into the collection.
fn apply(tx: &mut Tx, env: &Env, row: &mut Collection, input: &Json, path: &str, errors: &mut Errors) {
    let sent = |name: &str| input.get(name);
    match (sent("title").map(filled), row.title.is_empty()) {
        (Some(Some(title)), _) => row.title = title,
        (Some(None), _) | (None, true) => errors.push("BLANK", &at(path, "title"), "Title can't be blank"),
        (None, false) => {}
    }
    if let Some(body) = sent("descriptionHtml") {
        body.as_str().unwrap_or("").clone_into(&mut row.body);
    }
    if let Some(order) = sent("sortOrder").and_then(Json::as_str) {
        order.clone_into(&mut row.sort_order);
    }
    if let Some(suffix) = sent("templateSuffix") {
        row.template_suffix = filled(suffix);
    }
    if let Some(seo) = sent("seo").filter(|seo| seo.is_object()) {
        if let Some(title) = seo.get("title") {
            row.seo_title = filled(title);
        }
        if let Some(description) = seo.get("description") {
            row.seo_description = filled(description);
        }
    }
    if let Some(image) = sent("image") {
        match image["src"].as_str() {
            None if image.is_null() => row.image = None,
            // Only the words beside the picture change.
            None => {
                if let Some(file) = row.image.and_then(|id| tx.edit::<crate::state::File>(id)) {
                    file.alt = filled(&image["altText"]);
                }
            }
            Some(source) => match files::make(tx, env, source, filled(&image["altText"]), None) {
                Ok(id) => row.image = Some(id),
                Err((_, message)) => errors.push("INVALID", &at(path, "image.src"), message),
            },
        }
    }
    apply_handle(tx, row, input, path, errors);
    let fields = ListInput {
        input: &input["metafields"],
        path: at(path, "metafields"),
        owner_type: "COLLECTION",
        product: row.id,
        code: "INVALID",
        whole: false,
    };
    metafields::apply_list(tx, env, &mut row.metafields, &fields, errors);
    row.updated_at = tx.now();
}

/// A handle that was sent must be free; one that is made from the title gets a number if it is not.
fn apply_handle(tx: &mut Tx, row: &mut Collection, input: &Json, path: &str, errors: &mut Errors) {
    let id = row.id;
    let taken = |tx: &Tx, handle: &str| tx.collections.values().any(|c| c.handle == handle && c.id != id);
    match filled(&input["handle"]).map(|handle| clean_handle(&handle)) {
        Some(handle) if handle.is_empty() => {
            errors.push("INVALID", &at(path, "handle"), "Handle is invalid");
        }
        Some(handle) if taken(tx, &handle) => {
            errors.push("TAKEN", &at(path, "handle"), "Handle has already been taken");
        }
        Some(handle) => {
            let old = std::mem::replace(&mut row.handle, handle);
            if input["redirectNewHandle"] == true && !old.is_empty() && old != row.handle {
                let redirect = Redirect {
                    id: tx.next_id(),
                    path: format!("/collections/{old}"),
                    target: format!("/collections/{}", row.handle),
                };
                tx.put(redirect);
            }
        }
        None if row.handle.is_empty() => {
            let stem = match slug(&row.title) {
                stem if stem.is_empty() => "collection".to_owned(),
                stem => stem,
            };
            row.handle.clone_from(&stem);
            let mut number = 0;
            while taken(tx, &row.handle) {
                number += 1;
                row.handle = format!("{stem}-{number}");
            }
        }
        None => {}
    }
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
    tx.remove::<Collection>(id);
    Ok(Done::kept(payload(Some(id), &errors)))
}
