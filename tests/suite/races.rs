//! Somebody else works on the store between the plan and its application: nothing of theirs is overwritten.

use std::path::PathBuf;

use evenshelf_tests::observed::{self, Product};
use evenshelf_tests::program::{Desk, Done, STORE};
use evenshelf_tests::shop::Shop;
use serde_json::{Value as Json, json};

const HEADER: &str = "Handle,Title,Vendor,Tags,Published,Option1 Name,Option1 Value,Variant SKU,\
                      Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Status\n";

const SET: &str =
    "mutation($input: ProductSetInput!) { productSet(input: $input) { userErrors { message } } }";
const UPDATE: &str =
    "mutation($product: ProductUpdateInput!) { productUpdate(product: $product) { userErrors { message } } }";

#[test]
fn a_foreign_product_that_takes_the_handle_is_not_touched() {
    let scene = Scene::new(&[line("lamp", "Lamp", "10.00", 5)]);
    let plan = scene.plan(&[
        line("lamp", "Lamp", "11.00", 5),
        line("mug", "Our Mug", "7.00", 1),
        line("tile", "Tile", "3.00", 2),
    ]);
    let theirs =
        json!({ "handle": "mug", "title": "Their Mug", "vendor": "Somebody Else", "tags": ["theirs"] });
    scene.shop.change(SET, json!({ "input": theirs }));
    let before = scene.product("mug");

    let done = scene.apply(&plan).expect(1);
    assert_eq!(scene.product("mug"), before, "the foreign product was changed");
    assert_eq!(scene.product("tile").fields["title"], "Tile");
    assert_eq!(scene.product("lamp").variants[0].fields["price"], "11");
    let ended = scene.ended(&done, "create_product", "mug");
    assert!(["rejected", "skipped"].contains(&ended["state"].as_str().unwrap_or_default()), "{ended}");
    assert!(ended["detail"].as_str().is_some_and(|why| why.contains("handle")), "no clear reason: {ended}");
    assert_eq!(observed::products(&scene.shop).len(), 3, "no product came in by another handle");
}

#[test]
fn a_product_that_somebody_edited_keeps_the_edit() {
    let scene = Scene::new(&[line("lamp", "Lamp", "10.00", 5), line("mug", "Mug", "7.00", 1)]);
    let plan = scene.plan(&[line("lamp", "Lamp, new", "12.00", 5), line("mug", "Mug, new", "7.00", 1)]);
    let id = scene.shop.product_id("lamp");
    scene.shop.change(UPDATE, json!({ "product": { "id": id, "title": "Lamp, by hand" } }));

    let done = scene.apply(&plan).expect(1);
    assert_eq!(scene.product("lamp").fields["title"], "Lamp, by hand");
    assert_eq!(scene.product("mug").fields["title"], "Mug, new");
    assert_eq!(scene.product("lamp").variants[0].fields["price"], "12", "another field of the same product");
    let ended = scene.ended(&done, "update_product", "lamp");
    assert_eq!(ended["state"], "skipped", "{ended}");
    let why = ended["detail"].as_str().unwrap_or_default();
    assert!(why.contains("title") && why.contains("Lamp, by hand"), "no clear reason: {ended}");
}

#[test]
fn stock_that_moved_is_not_overwritten() {
    let scene = Scene::new(&[line("lamp", "Lamp", "10.00", 5), line("mug", "Mug", "7.00", 1)]);
    let plan = scene.plan(&[line("lamp", "Lamp", "10.00", 50), line("mug", "Mug", "7.00", 20)]);
    let query = "query($id: ID!) { product(id: $id) { variants(first: 1) { nodes { inventoryItem { id
        inventoryLevels(first: 1) { nodes { location { id } } } } } } } }";
    let found = scene.shop.ask(query, json!({ "id": scene.shop.product_id("lamp") }));
    let item = &found["product"]["variants"]["nodes"][0]["inventoryItem"];
    let location = &item["inventoryLevels"]["nodes"][0]["location"]["id"];
    let sale = json!({ "inventoryItemId": item["id"], "locationId": location, "quantity": 2 });
    scene.shop.post("/_demo/sale", &sale);

    let done = scene.apply(&plan).expect(1);
    let stock = |handle: &str| scene.product(handle).variants[0].stock.values().copied().collect::<Vec<_>>();
    assert_eq!(stock("lamp"), [3], "what was sold stays sold");
    assert_eq!(stock("mug"), [20]);
    let ended = scene.ended(&done, "set_quantity", "lamp");
    assert!(["rejected", "skipped"].contains(&ended["state"].as_str().unwrap_or_default()), "{ended}");
    assert!(ended["detail"].as_str().is_some_and(|why| why.contains("stock")), "no clear reason: {ended}");
}

fn line(handle: &str, title: &str, price: &str, quantity: i64) -> String {
    format!(
        "{handle},\"{title}\",Tarn,a,true,Title,Default Title,{handle}-1,shopify,{quantity},{price},active\n"
    )
}

/// A store that holds a first file, and a desk that put it there.
struct Scene {
    shop: Shop,
    desk: Desk,
}

impl Scene {
    fn new(lines: &[String]) -> Self {
        let shop = Shop::empty();
        let desk = Desk::new(&shop);
        let file = desk.file("first.csv", format!("{HEADER}{}", lines.concat()));
        desk.sync(&file, &[]).expect(0);
        Self { shop, desk }
    }

    fn plan(&self, lines: &[String]) -> PathBuf {
        let file = self.desk.file("second.csv", format!("{HEADER}{}", lines.concat()));
        let plan = self.desk.folder().join("saved.plan");
        let words = [file.to_str(), plan.to_str()].map(|path| path.expect("a readable path"));
        self.desk.run(&["plan", STORE, "--from", words[0], "--save", words[1]]).expect(0);
        plan
    }

    fn apply(&self, plan: &std::path::Path) -> Done {
        let plan = plan.to_str().expect("a readable path");
        self.desk.run(&["sync", STORE, "--plan", plan, "--yes", "--json"])
    }

    fn product(&self, handle: &str) -> Product {
        observed::products(&self.shop).remove(handle).unwrap_or_else(|| panic!("no product {handle}"))
    }

    /// Returns how an operation of a run ended, as `show` tells it.
    fn ended(&self, done: &Done, work: &str, product: &str) -> Json {
        let run = done.json()["run"]["id"].to_string();
        let shown = self.desk.run(&["show", &run, "--json"]).expect(0).json();
        let operations = shown["run"]["operations"].as_array().expect("operations").clone();
        let is_it = |one: &Json| one["operation"] == work && one["product"] == product;
        operations.into_iter().find(is_it).unwrap_or_else(|| panic!("no {work} of {product}: {shown}"))
    }
}
