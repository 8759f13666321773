//! Sales channels, by the program: what a file says is done, and the store says the same when it is asked.

use evenshelf_demo_store::Options;
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::{Shop, empty};
use serde_json::{Value as Json, json};

/// Returns, by handle, the channels that each product or collection is on.
fn on(shop: &Shop, list: &str) -> Json {
    let query = "{ products(first: 9) { nodes { ...Here } } collections(first: 9) { nodes { ...There } } }
      fragment Here on Product { handle resourcePublicationsV2(first: 9) { nodes { publication { catalog { title } } } } }
      fragment There on Collection { handle resourcePublicationsV2(first: 9) { nodes { publication { catalog { title } } } } }";
    let reply = shop.ask(query, json!({}));
    let titles = |row: &Json| -> Vec<String> {
        let rows = row["resourcePublicationsV2"]["nodes"].as_array().expect("a list").iter();
        let title = |row: &Json| row["publication"]["catalog"]["title"].as_str().expect("a title").to_owned();
        let mut titles: Vec<String> = rows.map(title).collect();
        titles.sort();
        titles
    };
    let rows = reply[list]["nodes"].as_array().expect("a list").iter();
    rows.map(|row| (row["handle"].as_str().expect("a handle").to_owned(), json!(titles(row)))).collect()
}

#[test]
fn what_the_file_says_of_channels_is_done() {
    let shop = Shop::start(Options { ..empty() });
    let desk = Desk::new(&shop);
    for (name, auto) in [("Shop", false), ("Till", true)] {
        shop.post("/_demo/channel", &json!({ "name": name, "autoPublish": auto }));
    }
    let products = desk.file(
        "products.jsonl",
        "{\"handle\":\"cup\",\"title\":\"Cup\",\"channels\":{\"Shop\":true,\"Till\":false}}\n\
         {\"handle\":\"mug\",\"title\":\"Mug\",\"published\":false}\n",
    );
    let planned = desk.plan(&products, &[]);
    let shown = planned["changes"].as_array().expect("changes").iter();
    let shown: Vec<&Json> = shown
        .map(|change| &change["field"])
        .filter(|field| field.to_string().contains("channels."))
        .collect();
    assert_eq!(shown, [&json!("channels.Shop"), &json!("channels.Till")]);
    desk.sync(&products, &[]).expect(0);
    assert_eq!(on(&shop, "products"), json!({ "cup": ["Online Store", "Shop"], "mug": ["Till"] }));
    assert_eq!(desk.plan(&products, &[])["changes"], json!([]));

    let collections = desk.file(
        "collections.jsonl",
        "{\"collection\":{\"handle\":\"new\",\"title\":\"New\",\"channels\":{\"Shop\":true}}}\n",
    );
    desk.sync(&collections, &[]).expect(0);
    assert_eq!(on(&shop, "collections"), json!({ "new": ["Online Store", "Shop"] }));
    assert_eq!(desk.plan(&collections, &[])["changes"], json!([]));

    let csv = desk.folder().join("out.csv");
    let told = desk.run(&["export", STORE, "--to", csv.to_str().expect("a path"), "--json"]).expect(0).json();
    let notes = told["notes"].as_array().or(told["export"]["notes"].as_array()).expect("notes").iter();
    let columns: Vec<&Json> = notes.map(|note| &note["column"]).collect();
    assert_eq!(columns, [&json!("channels")], "{told}");
}
