//! From the rows of a handle to the product the store should hold after it was created.

use std::collections::BTreeMap;

use super::cells::{Row, flag, rows, trimmed, written};
use super::{Defaults, Dialect};
use crate::observed::{Image, Product, Variant, plain_number};

/// Returns the products of a file, by handle, as an empty store with one location should hold them. A product with
/// two variants of the same options is refused and left out.
pub fn products(
    bytes: &[u8],
    dialect: Dialect,
    defaults: &Defaults,
    location: &str,
) -> BTreeMap<String, Product> {
    let mut groups: Vec<(String, Vec<Row>)> = Vec::new();
    for row in rows(bytes, dialect) {
        let handle = trimmed(&row, "handle");
        match groups.iter_mut().find(|(known, _)| *known == handle) {
            Some((_, group)) => group.push(row),
            None => groups.push((handle, vec![row])),
        }
    }
    let made = groups.into_iter().filter_map(|(handle, rows)| product(&handle, &rows, defaults, location));
    made.map(|product| (product.handle.clone(), product)).collect()
}

fn product(handle: &str, rows: &[Row], defaults: &Defaults, location: &str) -> Option<Product> {
    let first = &rows[0];
    let variant_rows: Vec<&Row> =
        rows.iter().enumerate().filter(|(at, row)| *at == 0 || is_variant(row)).map(|(_, row)| row).collect();
    let options: Vec<(usize, String)> = (1..=3)
        .map(|number| (number, trimmed(first, &format!("option {number}"))))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    let single = variant_rows.len() == 1
        && (options.is_empty()
            || (options.len() == 1
                && options[0].1.eq_ignore_ascii_case("Title")
                && trimmed(first, "value 1").eq_ignore_ascii_case("Default Title")));
    let images = images(rows, &variant_rows);
    let variants: Vec<Variant> = variant_rows
        .iter()
        .map(|row| {
            let values = if single {
                vec!["Default Title".to_owned()]
            } else {
                options.iter().map(|(number, _)| trimmed(row, &format!("value {number}"))).collect()
            };
            Variant { options: values, ..variant(row, defaults, location) }
        })
        .collect();
    let repeated = variants
        .iter()
        .enumerate()
        .any(|(at, one)| variants[..at].iter().any(|earlier| earlier.options == one.options));
    if repeated {
        return None;
    }
    let options =
        if single { vec!["Title".to_owned()] } else { options.into_iter().map(|(_, name)| name).collect() };
    let handle = handle.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
    Some(Product { handle, fields: fields(first, defaults), options, variants, images })
}

/// What makes a row a variant's; a picture does not.
fn is_variant(row: &Row) -> bool {
    ["value 1", "price", "sku", "service"].iter().any(|column| !trimmed(row, column).is_empty())
}

fn fields(first: &Row, defaults: &Defaults) -> BTreeMap<&'static str, String> {
    let mut fields = defaults.product.clone();
    for column in ["title", "body", "vendor", "type"] {
        let cell = written(first, column);
        if !cell.is_empty() {
            fields.insert(column, cell);
        }
    }
    for column in ["SEO title", "SEO description"] {
        fields.insert(column, trimmed(first, column));
    }
    let tags = first.get("tags").map_or("", String::as_str).split(',').map(str::trim);
    let mut tags: Vec<&str> = tags.filter(|tag| !tag.is_empty()).collect();
    tags.sort_unstable();
    tags.dedup();
    fields.insert("tags", tags.join(","));
    let status = trimmed(first, "status").to_lowercase();
    fields.insert("status", if status.is_empty() { "active".to_owned() } else { status });
    fields.insert("published", flag(first, "published").unwrap_or_else(|| "true".to_owned()));
    if let Some(gift_card) = flag(first, "gift card") {
        fields.insert("gift card", gift_card);
    }
    fields
}

fn variant(row: &Row, defaults: &Defaults, location: &str) -> Variant {
    let mut fields = defaults.variant.clone();
    for column in ["sku", "barcode", "tax code"] {
        fields.insert(column, trimmed(row, column));
    }
    for column in ["price", "compare-at price", "cost"] {
        let cell = plain_number(&trimmed(row, column));
        if !cell.is_empty() {
            fields.insert(column, cell);
        }
    }
    let grams = trimmed(row, "grams");
    let unit = trimmed(row, "weight unit").to_lowercase();
    if grams.is_empty() || unit.is_empty() {
        // Without both the unit is the store's choice.
        fields.remove("weight unit");
    } else {
        fields.insert("weight unit", unit);
    }
    if !grams.is_empty() {
        fields.insert("grams", grams);
    }
    match row.get("tracker").map(|cell| cell.trim().to_lowercase()) {
        Some(tracker) if tracker == "shopify" => drop(fields.insert("tracked", "true".to_owned())),
        Some(tracker) if tracker.is_empty() => drop(fields.insert("tracked", "false".to_owned())),
        // Another company's tracker is left as the store makes it.
        Some(_) | None => {}
    }
    let policy = trimmed(row, "policy").to_lowercase();
    if !policy.is_empty() {
        fields.insert("policy", policy);
    }
    for column in ["requires shipping", "taxable"] {
        if let Some(cell) = flag(row, column) {
            fields.insert(column, cell);
        }
    }
    let quantity = trimmed(row, "quantity").parse::<i64>().ok();
    let stock = quantity.map(|quantity| (location.to_owned(), quantity)).into_iter().collect();
    let picture = trimmed(row, "variant image");
    Variant { options: Vec::new(), fields, image: (!picture.is_empty()).then_some(picture), stock }
}

/// The product's pictures by their position, then the variants' own that are not among them.
fn images(rows: &[Row], variants: &[&Row]) -> Vec<Image> {
    let mut listed: Vec<(Option<u32>, Image)> = rows
        .iter()
        .filter(|row| !trimmed(row, "image").is_empty())
        .map(|row| {
            let alt = row.get("alt").cloned().unwrap_or_default();
            (trimmed(row, "position").parse().ok(), Image { source: trimmed(row, "image"), alt })
        })
        .collect();
    if listed.iter().all(|(position, _)| position.is_some()) {
        listed.sort_by_key(|(position, _)| *position);
    }
    // A picture that stands in the product twice is read once; see the finding of that.
    let mut images: Vec<Image> = Vec::new();
    for (_, image) in listed {
        if images.iter().all(|known| known.source != image.source) {
            images.push(image);
        }
    }
    for row in variants {
        let source = trimmed(row, "variant image");
        if !source.is_empty() && images.iter().all(|image| image.source != source) {
            images.push(Image { source, alt: String::new() });
        }
    }
    images
}
