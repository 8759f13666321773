//! The rules of a file, each on the smallest file that shows it.

mod cells;
mod columns;
mod inventory;
mod lines;
mod rows;

use super::{Normalizer, Sheet, product_line};
use crate::catalog::Place;

/// Reads a file in which no cell needs quotes. Line 1 is the header.
fn read(file: &str) -> Sheet {
    let mut lines = file.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let mut normalizer = Normalizer::new(&header).expect("a header that is known");
    for (index, cells) in lines.enumerate() {
        let record = index as u64 + 1;
        normalizer.push(Place { record, line: record + 1 }, &cells, None);
    }
    let sheet = normalizer.finish();
    let rows = sheet.rows;
    assert_eq!(rows.read + rows.refused + rows.skipped, rows.total, "every row ends somewhere");
    sheet
}

/// Returns the products in the JSONL form, one a line.
fn products(sheet: &Sheet) -> Vec<String> {
    sheet.products.iter().map(product_line).collect()
}

/// Returns the findings as `severity code line`.
fn findings(sheet: &Sheet) -> Vec<String> {
    let line = |place: Option<Place>| place.map_or("-".to_owned(), |place| place.line.to_string());
    sheet
        .findings
        .iter()
        .map(|finding| format!("{:?} {:?} {}", finding.severity, finding.code, line(finding.place)))
        .collect()
}

#[track_caller]
fn check(file: &str, expected_products: &[&str], expected_findings: &[&str]) {
    let sheet = read(file);
    assert_eq!(products(&sheet), expected_products, "{file}");
    assert_eq!(findings(&sheet), expected_findings, "{file}");
}
