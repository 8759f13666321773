//! Sales channels from a file into the demo store and back.

use evenshelf_demo_store::Options;
use evenshelf_engine::ledger::mirror;
use serde_json::json;

use crate::desk::Desk;

const PUBLISH: &str = "mutation($id: ID!, $where: ID!) {
    publishablePublish(id: $id, input: [{ publicationId: $where }]) { userErrors { field message } } }";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_known_after_every_pull() {
    let desk = Desk::with(Options { products: 3, ..Options::default() }).await;
    let shop = desk.open_channel("Shop", false).await;
    assert_eq!(desk.pull().await, (3, true));
    let handle = desk.handles()[0].clone();
    let product = desk.product(&handle);
    assert!(!product.publications.contains(&shop), "nothing is on the new channel: {product:?}");

    let variables = json!({ "id": product.id, "where": shop });
    let publish = json!({ "query": PUBLISH, "variables": variables });
    let answer = desk.post("/admin/api/2026-10/graphql.json", &publish).await;
    assert_eq!(answer["data"]["publishablePublish"]["userErrors"], json!([]), "{answer}");
    assert_eq!(desk.pull().await, (1, false));
    assert!(desk.product(&handle).publications.contains(&shop));

    // A publication that is changed as a whole moves no product's date: only the count tells.
    let mut other = desk.product(&desk.handles()[1]);
    other.publications.insert(shop.clone());
    let store = desk.session.store("demo").unwrap().id;
    desk.session.ledger().write(move |tx| mirror::put(tx, store, &other)).await.unwrap();
    assert_eq!(desk.pull().await, (1, false));
    assert!(!desk.product(&desk.handles()[1]).publications.contains(&shop));
    assert_eq!(desk.pull().await, (0, false));
}
