//! Marks, and what goes with what is marked.

use super::super::types::*;
use super::{Shop, lamp, product};

/// A new picture, a new variant that shows it, the old one without its stock untracked, and a new size alone.
const LAMP: &str = "\
Handle,Title,Vendor,Option1 Name,Option1 Value,Variant Price,Variant Inventory Tracker,Variant Inventory Qty,Image Src,Variant Image
lamp,LAMP,Other,Size,S,11,shopify,7,http://x/lamp.jpg,
lamp,,,,M,12,shopify,1,http://x/new.jpg,http://x/new.jpg
lamp,,,,L,13,shopify,1,,
";

async fn lamp_review() -> (Shop, i64) {
    let shop = Shop::with(vec![lamp()]).await;
    let review = shop.review(LAMP).await;
    (shop, review)
}

fn states(shop: &Shop, review: i64, state: RowState) -> Vec<String> {
    let query = ReviewQuery { states: vec![state], ..ReviewQuery::default() };
    let named = |row: &ReviewRow| match &row.subject {
        Subject::Variant { label } | Subject::Level { variant: label, .. } => {
            format!("{label} {}", row.field)
        }
        Subject::Product | Subject::Collection | Subject::Image { .. } => row.field.clone(),
    };
    shop.rows(review, &query).iter().map(named).collect()
}

async fn mark(shop: &Shop, review: i64, field: &str, mark: Mark) -> u64 {
    let query = ReviewQuery { fields: vec![field.into()], ..ReviewQuery::default() };
    shop.session.review_mark(review, Selection::Fitting(query), mark).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_needs_a_picture_is_left_out_with_it_and_brings_it_back() {
    let (shop, review) = lamp_review().await;
    mark(&shop, review, "image", Mark::Exclude).await;
    let out = states(&shop, review, RowState::Excluded);
    assert_eq!(
        out,
        ["image", "M variant", "M price", "M tracked", "M variant_image", "M available"],
        "the new size that shows the picture goes with it, the other one stays"
    );
    // Any row of the size brings back the size whole, and the picture.
    mark(&shop, review, "variant_image", Mark::Include).await;
    assert_eq!(states(&shop, review, RowState::Excluded), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn stock_needs_to_be_tracked() {
    let (shop, review) = lamp_review().await;
    let tracked =
        shop.rows(review, &ReviewQuery { fields: vec!["tracked".into()], ..ReviewQuery::default() });
    let own = tracked.iter().find(|row| row.subject == Subject::Variant { label: "S".into() }).unwrap().row;
    shop.session.review_mark(review, Selection::Rows(vec![own]), Mark::Exclude).await.unwrap();
    assert_eq!(states(&shop, review, RowState::Excluded), ["S tracked", "S available"]);
    // The two new sizes bring their own.
    let sent = shop.sent(review).await;
    assert_eq!(sent.iter().filter(|field| *field == "lamp tracked").count(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn one_field_is_left_out_of_an_operation() {
    let shop = Shop::with(vec![product(1, "cup", "10")]).await;
    let review = shop.review("Handle,Title,Vendor,Variant SKU,Variant Price\ncup,Cup,Ätna,SKU-7,12\n").await;
    let before = shop.session.review(review).await.unwrap();
    let version = mark(&shop, review, "vendor", Mark::Exclude).await;
    assert_eq!(version, before.version + 1);
    assert_eq!(mark(&shop, review, "price", Mark::Exclude).await, version + 1);
    assert_eq!(shop.sent(review).await, ["cup title", "cup sku"]);
    let counts = shop.session.review(review).await.unwrap().counts;
    assert_eq!((counts.to_apply, counts.excluded, counts.operations_to_apply), (2, 2, 2));
    // Marked again it stays as it is, version included.
    assert_eq!(mark(&shop, review, "colour", Mark::Exclude).await, version + 1);
    shop.session.review_mark(review, Selection::Product("cup".into()), Mark::Include).await.unwrap();
    assert_eq!(shop.sent(review).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_held_is_released_and_taken_back() {
    let shop = Shop::with(vec![product(1, "cup", "10"), product(2, "jug", "10")]).await;
    let review = shop.review("Handle,Variant Price\ncup,0\njug,0\n").await;
    assert_eq!(shop.sent(review).await, Vec::<String>::new());
    let kind = || Selection::HeldKind("price_zero".into());
    shop.session.review_mark(review, kind(), Mark::Release).await.unwrap();
    assert_eq!(shop.shown(review), ["0 cup price released", "1 jug price released"]);
    assert_eq!(shop.session.review(review).await.unwrap().held[0].released, 2);
    shop.session.review_mark(review, Selection::Rows(vec![1]), Mark::Hold).await.unwrap();
    assert_eq!(shop.sent(review).await, ["cup price"]);
    shop.session.review_mark(review, Selection::Rows(vec![0]), Mark::Exclude).await.unwrap();
    assert_eq!(shop.shown(review), ["0 cup price excluded", "1 jug price held"]);
    // A release does not take in what was left out.
    shop.session.review_mark(review, kind(), Mark::Release).await.unwrap();
    assert_eq!(shop.sent(review).await, ["jug price"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_has_no_location_is_never_released() {
    let shop = Shop::with(vec![product(1, "cup", "10")]).await;
    shop.session
        .ledger()
        .write(|tx| {
            let place = |id: &str| evenshelf_core::catalog::StoreLocation {
                id: id.into(),
                name: id.into(),
                active: true,
            };
            crate::ledger::locations::replace(tx, 1, &[place("L1"), place("L2")])
        })
        .await
        .unwrap();
    let review = shop.review("Handle,Variant Price,Variant Inventory Qty\ncup,11,9\n").await;
    let everything = || Selection::Fitting(ReviewQuery::default());
    shop.session.review_mark(review, everything(), Mark::Release).await.unwrap();
    assert_eq!(shop.shown(review), ["0 cup price included", "1 cup available held"]);
    assert!(!shop.session.review(review).await.unwrap().held[0].releasable);
    assert_eq!(shop.sent(review).await, ["cup price"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn marks_outlive_the_program() {
    let (Shop { session, directory }, review) = lamp_review().await;
    let query = ReviewQuery { fields: vec!["vendor".into()], ..ReviewQuery::default() };
    session.review_mark(review, Selection::Fitting(query), Mark::Exclude).await.unwrap();
    drop(session);
    let shop = Shop { session: super::Session::open(directory.path()).unwrap(), directory };
    assert_eq!(states(&shop, review, RowState::Excluded), ["vendor"]);
}
