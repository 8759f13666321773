//! Where quantities go: files that know one location, files that name several, and files of stock only.

use evenshelf_demo_store::Options;
use evenshelf_tests::observed;
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::{Shop, empty};
use serde_json::json;

const WAREHOUSE: &str = "Harbour Warehouse";
const SHOP: &str = "Fernhaven Store";

const PRODUCTS: &str = "\
Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price
lamp,Lamp,Look,Moss,L-1,shopify,4,20.00
lamp,,,Clay,L-2,shopify,6,21.00
";

fn two_locations() -> (Shop, Desk) {
    let shop = Shop::start(Options { locations: 2, ..empty() });
    let desk = Desk::new(&shop);
    (shop, desk)
}

/// The stock of both variants at a location; `None` where they are not stocked.
fn stock(shop: &Shop, location: &str) -> [Option<i64>; 2] {
    let lamp = &observed::products(shop)["lamp"];
    [0, 1].map(|at| lamp.variants[at].stock.get(location).copied())
}

#[test]
fn without_a_location_the_quantities_are_held_and_the_rest_goes() {
    let (shop, desk) = two_locations();
    let path = desk.file("products.csv", PRODUCTS);
    let done = desk.sync(&path, &[]).expect(3);
    let counts = &done.json()["run"]["counts"];
    assert_eq!(counts["held"], 2, "{done}");
    assert_eq!(observed::products(&shop)["lamp"].variants.len(), 2);
    let plan = desk.plan(&path, &[]);
    let reasons: Vec<_> =
        plan["changes"].as_array().expect("changes").iter().map(|one| one["held"].clone()).collect();
    assert_eq!(reasons, ["location", "location"]);

    desk.run(&["store", "set", STORE, "--location", SHOP]).expect(0);
    desk.sync(&path, &[]).expect(0);
    assert_eq!(stock(&shop, SHOP), [Some(4), Some(6)]);
    let wrong = desk.run(&["store", "set", STORE, "--location", "Nowhere"]).expect(2);
    assert!(wrong.says(WAREHOUSE), "it does not say which there are: {wrong}");
}

#[test]
fn a_file_may_call_a_location_by_another_name() {
    let (shop, desk) = two_locations();
    desk.run(&["store", "set", STORE, "--location", WAREHOUSE]).expect(0);
    desk.sync(&desk.file("products.csv", PRODUCTS), &[]).expect(0);
    let rows = |first: &str, second: &str| {
        format!(
            "Handle,Option1 Name,Option1 Value,SKU,Location,Available,On hand\n\
             lamp,Look,Moss,L-1,{first},31,31\nlamp,Look,Clay,L-2,{second},32,32\n"
        )
    };
    let path = desk.file("stock.csv", rows("rua do porto", "HARBOUR warehouse"));
    desk.sync(&path, &[]).expect(0);
    assert_eq!(stock(&shop, WAREHOUSE), [Some(4), Some(32)]);
    let map = |name: &str| desk.run(&["store", "set", STORE, "--map-location", name, "--json"]);
    let saved = map(&format!("Rua do Porto={WAREHOUSE}")).expect(0);
    assert_eq!(saved.json()["store"]["location_names"], json!({ "rua do porto": WAREHOUSE }));
    desk.sync(&path, &[]).expect(0);
    assert_eq!(stock(&shop, WAREHOUSE), [Some(31), Some(32)]);
    assert_eq!(desk.plan(&path, &[])["changes"], json!([]));
    assert!(map("Rua do Porto=Nowhere").expect(2).says(SHOP));
    let saved = map("RUA DO PORTO=").expect(0);
    assert_eq!(saved.json()["store"]["location_names"], json!({}));
}

#[test]
fn an_inventory_file_sets_the_stock_of_each_location_it_names() {
    let (shop, desk) = two_locations();
    desk.run(&["store", "set", STORE, "--location", WAREHOUSE]).expect(0);
    desk.sync(&desk.file("products.csv", PRODUCTS), &[]).expect(0);
    let new_form = format!(
        "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,\
         Location,Incoming,Unavailable,Committed,Available,On hand\n\
         lamp,Lamp,Look,Moss,,,,,L-1,,,{WAREHOUSE},0,0,0,11,11\n\
         lamp,Lamp,Look,Moss,,,,,L-1,,,{SHOP},0,0,0,2,2\n\
         lamp,Lamp,Look,Clay,,,,,L-2,,,{WAREHOUSE},0,0,0,-3,-3\n\
         lamp,Lamp,Look,Clay,,,,,L-2,,,{SHOP},not stocked,not stocked,not stocked,not stocked,not stocked\n\
         lamp,Lamp,Look,Clay,,,,,L-2,,,Moon Base,0,0,0,9,9\n"
    );
    let path = desk.file("stock.csv", new_form);
    desk.sync(&path, &[]).expect(0);
    assert_eq!(stock(&shop, WAREHOUSE), [Some(11), Some(-3)]);
    assert_eq!(stock(&shop, SHOP)[0], Some(2));
    let plan = desk.plan(&path, &[]);
    let findings = plan["findings"].as_array().expect("findings");
    assert!(findings.iter().any(|one| one["code"] == "unknown_location"), "{findings:?}");

    let old_form = format!(
        "Handle,Title,Option1 Name,Option1 Value,SKU,COO,HS Code,{WAREHOUSE},{SHOP}\n\
         lamp,Lamp,Look,Moss,L-1,,,7,8\nlamp,Lamp,Look,Clay,L-2,,,5,6\n"
    );
    let path = desk.file("stock_old.csv", old_form);
    desk.sync(&path, &[]).expect(0);
    assert_eq!(stock(&shop, WAREHOUSE), [Some(7), Some(5)]);
    assert_eq!(stock(&shop, SHOP), [Some(8), Some(6)]);
    let writes = shop.write_calls();
    desk.sync(&path, &[]).expect(0);
    assert_eq!(shop.write_calls(), writes);
}

#[test]
fn stock_that_somebody_else_set_is_seen_by_the_next_sync() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let path = desk.file("products.csv", PRODUCTS);
    desk.sync(&path, &[]).expect(0);
    let read = "{ products(first: 1) { nodes { variants(first: 1) { nodes { inventoryItem { id
        inventoryLevels(first: 1) { nodes { location { id } } } } } } } } }";
    let item = &shop.ask(read, json!({}))["products"]["nodes"][0]["variants"]["nodes"][0]["inventoryItem"];
    let quantity = json!({
        "inventoryItemId": item["id"],
        "locationId": item["inventoryLevels"]["nodes"][0]["location"]["id"],
        "quantity": 99,
        "changeFromQuantity": null,
    });
    let set = "mutation($input: InventorySetQuantitiesInput!) {
        inventorySetQuantities(input: $input) @idempotent(key: \"elsewhere\") { userErrors { message } } }";
    shop.change(
        set,
        json!({ "input": { "name": "available", "reason": "correction", "quantities": [quantity] } }),
    );
    assert_eq!(stock(&shop, WAREHOUSE)[0], Some(99));
    desk.sync(&path, &[]).expect(0);
    assert_eq!(stock(&shop, WAREHOUSE), [Some(4), Some(6)]);
    let writes = shop.write_calls();
    desk.sync(&path, &[]).expect(0);
    assert_eq!(shop.write_calls(), writes);
}
