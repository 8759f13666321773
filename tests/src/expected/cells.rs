//! The rows of a file under one set of names, and the rules for single cells.

use std::collections::BTreeMap;

use super::Dialect;

/// The name used here, Shopify's old header, its new one.
const HEADERS: [(&str, &str, &str); 35] = [
    ("handle", "Handle", "URL handle"),
    ("title", "Title", "Title"),
    ("body", "Body (HTML)", "Description"),
    ("vendor", "Vendor", "Vendor"),
    ("type", "Type", "Type"),
    ("tags", "Tags", "Tags"),
    ("published", "Published", "Published on online store"),
    ("status", "Status", "Status"),
    ("gift card", "Gift Card", "Gift card"),
    ("SEO title", "SEO Title", "SEO title"),
    ("SEO description", "SEO Description", "SEO description"),
    ("option 1", "Option1 Name", "Option1 name"),
    ("value 1", "Option1 Value", "Option1 value"),
    ("option 2", "Option2 Name", "Option2 name"),
    ("value 2", "Option2 Value", "Option2 value"),
    ("option 3", "Option3 Name", "Option3 name"),
    ("value 3", "Option3 Value", "Option3 value"),
    ("sku", "Variant SKU", "SKU"),
    ("barcode", "Variant Barcode", "Barcode"),
    ("grams", "Variant Grams", "Weight value (grams)"),
    ("weight unit", "Variant Weight Unit", "Weight unit for display"),
    ("tracker", "Variant Inventory Tracker", "Inventory tracker"),
    ("quantity", "Variant Inventory Qty", "Inventory quantity"),
    ("policy", "Variant Inventory Policy", "Continue selling when out of stock"),
    ("service", "Variant Fulfillment Service", "Fulfillment service"),
    ("price", "Variant Price", "Price"),
    ("compare-at price", "Variant Compare At Price", "Compare-at price"),
    ("requires shipping", "Variant Requires Shipping", "Requires shipping"),
    ("taxable", "Variant Taxable", "Charge tax"),
    ("tax code", "Variant Tax Code", "Tax code"),
    ("cost", "Cost per item", "Cost per item"),
    ("image", "Image Src", "Product image URL"),
    ("position", "Image Position", "Image position"),
    ("alt", "Image Alt Text", "Image alt text"),
    ("variant image", "Variant Image", "Variant image URL"),
];

/// One row: cells by the names of [`HEADERS`]. A column the file lacks has no entry.
pub type Row = BTreeMap<&'static str, String>;

/// Reads the rows of a file, as written.
pub fn rows(bytes: &[u8], dialect: Dialect) -> Vec<Row> {
    let (text, _, _) = dialect.encoding.decode(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(dialect.delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records().map(|record| record.expect("a readable record"));
    let header = records.next().expect("a header");
    let columns: Vec<Option<&'static str>> = header.iter().map(name).collect();
    records
        .filter(|record| record.iter().any(|cell| !cell.trim().is_empty()))
        .map(|record| {
            let cells = columns.iter().zip(record.iter());
            cells.filter_map(|(column, cell)| Some(((*column)?, cell.to_owned()))).collect()
        })
        .collect()
}

fn name(header: &str) -> Option<&'static str> {
    let header = header.trim_start_matches('\u{feff}').trim().to_lowercase();
    let known =
        HEADERS.iter().find(|(_, old, new)| [old, new].iter().any(|one| one.to_lowercase() == header));
    known.map(|(name, _, _)| *name)
}

/// Returns a cell without outer blanks and without the apostrophe before digits.
pub fn trimmed(row: &Row, column: &str) -> String {
    bare(row.get(column).map_or("", |cell| cell.trim())).to_owned()
}

/// Returns a text as written, but for the apostrophe before digits.
pub fn written(row: &Row, column: &str) -> String {
    let cell = row.get(column).map_or("", String::as_str);
    if cell.trim().is_empty() { String::new() } else { bare(cell).to_owned() }
}

fn bare(text: &str) -> &str {
    let digits = text.strip_prefix('\'').filter(|rest| !rest.is_empty());
    digits.filter(|rest| rest.chars().all(|c| c.is_ascii_digit())).unwrap_or(text)
}

/// Returns `true` or `false`, or nothing for a blank.
pub fn flag(row: &Row, column: &str) -> Option<String> {
    let cell = trimmed(row, column).to_lowercase();
    (!cell.is_empty()).then_some(cell)
}
