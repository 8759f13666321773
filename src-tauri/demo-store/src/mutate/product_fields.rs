//! The plain fields of a product, shared by every mutation that writes one.

use serde_json::Value as Json;

use super::user_error::Errors;
use super::{collection_members as members, filled, list};
use crate::gid;
use crate::query::taxonomy;
use crate::state::{Collection, Product, Redirect, Tx};

/// <https://shopify.dev/docs/api/admin-graphql/latest/input-objects/ProductSetInput#fields-tags>
const TAGS_MAX: usize = 250;
const TEXT_MAX: usize = 255;

/// The codes a mutation uses for what can be wrong with a product; `UserError` types drop them.
#[derive(Clone, Copy)]
pub struct Codes {
    pub invalid: &'static str,
    pub handle_taken: &'static str,
}

pub const SET_CODES: Codes = Codes { invalid: "INVALID_PRODUCT", handle_taken: "HANDLE_NOT_UNIQUE" };

/// Puts the fields that were sent into the product. `path` is where the input stands, such as `input`.
pub fn apply(
    tx: &mut Tx,
    product: &mut Product,
    input: &Json,
    path: &str,
    codes: Codes,
    errors: &mut Errors,
) {
    let sent = |name: &str| input.get(name);
    if let Some(title) = sent("title") {
        match filled(title) {
            None => errors.push(codes.invalid, &at(path, "title"), "Title can't be blank"),
            Some(title) if title.chars().count() > TEXT_MAX => errors.push(
                codes.invalid,
                &at(path, "title"),
                "Title is too long (maximum is 255 characters)",
            ),
            Some(title) => product.title = title,
        }
    } else if product.title.is_empty() {
        errors.push(codes.invalid, &at(path, "title"), "Title can't be blank");
    }
    if let Some(body) = sent("descriptionHtml") {
        product.body = body.as_str().unwrap_or("").to_owned();
    }
    if let Some(vendor) = sent("vendor") {
        match filled(vendor) {
            Some(vendor) if vendor.chars().count() > TEXT_MAX => errors.push(
                codes.invalid,
                &at(path, "vendor"),
                "Vendor is too long (maximum is 255 characters)",
            ),
            // A product without a vendor is the shop's own.
            vendor => product.vendor = vendor.unwrap_or_else(|| tx.meta.name.clone()),
        }
    }
    if let Some(kind) = sent("productType") {
        let kind = filled(kind).unwrap_or_default();
        if kind.chars().count() > TEXT_MAX {
            errors.push(
                codes.invalid,
                &at(path, "productType"),
                "Product type is too long (maximum is 255 characters)",
            );
        } else {
            product.product_type = kind;
        }
    }
    if let Some(status) = sent("status").and_then(Json::as_str) {
        product.status = status.to_owned();
    }
    if let Some(tags) = sent("tags") {
        match clean_tags(list(tags)) {
            Ok(tags) => product.tags = tags,
            Err(message) => errors.push(codes.invalid, &at(path, "tags"), message),
        }
    }
    if let Some(seo) = sent("seo").filter(|seo| seo.is_object()) {
        if let Some(title) = seo.get("title") {
            product.seo_title = filled(title);
        }
        if let Some(description) = seo.get("description") {
            product.seo_description = filled(description);
        }
    }
    if let Some(category) = sent("category") {
        match category.as_str() {
            None | Some("") => product.category = None,
            Some(id) => match taxonomy::parse(id) {
                Some(id) => product.category = Some(id.to_owned()),
                None => errors.push(codes.invalid, &at(path, "category"), "The product category is invalid"),
            },
        }
    }
    if let Some(suffix) = sent("templateSuffix") {
        product.template_suffix = filled(suffix);
    }
    if let Some(suffix) = sent("giftCardTemplateSuffix") {
        product.gift_card_template_suffix = filled(suffix);
    }
    if let Some(yes) = sent("giftCard").and_then(Json::as_bool) {
        product.gift_card = yes;
    }
    if let Some(yes) = sent("requiresSellingPlan").and_then(Json::as_bool) {
        product.requires_selling_plan = yes;
    }
    if let Some(role) = sent("combinedListingRole") {
        product.combined_listing_role = role.as_str().map(str::to_owned);
    }
    apply_collections(tx, product.id, input, path, codes, errors);
}

fn apply_collections(tx: &mut Tx, product: u64, input: &Json, path: &str, codes: Codes, errors: &mut Errors) {
    let mut known = |tx: &Tx, name: &str| -> Option<Vec<u64>> {
        let ids = input.get(name)?;
        let mut out = Vec::new();
        for id in list(ids).iter().filter_map(Json::as_str) {
            match gid::parse("Collection", id).filter(|id| tx.get::<Collection>(*id).is_some()) {
                Some(id) => out.push(id),
                None => errors.push(codes.invalid, &at(path, name), "Collection does not exist"),
            }
        }
        Some(out)
    };
    let (whole, join, leave) =
        (known(tx, "collections"), known(tx, "collectionsToJoin"), known(tx, "collectionsToLeave"));
    let others = whole.as_ref().map(|ids| {
        let all = tx.collections.keys().copied();
        all.filter(|id| !ids.contains(id)).collect::<Vec<u64>>()
    });
    for id in whole.into_iter().chain(join).flatten() {
        members::pick(tx, id, product);
    }
    for id in others.into_iter().chain(leave).flatten() {
        members::drop_pick(tx, id, product);
    }
}

/// Gives the product its handle: the one that was sent, or one made from the title of a new product.
pub fn apply_handle(
    tx: &mut Tx,
    product: &mut Product,
    input: &Json,
    path: &str,
    codes: Codes,
    errors: &mut Errors,
) {
    let taken =
        |tx: &Tx, handle: &str, id: u64| tx.index.by_handle.get(handle).is_some_and(|other| *other != id);
    let wanted = input.get("handle").and_then(filled).map(|h| handle(&h));
    match wanted {
        Some(handle) if handle.is_empty() || handle.len() > TEXT_MAX => {
            errors.push(codes.invalid, &at(path, "handle"), "Handle is invalid");
        }
        Some(handle) if taken(tx, &handle, product.id) => {
            errors.push(
                codes.handle_taken,
                &at(path, "handle"),
                format!("Handle '{handle}' already in use. Please provide a new handle."),
            );
        }
        Some(handle) => {
            let old = std::mem::replace(&mut product.handle, handle);
            let redirect = input.get("redirectNewHandle").and_then(Json::as_bool) == Some(true);
            if redirect && !old.is_empty() && old != product.handle {
                let (path, target) = (format!("/products/{old}"), format!("/products/{}", product.handle));
                // A path leads to one target: a product that comes by again leads on from there anew.
                let known = tx.redirects.values().find(|row| row.path == path).map(|row| row.id);
                let id = known.unwrap_or_else(|| tx.next_id());
                tx.put(Redirect { id, path, target });
            }
        }
        None if product.handle.is_empty() => {
            let stem = match slug(&product.title) {
                stem if stem.is_empty() => "product".to_owned(),
                stem => stem,
            };
            let mut handle = stem.clone();
            let mut number = 0;
            while taken(tx, &handle, product.id) {
                number += 1;
                handle = format!("{stem}-{number}");
            }
            product.handle = handle;
        }
        None => {}
    }
}

/// Returns a handle that was given, as a store keeps it: lower case, a hyphen for blanks and for most ASCII marks.
/// Exports show that underscores, marks of other scripts, signs and emoji stay.
pub fn handle(given: &str) -> String {
    hyphenated(given, |c| !c.is_whitespace() && (!c.is_ascii() || c.is_ascii_alphanumeric() || c == '_'))
}

/// Returns a title as a handle: lower case, everything else than letters and digits a single hyphen.
pub fn slug(title: &str) -> String {
    hyphenated(title, char::is_alphanumeric)
}

fn hyphenated(text: &str, stays: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            '\'' | '’' => {}
            c if stays(c) => out.push(c),
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Returns tags trimmed, without repetition (which ignores case) and in the order Shopify keeps them in.
pub fn clean_tags(given: &[Json]) -> Result<Vec<String>, String> {
    let mut out: Vec<String> = Vec::new();
    // A single text with commas is taken as several tags.
    let parts = given.iter().filter_map(Json::as_str).flat_map(|tag| tag.split(','));
    for tag in parts.map(str::trim).filter(|tag| !tag.is_empty()) {
        if tag.chars().count() > TEXT_MAX {
            return Err(format!("Tag is too long (maximum is {TEXT_MAX} characters)"));
        }
        if !out.iter().any(|have| have.to_lowercase() == tag.to_lowercase()) {
            out.push(tag.to_owned());
        }
    }
    if out.len() > TAGS_MAX {
        return Err(format!("Product tags input cannot contain more than {TAGS_MAX} tags"));
    }
    out.sort_by_key(|tag| tag.to_lowercase());
    Ok(out)
}

pub fn at(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles() {
        for (title, handle) in [
            ("Black Sunglasses", "black-sunglasses"),
            ("  Robin's  Mug (blue) ", "robins-mug-blue"),
            ("Ærlig talt!", "ærlig-talt"),
            ("--", ""),
        ] {
            assert_eq!(slug(title), handle);
        }
    }

    #[test]
    fn given_handles() {
        for (given, kept) in [
            ("Folder Big", "folder-big"),
            ("old_clock", "old_clock"),
            ("lamp-360º-™-🌿", "lamp-360º-™-🌿"),
            ("çizgi̇li", "çizgi̇li"),
            ("a.b/c", "a-b-c"),
        ] {
            assert_eq!(handle(given), kept);
        }
    }

    #[test]
    fn tags() {
        let given = [Json::from(" Wool"), Json::from("wool, new"), Json::from("")];
        assert_eq!(clean_tags(&given), Ok(vec!["new".into(), "Wool".into()]));
        assert!(clean_tags(&[Json::from("x".repeat(256))]).is_err());
    }
}
