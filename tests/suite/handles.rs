//! A product that is found by something else than its handle gets the one that the file gives it.

use evenshelf_tests::observed;
use evenshelf_tests::program::Desk;
use evenshelf_tests::shop::Shop;
use serde_json::{Value as Json, json};

const FIRST: &str = "\
Handle,Title,Variant SKU,Variant Price
lamp,Lamp,L-1,20.00
mug,Mug,M-1,8.00
rug,Rug,R-1,90.00
tray,Tray,T-1,15.00
";

fn handles(shop: &Shop) -> Vec<String> {
    observed::products(shop).into_keys().collect()
}

fn redirects(shop: &Shop) -> Vec<(String, String)> {
    let data = shop.ask("{ urlRedirects(first: 50) { nodes { path target } } }", json!({}));
    let text = |node: &Json, key: &str| node[key].as_str().expect("a text").to_owned();
    let nodes = data["urlRedirects"]["nodes"].as_array().expect("a list");
    nodes.iter().map(|node| (text(node, "path"), text(node, "target"))).collect()
}

#[test]
fn a_new_handle_is_set_and_the_old_address_leads_to_it() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    desk.sync(&desk.file("first.csv", FIRST), &[]).expect(0);
    // The rows of the mug and the tray have one handle, the rug's has the lamp's.
    let second = desk.file(
        "second.csv",
        "Handle,Title,Variant SKU,Variant Price\n\
         desk-lamp,Desk lamp,L-1,20.00\ncup,Mug,M-1,9.00\ncup,Tray,T-1,15.00\nlamp,Rug,R-1,95.00\n",
    );
    let by_sku = ["--match", "sku"];
    let plan = desk.plan(&second, &by_sku);
    let changes = plan["changes"].as_array().expect("changes");
    let change = changes.iter().find(|one| one["field"] == "handle").expect("a handle changes");
    assert_eq!((&change["before"], &change["after"]), (&json!("lamp"), &json!("desk-lamp")));
    let found = plan["findings"].to_string();
    assert_eq!(found.matches("handle_taken").count(), 2, "{found}");
    desk.sync(&second, &by_sku).expect(0);
    assert_eq!(handles(&shop), ["desk-lamp", "mug", "rug", "tray"]);
    assert_eq!(redirects(&shop), [("/products/lamp".to_owned(), "/products/desk-lamp".to_owned())]);
    let products = observed::products(&shop);
    assert_eq!(products["rug"].variants[0].fields["price"], "95");
    // The lamp's old handle is free by now; then there is nothing left to do.
    desk.sync(&second, &by_sku).expect(0);
    assert_eq!(handles(&shop), ["desk-lamp", "lamp", "mug", "tray"]);
    let again = desk.plan(&second, &by_sku);
    assert_eq!(again["counts"]["operations"], 0, "{}", again["changes"]);
    // By handle, the mirror knows the product under its new one.
    let by_handle = desk.plan(&desk.file("third.csv", "Handle,Title\ndesk-lamp,Desk lamp\n"), &[]);
    assert_eq!(by_handle["counts"]["operations"], 0, "{}", by_handle["changes"]);
}
