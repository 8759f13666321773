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
