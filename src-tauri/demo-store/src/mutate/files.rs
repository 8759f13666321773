//! The file library: media made from an address, changed, deleted, put on products.

use serde_json::Value as Json;

use super::product_fields::at;
use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, filled, list};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::media;
use crate::state::{File, Product, Tx, Variant};

/// <https://shopify.dev/docs/api/admin-graphql/latest/input-objects/FileCreateInput#fields-alt>
const ALT_MAX: usize = 512;
/// <https://help.shopify.com/en/manual/products/product-media/product-media-types>
pub const PRODUCT_MEDIA_MAX: usize = 250;

/// Where Shopify serves files from; the addresses only look alike, nothing is there.
const CDN: &str = "https://cdn.shopify.com/s/files/1";

const IMAGES: [(&str, &str); 7] = [
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("gif", "image/gif"),
    ("avif", "image/avif"),
    ("heic", "image/heic"),
];

/// What is wrong with the image at an address: the end of the host's name before `.invalid`, the code of
/// `MediaErrorCode`, a message.
const FAULTS: [(&str, &str, &str); 3] = [
    ("broken", "IMAGE_PROCESSING_FAILURE", "The image could not be processed."),
    ("too-large", "INVALID_IMAGE_FILE_SIZE", "The image is larger than 20 MB."),
    ("no-image", "UNSUPPORTED_IMAGE_FILE_TYPE", "The file is of no supported image type."),
];
const DEAD_LINK: (&str, &str, &str) = ("", "IMAGE_DOWNLOAD_FAILURE", "The image could not be downloaded.");

/// Why an address cannot become an image: a code of `FilesErrorCode` and a message.
pub type Problem = (&'static str, String);

/// Makes a file from an address. It is never fetched: a host ending in `.invalid` fails later, as a dead link would.
pub fn make(
    tx: &mut Tx,
    env: &Env,
    source: &str,
    alt: Option<String>,
    filename: Option<&str>,
) -> Result<u64, Problem> {
    // The scheme of an address may be written in capitals.
    let rest = source.split_once("://").filter(|(scheme, rest)| {
        !rest.is_empty() && ["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
    });
    let Some((_, rest)) = rest else {
        return Err(("INVALID_IMAGE_SOURCE_URL", "Image URL is invalid".to_owned()));
    };
    check_alt(alt.as_deref())?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.split(['?', '#']).next().unwrap_or("");
    let given = filename.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(""));
    let (stem, extension) = match given.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, extension.to_lowercase()),
        _ => (given, "jpg".to_owned()),
    };
    let mime = IMAGES.iter().find(|(known, _)| *known == extension).map_or("image/jpeg", |(_, mime)| mime);
    let stem: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' })
        .collect();
    let stem = if stem.is_empty() { "image".to_owned() } else { stem };
    let mut filename = format!("{stem}.{extension}");
    if !tx.claim_filename(&filename) {
        let uuid = uuid::Uuid::new_v5(
            &uuid::Uuid::NAMESPACE_URL,
            format!("{source}#{}", tx.meta.next_id).as_bytes(),
        );
        filename = format!("{stem}_{uuid}.{extension}");
    }
    let id = tx.next_id();
    let now = tx.now();
    let name = host.split(':').next().and_then(|host| host.strip_suffix(".invalid"));
    let dead = name.is_some();
    let fault = FAULTS.iter().find(|(sign, ..)| name.is_some_and(|name| name.ends_with(sign)));
    let &(_, code, message) = fault.unwrap_or(&DEAD_LINK);
    let url = format!(
        "{CDN}/0{:03}/{:04}/files/{filename}?v={}",
        tx.meta.seed % 1_000,
        tx.meta.created_at / 1_000_000 % 10_000,
        now / 1_000_000
    );
    let file = File {
        id,
        alt,
        filename,
        url,
        source: source.to_owned(),
        mime: mime.to_owned(),
        width: 1200 + i64::try_from(id % 5).unwrap_or(0) * 160,
        height: 1600,
        ready_at: now + env.media_delay_us,
        failed: dead.then(|| message.to_owned()),
        failed_code: dead.then(|| code.to_owned()),
        kind: None,
        created_at: now,
        updated_at: now,
    };
    tx.put(file);
    Ok(id)
}

/// Makes an image, a video or a model; what kind it is follows from the address where it is not said.
pub fn make_media(
    tx: &mut Tx,
    env: &Env,
    kind: Option<&str>,
    source: &str,
    alt: Option<String>,
    filename: Option<&str>,
) -> Result<u64, Problem> {
    let elsewhere = ["youtube.com/", "youtu.be/", "vimeo.com/"].iter().any(|host| source.contains(host));
    let ends = |ends: &[&str]| ends.iter().any(|end| source.to_lowercase().ends_with(end));
    let kind = match kind {
        Some(kind) => kind,
        None if elsewhere => "EXTERNAL_VIDEO",
        None if ends(&[".mp4", ".mov"]) => "VIDEO",
        None if ends(&[".glb", ".usdz"]) => "MODEL_3D",
        None => media::IMAGE,
    };
    match kind {
        "FILE" => return Err(("INVALID", "Files that are no media are not kept here".to_owned())),
        "EXTERNAL_VIDEO" if !elsewhere => {
            return Err(("INVALID", "External videos are hosted by YouTube or Vimeo".to_owned()));
        }
        _ => {}
    }
    let id = make(tx, env, source, alt, filename)?;
    if kind != media::IMAGE
        && let Some(file) = tx.edit::<File>(id)
    {
        file.kind = Some(kind.to_owned());
        if kind == "EXTERNAL_VIDEO" {
            source.clone_into(&mut file.url);
        }
    }
    Ok(id)
}

pub fn check_alt(alt: Option<&str>) -> Result<(), Problem> {
    if alt.is_some_and(|alt| alt.chars().count() > ALT_MAX) {
        return Err((
            "ALT_VALUE_LIMIT_EXCEEDED",
            format!("The alt value exceeds the maximum limit of {ALT_MAX} characters."),
        ));
    }
    Ok(())
}

/// Returns the file a `FileSetInput` means: an existing one by id, or a new one.
pub fn from_set_input(
    tx: &mut Tx,
    env: &Env,
    input: &Json,
    code: &'static str,
    path: &str,
    errors: &mut Errors,
) -> Option<u64> {
    if let Some(id) = input["id"].as_str() {
        let Some(file) = media::parse(tx, id) else {
            errors.push(code, &at(path, "id"), "File does not exist");
            return None;
        };
        if let Some(alt) = input.get("alt") {
            let alt = filled(alt);
            if let Err((_, message)) = check_alt(alt.as_deref()) {
                errors.push(code, &at(path, "alt"), message);
                return None;
            }
            set_alt(tx, file, alt);
        }
        return Some(file);
    }
    let Some(source) = filled(&input["originalSource"]) else {
        errors.push(code, path, "Either id or originalSource must be given for a file");
        return None;
    };
    let kind = input["contentType"].as_str();
    match make_media(tx, env, kind, &source, filled(&input["alt"]), input["filename"].as_str()) {
        Ok(id) => Some(id),
        Err((_, message)) => {
            errors.push(code, &at(path, "originalSource"), message);
            None
        }
    }
}

pub fn set_alt(tx: &mut Tx, file: u64, alt: Option<String>) {
    if tx.get::<File>(file).is_some_and(|file| file.alt == alt) {
        return;
    }
    let now = tx.now();
    if let Some(file) = tx.edit::<File>(file) {
        file.alt = alt;
        file.updated_at = now;
    }
    // A changed text on an image is a change of the products that show it.
    let shown: Vec<u64> = tx
        .products
        .values()
        .filter(|product| product.media.contains(&file))
        .map(|product| product.id)
        .collect();
    for product in shown {
        tx.bump(product);
    }
}

/// Takes a file off a product and its variants.
pub fn detach(tx: &mut Tx, product: u64, file: u64) {
    let Some(row) = tx.edit::<Product>(product) else {
        return;
    };
    row.media.retain(|id| *id != file);
    let variants = row.variants.clone();
    for variant in variants {
        if tx.get::<Variant>(variant).is_some_and(|v| v.media == Some(file))
            && let Some(variant) = tx.edit::<Variant>(variant)
        {
            variant.media = None;
        }
    }
    tx.bump(product);
}

fn files_val(ids: &[u64]) -> Val {
    Val::List(ids.iter().map(|id| Val::Obj(Obj::Media(*id))).collect())
}

fn payload(name: &str, key: &'static str, files: Val, errors: &Errors) -> Val {
    Val::map(name, vec![(key, files), ("userErrors", errors.val("FilesUserError"))])
}

pub fn create(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let mut made = Vec::new();
    for (index, input) in list(arg(args, "files")).iter().enumerate() {
        let path = format!("files.{index}");
        let (kind, source) = (input["contentType"].as_str(), input["originalSource"].as_str().unwrap_or(""));
        match make_media(tx, env, kind, source, filled(&input["alt"]), input["filename"].as_str()) {
            Ok(id) => made.push(id),
            Err((code, message)) => errors.push(code, &at(&path, "originalSource"), message),
        }
    }
    if !errors.is_empty() {
        let none = Val::List(vec![]);
        return Ok(Done::refused(payload("FileCreatePayload", "files", none, &errors)));
    }
    Ok(Done::kept(payload("FileCreatePayload", "files", files_val(&made), &errors)))
}

pub fn update(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let mut changed = Vec::new();
    for (index, input) in list(arg(args, "files")).iter().enumerate() {
        let path = format!("files.{index}");
        let Some(id) = media::parse(tx, input["id"].as_str().unwrap_or("")) else {
            errors.push(
                "FILE_DOES_NOT_EXIST",
                &at(&path, "id"),
                format!("File id {} does not exist.", input["id"]),
            );
            continue;
        };
        let file = tx.get::<File>(id).cloned().unwrap_or_default();
        if file.ready_at > tx.now() || file.failed.is_some() {
            errors.push(
                "NON_READY_STATE",
                &at(&path, "id"),
                format!("File with id {} is not in the READY state.", input["id"]),
            );
            continue;
        }
        if let Some(alt) = input.get("alt") {
            let alt = filled(alt);
            match check_alt(alt.as_deref()) {
                Ok(()) => set_alt(tx, id, alt),
                Err((code, message)) => errors.push(code, &at(&path, "alt"), message),
            }
        }
        if let Some(source) = filled(&input["originalSource"]) {
            let now = tx.now();
            if let Some(file) = tx.edit::<File>(id) {
                file.source = source;
                file.ready_at = now + env.media_delay_us;
                file.updated_at = now;
            }
        }
        if let Some(name) = filled(&input["filename"])
            && let Some(file) = tx.edit::<File>(id)
        {
            file.url = file.url.replace(&file.filename, &name);
            file.filename = name;
        }
        for (name, add) in [("referencesToAdd", true), ("referencesToRemove", false)] {
            for target in list(&input[name]).iter().filter_map(Json::as_str) {
                let Some(product) =
                    gid::parse("Product", target).filter(|product| tx.get::<Product>(*product).is_some())
                else {
                    errors.push(
                        "REFERENCE_TARGET_DOES_NOT_EXIST",
                        &at(&path, name),
                        "The reference target does not exist.",
                    );
                    continue;
                };
                if !add {
                    detach(tx, product, id);
                } else if let Some(row) = tx.edit::<Product>(product)
                    && !row.media.contains(&id)
                {
                    row.media.push(id);
                    tx.bump(product);
                }
            }
        }
        changed.push(id);
    }
    if !errors.is_empty() {
        let none = Val::List(vec![]);
        return Ok(Done::refused(payload("FileUpdatePayload", "files", none, &errors)));
    }
    Ok(Done::kept(payload("FileUpdatePayload", "files", files_val(&changed), &errors)))
}

pub fn delete(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let mut deleted = Vec::new();
    for text in list(arg(args, "fileIds")).iter().filter_map(Json::as_str) {
        let Some(id) = media::parse(tx, text) else {
            errors.push("FILE_DOES_NOT_EXIST", "fileIds", format!("File id {text} does not exist."));
            continue;
        };
        let shown: Vec<u64> = tx
            .products
            .values()
            .filter(|product| product.media.contains(&id))
            .map(|product| product.id)
            .collect();
        for product in shown {
            detach(tx, product, id);
        }
        deleted.push(text.to_owned());
        tx.remove::<File>(id);
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload("FileDeletePayload", "deletedFileIds", Val::Null, &errors)));
    }
    Ok(Done::kept(payload("FileDeletePayload", "deletedFileIds", Val::strs(deleted), &errors)))
}
