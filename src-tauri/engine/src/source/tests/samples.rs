//! Real stores' files, which stay outside the repository. Each is recounted by other means.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use evenshelf_core::catalog::QuantityName;
use evenshelf_core::normalize::Sheet;
use evenshelf_core::plan::SheetKind;

use crate::source::read;

/// Returns the folder of the samples: `EVENSHELF_SHARED`, or `shared` beside the repository.
fn folder() -> Option<PathBuf> {
    let shared = match std::env::var_os("EVENSHELF_SHARED") {
        Some(shared) => PathBuf::from(shared),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    let folder = shared.join("data/exports");
    folder.is_dir().then_some(folder)
}

/// What the `csv` crate and a few plain rules count in a file of products.
#[derive(Debug, PartialEq, Eq)]
struct Counts {
    rows: u64,
    products: usize,
    variants: usize,
    images: usize,
}

fn recount(path: &Path) -> Counts {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).expect("the file opens");
    let headers = reader.headers().expect("a header").clone();
    let column = |names: &[&str]| {
        headers.iter().position(|header| {
            names.iter().any(|name| header.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
        })
    };
    let handle = column(&["Handle", "URL handle"]).expect("a handle column");
    let variant = [column(&["Option1 Value"]), column(&["Variant Price", "Price"])];
    let image = column(&["Image Src", "Product image URL"]);
    let mut counts = Counts { rows: 0, products: 0, variants: 0, images: 0 };
    let mut handles = BTreeSet::new();
    let mut images = BTreeSet::new();
    for record in reader.records() {
        let record = record.expect("a record");
        counts.rows += 1;
        let cell =
            |index: Option<usize>| index.and_then(|index| record.get(index)).unwrap_or_default().trim();
        handles.insert(cell(Some(handle)).to_owned());
        counts.variants += usize::from(variant.iter().any(|index| !cell(*index).is_empty()));
        if !cell(image).is_empty() {
            images.insert((cell(Some(handle)).to_owned(), cell(image).to_owned()));
        }
    }
    counts.products = handles.len();
    counts.images = images.len();
    counts
}

fn counts(sheet: &Sheet) -> Counts {
    Counts {
        rows: sheet.rows.total,
        products: sheet.products.len(),
        variants: sheet.products.iter().map(|product| product.variants.len()).sum(),
        images: sheet.products.iter().filter_map(|product| product.images.as_ref()).map(Vec::len).sum(),
    }
}

#[test]
fn samples_are_read_to_the_last_row() {
    let Some(folder) = folder() else {
        println!("SKIPPED: the sample files are not here; set EVENSHELF_SHARED to their folder");
        eprintln!("SKIPPED: the sample files are not here; set EVENSHELF_SHARED to their folder");
        return;
    };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let sheet = read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let rows = sheet.rows;
        assert_eq!(rows.read + rows.refused + rows.skipped, rows.total, "{name}");
        println!(
            "{name}: {:?} {:?} {} findings, {:?}",
            sheet.kind,
            counts(&sheet),
            sheet.findings.len(),
            rows
        );
        for finding in sheet.findings.iter().take(400) {
            println!("    {:?} {:?} {finding}", finding.severity, finding.code);
        }
        match name.as_str() {
            // Every row of this one has more cells than the header.
            "35.csv" => {
                assert!(sheet.products.is_empty(), "{name}");
                assert_eq!(rows.refused, rows.total, "{name}");
            }
            _ if sheet.kind == SheetKind::Inventory => {
                let again = recount(&path);
                assert_eq!(counts(&sheet), again, "{name}");
                let quantities = sheet
                    .products
                    .iter()
                    .flat_map(|product| &product.variants)
                    .flat_map(|variant| &variant.quantities)
                    .filter(|quantity| quantity.name == QuantityName::Available)
                    .count();
                assert_eq!(quantities as u64, again.rows, "{name}");
            }
            _ => assert_eq!(counts(&sheet), recount(&path), "{name}"),
        }
    }
}
