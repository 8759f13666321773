//! Media of a product: added, described, taken off, put into another order, put on variants.

use serde_json::Value as Json;

use super::options::product_of;
use super::product::add_media;
use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, files, filled, list};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::media;
use crate::state::{File, Job, Product, Tx, Variant};

fn media_val(ids: &[u64]) -> Val {
    Val::List(ids.iter().map(|id| Val::Obj(Obj::Media(*id))).collect())
}

fn payload(
    name: &str,
    product: Option<u64>,
    media: Val,
    deleted: Option<Vec<String>>,
    errors: &Errors,
) -> Val {
    Val::map(
        name,
        vec![
            ("media", media),
            ("product", Val::opt(product.map(Obj::Product))),
            ("deletedMediaIds", deleted.clone().map_or(Val::Null, Val::strs)),
            (
                "deletedProductImageIds",
                deleted.map_or(Val::Null, |ids| {
                    Val::strs(ids.iter().map(|id| id.replace("MediaImage", "ProductImage")))
                }),
            ),
            ("mediaUserErrors", errors.val("MediaUserError")),
            ("userErrors", errors.val("UserError")),
        ],
    )
}

fn no_product(name: &str) -> Outcome {
    let mut errors = Errors::default();
    errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
    Ok(Done::refused(payload(name, None, Val::Null, None, &errors)))
}

pub fn create(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let name = "ProductCreateMediaPayload";
    let Some(mut product) = product_of(tx, args) else {
        return no_product(name);
    };
    let mut errors = Errors::default();
    let made = add_media(tx, env, &mut product, list(arg(args, "media")), &mut errors);
    let id = product.id;
    if made.is_empty() && !errors.is_empty() {
        return Ok(Done::refused(payload(name, Some(id), Val::Null, None, &errors)));
    }
    tx.put(product);
    tx.bump(id);
    Ok(Done::kept(payload(name, Some(id), media_val(&made), None, &errors)))
}

pub fn update(tx: &mut Tx, args: &Args) -> Outcome {
    let name = "ProductUpdateMediaPayload";
    let Some(product) = product_of(tx, args) else {
        return no_product(name);
    };
    let mut errors = Errors::default();
    let mut changed = Vec::new();
    for (index, input) in list(arg(args, "media")).iter().enumerate() {
        let id = media::parse(tx, input["id"].as_str().unwrap_or("")).filter(|id| product.media.contains(id));
        let Some(id) = id else {
            errors.push("MEDIA_DOES_NOT_EXIST", &format!("media.{index}.id"), "Media does not exist");
            continue;
        };
        if tx.get::<File>(id).is_some_and(|file| file.ready_at > tx.now()) {
            errors.push("NON_READY_MEDIA", &format!("media.{index}.id"), "Media is not ready");
            continue;
        }
        if let Some(alt) = input.get("alt") {
            files::set_alt(tx, id, filled(alt));
        }
        changed.push(id);
    }
    if !errors.is_empty() {
        let id = Some(product.id);
        return Ok(Done::refused(payload(name, id, Val::Null, None, &errors)));
    }
    let id = Some(product.id);
    Ok(Done::kept(payload(name, id, media_val(&changed), None, &errors)))
}

pub fn delete(tx: &mut Tx, args: &Args) -> Outcome {
    let name = "ProductDeleteMediaPayload";
    let Some(product) = product_of(tx, args) else {
        return no_product(name);
    };
    let mut errors = Errors::default();
    let mut deleted = Vec::new();
    for (index, text) in list(arg(args, "mediaIds")).iter().enumerate() {
        let id = media::parse(tx, text.as_str().unwrap_or("")).filter(|id| product.media.contains(id));
        let Some(id) = id else {
            errors.push("MEDIA_DOES_NOT_EXIST", &format!("mediaIds.{index}"), "Media does not exist");
            continue;
        };
        files::detach(tx, product.id, id);
        deleted.push(text.as_str().unwrap_or("").to_owned());
    }
    let id = Some(product.id);
    if !errors.is_empty() {
        return Ok(Done::refused(payload(name, id, Val::Null, None, &errors)));
    }
    Ok(Done::kept(payload(name, id, Val::Null, Some(deleted), &errors)))
}

pub fn reorder(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let id = gid::parse("Product", arg(args, "id").as_str().unwrap_or(""));
    let payload = |job: Option<u64>, errors: &Errors| {
        Val::map(
            "ProductReorderMediaPayload",
            vec![
                ("job", Val::opt(job.map(Obj::Job))),
                ("mediaUserErrors", errors.val("MediaUserError")),
                ("userErrors", errors.val("UserError")),
            ],
        )
    };
    let Some(mut product) = id.and_then(|id| tx.get::<Product>(id)).cloned() else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "id", "Product does not exist");
        return Ok(Done::refused(payload(None, &errors)));
    };
    // Moves are applied one after the other, each on the order the last one left.
    for (index, step) in list(arg(args, "moves")).iter().enumerate() {
        let id = media::parse(tx, step["id"].as_str().unwrap_or(""));
        let from = id.and_then(|id| product.media.iter().position(|other| *other == id));
        let to = step["newPosition"].as_str().and_then(|n| n.parse::<usize>().ok());
        match (from, to) {
            (None, _) => {
                errors.push("MEDIA_DOES_NOT_EXIST", &format!("moves.{index}.id"), "Media does not exist")
            }
            (Some(_), None) => {
                errors.push("INVALID", &format!("moves.{index}.newPosition"), "Position is invalid")
            }
            (Some(from), Some(to)) => {
                let id = product.media.remove(from);
                product.media.insert(to.min(product.media.len()), id);
            }
        }
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload(None, &errors)));
    }
    let id = product.id;
    tx.put(product);
    tx.bump(id);
    // The order has changed already.
    let job = Job { id: tx.next_id(), done: true, ..Job::default() };
    let id = job.id;
    tx.put(job);
    Ok(Done::kept(payload(Some(id), &errors)))
}

pub fn append_to_variants(tx: &mut Tx, args: &Args) -> Outcome {
    pair(tx, args, "ProductVariantAppendMediaPayload", true)
}

pub fn detach_from_variants(tx: &mut Tx, args: &Args) -> Outcome {
    pair(tx, args, "ProductVariantDetachMediaPayload", false)
}

fn pair(tx: &mut Tx, args: &Args, name: &str, append: bool) -> Outcome {
    let mut errors = Errors::default();
    let payload = |product: Option<u64>, variants: Val, errors: &Errors| {
        Val::map(
            name,
            vec![
                ("product", Val::opt(product.map(Obj::Product))),
                ("productVariants", variants),
                ("userErrors", errors.val("MediaUserError")),
            ],
        )
    };
    let Some(product) = product_of(tx, args) else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
        return Ok(Done::refused(payload(None, Val::Null, &errors)));
    };
    let mut changed: Vec<u64> = Vec::new();
    for (index, input) in list(arg(args, "variantMedia")).iter().enumerate() {
        let path = format!("variantMedia.{index}");
        let variant = gid::parse("ProductVariant", input["variantId"].as_str().unwrap_or(""))
            .filter(|id| product.variants.contains(id));
        let ids = list(&input["mediaIds"]);
        let media = ids
            .first()
            .and_then(Json::as_str)
            .and_then(|id| gid::parse("MediaImage", id))
            .filter(|id| product.media.contains(id));
        let (Some(variant), Some(media)) = (variant, media) else {
            let (code, message) = if variant.is_none() {
                (
                    "PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT",
                    "Variant does not exist on the specified product",
                )
            } else {
                (
                    "MEDIA_DOES_NOT_EXIST_ON_PRODUCT",
                    "The specified media does not exist on the specified product",
                )
            };
            errors.push(code, &path, message);
            continue;
        };
        if ids.len() > 1 {
            errors.push("TOO_MANY_MEDIA_PER_INPUT_PAIR", &path, "Only one media is allowed for a variant");
            continue;
        }
        if changed.contains(&variant) {
            errors.push(
                "PRODUCT_VARIANT_SPECIFIED_MULTIPLE_TIMES",
                &path,
                "Variant specified in more than one pair",
            );
            continue;
        }
        let now = tx.now();
        let Some(row) = tx.edit::<Variant>(variant) else {
            continue;
        };
        if append && row.media.is_some() {
            errors.push(
                "PRODUCT_VARIANT_ALREADY_HAS_MEDIA",
                &path,
                "The specified variant already has attached media",
            );
            continue;
        }
        if !append && row.media != Some(media) {
            errors.push(
                "MEDIA_IS_NOT_ATTACHED_TO_VARIANT",
                &path,
                "The specified media is not attached to the specified variant",
            );
            continue;
        }
        row.media = append.then_some(media);
        row.updated_at = now;
        changed.push(variant);
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload(Some(product.id), Val::Null, &errors)));
    }
    tx.bump(product.id);
    let variants = changed.iter().map(|id| Val::Obj(Obj::Variant(*id))).collect();
    Ok(Done::kept(payload(Some(product.id), Val::List(variants), &errors)))
}
