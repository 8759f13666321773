//! Cost, the bucket, throttling.

use evenshelf_demo_store::{Options, Plan};
use serde_json::{Value as Json, json};

use crate::client::{Shop, quick};

#[tokio::test]
async fn cost_is_printed() {
    let shop = Shop::open(Options { bucket: None, plan: Plan::Standard, products: 3, ..quick() }).await;
    let reply = shop.raw("{products(first:250){nodes{id updatedAt}}}", json!({})).await;
    let cost = &reply["extensions"]["cost"];
    assert_eq!(cost["requestedQueryCost"], 13);
    assert_eq!(cost["actualQueryCost"], 4, "three rows: 2 + 2");
    assert_eq!(cost["throttleStatus"]["maximumAvailable"], 2000.0);
    assert_eq!(cost["throttleStatus"]["restoreRate"], 100.0);
    assert!(cost["throttleStatus"]["currentlyAvailable"].as_i64() >= Some(1990));
    let none = shop.raw("{product(id:\"gid://shopify/Product/1\"){id title}}", json!({})).await;
    assert_eq!(none["extensions"]["cost"]["actualQueryCost"], 0);
    let debug = shop
        .request("2026-10", "{shop{name}}", json!({}))
        .header("Shopify-GraphQL-Cost-Debug", "1")
        .send()
        .await;
    let debug: Json = debug.expect("a reply").json().await.expect("JSON");
    assert_eq!(debug["extensions"]["cost"]["fields"][0]["path"], json!(["shop"]));
}

#[tokio::test]
async fn throttled_with_status_200() {
    let shop = Shop::open(Options { bucket: Some((100.0, 50.0)), ..quick() }).await;
    let write = |n: usize| {
        let fields: Vec<String> = (0..n)
            .map(|at| {
                format!("a{at}: tagsAdd(id:\"gid://shopify/Product/1\",tags:[]){{userErrors{{message}}}}")
            })
            .collect();
        format!("mutation{{{}}}", fields.join(" "))
    };
    let spent = shop.raw(&write(8), json!({})).await;
    assert_eq!(spent["extensions"]["cost"]["requestedQueryCost"], 80);
    let reply = shop.request("2026-10", &write(8), json!({})).send().await.expect("a reply");
    assert_eq!(reply.status(), 200);
    let body: Json = reply.json().await.expect("JSON");
    assert!(body.get("data").is_none());
    assert_eq!(body["errors"][0]["extensions"]["code"], "THROTTLED");
    assert_eq!(body["extensions"]["cost"]["actualQueryCost"], Json::Null);
    let left = body["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"].as_f64().expect("a number");
    assert!((20.0..60.0).contains(&left), "{left}");
    tokio::time::sleep(std::time::Duration::from_millis(1300)).await;
    assert!(shop.raw(&write(8), json!({})).await.get("errors").is_none());
    assert_eq!(shop.stats().await["throttled"], 1);
}

#[tokio::test]
async fn a_reservation_is_held_while_the_call_runs() {
    let shop = Shop::open(Options { bucket: Some((200.0, 0.001)), ..quick() }).await;
    shop.faults(json!({"delay_ms": 150})).await;
    let query = "{products(first:250){nodes{id variants(first:100){nodes{id}}}}}"; // 2 + 11 * (1 + 2 + 9) = 134
    let (one, two) = tokio::join!(shop.raw(query, json!({})), shop.raw(query, json!({})));
    let failed = [&one, &two].iter().filter(|reply| reply.get("errors").is_some()).count();
    assert_eq!(failed, 1, "the second could not be paid for while the first was reserved");
    shop.faults(json!({"delay_ms": 0})).await;
    assert!(shop.raw(query, json!({})).await.get("errors").is_none(), "the difference was given back");
}

#[tokio::test]
async fn too_much_for_one_document() {
    let shop = Shop::open(quick()).await;
    let deep = "{products(first:250){nodes{variants(first:250){nodes{media(first:250){nodes{id}}}}}}}";
    let reply = shop.raw(deep, json!({})).await;
    assert_eq!(reply["errors"][0]["extensions"]["code"], "MAX_COST_EXCEEDED");
    assert_eq!(reply["errors"][0]["extensions"]["maxCost"], 1000);
    let ids: Vec<String> = (0..251).map(|id| format!("gid://shopify/Product/{id}")).collect();
    let reply = shop.raw("query($ids: [ID!]!){nodes(ids:$ids){id}}", json!({ "ids": ids })).await;
    assert!(reply["errors"][0]["message"].as_str().expect("a message").contains("$ids"), "{reply}");
}

#[tokio::test]
async fn apps_have_buckets_of_their_own() {
    let shop = Shop::open(Options { bucket: Some((30.0, 0.001)), ..quick() }).await;
    let write = "mutation{tagsAdd(id:\"gid://shopify/Product/1\",tags:[]){userErrors{message}}}";
    for _ in 0..3 {
        shop.raw(write, json!({})).await;
    }
    assert!(shop.raw(write, json!({})).await.get("errors").is_some());
    let url = format!("{}/admin/api/2026-10/graphql.json", shop.running.url());
    let body = json!({ "query": write });
    let reply = shop
        .http
        .post(url)
        .header("X-Shopify-Access-Token", shop.running.other_token())
        .json(&body)
        .send()
        .await;
    let reply: Json = reply.expect("a reply").json().await.expect("JSON");
    assert!(reply.get("errors").is_none(), "{reply}");
}
