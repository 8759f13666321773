//! The state file: what was answered is there after the process has ended, however it ended.

use std::io::Write;

use evenshelf_demo_store::{LogError, Options, StartError, start};
use serde_json::json;

use crate::client::{Shop, quick, sized};

#[tokio::test]
async fn what_was_answered_is_kept() {
    let shop = Shop::open(quick()).await;
    let product = shop.product(sized("Kept", &["S", "M"])).await;
    let (token, client) = (shop.running.token(), shop.running.client_id());
    let before = shop.demo(reqwest::Method::GET, "state", json!({})).await;
    // Other options do not change a store that exists.
    let shop = shop.reopen(Options { products: 50, locations: 7, seed: 99, ..quick() }).await;
    assert_eq!((shop.running.token(), shop.running.client_id()), (token, client));
    let after = shop.demo(reqwest::Method::GET, "state", json!({})).await;
    for table in ["products", "variants", "files", "locations", "publications"] {
        assert_eq!(before[table], after[table], "{table}");
    }
    // Look-ups work as before, and ids are not given out again.
    let found = shop.ask("{productByIdentifier(identifier:{handle:\"kept\"}){id}}", json!({})).await;
    assert_eq!(found["productByIdentifier"]["id"], product["id"]);
    let next = shop.product(json!({"title": "Next"})).await;
    assert!(next["id"].as_str() > product["id"].as_str());
}

#[tokio::test]
async fn half_a_line_is_no_write() {
    let shop = Shop::empty().await;
    shop.product(json!({"title": "Whole"})).await;
    let path = shop.state_file();
    let text = std::fs::read_to_string(&path).expect("the state file");
    let last = text.lines().last().expect("a line").to_owned();
    let mut file = std::fs::OpenOptions::new().append(true).open(&path).expect("the state file");
    file.write_all(&last.as_bytes()[..last.len() / 2]).expect("written");
    let shop = shop.reopen(quick()).await;
    let count = shop.ask("{productsCount{count}}", json!({})).await;
    assert_eq!(count["productsCount"]["count"], 1);
    shop.product(json!({"title": "After"})).await;
    let shop = shop.reopen(quick()).await;
    let count = shop.ask("{productsCount{count}}", json!({})).await;
    assert_eq!(count["productsCount"]["count"], 2);
}

#[tokio::test]
async fn a_clean_end_makes_the_file_small() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("store.jsonl");
    let options = Options { state: state.clone(), products: 20, ..quick() };
    let running = start(options.clone()).await.expect("a store");
    let http = reqwest::Client::new();
    for round in 0..50 {
        let query = format!(
            "mutation{{productSet(identifier:{{handle:\"x\"}},input:{{handle:\"x\",title:\"Round {round}\"}}){{userErrors{{message}}}}}}"
        );
        let url = format!("{}/admin/api/2026-10/graphql.json", running.url());
        let reply = http
            .post(url)
            .header("X-Shopify-Access-Token", running.token())
            .json(&json!({ "query": query }))
            .send()
            .await;
        assert_eq!(reply.expect("a reply").status(), 200);
    }
    let long = std::fs::metadata(&state).expect("the file").len();
    running.shutdown().await;
    assert!(std::fs::metadata(&state).expect("the file").len() < long);
    start(options).await.expect("the same store");
}

#[tokio::test]
async fn one_file_has_one_store() {
    let shop = Shop::empty().await;
    let second = start(Options { state: shop.state_file(), ..quick() }).await;
    assert!(matches!(second, Err(StartError::State(LogError::InUse { .. }))));
    let folder = tempfile::tempdir().expect("a folder");
    let foreign = folder.path().join("notes.txt");
    std::fs::write(&foreign, "milk\nbread\n").expect("written");
    let refused = start(Options { state: foreign.clone(), ..quick() }).await;
    assert!(matches!(refused, Err(StartError::State(LogError::NotOurs { .. }))));
    assert_eq!(std::fs::read_to_string(foreign).expect("the file"), "milk\nbread\n");
}
