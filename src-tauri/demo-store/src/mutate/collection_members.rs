//! Products that are put into collections, taken out and moved by hand. The effect comes after the reply, as a job.

use serde_json::Value as Json;

use super::collection_sources::enter;
use super::user_error::Errors;
use super::{Done, Env, FollowUp, Outcome, arg, list};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::membership;
use crate::state::{Collection, Job, Product, Selection, Source, Tx};

/// <https://shopify.dev/docs/api/admin-graphql/latest/mutations/collectionReorderProducts>
const MOVES_MAX: usize = 250;

/// What the source is called that products are put into without naming one.
const PICKED: &str = "Products";

/// Puts a product into a collection's first source that has no conditions, which is made if need be.
pub fn pick(tx: &mut Tx, collection: u64, product: u64) {
    let source = source_to_pick(tx, collection);
    if let Some(row) = tx.edit::<Collection>(collection) {
        add(row, source, Selection { product, variants: Vec::new() });
    }
}

fn source_to_pick(tx: &mut Tx, collection: u64) -> u64 {
    let sources = tx.get::<Collection>(collection).map_or(&[][..], |row| &row.sources);
    if let Some(source) = sources.iter().find(|source| source.conditions.is_empty()) {
        return source.id;
    }
    let id = tx.next_id();
    if let Some(row) = tx.edit::<Collection>(collection) {
        row.sources.push(Source {
            id,
            app: 1,
            title: PICKED.into(),
            target: "PRODUCTS".into(),
            match_type: "ALL".into(),
            ..Source::default()
        });
    }
    id
}

/// Takes a product out of everything that was picked by hand; conditions may still take it in.
pub fn drop_pick(tx: &mut Tx, collection: u64, product: u64) {
    let has = |row: &Collection| {
        row.order.contains(&product)
            || row.sources.iter().flat_map(|source| &source.selections).any(|pick| pick.product == product)
    };
    if tx.get::<Collection>(collection).is_some_and(has)
        && let Some(row) = tx.edit::<Collection>(collection)
    {
        for source in &mut row.sources {
            source.selections.retain(|pick| pick.product != product);
        }
        row.order.retain(|id| *id != product);
    }
}

fn add(row: &mut Collection, source: u64, pick: Selection) {
    enter(&mut row.order, pick.product);
    let Some(source) = row.sources.iter_mut().find(|row| row.id == source) else { return };
    match source.selections.iter_mut().find(|have| have.product == pick.product) {
        // Variants are added to those that were picked; a whole product stays whole.
        Some(have) if have.variants.is_empty() || pick.variants.is_empty() => have.variants.clear(),
        Some(have) => {
            have.variants.extend(pick.variants);
            have.variants.sort_unstable();
            have.variants.dedup();
        }
        None => source.selections.push(pick),
    }
}

fn remove(row: &mut Collection, source: u64, pick: &Selection) {
    let Some(source) = row.sources.iter_mut().find(|row| row.id == source) else { return };
    source.selections.retain_mut(|have| {
        if have.product != pick.product {
            return true;
        }
        have.variants.retain(|id| !pick.variants.contains(id));
        !pick.variants.is_empty() && !have.variants.is_empty()
    });
}

/// Starts a job and returns its id. Inside a bulk operation it is done at once.
pub fn start(tx: &mut Tx, env: &Env, mut job: Job) -> (u64, Option<FollowUp>) {
    job.id = tx.next_id();
    let id = job.id;
    tx.put(job);
    if env.in_bulk {
        finish(tx, id);
        return (id, None);
    }
    (id, Some(FollowUp::Job(id)))
}

/// Carries out every job that waits, up to this one, in the order they were started.
pub fn finish(tx: &mut Tx, last: u64) {
    let due: Vec<Job> =
        tx.jobs.range(..=last).map(|(_, job)| Job::clone(job)).filter(|job| !job.done).collect();
    let now = tx.now();
    for job in due {
        if let Some(row) = tx.edit::<Job>(job.id) {
            row.done = true;
        }
        let mut order = match tx.get::<Collection>(job.collection) {
            Some(row) if !job.moves.is_empty() => membership::products(tx, row, "MANUAL"),
            _ => Vec::new(),
        };
        let Some(row) = tx.edit::<Collection>(job.collection) else { continue };
        for (source, pick) in job.adds {
            add(row, source, pick);
        }
        for (source, pick) in job.removes {
            remove(row, source, &pick);
        }
        for (product, place) in job.moves {
            if let Some(from) = order.iter().position(|id| *id == product) {
                order.remove(from);
                order.insert(place.min(order.len()), product);
            }
        }
        if !order.is_empty() {
            row.order = order;
        }
        row.updated_at = now;
    }
}

pub fn job_val(job: Option<u64>) -> Val {
    Val::opt(job.map(Obj::Job))
}

pub fn add_products(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    change(tx, env, args, "AddProductsV2", true)
}

pub fn remove_products(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    change(tx, env, args, "RemoveProducts", false)
}

fn change(tx: &mut Tx, env: &Env, args: &Args, verb: &str, adds: bool) -> Outcome {
    let mut errors = Errors::default();
    let error_type = if adds { "CollectionAddProductsV2UserError" } else { "UserError" };
    let payload = |job: Option<u64>, errors: &Errors| {
        Val::map(
            format!("Collection{verb}Payload"),
            vec![("job", job_val(job)), ("userErrors", errors.val(error_type))],
        )
    };
    let Some(row) = find(tx, args) else {
        errors.push("COLLECTION_DOES_NOT_EXIST", "id", "Collection does not exist");
        return Ok(Done::refused(payload(None, &errors)));
    };
    if adds && row.sources.iter().any(|source| !source.conditions.is_empty()) {
        errors.push(
            "CANT_ADD_TO_SMART_COLLECTION",
            "id",
            "Can't manually add products to a smart collection",
        );
        return Ok(Done::refused(payload(None, &errors)));
    }
    let mut job = Job { collection: row.id, ..Job::default() };
    let sources: Vec<u64> = if adds {
        vec![source_to_pick(tx, row.id)]
    } else {
        row.sources.iter().map(|source| source.id).collect()
    };
    for product in list(arg(args, "productIds")).iter().filter_map(Json::as_str) {
        let product = gid::parse("Product", product).filter(|id| tx.get::<Product>(*id).is_some());
        for (source, product) in sources.iter().filter_map(|source| Some((*source, product?))) {
            let pick = Selection { product, variants: Vec::new() };
            if adds { job.adds.push((source, pick)) } else { job.removes.push((source, pick)) }
        }
    }
    let (job, follow_up) = start(tx, env, job);
    Ok(Done { follow_up, ..Done::kept(payload(Some(job), &errors)) })
}

fn find(tx: &Tx, args: &Args) -> Option<Collection> {
    let id = gid::parse("Collection", arg(args, "id").as_str()?)?;
    tx.get::<Collection>(id).cloned()
}

pub fn reorder(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let payload = |job: Option<u64>, errors: &Errors| {
        let errors = errors.val("CollectionReorderProductsUserError");
        Val::map("CollectionReorderProductsPayload", vec![("job", job_val(job)), ("userErrors", errors)])
    };
    let Some(row) = find(tx, args) else {
        errors.push("COLLECTION_NOT_FOUND", "id", "Collection not found");
        return Ok(Done::refused(payload(None, &errors)));
    };
    if row.sort_order != "MANUAL" {
        errors.push(
            "MANUALLY_SORTED_COLLECTION",
            "id",
            "Can't reorder products unless collection is manually sorted",
        );
        return Ok(Done::refused(payload(None, &errors)));
    }
    let inputs = list(arg(args, "moves"));
    let mut job = Job { collection: row.id, ..Job::default() };
    if inputs.len() > MOVES_MAX {
        errors.push("INVALID_MOVE", "moves", "Exceeded 250 moves");
    }
    for (index, input) in inputs.iter().enumerate() {
        let product = input["id"].as_str().and_then(|id| gid::parse("Product", id));
        let product = product
            .filter(|id| tx.get::<Product>(*id).is_some_and(|product| membership::holds(tx, &row, product)));
        // UnsignedInt64 travels as a text.
        let place = match &input["newPosition"] {
            Json::String(text) => text.parse().ok(),
            other => other.as_u64(),
        };
        match (product, place.and_then(|place| usize::try_from(place).ok())) {
            (Some(product), Some(place)) => job.moves.push((product, place)),
            _ => errors.push("INVALID_MOVE", &format!("moves.{index}"), "Invalid move"),
        }
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload(None, &errors)));
    }
    let (job, follow_up) = start(tx, env, job);
    Ok(Done { follow_up, ..Done::kept(payload(Some(job), &errors)) })
}
