//! Stock: compare-and-set, idempotency, places where an item is not stocked.

use serde_json::{Value as Json, json};

use crate::client::{Shop, each, quick, sized};

const WRITE: &str = "mutation($input: InventorySetQuantitiesInput!, $key: String!){
  inventorySetQuantities(input:$input) @idempotent(key:$key) {
    inventoryAdjustmentGroup { id reason changes { name delta quantityAfterChange } }
    userErrors { code field } } }";
const ADJUST: &str = "mutation($input: InventoryAdjustQuantitiesInput!, $key: String!){
  inventoryAdjustQuantities(input:$input) @idempotent(key:$key) {
    inventoryAdjustmentGroup { id } userErrors { code field } } }";

async fn item_and_locations(shop: &Shop) -> (String, Vec<String>) {
    let product = shop.product(sized("Tee", &["S"])).await;
    let item = product["variants"]["nodes"][0]["inventoryItem"]["id"].clone();
    let data = shop.ask("{locations(first:9,sortKey:ID){nodes{id}}}", json!({})).await;
    let locations = each(&data["locations"]["nodes"], "id");
    (
        item.as_str().expect("an id").to_owned(),
        locations.iter().map(|id| id.as_str().expect("an id").to_owned()).collect(),
    )
}

fn quantity(item: &str, location: &str, quantity: i64, from: Option<i64>) -> Json {
    json!({"name": "available", "reason": "correction", "quantities": [
        {"inventoryItemId": item, "locationId": location, "quantity": quantity, "changeFromQuantity": from}
    ]})
}

async fn levels(shop: &Shop, item: &str) -> Json {
    let data = shop.ask(
        "query($id: ID!){inventoryItem(id:$id){inventoryLevels(first:5,includeInactive:true){nodes{isActive quantities(names:[\"available\",\"on_hand\"]){quantity}}}}}",
        json!({ "id": item }),
    ).await;
    let nodes = data["inventoryItem"]["inventoryLevels"]["nodes"].clone();
    let rows = nodes.as_array().expect("a list").iter();
    rows.map(|level| {
        json!([level["isActive"], level["quantities"][0]["quantity"], level["quantities"][1]["quantity"]])
    })
    .collect()
}

fn code(data: &Json, name: &str) -> Json {
    data[name]["userErrors"][0]["code"].clone()
}

#[tokio::test]
async fn compare_and_set() {
    let shop = Shop::empty().await;
    let (item, locations) = item_and_locations(&shop).await;
    let set = |from, key: &str| json!({"key": key, "input": quantity(&item, &locations[0], 7, from)});
    let done = shop.apply(WRITE, set(Some(0), "a")).await;
    assert_eq!(
        done["inventoryAdjustmentGroup"]["changes"],
        json!([
            {"name": "available", "delta": 7, "quantityAfterChange": 7},
            {"name": "on_hand", "delta": 7, "quantityAfterChange": 7}
        ])
    );
    let stale = shop.ask(WRITE, set(Some(0), "b")).await;
    assert_eq!(code(&stale, "inventorySetQuantities"), "CHANGE_FROM_QUANTITY_STALE");
    // Null means that the caller does not care.
    shop.apply(WRITE, set(None, "c")).await;
    // Left out altogether it is an error of the request, except in versions that did not know it.
    let mut input = set(None, "d");
    input["input"]["quantities"][0].as_object_mut().expect("a row").shift_remove("changeFromQuantity");
    let reply = shop.raw(WRITE, input.clone()).await;
    assert_eq!(reply["data"]["inventorySetQuantities"], Json::Null);
    assert!(reply["errors"][0]["message"].as_str().expect("a message").contains("changeFromQuantity"));
    let old: Json =
        shop.request("2026-01", WRITE, input).send().await.expect("a reply").json().await.expect("JSON");
    assert_eq!(old["data"]["inventorySetQuantities"]["userErrors"], json!([]));
}

#[tokio::test]
async fn refusals() {
    let shop = Shop::empty().await;
    let (item, locations) = item_and_locations(&shop).await;
    let good = quantity(&item, &locations[0], 1, None);
    let with = |path: &str, value: Json| {
        let mut input = good.clone();
        *input.pointer_mut(path).expect("a place") = value;
        input
    };
    let mut twice = good.clone();
    twice["quantities"] = json!([good["quantities"][0], good["quantities"][0]]);
    let rows = [
        (with("/name", "committed".into()), "INVALID_NAME"),
        (with("/reason", "because".into()), "INVALID_REASON"),
        (
            with("/quantities/0/inventoryItemId", "gid://shopify/InventoryItem/1".into()),
            "INVALID_INVENTORY_ITEM",
        ),
        (with("/quantities/0/locationId", "gid://shopify/Location/1".into()), "INVALID_LOCATION"),
        (with("/quantities/0/quantity", 1_000_000_001.into()), "INVALID_QUANTITY_TOO_HIGH"),
        (twice, "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR"),
    ];
    for (index, (input, wanted)) in rows.into_iter().enumerate() {
        let data = shop.ask(WRITE, json!({"key": index.to_string(), "input": input})).await;
        assert_eq!(code(&data, "inventorySetQuantities"), wanted);
    }
    assert_eq!(levels(&shop, &item).await, json!([[true, 0, 0]]));
}

#[tokio::test]
async fn one_key_has_one_effect() {
    let shop = Shop::empty().await;
    let (item, locations) = item_and_locations(&shop).await;
    let adjust = |delta: i64, key: &str| {
        json!({"key": key, "input": {"name": "available", "reason": "restock", "changes": [
            {"inventoryItemId": item, "locationId": locations[0], "delta": delta, "changeFromQuantity": null}
        ]}})
    };
    let first = shop.apply(ADJUST, adjust(5, "k")).await;
    let again = shop.apply(ADJUST, adjust(5, "k")).await;
    assert_eq!(first["inventoryAdjustmentGroup"]["id"], again["inventoryAdjustmentGroup"]["id"]);
    assert_eq!(levels(&shop, &item).await, json!([[true, 5, 5]]));
    let other = shop.ask(ADJUST, adjust(6, "k")).await;
    assert_eq!(code(&other, "inventoryAdjustQuantities"), "IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
    // The order of fields is part of what is compared.
    let mut turned = adjust(5, "k");
    let row =
        json!({"locationId": locations[0], "inventoryItemId": item, "delta": 5, "changeFromQuantity": null});
    turned["input"]["changes"] = json!([row]);
    let turned = shop.ask(ADJUST, turned).await;
    assert_eq!(code(&turned, "inventoryAdjustQuantities"), "IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
    // No key is an error of the request from 2026-04 on.
    let bare = "mutation($input: InventoryAdjustQuantitiesInput!){inventoryAdjustQuantities(input:$input){userErrors{code}}}";
    let mut input = adjust(1, "x");
    input.as_object_mut().expect("variables").shift_remove("key");
    let reply = shop.raw(bare, input.clone()).await;
    assert!(reply["errors"][0]["message"].as_str().expect("a message").contains("@idempotent"), "{reply}");
    let old: Json =
        shop.request("2026-01", bare, input).send().await.expect("a reply").json().await.expect("JSON");
    assert_eq!(old["data"]["inventoryAdjustQuantities"]["userErrors"], json!([]));
    // Known keys outlive the process.
    let shop = shop.reopen(quick()).await;
    shop.apply(ADJUST, adjust(5, "k")).await;
    assert_eq!(levels(&shop, &item).await, json!([[true, 6, 6]]));
}

#[tokio::test]
async fn a_key_in_work_is_refused() {
    let shop = Shop::empty().await;
    let (item, locations) = item_and_locations(&shop).await;
    shop.faults(json!({"delay_ms": 200})).await;
    let set = || shop.ask(WRITE, json!({"key": "k", "input": quantity(&item, &locations[0], 7, None)}));
    let (one, two) = tokio::join!(set(), set());
    let codes = [code(&one, "inventorySetQuantities"), code(&two, "inventorySetQuantities")];
    assert!(codes.contains(&Json::Null), "{codes:?}");
    assert!(codes.contains(&json!("IDEMPOTENCY_CONCURRENT_REQUEST")), "{codes:?}");
}

#[tokio::test]
async fn a_disconnected_location_piles_up() {
    let shop = Shop::empty().await;
    let (item, locations) = item_and_locations(&shop).await;
    let set = |key: &str, n| json!({"key": key, "input": quantity(&item, &locations[1], n, None)});
    shop.apply(WRITE, set("a", 4)).await;
    shop.apply(WRITE, set("b", 4)).await;
    assert_eq!(levels(&shop, &item).await, json!([[true, 0, 0], [false, 4, 8]]));
    let activate = "mutation($i: ID!, $l: ID!){inventoryActivate(inventoryItemId:$i,locationId:$l) @idempotent(key:\"z\") {inventoryLevel{isActive} userErrors{field message}}}";
    shop.apply(activate, json!({"i": item, "l": locations[1]})).await;
    shop.apply(WRITE, set("c", 6)).await;
    shop.apply(WRITE, set("d", 6)).await;
    assert_eq!(levels(&shop, &item).await, json!([[true, 0, 0], [true, 6, 6]]));
}
