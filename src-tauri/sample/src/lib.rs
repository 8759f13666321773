//! A supplier's change file, made from an export of the demo store: what a Tuesday morning brings. Shown by
//! `cargo xtask run` and by the window's demo.
//!
//! Standard library only: the commands of the README build it first of all.

pub mod csv;

use csv::Row;

/// The two spellings of a column in Shopify's exports.
type Column = &'static [&'static str];

const HANDLE: Column = &["Handle", "URL handle"];
const TITLE: Column = &["Title"];
const VENDOR: Column = &["Vendor"];
const TAGS: Column = &["Tags"];
const PRICE: Column = &["Variant Price", "Price"];
const QUANTITY: Column = &["Variant Inventory Qty", "Inventory quantity"];

const EDITION: &str = ", 2026 edition";
const NEW_TAG: &str = "new-season";
const NEW_HANDLE: &str = "linen-tote-natural";
const NEW_PRODUCT: &[(Column, &str)] = &[
    (HANDLE, NEW_HANDLE),
    (TITLE, "Linen Tote, Natural"),
    (TAGS, "bags, new-season"),
    (&["Published", "Published on online store"], "true"),
    (&["Option1 Name", "Option1 name"], "Title"),
    (&["Option1 Value", "Option1 value"], "Default Title"),
    (&["Variant SKU", "SKU"], "TOTE-LIN-NAT"),
    (PRICE, "34.00"),
    (&["Status"], "active"),
];

/// The supplier's sheet.
pub struct Sheet {
    /// As it arrives, with a slip in it.
    pub rows: Vec<Row>,
    /// As it comes back once the supplier has been asked.
    pub corrected: Vec<Row>,
    /// One sentence for each kind of change made.
    pub told: Vec<String>,
}

/// Makes the sheet from an export. A change for which the catalogue is too small, or for which the export has no
/// column, is left out.
pub fn sheet(export: Vec<Row>) -> Result<Sheet, String> {
    let mut rows = export;
    let Some(header) = rows.first().cloned() else { return Err("the export is empty".to_owned()) };
    let place = |column: Column| header.iter().position(|name| column.contains(&name.trim()));
    let need =
        |column: Column| place(column).ok_or_else(|| format!("the export has no column {}", column[0]));
    let (handle, title, vendor) = (need(HANDLE)?, need(TITLE)?, need(VENDOR)?);
    let (tags, price) = (need(TAGS)?, need(PRICE)?);

    let products = products(&rows, handle);
    let Some(first) = products.first() else { return Err("the export has no products".to_owned()) };
    let supplier = rows[first.row][vendor].clone();
    let (theirs, others): (Vec<&Product>, Vec<&Product>) =
        products.iter().partition(|product| rows[product.row][vendor] == supplier);
    let mut told = Vec::new();
    let mut slip = None;

    let mut raised = 0;
    for row in theirs.iter().flat_map(|product| product.row..product.row + product.rows) {
        if let Some(dearer) = raised_by_5_percent(&rows[row][price]) {
            rows[row][price] = dearer;
            raised += 1;
        }
    }
    told.push(format!("{raised} prices of {supplier} up by 5 %"));

    let mut others = others.into_iter();
    if let Some(product) = others.next() {
        let cell = &mut rows[product.row][title];
        // A second run in the same directory gives the old title back.
        *cell = match cell.strip_suffix(EDITION) {
            Some(old) => old.to_owned(),
            None => format!("{cell}{EDITION}"),
        };
        told.push(format!("a new title for {}", rows[product.row][handle]));
    }
    if let Some(product) = others.next() {
        let cell = &mut rows[product.row][tags];
        if !cell.contains(NEW_TAG) {
            cell.push_str(if cell.is_empty() { "" } else { ", " });
            cell.push_str(NEW_TAG);
            told.push(format!("a tag more for {}", rows[product.row][handle]));
        }
    }
    if let Some(product) = others.next() {
        slip = Some((product.row, std::mem::replace(&mut rows[product.row][price], "0.00".to_owned())));
        told.push(format!(
            "a price of 0.00 for {}: a slip, which should be held back",
            rows[product.row][handle]
        ));
    }
    if let Some(quantity) = place(QUANTITY) {
        let mut counted = 0;
        for product in others.take(3) {
            let cell = &mut rows[product.row][quantity];
            if let Ok(pieces) = cell.trim().parse::<i64>() {
                *cell = (pieces + 24).to_string();
                counted += 1;
            }
        }
        told.push(format!("24 pieces more of {counted} products"));
    }

    if !products.iter().any(|product| rows[product.row][handle] == NEW_HANDLE) {
        let mut new_row = vec![String::new(); header.len()];
        new_row[vendor] = supplier;
        for (column, value) in NEW_PRODUCT {
            if let Some(place) = place(column) {
                new_row[place] = (*value).to_owned();
            }
        }
        rows.push(new_row);
        told.push(format!("a new product, {NEW_HANDLE}"));
    }

    let mut corrected = rows.clone();
    if let Some((row, right)) = slip {
        corrected[row][price] = right;
    }
    Ok(Sheet { rows, corrected, told })
}

/// A product's rows: the first of them, and how many.
struct Product {
    row: usize,
    rows: usize,
}

fn products(rows: &[Row], handle: usize) -> Vec<Product> {
    let mut products: Vec<Product> = Vec::new();
    for (row, cells) in rows.iter().enumerate().skip(1) {
        match products.last_mut() {
            Some(last) if rows[last.row][handle] == cells[handle] => last.rows += 1,
            _ => products.push(Product { row, rows: 1 }),
        }
    }
    products
}

/// Money is counted in its smallest part, never in binary fractions. `None` where the cell holds no price.
fn raised_by_5_percent(cell: &str) -> Option<String> {
    let (whole, part) = cell.split_once('.').unwrap_or((cell, ""));
    let smallest: u64 = format!("{whole}{part}").parse().ok()?;
    let raised = (smallest * 105 + 50) / 100;
    if part.is_empty() {
        return Some(raised.to_string());
    }
    let digits = format!("{raised:0>width$}", width = part.len() + 1);
    let (whole, part) = digits.split_at(digits.len() - part.len());
    Some(format!("{whole}.{part}"))
}

#[cfg(test)]
mod tests {
    use super::{raised_by_5_percent, sheet};
    use crate::csv::{parse, write};

    #[test]
    fn prices_rise_by_5_percent() {
        for (before, after) in
            [("10.00", "10.50"), ("0.05", "0.05"), ("19.99", "20.99"), ("1000", "1050"), ("0.90", "0.95")]
        {
            assert_eq!(raised_by_5_percent(before).as_deref(), Some(after), "{before}");
        }
        for no_price in ["", "free", "-1.00"] {
            assert_eq!(raised_by_5_percent(no_price), None, "{no_price}");
        }
    }

    #[test]
    fn a_small_export_is_changed() {
        let export = "\
Handle,Title,Vendor,Tags,Option1 Value,Variant Price,Variant Inventory Qty
cup,Cup,Ada,,Red,10.00,1
cup,,,,Blue,12.00,2
jug,Jug,Bo,,Default Title,20.00,3
bowl,Bowl,Bo,kitchen,Default Title,30.00,4
vase,Vase,Bo,,Default Title,40.00,5
dish,Dish,Bo,,Default Title,50.00,6
";
        let sheet = sheet(parse(export)).unwrap();
        assert_eq!(
            write(&sheet.rows),
            "\
Handle,Title,Vendor,Tags,Option1 Value,Variant Price,Variant Inventory Qty
cup,Cup,Ada,,Red,10.50,1
cup,,,,Blue,12.60,2
jug,\"Jug, 2026 edition\",Bo,,Default Title,20.00,3
bowl,Bowl,Bo,\"kitchen, new-season\",Default Title,30.00,4
vase,Vase,Bo,,Default Title,0.00,5
dish,Dish,Bo,,Default Title,50.00,30
linen-tote-natural,\"Linen Tote, Natural\",Ada,\"bags, new-season\",Default Title,34.00,
"
        );
        assert_eq!(sheet.corrected[5][5], "40.00");
    }
}
