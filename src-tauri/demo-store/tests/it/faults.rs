//! What goes wrong on purpose, as a caller sees it.

use std::time::{Duration, Instant};

use evenshelf_demo_store::{Faults, Options};
use serde_json::json;

use crate::client::{SET, Shop, quick};

fn create() -> serde_json::Value {
    json!({"input": {"title": "Lost"}})
}

#[tokio::test]
async fn a_lost_answer() {
    let shop = Shop::empty().await;
    let rows = [("drop_before_rate", 0), ("drop_after_rate", 1)];
    for (rate, products) in rows {
        shop.faults(json!({ rate: 1.0 })).await;
        let reply = shop.request("2026-10", SET, create()).send().await;
        assert!(reply.is_err(), "the connection ended without an answer: {reply:?}");
        shop.faults(json!({"drop_before_rate": 0.0, "drop_after_rate": 0.0})).await;
        let count = shop.ask("{productsCount{count}}", json!({})).await;
        assert_eq!(count["productsCount"]["count"], products, "{rate}");
    }
    let stats = shop.stats().await;
    assert_eq!((stats["droppedBefore"].clone(), stats["droppedAfter"].clone()), (json!(1), json!(1)));
    assert_eq!(stats["applied"], json!({"productSet": 1}));
}

#[tokio::test]
async fn errors_of_every_kind_and_nothing_done() {
    let faults = Faults { error_rate: 1.0, ..Faults::default() };
    let shop = Shop::open(Options { products: 0, faults, ..quick() }).await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..60 {
        let reply = shop.request("2026-10", SET, create()).send().await.expect("an answer");
        assert!(reply.headers().contains_key("x-request-id"));
        if reply.status() == 429 {
            assert!(reply.headers().contains_key("retry-after"));
        }
        seen.insert(reply.status().as_u16());
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [200, 429, 500, 502, 503, 504]);
    shop.faults(json!({"error_rate": 0.0})).await;
    let count = shop.ask("{productsCount{count}}", json!({})).await;
    assert_eq!(count["productsCount"]["count"], 0);
}

#[tokio::test]
async fn delays() {
    let shop = Shop::empty().await;
    shop.faults(json!({"delay_ms": 50, "delay_per_field_ms": 20})).await;
    let started = Instant::now();
    let calls = (0..4).map(|_| shop.ask("{a:shop{name} b:shop{name}}", json!({})));
    let calls: Vec<_> = calls.collect();
    for call in calls {
        call.await;
    }
    assert!(started.elapsed() >= Duration::from_millis(4 * 90));
}

#[tokio::test]
async fn the_gateway_gives_up_but_the_work_goes_on() {
    let shop = Shop::open(Options { products: 0, gateway_timeout_ms: 100, ..quick() }).await;
    shop.faults(json!({"delay_ms": 200})).await;
    let reply = shop.request("2026-10", SET, create()).send().await.expect("an answer");
    assert_eq!(reply.status(), 504);
    tokio::time::sleep(Duration::from_millis(250)).await;
    shop.faults(json!({"delay_ms": 0})).await;
    let count = shop.ask("{productsCount{count}}", json!({})).await;
    assert_eq!(count["productsCount"]["count"], 1);
}

#[tokio::test]
async fn aliases_stand_and_fall_alone() {
    let shop = Shop::empty().await;
    let many = "mutation{
      a: productSet(input:{title:\"A\"}){product{handle} userErrors{code}}
      b: productSet(input:{title:\"\"}){product{handle} userErrors{code}}
      c: productSet(input:{title:\"A\"}){product{handle} userErrors{code}} }";
    let data = shop.ask(many, json!({})).await;
    assert_eq!(
        data,
        json!({
            "a": {"product": {"handle": "a"}, "userErrors": []},
            "b": {"product": null, "userErrors": [{"code": "INVALID_PRODUCT"}]},
            "c": {"product": {"handle": "a-1"}, "userErrors": []},
        })
    );
}

#[tokio::test]
async fn luck_repeats() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let faults = Faults { error_rate: 0.3, ..Faults::default() };
        let shop = Shop::open(Options { faults, seed: 42, ..quick() }).await;
        let mut statuses = Vec::new();
        for _ in 0..30 {
            let reply = shop.request("2026-10", "{shop{name}}", json!({})).send().await.expect("an answer");
            statuses.push(reply.status().as_u16());
        }
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
}
