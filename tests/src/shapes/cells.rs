//! The cells of a product file.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::catalog::{Place, SheetProduct, SheetVariant};
use evenshelf_core::finding::Severity;
use evenshelf_core::normalize::Sheet;

use super::Account;
use super::columns::Meaning;
use super::table::{Cell, File, Row, bare, trim};
use crate::observed::plain_number;

/// What a product of a sheet says, in words that a cell can be compared with. Blanks are left out: what is there
/// after every cell took its own was read into a field where it does not belong.
pub type Said = BTreeMap<String, String>;

pub fn ask(file: &File, sheet: &Sheet, account: &mut Account) {
    let mut groups: Vec<(String, Vec<&Row>)> = Vec::new();
    for row in file.rows.iter().filter(|row| file.cells(row).next().is_some()) {
        let handle = file.get(row, &Meaning::Handle).to_lowercase();
        match groups.iter_mut().find(|(known, _)| *known == handle) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((handle, vec![row])),
        }
    }
    if sheet.products.len() > groups.len() {
        account.wrong.push("there are more products than handles".to_owned());
    }
    for (handle, rows) in &groups {
        match product(sheet, handle) {
            Some(product) => ask_product(file, rows, product, sheet, account),
            None => ask_refused(file, rows, handle, sheet, account),
        }
    }
}

/// Returns the product of a handle.
pub fn product<'a>(sheet: &'a Sheet, handle: &str) -> Option<&'a SheetProduct> {
    let is_it = |known: &String| trim(known).to_lowercase() == handle;
    sheet.products.iter().find(|product| product.handle.as_ref().is_some_and(is_it))
}

/// A product that is not there has to be refused with a reason.
fn ask_refused(file: &File, rows: &[&Row], handle: &str, sheet: &Sheet, account: &mut Account) {
    let reason = sheet.findings.iter().any(|finding| {
        finding.severity == Severity::Refused
            && finding.place.is_some_and(|place| rows.iter().any(|row| row.record == place.record))
    });
    if reason {
        account.told += rows.iter().map(|row| file.cells(row).count()).sum::<usize>();
    } else {
        account.wrong.push(format!("product {handle:?} is missing and no finding says why"));
    }
}

fn ask_product(file: &File, rows: &[&Row], product: &SheetProduct, sheet: &Sheet, account: &mut Account) {
    let said = said(product);
    let mut taken = BTreeSet::new();
    let single = file.get(rows[0], &Meaning::OptionValue(0)).eq_ignore_ascii_case("default title");
    for (at, row) in rows.iter().enumerate() {
        for cell in file.cells(row) {
            let place = Place { record: cell.record, line: 0 };
            let wanted = match cell.meaning {
                // The marker of a product without options, and what only tells rows apart.
                Meaning::Handle | Meaning::Command => continue,
                Meaning::OptionName(0) | Meaning::OptionValue(0) if single => continue,
                Meaning::Service if matches!(trim(cell.text), "manual" | "gift_card") => continue,
                Meaning::PicturePosition => continue,
                // A total of nothing is what a file has where there is no unit price.
                Meaning::UnitPrice(0) if plain_number(trim(cell.text)) == "0" => continue,
                Meaning::Service | Meaning::ToBeTold => None,
                meaning => wanted(file, row, meaning, &cell, place),
            };
            let found = wanted.as_ref().and_then(|(key, _)| said.get(key));
            match wanted {
                Some((key, text)) if found.is_some_and(|found| same(&key, found, &text)) => {
                    account.read += 1;
                    if *cell.meaning == Meaning::Variant("variant_image") {
                        // One that is not among the product's comes after them.
                        taken.insert(format!("picture {text}"));
                    }
                    taken.insert(key);
                }
                // A later row may say the product's own fields once more.
                wanted => {
                    if let Some((key, _)) = wanted.filter(|_| at > 0) {
                        taken.insert(key);
                    }
                    account.told_or_wrong(sheet, &cell, found.cloned());
                }
            }
        }
    }
    if !is_in_place(file, rows, product) {
        account.wrong.push(format!("{:?}: its pictures are not in their order", product.handle));
    }
    for (key, text) in said.iter().filter(|(key, _)| !taken.contains(*key)) {
        account.wrong.push(format!("{:?}: {key} is {text:?}, which no cell says", product.handle));
    }
}

/// Whether the pictures stand in the order of their positions, or of their rows where one has no position.
fn is_in_place(file: &File, rows: &[&Row], product: &SheetProduct) -> bool {
    let mut listed: Vec<(Option<u64>, &str)> = Vec::new();
    for row in rows {
        let src = file.get(row, &Meaning::Picture);
        if !src.is_empty() && listed.iter().all(|(_, known)| *known != src) {
            listed.push((file.get(row, &Meaning::PicturePosition).parse().ok(), src));
        }
    }
    if listed.iter().all(|(position, _)| position.is_some()) {
        listed.sort_by_key(|(position, _)| *position);
    }
    let found = product.images.iter().flatten().map(|image| image.src.as_str());
    listed.iter().map(|(_, src)| *src).eq(found.take(listed.len()))
}

/// Returns where a cell belongs and what should stand there.
fn wanted(
    file: &File,
    row: &Row,
    meaning: &Meaning,
    cell: &Cell<'_>,
    place: Place,
) -> Option<(String, String)> {
    let trimmed = bare(trim(cell.text)).to_owned();
    let variant = |name: &str| format!("variant {} {name}", place.record);
    let picture = file.get(row, &Meaning::Picture);
    Some(match meaning {
        Meaning::ProductId => ("product id".to_owned(), trimmed),
        Meaning::VariantId => (variant("id"), trimmed),
        Meaning::Product(name) => (format!("product {name}"), product_text(name, cell.text)),
        Meaning::Variant(name) => (variant(name), variant_text(name, &trimmed)),
        Meaning::OptionName(option) => (format!("option {option}"), trimmed),
        Meaning::OptionLink(option) => (format!("option {option} linked to"), trimmed),
        Meaning::OptionValue(option) => (variant(&format!("option {option}")), trimmed),
        Meaning::UnitPrice(part) => {
            let measure = part % 2 == 0;
            let text = if measure { plain_number(&trimmed) } else { trimmed.to_lowercase() };
            (variant(&format!("unit price {part}")), text)
        }
        Meaning::Quantity(name) => {
            (variant(&format!("{name} at {}", file.get(row, &Meaning::Location))), trimmed)
        }
        Meaning::Picture => (format!("picture {}", trim(cell.text)), trim(cell.text).to_owned()),
        Meaning::PictureAlt => (format!("alt of {picture}"), trim(cell.text).to_owned()),
        Meaning::Market("included", market) => (format!("sold in {market}"), trimmed.to_lowercase()),
        Meaning::Market(what, market) => (variant(&format!("{what} in {market}")), plain_number(&trimmed)),
        Meaning::Metafield(owner, namespace, key) => {
            let place = if *owner == "variant" { format!("{} ", place.record) } else { String::new() };
            (format!("{owner} metafield {place}{namespace}.{key}"), bare(cell.text).to_owned())
        }
        _ => return None,
    })
}

fn product_text(name: &str, cell: &str) -> String {
    match name {
        "title" | "body_html" | "vendor" | "product_type" => bare(cell).to_owned(),
        "tags" => {
            let mut tags: Vec<&str> =
                cell.split(',').map(trim).filter(|tag| !tag.is_empty()).map(bare).collect();
            tags.sort_unstable();
            tags.dedup();
            tags.join(", ")
        }
        "published" | "gift_card" | "status" => trim(cell).to_lowercase(),
        _ => bare(trim(cell)).to_owned(),
    }
}

fn variant_text(name: &str, cell: &str) -> String {
    match name {
        "price" | "compare_at_price" | "cost" | "weight_grams" => plain_number(cell),
        "weight_unit" | "inventory_policy" | "requires_shipping" | "taxable" => cell.to_lowercase(),
        "tracked" => if cell == "shopify" { "true" } else { "another program's" }.to_owned(),
        _ => cell.to_owned(),
    }
}

/// Option values that differ in letter case alone are one value, spelled as it came first.
fn same(key: &str, found: &str, wanted: &str) -> bool {
    found == wanted || key.contains("option") && found.to_lowercase() == wanted.to_lowercase()
}

/// Returns what a product of a sheet says, each field by its name, those of variants behind their rows' numbers.
pub fn said(product: &SheetProduct) -> Said {
    let mut said = Said::new();
    let mut say = |key: String, text: String| {
        if !text.is_empty() {
            said.insert(key, text);
        }
    };
    say("product id".to_owned(), product.id.clone().unwrap_or_default());
    for (field, value) in &product.fields {
        say(format!("product {}", field.name()), value.to_string());
    }
    for (at, option) in product.options.iter().flatten().enumerate() {
        say(format!("option {at}"), option.name.clone());
        say(format!("option {at} linked to"), option.linked_to.clone().unwrap_or_default());
    }
    for image in product.images.iter().flatten() {
        say(format!("picture {}", image.src), image.src.clone());
        say(format!("alt of {}", image.src), image.alt.clone().unwrap_or_default());
    }
    for variant in &product.variants {
        say_variant(variant, &mut say);
    }
    for (market, value) in &product.markets {
        say(format!("sold in {market}"), value.to_string());
    }
    for field in &product.metafields {
        say(format!("product metafield {}.{}", field.namespace, field.key), field.value.to_string());
    }
    said
}

fn say_variant(variant: &SheetVariant, say: &mut impl FnMut(String, String)) {
    let record = variant.place.record;
    say(format!("variant {record} id"), variant.id.clone().unwrap_or_default());
    for (option, value) in variant.option_values.iter().enumerate() {
        say(format!("variant {record} option {option}"), value.clone());
    }
    for (field, value) in &variant.fields {
        match (field.name(), value.to_string()) {
            ("unit_price", text) => {
                for (part, text) in text.split(' ').filter(|part| *part != "/").enumerate() {
                    say(format!("variant {record} unit price {part}"), text.to_owned());
                }
            }
            // A blank tracker is what says it.
            ("tracked", text) if text == "false" => {}
            (name, text) => say(format!("variant {record} {name}"), text),
        }
    }
    for field in &variant.metafields {
        let name = format!("{}.{}", field.namespace, field.key);
        say(format!("variant metafield {record} {name}"), field.value.to_string());
    }
    for (market, said) in &variant.market_prices {
        for (what, side) in [("price", &said.price), ("compare at", &said.compare_at)] {
            let text = side.as_ref().map(ToString::to_string).unwrap_or_default();
            say(format!("variant {record} {what} in {market}"), text);
        }
    }
    for quantity in &variant.quantities {
        let location = quantity.location.as_deref().unwrap_or_default();
        say(
            format!("variant {record} {} at {location}", quantity.name.name()),
            quantity.quantity.to_string(),
        );
    }
}
