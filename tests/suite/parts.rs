//! Two files compared without a store, and a sync of some of a plan's products.

use std::collections::BTreeSet;

use evenshelf_tests::generate;
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::Shop;
use serde_json::Value as Json;

const BEFORE: &str = "\
Handle,Title,Vendor,Variant SKU,Variant Price
lamp,Lamp,Tarn,L-1,10
shade,Shade,Tarn,S-1,20
bulb,Bulb,Tarn,B-1,2
";

const AFTER: &str = "\
Handle,Title,Vendor,Variant SKU,Variant Price
lamp,Lamp,Tarn,L-1,11
shade,Shade,Beck,S-1,20
bulb,Bulb,Tarn,B-1,3
";

fn changes(plan: &Json) -> Vec<(String, String)> {
    let changes = plan["changes"].as_array().expect("changes");
    let word = |json: &Json| json.as_str().expect("a word").to_owned();
    changes.iter().map(|change| (word(&change["product"]), word(&change["field"]))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(product, field)| ((*product).to_owned(), (*field).to_owned())).collect()
}

#[test]
fn two_files_are_compared_where_no_store_is_known() {
    let desk = Desk::with_environment([]);
    let [before, after] = [("before.csv", BEFORE), ("after.csv", AFTER)]
        .map(|(name, text)| desk.file(name, text).to_str().expect("a readable path").to_owned());
    let document = desk.run(&["compare", &before, &after, "--json"]).expect(0).json();
    assert_eq!(document["schema"], 1);
    let plan = &document["plan"];
    assert_eq!(changes(plan), pairs(&[("lamp", "price"), ("shade", "vendor"), ("bulb", "price")]));
    assert_eq!(
        (plan["changes"][0]["before"].as_str(), plan["changes"][0]["after"].as_str()),
        (Some("10"), Some("11"))
    );
    assert_eq!(
        (plan["shelf"].as_str(), plan["sheet"].as_str()),
        (Some(before.as_str()), Some(after.as_str()))
    );
    assert_eq!(plan["shelf_findings"], Json::Array(Vec::new()));

    assert!(desk.run(&["compare", &before, &before]).expect(0).says("Nothing to do"));
    assert!(desk.run(&["compare", &before, "nowhere.csv"]).expect(2).says("nowhere.csv"));
    let stores = desk.run(&["store", "list", "--json"]).expect(0).json();
    assert_eq!(stores["stores"], Json::Array(Vec::new()));

    // Such a plan is for no store.
    let saved = desk.folder().join("compared.plan");
    let saved = saved.to_str().expect("a readable path");
    desk.run(&["compare", &before, &after, "--save", saved]).expect(0);
    let shop = Shop::empty();
    let other = Desk::new(&shop);
    assert!(other.run(&["sync", STORE, "--plan", saved, "--yes"]).expect(2).says("this plan was made for"));
    assert_eq!(shop.write_calls(), 0);
}

#[test]
fn an_export_compared_with_itself_is_even() {
    let desk = Desk::with_environment([]);
    let products: Vec<_> = generate::products(5, 30).collect();
    let file = desk.file("products.csv", generate::file(&products));
    let file = file.to_str().expect("a readable path");
    let plan = desk.run(&["compare", file, file, "--json"]).expect(0).json()["plan"].clone();
    assert_eq!(plan["changes"], Json::Array(Vec::new()), "{plan}");
    assert_eq!(plan["counts"]["unchanged_products"], 30);
}

#[test]
fn a_plan_and_a_sync_take_the_products_that_are_named() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    desk.sync(&desk.file("before.csv", BEFORE), &[]).expect(0);
    let after = desk.file("after.csv", AFTER);
    let whole = desk.plan(&after, &[]);
    assert_eq!(changes(&desk.plan(&after, &["--only", "shade,bulb"])).len(), 2);
    assert_eq!(changes(&desk.plan(&after, &["--except", "shade,bulb"])), pairs(&[("lamp", "price")]));
    assert_ne!(desk.plan(&after, &["--only", "lamp"])["id"], whole["id"]);
    let none =
        desk.run(&["plan", STORE, "--from", after.to_str().expect("a path"), "--only", "lantern"]).expect(0);
    assert!(none.says("Nothing of the plan belongs to lantern") && none.says("not chosen"), "{none}");

    let run = desk.sync(&after, &["--only", "shade"]).expect(0).json();
    assert_eq!(run["run"]["counts"]["applied"], 1);
    assert_eq!(changes(&desk.plan(&after, &[])), pairs(&[("lamp", "price"), ("bulb", "price")]));

    // A saved plan can be sent in parts as well.
    let saved = desk.folder().join("rest.plan");
    let saved = saved.to_str().expect("a readable path");
    desk.run(&["plan", STORE, "--from", after.to_str().expect("a path"), "--save", saved]).expect(0);
    desk.run(&["sync", STORE, "--plan", saved, "--except", "lamp", "--yes"]).expect(0);
    assert_eq!(changes(&desk.plan(&after, &[])), pairs(&[("lamp", "price")]));
    desk.sync(&after, &[]).expect(0);
    assert_eq!(changes(&desk.plan(&after, &[])), pairs(&[]));
}

#[test]
fn the_first_products_are_tried_and_the_rest_follows() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let products: Vec<_> = generate::products(7, 12).collect();
    let file = desk.file("products.csv", generate::file(&products));
    let run = desk.sync(&file, &["--first", "2"]).expect(0).json();
    let handles: BTreeSet<&str> = products.iter().map(|product| product.handle.as_str()).collect();
    let left: BTreeSet<String> =
        changes(&desk.plan(&file, &[])).into_iter().map(|(product, _)| product).collect();
    assert_eq!(left.len(), handles.len() - 2, "{run}");
    assert_eq!(run["run"]["state"], "completed");
    desk.sync(&file, &[]).expect(0);
    assert_eq!(changes(&desk.plan(&file, &[])), pairs(&[]));
}
