//! Every shape that product files have been met in: each cell is read into its field or told by a finding.

mod ours;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use encoding_rs::{UTF_8, UTF_16LE, WINDOWS_1252};
use evenshelf_core::normalize::Sheet;
use evenshelf_engine::source;
use evenshelf_tests::expected::Dialect;
use evenshelf_tests::program::skipped;
use evenshelf_tests::shapes::{Account, product, said};
use ours::SHAPES;

fn dialect(name: &str) -> Dialect {
    let (encoding, delimiter) = match name {
        "30_windows_1252" => (WINDOWS_1252, b','),
        "46_semicolons" => (UTF_8, b';'),
        "47_tabs" => (UTF_8, b'\t'),
        "48_utf16" => (UTF_16LE, b','),
        _ => return Dialect::default(),
    };
    Dialect { encoding, delimiter }
}

#[test]
fn our_own_files_are_read_cell_by_cell() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/shapes");
    let mut failed = Vec::new();
    for (name, products, values, findings) in SHAPES {
        let (sheet, account) = read(&folder.join(format!("{name}.csv")), dialect(name));
        failed.extend(account.wrong.iter().map(|wrong| format!("{name}: {wrong}")));
        if sheet.products.len() != products {
            failed.push(format!("{name}: {} products instead of {products}", sheet.products.len()));
        }
        for (handle, field, wanted) in values {
            let said = product(&sheet, handle).map(said).unwrap_or_default();
            let found = said.get(*field).map_or("", String::as_str);
            if found != *wanted {
                failed.push(format!("{name}: {handle}: {field} is {found:?} instead of {wanted:?}"));
            }
        }
        let told = told(&sheet);
        if told != findings {
            failed.push(format!("{name}: told {told:?} instead of {findings:?}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let files = std::fs::read_dir(folder).expect("the folder can be read").count();
    assert_eq!(files, SHAPES.len(), "a file that no line of the table names");
}

/// Files of real stores, which are not part of this repository: `EVENSHELF_SHARED`, or `shared` beside it.
#[test]
fn real_files_are_read_cell_by_cell() {
    let shared = match std::env::var_os("EVENSHELF_SHARED") {
        Some(shared) => PathBuf::from(shared),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
    };
    let folder = shared.join("data/exports");
    if !folder.is_dir() {
        return skipped(&format!("there are no real exports in {}", folder.display()));
    }
    let mut failed = Vec::new();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (sheet, account) = read(&path, Dialect::default());
        println!("{name}: {} cells read, {} told, {} wrong", account.read, account.told, account.wrong.len());
        assert!(account.read + account.told > 0, "{name}: nothing was asked");
        assert!(account.read > 0 || sheet.products.is_empty(), "{name}: nothing was read");
        failed.extend(account.wrong.iter().map(|wrong| format!("{name}: {wrong}")));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// What the account would not see if it took everything for read: a cell that went into another field.
#[test]
fn a_wrong_field_is_seen() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/shapes/39_seven_columns.csv");
    let (mut sheet, account) = read(&path, Dialect::default());
    assert_eq!(account.wrong, Vec::<String>::new());
    let bytes = std::fs::read(&path).expect("the file can be read");
    let fields = &mut sheet.products[0].variants[0].fields;
    let sku = evenshelf_core::catalog::VariantField::Sku;
    let barcode = evenshelf_core::catalog::VariantField::Barcode;
    let moved = fields.remove(&sku).expect("a SKU");
    fields.insert(barcode, moved);
    let wrong = Account::of(&bytes, Dialect::default(), &sheet).wrong;
    assert_eq!(wrong.len(), 3, "{wrong:?}");
}

fn read(path: &Path, dialect: Dialect) -> (Sheet, Account) {
    let sheet = source::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let bytes = std::fs::read(path).expect("the file can be read");
    let account = Account::of(&bytes, dialect, &sheet);
    (sheet, account)
}

/// Returns the findings as a line: codes and columns, in order of the alphabet.
fn told(sheet: &Sheet) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in &sheet.findings {
        let column = finding.column.as_deref().map(|column| format!(" {column}")).unwrap_or_default();
        *counts.entry(format!("{}{column}", finding.code.name())).or_default() += 1;
    }
    counts.into_iter().flat_map(|(line, count)| vec![line; count]).collect::<Vec<_>>().join(", ")
}
