//! Collections from a file, by the program: made, changed, put in order, deleted; nothing is left out silently.

use std::path::{Path, PathBuf};

use evenshelf_demo_store::Options;
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::{Shop, empty};
use serde_json::{Value as Json, json};

fn file(desk: &Desk, collections: &[Json]) -> PathBuf {
    let lines = collections.iter().map(|one| format!("{}\n", json!({ "collection": one })));
    desk.file("collections.jsonl", lines.collect::<String>())
}

/// Brings the file into the store, after which there is nothing left to do.
fn sync(desk: &Desk, file: &Path, more: &[&str]) {
    desk.sync(file, more).expect(0);
    let left = desk.plan(file, &[]);
    assert_eq!((&left["changes"], &left["findings"]), (&json!([]), &json!([])), "{left}");
}

/// Returns, by handle, the title, products in their order and the number of conditions of each.
fn held(shop: &Shop) -> Vec<Json> {
    let query = "{ collections(first: 9) { nodes { handle title
      products(first: 9) { nodes { handle } }
      sources { ... on CollectionConditionsSource { inclusion { conditions { id } } } } } } }";
    let reply = shop.ask(query, json!({}));
    let rows = reply["collections"]["nodes"].as_array().expect("a list").iter();
    let list = |rows: &Json, name: &str| -> Vec<Json> {
        rows.as_array().into_iter().flatten().map(|row| row[name].clone()).collect()
    };
    let conditions = |row: &Json| {
        let sources = row["sources"].as_array().into_iter().flatten();
        sources.map(|one| list(&one["inclusion"]["conditions"], "id").len()).sum::<usize>()
    };
    let mut held: Vec<Json> = rows
        .map(|row| {
            json!([row["handle"], row["title"], list(&row["products"]["nodes"], "handle"), conditions(row)])
        })
        .collect();
    held.sort_by_key(|row| row[0].to_string());
    held
}

#[test]
fn collections_are_made_changed_ordered_and_deleted() {
    let shop = Shop::start(Options { products: 5, ..empty() });
    let desk = Desk::new(&shop);
    let reply = shop.ask("{ products(first: 5) { nodes { handle } } }", json!({}));
    let nodes = reply["products"]["nodes"].as_array().expect("a list").clone();
    let product = |at: usize| nodes[at]["handle"].clone();
    let vendor = |name: &str| json!([{ "field": "vendor", "relation": "equals", "values": [name] }]);

    let hall = json!({ "handle": "hall", "title": "Hall", "sort_order": "manual",
                       "products": [product(3), product(0), product(2)] });
    let rules = json!({ "handle": "rules", "title": "Rules", "conditions": vendor("Nobody") });
    sync(&desk, &file(&desk, &[hall, rules]), &[]);
    assert_eq!(
        held(&shop),
        [json!(["hall", "Hall", [product(3), product(0), product(2)], 0]), json!(["rules", "Rules", [], 1]),]
    );

    let hall =
        json!({ "handle": "hall", "title": "Great hall", "products": [product(2), product(4), product(3)] });
    let rules = json!({ "handle": "rules", "match": "any", "conditions":
        [vendor("Nobody")[0], { "field": "tag", "relation": "tagged_with", "values": ["none"] }] });
    sync(&desk, &file(&desk, &[hall, rules]), &[]);
    let both = [
        json!(["hall", "Great hall", [product(2), product(4), product(3)], 0]),
        json!(["rules", "Rules", [], 2]),
    ];
    assert_eq!(held(&shop), both);

    let (products, back) = (desk.folder().join("products.jsonl"), desk.folder().join("back.jsonl"));
    let words = |path: &Path| path.to_str().expect("a readable path").to_owned();
    desk.run(&["export", STORE, "--to", &words(&products), "--collections", &words(&back)]).expect(0);
    let same = desk.plan(&back, &[]);
    assert_eq!((&same["changes"], &same["findings"]), (&json!([]), &json!([])), "{same}");

    let strange =
        file(&desk, &[json!({ "handle": "hall", "products": [product(2), "nowhere"], "colour": "red" })]);
    let told = desk.plan(&strange, &[]);
    let codes: Vec<&Json> =
        told["findings"].as_array().expect("a list").iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["unknown_column", "no_match"], "{told}");

    let one = file(&desk, &[json!({ "handle": "hall" })]);
    let plan = desk.plan(&one, &["--missing", "delete"]);
    assert_eq!(plan["counts"]["deletes"], 1, "{plan}");
    assert_eq!(held(&shop), both);
    desk.sync(&one, &["--missing", "delete"]).expect(0);
    assert_eq!(held(&shop), both[..1]);
}

#[test]
fn a_collection_found_by_its_id_is_renamed_and_its_old_address_leads_on() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    sync(&desk, &file(&desk, &[json!({ "handle": "old", "title": "Shelf" })]), &[]);
    let reply = shop.ask("{ collections(first: 1) { nodes { id } } }", json!({}));
    let id = reply["collections"]["nodes"][0]["id"].clone();
    let renamed = file(&desk, &[json!({ "id": id, "handle": "new" })]);
    // One that has another handle in the file is not missing from it.
    sync(&desk, &renamed, &["--missing", "delete"]);
    assert_eq!(held(&shop), [json!(["new", "Shelf", [], 0])]);
    let redirects = shop.ask("{ urlRedirects(first: 5) { nodes { path target } } }", json!({}));
    let wanted = json!([{ "path": "/collections/old", "target": "/collections/new" }]);
    assert_eq!(redirects["urlRedirects"]["nodes"], wanted);
}

#[test]
fn two_files_of_collections_are_compared() {
    let desk = Desk::with_environment([]);
    let written = |name: &str, collections: &[Json]| {
        let lines = collections.iter().map(|one| format!("{}\n", json!({ "collection": one })));
        desk.file(name, lines.collect::<String>()).to_str().expect("a readable path").to_owned()
    };
    let vendor = |name: &str| json!([{ "field": "vendor", "relation": "equals", "values": [name] }]);
    let hall = json!({ "handle": "hall", "title": "Hall", "products": ["a", "b"], "sort_order": "manual" });
    let rules = json!({ "handle": "rules", "title": "Rules", "conditions": vendor("Ockel") });
    let one = written("one.jsonl", &[hall, rules]);
    let hall = json!({ "handle": "hall", "title": "Hall", "products": ["c", "a"], "seo_title": "H" });
    let rules = json!({ "handle": "rules", "title": "Rules", "conditions": vendor("Tarn") });
    let other = written("other.jsonl", &[hall, rules]);
    let same = desk.run(&["compare", &one, &one, "--json"]).expect(0).json();
    assert_eq!(same["plan"]["counts"]["operations"], 0, "{same}");
    let plan = desk.run(&["compare", &one, &other, "--json"]).expect(0).json()["plan"].clone();
    let changes = plan["changes"].as_array().expect("a list").iter();
    let fields: Vec<&str> = changes.map(|one| one["field"].as_str().expect("a name")).collect();
    assert_eq!(fields, ["member", "member", "order", "conditions"], "{plan:#}");
    let told = plan["findings"].as_array().expect("a list");
    assert_eq!(
        (told.len(), &told[0]["code"], &told[0]["column"]),
        (1, &json!("not_compared"), &json!("seo_title"))
    );
    let products = desk.file("products.csv", "Handle,Title\nmug,Mug\n");
    let products = products.to_str().expect("a readable path");
    desk.run(&["compare", &one, products]).expect(2);
    desk.run(&["compare", products, &one]).expect(2);
}
