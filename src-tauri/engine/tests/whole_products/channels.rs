//! Sales channels from a file into the demo store and back.

use evenshelf_core::finding::FindingCode;
use evenshelf_demo_store::Options;
use evenshelf_engine::PlanOptions;
use evenshelf_engine::ledger::mirror;
use serde_json::{Value as Json, json};

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

    let published = desk.ask(PUBLISH, json!({ "id": product.id, "where": shop })).await;
    assert_eq!(published["publishablePublish"]["userErrors"], json!([]));
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

#[tokio::test(flavor = "multi_thread")]
async fn products_go_where_the_file_says_and_a_second_plan_is_empty() {
    let desk = Desk::with(Options { products: 0, ..Options::default() }).await;
    desk.open_channel("Shop", false).await;
    desk.open_channel("Till", true).await;

    let new = lines(&[
        json!({ "handle": "cup", "title": "Cup", "channels": { "Shop": true, "Till": false, "Fair": true } }),
        json!({ "handle": "jug", "title": "Jug", "published": false, "channels": { "till": true } }),
        json!({ "handle": "mug", "title": "Mug" }),
    ]);
    let plan = desk.plan(&new, PlanOptions::default()).await;
    let told: Vec<_> = plan.head.findings.iter().map(|one| (one.code, one.value.as_deref())).collect();
    assert_eq!(told, [(FindingCode::UnknownChannel, Some("Fair"))]);
    let mut ended = desk.carry_out(&plan).await;
    ended.sort();
    // The store puts what is new into the Till: the look before the write finds it there.
    let expected = [
        "create_product applied ",
        "create_product applied ",
        "create_product applied ",
        "publish applied ",
        "publish applied ",
        "publish applied ",
        "publish unchanged ",
        "read back 3 products: all as asked",
        "unpublish applied ",
    ];
    assert_eq!(ended, expected);
    assert_eq!(desk.on("cup"), ["Online Store", "Shop"]);
    assert_eq!(desk.on("jug"), ["Till"]);
    assert_eq!(desk.on("mug"), ["Online Store", "Till"]);
    assert_eq!(desk.plan(&new, PlanOptions::default()).await.head.counts.operations, 0);

    let changed = lines(&[
        json!({ "handle": "cup", "channels": { "Online Store": false, "Shop": null, "Till": true } }),
        json!({ "handle": "mug", "channels": { "Shop": true, "Till": false } }),
    ]);
    let ended = desk.sync(&changed).await;
    assert_eq!(ended.iter().filter(|one| one.ends_with(" applied ")).count(), 4, "{ended:?}");
    assert_eq!(desk.on("cup"), ["Shop", "Till"]);
    assert_eq!(desk.on("mug"), ["Online Store", "Shop"]);
    assert_eq!(desk.plan(&changed, PlanOptions::default()).await.head.counts.operations, 0);
    assert_eq!(desk.pull().await, (0, false));

    let exported = desk.export().await;
    assert!(exported.contains(r#""channels":{"Point of Sale":false,"Shop":true,"Till":true}"#), "{exported}");
    assert_eq!(desk.plan(&exported, PlanOptions::default()).await.head.counts.operations, 0);
}

fn lines(products: &[Json]) -> String {
    products.iter().map(|product| format!("{product}\n")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn collections_go_where_the_file_says_and_a_second_plan_is_empty() {
    let desk = Desk::with(Options { products: 0, ..Options::default() }).await;
    desk.open_channel("Shop", false).await;
    let file = lines(&[
        json!({ "collection": { "handle": "new", "title": "New", "channels": { "Shop": true, "Kiosk": true } } }),
        json!({ "collection": { "handle": "quiet", "title": "Quiet", "channels": { "Online Store": false } } }),
        json!({ "collection": { "handle": "plain", "title": "Plain" } }),
    ]);
    let plan = desk.plan(&file, PlanOptions::default()).await;
    let told: Vec<_> = plan.head.findings.iter().map(|one| (one.code, one.value.as_deref())).collect();
    assert_eq!(told, [(FindingCode::UnknownChannel, Some("Kiosk"))]);
    let mut ended = desk.carry_out(&plan).await;
    ended.sort();
    let applied = |name: &str| format!("{name} applied ");
    assert_eq!(
        ended[..6],
        [
            applied("create_collection"),
            applied("create_collection"),
            applied("create_collection"),
            applied("publish_collection"),
            applied("publish_collection"),
            applied("publish_collection"),
        ]
    );
    assert_eq!(desk.plan(&file, PlanOptions::default()).await.head.counts.operations, 0);

    let changed = lines(&[
        json!({ "collection": { "handle": "new", "channels": { "Shop": false, "Online Store": null } } }),
        json!({ "collection": { "handle": "quiet", "channels": { "shop": true } } }),
    ]);
    let ended = desk.sync(&changed).await;
    assert_eq!(ended[..2], ["unpublish_collection applied ", "publish_collection applied "], "{ended:?}");
    let exported = desk.export_collections().await;
    for (handle, channels) in [
        ("new", r#""channels":{"Online Store":true,"Point of Sale":false,"Shop":false}"#),
        ("quiet", r#""channels":{"Online Store":false,"Point of Sale":false,"Shop":true}"#),
        ("plain", r#""channels":{"Online Store":true,"Point of Sale":false,"Shop":false}"#),
    ] {
        let line = exported.lines().find(|line| line.contains(&format!(r#""handle":"{handle}""#))).unwrap();
        assert!(line.contains(channels), "{line}");
    }
    assert_eq!(desk.plan(&exported, PlanOptions::default()).await.head.counts.operations, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn products_are_sold_in_the_markets_that_the_file_includes() {
    let desk = Desk::with(Options { products: 0, ..Options::default() }).await;
    desk.open_market("Canada", true).await;
    desk.open_market("Chile", false).await;
    let file = |canada: &str| {
        format!(
            "Handle,Title,Included / Canada,Included / Chile,Included / Cuba\ncup,Cup,{canada},false,true\n\
             mug,Mug,true,true,true\n"
        )
    };
    let plan = desk.plan(&file("false"), PlanOptions::default()).await;
    let told: Vec<_> = plan.head.findings.iter().map(|one| (one.code, one.value.as_deref())).collect();
    assert_eq!(
        told,
        [(FindingCode::MarketNotSent, Some("Chile")), (FindingCode::UnknownMarket, Some("Cuba"))]
    );
    desk.carry_out(&plan).await;
    let sold = |handle: &str| desk.product(handle).publications.len();
    assert_eq!((sold("cup"), sold("mug")), (0, 1));
    assert_eq!(desk.plan(&file("false"), PlanOptions::default()).await.head.counts.operations, 0);

    let ended = desk.sync(&file("true")).await;
    assert_eq!(ended, ["publish applied ", "read back 1 products: all as asked"]);
    assert_eq!(sold("cup"), 1);
    let exported = desk.export().await;
    assert!(exported.contains(r#""markets":{"Canada":true}"#), "{exported}");
    assert_eq!(desk.plan(&exported, PlanOptions::default()).await.head.counts.operations, 0);
}
