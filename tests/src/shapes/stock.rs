//! The cells of an inventory file.

use evenshelf_core::catalog::{SheetVariant, VariantField};
use evenshelf_core::finding::FindingCode;
use evenshelf_core::normalize::Sheet;

use super::Account;
use super::columns::Meaning;
use super::table::{File, Row, bare, trim};

pub fn ask(file: &File, sheet: &Sheet, account: &mut Account) {
    // A column that has no other meaning is headed by a location, and that is told.
    let locations: Vec<&str> = sheet
        .findings
        .iter()
        .filter(|finding| finding.code == FindingCode::LocationColumn)
        .filter_map(|finding| finding.column.as_deref())
        .collect();
    for row in file.rows.iter().filter(|row| file.cells(row).next().is_some()) {
        let Some(variant) = variant(file, row, sheet) else {
            account.wrong.push(format!("row {}: its variant is missing", row.record));
            continue;
        };
        for cell in file.cells(row) {
            let found = match cell.meaning {
                // What the row is known by; the title is there for people.
                Meaning::Handle
                | Meaning::Location
                | Meaning::Product("title")
                | Meaning::OptionName(_)
                | Meaning::OptionValue(_) => continue,
                Meaning::Variant("sku") => variant.fields.get(&VariantField::Sku).map(ToString::to_string),
                Meaning::Quantity(name) => quantity(variant, Some(file.get(row, &Meaning::Location)), name),
                Meaning::ToBeTold if locations.contains(&cell.column) => {
                    quantity(variant, Some(cell.column), "available")
                }
                _ => None,
            };
            let text = bare(trim(cell.text));
            // Where a variant is not stocked nothing is said of it.
            if found.as_deref().unwrap_or("not stocked") == text {
                account.read += 1;
            } else {
                account.told_or_wrong(sheet, &cell, found);
            }
        }
    }
}

/// Finds the variant of a row by handle and option values.
fn variant<'a>(file: &File, row: &Row, sheet: &'a Sheet) -> Option<&'a SheetVariant> {
    let handle = file.get(row, &Meaning::Handle);
    let values: Vec<&str> = (0..3)
        .map(|option| bare(file.get(row, &Meaning::OptionValue(option))))
        .filter(|value| !value.is_empty() && *value != "Default Title")
        .collect();
    let product = sheet.products.iter().find(|product| product.handle.as_deref() == Some(handle))?;
    product.variants.iter().find(|variant| variant.option_values == values)
}

fn quantity(variant: &SheetVariant, location: Option<&str>, name: &str) -> Option<String> {
    let known = variant
        .quantities
        .iter()
        .find(|quantity| quantity.location.as_deref() == location && quantity.name.name() == name)?;
    Some(known.quantity.to_string())
}
