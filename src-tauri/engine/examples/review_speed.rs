//! Measures a review of 100,000 changes on this machine: `cargo run --release --example review_speed [DIRECTORY]`.
//!
//! The target: a page, a chip count or a head within 50 ms, whatever the filter. Nothing is asserted.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use evenshelf_core::catalog::{ProductField, StoreProduct, StoreVariant, VariantField};
use evenshelf_core::value::Value;
use evenshelf_engine::ledger::stores::{self, CredentialKind, Store, StoreKind};
use evenshelf_engine::ledger::{LedgerError, mirror};
use evenshelf_engine::progress::silent;
use evenshelf_engine::review::types::{
    ApplyScope, GroupBy, Mark, NewOrigin, NewReview, ReviewQuery, RowState, Selection, Sign,
};
use evenshelf_engine::{PlanOptions, RunControl, Session};

const PRODUCTS: u64 = 25_000;
/// Title, vendor, price and SKU of each change.
const CHANGES: u64 = 4;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let directory = match std::env::args_os().nth(1) {
        Some(parent) => tempfile::tempdir_in(parent)?,
        None => tempfile::tempdir()?,
    };
    let session = Session::open(directory.path())?;
    fill(&session).await?;
    let sheet = directory.path().join("sheet.csv");
    fs::write(&sheet, sheet_text()?)?;
    let review = create(&session, &sheet).await?;
    read(&session, review).await?;
    marks(&session, review).await
}

async fn fill(session: &Session) -> Result<(), LedgerError> {
    let store = Store::new("bench", "http://127.0.0.1", StoreKind::Demo, "2026-10", CredentialKind::Token);
    session
        .ledger()
        .write(move |tx| {
            let store = stores::add(tx, &store)?.id;
            let products: Vec<StoreProduct> = (0..PRODUCTS).map(product).collect();
            mirror::put_many(tx, store, &products)?;
            stores::set_pulled(tx, store, 1, None, true)
        })
        .await
}

fn product(number: u64) -> StoreProduct {
    StoreProduct {
        id: format!("gid://shopify/Product/{number}"),
        handle: format!("product-{number}"),
        fields: BTreeMap::from([
            (ProductField::Title, Value::text(format!("Product {number}"))),
            (ProductField::Vendor, Value::text("Tarn & Beck")),
            (ProductField::BodyHtml, Value::text("Made of oak and brass, by hand. ".repeat(20))),
        ]),
        variants: vec![StoreVariant {
            id: format!("gid://shopify/ProductVariant/{number}"),
            inventory_item_id: format!("gid://shopify/InventoryItem/{number}"),
            fields: BTreeMap::from([
                (VariantField::Sku, Value::text(format!("SKU-{number}"))),
                (VariantField::Price, Value::Decimal(10.into())),
            ]),
            ..StoreVariant::default()
        }],
        updated_at: "2026-11-01T00:00:00Z".into(),
        ..StoreProduct::default()
    }
}

fn sheet_text() -> Result<String, std::fmt::Error> {
    let mut text = "Handle,Title,Vendor,Variant SKU,Variant Price\n".to_owned();
    for number in 0..PRODUCTS {
        // Every thousandth price is a slip.
        let price = if number % 1_000 == 0 { 0 } else { 11 };
        writeln!(text, "product-{number},Better product {number},Beck & Tarn,NEW-{number},{price}")?;
    }
    Ok(text)
}

async fn create(session: &Session, sheet: &Path) -> Result<i64, Box<dyn Error>> {
    let begun = Instant::now();
    let options = PlanOptions { from: sheet.to_owned(), offline: true, ..PlanOptions::default() };
    let plan = session.plan("bench", options, &RunControl::new(), silent()).await?;
    report("the plan", begun);
    let begun = Instant::now();
    let origin = NewOrigin::Store { store: "bench".into(), path: sheet.to_owned() };
    let new = NewReview { origin, match_by: None, missing: Default::default() };
    let review = session.review_create(&plan, new).await?;
    report(&format!("the review, {} rows", PRODUCTS * CHANGES), begun);
    Ok(review)
}

async fn read(session: &Session, review: i64) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    session.review(review).await?;
    report("its head", begun);
    let query = ReviewQuery::default;
    let end = PRODUCTS * CHANGES - 200;
    let table = [
        ("all, first page", query(), 0),
        ("all, last page", query(), end),
        ("by field, last page", ReviewQuery { group: GroupBy::Field, ..query() }, end),
        ("by sign, last page", ReviewQuery { group: GroupBy::Sign, ..query() }, end),
        ("a text everywhere, last page", ReviewQuery { text: "product".into(), ..query() }, end),
        ("a text nowhere", ReviewQuery { text: "nowhere to be found".into(), ..query() }, 0),
        ("held", ReviewQuery { states: vec![RowState::Held], ..query() }, 0),
        (
            "two fields and a sign, by field, in the middle",
            ReviewQuery {
                fields: vec!["price".into(), "title".into()],
                signs: vec![Sign::Changed],
                group: GroupBy::Field,
                ..query()
            },
            end / 4,
        ),
    ];
    for (name, query, offset) in table {
        let begun = Instant::now();
        let page = session.review_page(review, &query, offset, 200)?;
        report(&format!("page: {name} ({} of {})", page.rows.len(), page.total), begun);
        let begun = Instant::now();
        session.review_facets(review, &query)?;
        report(&format!("chips: {name}"), begun);
    }
    let begun = Instant::now();
    session.review_change(review, end)?;
    report("a change whole", begun);
    Ok(())
}

async fn marks(session: &Session, review: i64) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    session.review_mark(review, Selection::Rows(vec![17]), Mark::Exclude).await?;
    report("one row left out", begun);
    let begun = Instant::now();
    session.review_mark(review, Selection::Fitting(ReviewQuery::default()), Mark::Exclude).await?;
    report("every row left out", begun);
    session.review_mark(review, Selection::Fitting(ReviewQuery::default()), Mark::Include).await?;
    let begun = Instant::now();
    session.review_plan(review, ApplyScope::All).await?;
    report("the plan of all", begun);
    let begun = Instant::now();
    session.review_plan(review, ApplyScope::Trial { products: 3 }).await?;
    report("the plan of a trial", begun);
    Ok(())
}

fn report(what: &str, begun: Instant) {
    println!("{what:<72} {:>9.1} ms", begun.elapsed().as_secs_f64() * 1e3);
}
