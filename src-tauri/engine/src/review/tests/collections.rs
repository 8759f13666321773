//! Reviews of collections, and the collections of a product.

use std::fs;

use evenshelf_core::collection::{CollectionField, MANUAL, Member, StoreCollection, StoreSource};
use evenshelf_core::plan::Missing;
use evenshelf_core::value::Value;

use super::super::types::*;
use super::{Shop, product};
use crate::RunControl;
use crate::ledger::collections;
use crate::progress::silent;
use crate::session::PlanOptions;

/// The store's collection 5, `table`: the cup and the jug, in an order made by hand.
fn table() -> StoreCollection {
    let member = |number: u64, handle: &str| Member {
        id: format!("gid://shopify/Product/{number}"),
        handle: handle.into(),
    };
    let members = vec![member(1, "cup"), member(2, "jug")];
    StoreCollection {
        id: "gid://shopify/Collection/5".into(),
        handle: "table".into(),
        fields: [
            (CollectionField::Title, Value::text("For the table")),
            (CollectionField::SortOrder, Value::text(MANUAL)),
        ]
        .into(),
        sources: vec![StoreSource { picks: members.clone(), ..StoreSource::default() }],
        members: Some(members),
        ..StoreCollection::default()
    }
}

async fn shop() -> Shop {
    let shop =
        Shop::with(vec![product(1, "cup", "10"), product(2, "jug", "20"), product(3, "pot", "5")]).await;
    let store = shop.session.store("shop").unwrap().id;
    shop.session.ledger().write(move |tx| collections::put_many(tx, store, &[table()])).await.unwrap();
    shop
}

async fn review(shop: &Shop, lines: &str) -> i64 {
    let path = shop.directory.path().join("collections.jsonl");
    fs::write(&path, lines).unwrap();
    let options = PlanOptions { from: path.clone(), offline: true, ..PlanOptions::default() };
    let plan = shop.session.plan("shop", options, &RunControl::new(), silent()).await.unwrap();
    let origin = NewOrigin::Store { store: "shop".into(), path };
    let new = NewReview { origin, match_by: None, missing: Missing::Leave };
    shop.session.review_create(&plan, new).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn collections_are_told_from_products() {
    let shop = shop().await;
    let lines = concat!(
        r#"{"collection":{"handle":"table","body_html":"<p>Set it.</p>","products":["cup","pot"]}}"#,
        "\n",
        r#"{"collection":{"handle":"gifts","title":"Gifts","products":["cup"]}}"#,
        "\n",
    );
    let review = review(&shop, lines).await;
    let rows = shop.rows(review, &ReviewQuery::default());
    let told: Vec<_> = rows.iter().map(|row| (row.title.as_str(), row.field.as_str())).collect();
    assert_eq!(
        told,
        [
            ("For the table", "body_html"),
            ("For the table", "member"),
            ("For the table", "member"),
            ("For the table", "order"),
            ("Gifts", "collection"),
            ("Gifts", "title"),
            ("Gifts", "member"),
        ]
    );
    assert!(rows.iter().all(|row| row.subject == Subject::Collection));
    let counts = shop.session.review(review).await.unwrap().counts;
    assert_eq!((counts.products_to_apply, counts.collections_to_apply, counts.collections), (2, 2, 2));
    assert_eq!((counts.products_created, counts.products_changed), (1, 1));

    let detail = shop.session.review_change(review, 0).unwrap();
    assert_eq!(detail.admin_url.as_deref(), Some("https://shop.myshopify.com/admin/collections/5"));
    assert_eq!(detail.shelf, None);
    let held = detail.collection.unwrap();
    assert_eq!(
        (held.products.as_slice(), held.is_whole),
        (["cup".to_owned(), "jug".to_owned()].as_slice(), true)
    );
    assert_eq!(shop.session.review_change(review, 4).unwrap().collection, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_product_names_its_collections() {
    let shop = shop().await;
    let review = shop.review("Handle,Variant Price\ncup,11\npot,6\n").await;
    let named = |row| shop.session.review_change(review, row).unwrap().shelf.unwrap().collections.titles;
    assert_eq!(named(0), ["For the table"]);
    assert_eq!(named(1), [""; 0]);
}
