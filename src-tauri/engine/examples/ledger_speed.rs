//! Measures the ledger on this machine: `cargo run --release --example ledger_speed [DIRECTORY]`.
//!
//! Every figure is with `synchronous=FULL`: what is counted is on the disk. Nothing is asserted; the disk decides.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use evenshelf_core::catalog::{ProductField, QuantityName, StoreProduct, StoreVariant, VariantField};
use evenshelf_core::operation::{Change, Operation, OutcomeKind, Priority, QuantityEdit, Subject, Work};
use evenshelf_core::value::Value;
use evenshelf_engine::ledger::attempts::NewAttempt;
use evenshelf_engine::ledger::operations::{self, Filter, Outcome};
use evenshelf_engine::ledger::runs::{self, NewRun};
use evenshelf_engine::ledger::stores::{self, CredentialKind, Store, StoreKind};
use evenshelf_engine::ledger::{Ledger, mirror, operation_text, settings};

const OPERATIONS: u64 = 100_000;
const PRODUCTS: u64 = 20_000;
const VARIANTS: u64 = 5;
/// Quantities in one call of the store.
const CALL: usize = 250;
/// Outcomes in one write: a slice of a bulk operation's result file.
const SLICE: usize = 1_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let directory = match std::env::args_os().nth(1) {
        Some(parent) => tempfile::tempdir_in(parent)?,
        None => tempfile::tempdir()?,
    };
    let ledger = Ledger::open(directory.path())?;
    let store = Store::new("bench", "http://127.0.0.1", StoreKind::Demo, "2026-10", CredentialKind::Token);
    let store = ledger.write(move |tx| stores::add(tx, &store)).await?.id;
    commits(&ledger).await?;
    journal(&ledger, store).await?;
    text(&ledger, store).await?;
    mirror_of(&ledger, store).await?;
    let bytes = std::fs::metadata(ledger.path())?.len();
    println!("{:<44} {:>10.1} MB", "the file at the end", bytes as f64 / 1e6);
    Ok(())
}

async fn commits(ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    for number in 0..200 {
        ledger.write(move |tx| settings::set(tx, &format!("{number}"), "alone")).await?;
    }
    report("commits, one after the other", 200, begun);

    let begun = Instant::now();
    let writers = (0..200).map(|writer| {
        let ledger = ledger.clone();
        tokio::spawn(async move {
            for number in 0..50 {
                ledger.write(move |tx| settings::set(tx, &format!("{writer} {number}"), "x")).await?;
            }
            Ok::<_, evenshelf_engine::ledger::LedgerError>(())
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await??;
    }
    report("durable writes of 200 tasks at once", 10_000, begun);
    Ok(())
}

async fn journal(ledger: &Ledger, store: i64) -> Result<(), Box<dyn Error>> {
    let run = new_run(store);
    let run = ledger.write(move |tx| runs::create(tx, &run)).await?;
    let all: Vec<Operation> = (0..OPERATIONS).map(operation).collect();
    let begun = Instant::now();
    ledger.write(move |tx| operations::insert_all(tx, run, &all, 1)).await?;
    report("operations inserted", OPERATIONS, begun);

    let ids: Vec<u64> = (0..OPERATIONS).collect();
    let begun = Instant::now();
    for call in ids.chunks(CALL) {
        let call = call.to_vec();
        let attempt = NewAttempt { variables: Some("x".repeat(CALL * 120)), ..NewAttempt::default() };
        ledger.write(move |tx| operations::intent(tx, run, &call, &attempt, 2)).await?;
    }
    report("intents, 250 in a call, each call durable", OPERATIONS, begun);

    let begun = Instant::now();
    let doubt = ledger.read(|conn| operations::in_doubt(conn, run))?;
    report("operations in doubt read", doubt.iter().map(|d| d.operations.len() as u64).sum(), begun);

    let begun = Instant::now();
    for slice in ids.chunks(SLICE) {
        let outcomes: Vec<_> = slice.iter().map(|&id| Outcome::new(id, OutcomeKind::Applied, None)).collect();
        ledger.write(move |tx| operations::outcomes(tx, run, &outcomes, 3)).await?;
    }
    report("outcomes, 1000 in a write, each write durable", OPERATIONS, begun);

    let begun = Instant::now();
    ledger.read(|conn| operations::counts(conn, run))?;
    report("operations counted", OPERATIONS, begun);
    let begun = Instant::now();
    let rare = Filter { product: Some("product-99999".into()), state: None };
    ledger.read(|conn| operations::page(conn, run, &rare, None, 50))?;
    report("operations searched for a page", OPERATIONS, begun);
    Ok(())
}

/// A run that changes titles and prices, and its way into the index.
async fn text(ledger: &Ledger, store: i64) -> Result<(), Box<dyn Error>> {
    let size = |ledger: &Ledger| {
        ledger.read(|conn| {
            let sql = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'operation_text%'";
            Ok(conn.query_row(sql, [], |row| row.get::<_, Option<i64>>(0))?.unwrap_or_default())
        })
    };
    let run = new_run(store);
    let run = ledger.write(move |tx| runs::create(tx, &run)).await?;
    let all: Vec<Operation> = (0..OPERATIONS).map(retitled).collect();
    let bodies: usize = all.iter().map(|one| serde_json::to_string(one).map_or(0, |text| text.len())).sum();
    ledger.write(move |tx| operations::insert_all(tx, run, &all, 1)).await?;
    let begun = Instant::now();
    let found = ledger.read(|conn| operation_text::found_in(conn, run, "lamp 99999"))?;
    assert_eq!(found, [99_999]);
    report("operations searched without the index", OPERATIONS, begun);
    ledger
        .write(move |tx| {
            let outcomes: Vec<_> =
                (0..OPERATIONS).map(|id| Outcome::new(id, OutcomeKind::Applied, None)).collect();
            operations::outcomes(tx, run, &outcomes, 3)?;
            runs::set_state(tx, run, runs::RunState::Completed, 4)
        })
        .await?;
    let before = size(ledger)?;
    let begun = Instant::now();
    operation_text::catch_up(ledger).await?;
    report("operations put into the index", OPERATIONS, begun);
    println!("{:<44} {:>10.1} MB", "the index", (size(ledger)? - before) as f64 / 1e6);
    println!("{:<44} {:>10.1} MB", "the operations themselves", bodies as f64 / 1e6);
    for sought in ["lamp 99999", "moss green"] {
        let begun = Instant::now();
        let hits = ledger.read(|conn| operation_text::hits(conn, sought))?;
        report(&format!("operations searched for \"{sought}\""), hits.values().sum(), begun);
    }
    Ok(())
}

async fn mirror_of(ledger: &Ledger, store: i64) -> Result<(), Box<dyn Error>> {
    let products: Vec<StoreProduct> = (0..PRODUCTS).map(product).collect();
    let begun = Instant::now();
    ledger.write(move |tx| mirror::begin_replace(tx, store)).await?;
    for part in products.chunks(SLICE) {
        let part = part.to_vec();
        ledger.write(move |tx| mirror::put_replacement(tx, store, &part)).await?;
    }
    ledger.write(move |tx| mirror::finish_replace(tx, store)).await?;
    report("variants pulled (5 in a product)", PRODUCTS * VARIANTS, begun);

    let begun = Instant::now();
    ledger.write(move |tx| mirror::put_many(tx, store, &products)).await?;
    report("variants put again, unchanged", PRODUCTS * VARIANTS, begun);

    let begun = Instant::now();
    let mut variants = 0;
    ledger.read(|conn| {
        mirror::for_each(conn, store, |product| {
            variants += product.variants.len() as u64;
            Ok(())
        })
    })?;
    report("variants streamed", variants, begun);
    let begun = Instant::now();
    ledger.read(|conn| mirror::digest(conn, store))?;
    report("products digested", PRODUCTS, begun);
    Ok(())
}

fn report(what: &str, number: u64, begun: Instant) {
    let seconds = begun.elapsed().as_secs_f64();
    println!("{what:<46} {number:>7} in {seconds:>7.3} s  {:>10.0} a second", number as f64 / seconds);
}

fn new_run(store: i64) -> NewRun {
    NewRun {
        store,
        plan: None,
        source: "bench".into(),
        strategy: "bulk".into(),
        workers: None,
        options: serde_json::Value::Null,
        created_at: 0,
    }
}

fn retitled(id: u64) -> Operation {
    let change = |field: &str, before: String, after: String| Change {
        subject: Subject::Product,
        field: field.into(),
        before: Value::text(before),
        after: Value::text(after),
    };
    let colour = ["moss green", "clay", "chalk white", "ink blue"][id as usize % 4];
    Operation {
        product: format!("table-lamp-{id}"),
        changes: vec![
            change("title", format!("Lamp {id}"), format!("Table lamp {id}, {colour}")),
            change("price", format!("{}.00", id % 90), format!("{}.90", id % 97)),
        ],
        ..operation(id)
    }
}

fn operation(id: u64) -> Operation {
    Operation {
        id,
        product: format!("product-{id}"),
        product_id: Some(format!("gid://shopify/Product/{id}")),
        place: None,
        priority: Priority::Normal,
        after: Vec::new(),
        work: Work::SetQuantity(QuantityEdit {
            inventory_item_id: format!("gid://shopify/InventoryItem/{id}"),
            location_id: "gid://shopify/Location/1".into(),
            name: QuantityName::Available,
            from: 3,
            quantity: 5,
        }),
        changes: Vec::new(),
        held: None,
    }
}

fn product(id: u64) -> StoreProduct {
    let variant = |number| StoreVariant {
        id: format!("gid://shopify/ProductVariant/{id}{number}"),
        inventory_item_id: format!("gid://shopify/InventoryItem/{id}{number}"),
        option_values: vec![format!("size {number}")],
        fields: BTreeMap::from([
            (VariantField::Sku, Value::text(format!("SKU-{id}-{number}"))),
            (VariantField::Barcode, Value::text(format!("40063{id}{number}"))),
            (VariantField::Tracked, Value::Bool(true)),
        ]),
        ..StoreVariant::default()
    };
    StoreProduct {
        id: format!("gid://shopify/Product/{id}"),
        handle: format!("product-{id:06}"),
        fields: BTreeMap::from([
            (ProductField::Title, Value::text(format!("Product {id}"))),
            (ProductField::BodyHtml, Value::text("<p>Made by hand.</p>".repeat(20))),
        ]),
        variants: (0..VARIANTS).map(variant).collect(),
        updated_at: "2026-11-01T00:00:00Z".into(),
        ..StoreProduct::default()
    }
}
