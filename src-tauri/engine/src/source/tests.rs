//! Reads whole files from disk, as an owner has them.

mod damage;
mod files;
mod samples;
mod splitting;

use std::io::Write;

use evenshelf_core::normalize::{Sheet, product_line};

use super::{SourceError, read, read_each};

/// Writes the bytes to a file and reads it.
fn read_bytes(bytes: &[u8]) -> Result<Sheet, SourceError> {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("room on the disk");
    let sheet = read(file.path())?;
    let mut products = Vec::new();
    let streamed = read_each(file.path(), &mut |_, product| products.push(product))?;
    products.sort_by_key(|product| product.place);
    assert!(streamed.products.is_empty());
    assert_eq!(products, sheet.products, "one by one the products are the same");
    assert_eq!((streamed.rows, &streamed.refused), (sheet.rows, &sheet.refused));
    let rows = sheet.rows;
    assert_eq!(rows.read + rows.refused + rows.skipped, rows.total, "every record ends somewhere");
    Ok(sheet)
}

#[track_caller]
fn sheet(bytes: &[u8]) -> Sheet {
    read_bytes(bytes).unwrap_or_else(|error| panic!("{error}"))
}

fn products(sheet: &Sheet) -> Vec<String> {
    sheet.products.iter().map(product_line).collect()
}

/// Returns the findings as `code line`.
fn findings(sheet: &Sheet) -> Vec<String> {
    let show = |finding: &evenshelf_core::finding::Finding| {
        format!("{:?} {}", finding.code, finding.place.map_or(0, |place| place.line))
    };
    sheet.findings.iter().map(show).collect()
}
