//! The main job: a product file goes into an empty store, and the store then holds what the file says, field by field.

use std::path::{Path, PathBuf};

use encoding_rs::{UTF_8, UTF_16LE, WINDOWS_1252};
use evenshelf_tests::expected::{self, Defaults, Dialect};
use evenshelf_tests::observed;
use evenshelf_tests::program::{Desk, STORE, skipped};
use evenshelf_tests::shop::{ONLY_LOCATION, Shop};
use serde_json::json;

/// Our own files, in the shapes that real ones come in.
#[test]
fn a_file_of_any_shape_arrives_field_by_field() {
    let table = [
        ("old_headers.csv", UTF_8, b','),
        ("old_headers_crlf.csv", UTF_8, b','),
        ("old_headers_semicolon.csv", UTF_8, b';'),
        ("old_headers_tab.csv", UTF_8, b'\t'),
        ("old_headers_utf16.csv", UTF_16LE, b','),
        ("old_headers_quoted.csv", UTF_8, b','),
        ("windows_1252.csv", WINDOWS_1252, b','),
        ("new_headers.csv", UTF_8, b','),
        ("early.csv", UTF_8, b','),
        ("few_columns.csv", UTF_8, b','),
    ];
    let failed: Vec<String> = table
        .into_iter()
        .filter_map(|(name, encoding, delimiter)| {
            check(&fixture(name), Dialect { encoding, delimiter }).err()
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Files of real stores, which are not part of this repository: `EVENSHELF_SHARED`, or `shared` beside it.
#[test]
fn real_exports_arrive_field_by_field() {
    let Some(folder) = exports() else { return };
    let names = ["02.csv", "05.csv", "08.csv", "10.csv", "11.csv", "28.csv", "33.csv"];
    let failed: Vec<String> =
        names.into_iter().filter_map(|name| check(&folder.join(name), Dialect::default()).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A real file whose rows all have another number of cells than its header.
#[test]
fn a_real_file_with_shifted_rows_is_refused_row_by_row() {
    let Some(folder) = exports() else { return };
    refused(&folder.join("35.csv"), 28);
}

#[test]
fn a_file_with_shifted_rows_is_refused_row_by_row() {
    refused(&fixture("shifted.csv"), 6);
}

/// Pushes a file into an empty store, compares, and pushes it again: the second time nothing is sent.
fn check(file: &Path, dialect: Dialect) -> Result<(), String> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let done = desk.sync(file, &[]);
    let bytes = std::fs::read(file).expect("the file can be read");
    let expected = expected::products(&bytes, dialect, &defaults(), ONLY_LOCATION);
    let observed = observed::products(&shop);
    let differing = expected::differences(&expected, &observed);
    let run = &done.json()["run"];
    let counts = &run["counts"];
    println!(
        "{name}: {} products, {} differences, exit {:?}, {counts}",
        expected.len(),
        differing.len(),
        done.code
    );
    if !differing.is_empty() {
        let shown = differing.iter().take(12).map(|what| format!("\n  {what}")).collect::<String>();
        return Err(format!("{name}: {} of its values are not as they should be:{shown}", differing.len()));
    }
    if done.code != Some(0) {
        return Err(format!("{name}: the sync ended like this: {done}"));
    }
    let earlier = shop.write_calls();
    let again = desk.sync(file, &[]).expect(0);
    let sent = shop.write_calls() - earlier;
    if sent > 0 {
        return Err(format!("{name}: the second sync sent {sent} writes:\n{again}"));
    }
    Ok(())
}

/// What Shopify gives a product that says nothing but its title.
fn defaults() -> Defaults {
    let shop = Shop::empty();
    let set = "mutation($input: ProductSetInput!) { productSet(input: $input) { userErrors { message } } }";
    shop.change(set, json!({ "input": { "title": "Bare", "handle": "bare" } }));
    Defaults::of(&observed::products(&shop)["bare"])
}

fn refused(file: &Path, rows: usize) {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let path = file.to_str().expect("a readable path");
    let planned = desk.run(&["plan", STORE, "--from", path, "--json"]).expect(2);
    let plan = &planned.json()["plan"];
    let findings = plan["findings"].as_array().expect("findings");
    let refused: Vec<_> = findings.iter().filter(|finding| finding["severity"] == "refused").collect();
    assert_eq!(refused.len(), rows, "{findings:#?}");
    for finding in &refused {
        assert_eq!(finding["code"], "field_count", "{finding}");
        assert!(finding["place"]["line"].as_u64().is_some_and(|line| line > 1), "no place: {finding}");
        assert!(
            finding["advice"].as_str().is_some_and(|words| words.contains("cells")),
            "unclear: {finding}"
        );
    }
    assert_eq!(plan["changes"], json!([]));
    shop.forget_stats();
    desk.sync(file, &[]).expect(2);
    assert_eq!(shop.write_calls(), 0);
    assert!(observed::products(&shop).is_empty());
    let words = desk.run(&["plan", STORE, "--from", path]);
    assert!(words.says("No product") && words.says("cells"), "{words}");
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Returns the folder of real exports; says so where there is none.
fn exports() -> Option<PathBuf> {
    let shared = match std::env::var_os("EVENSHELF_SHARED") {
        Some(shared) => PathBuf::from(shared),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
    };
    let folder = shared.join("data/exports");
    if folder.is_dir() {
        return Some(folder);
    }
    skipped(&format!("there are no real exports in {}", folder.display()));
    None
}
