//! Checks of the whole ledger, on real files.

mod crash;
mod forget;
mod history;
mod journal;
mod mirror;
mod schema;
mod surroundings;
mod write;

use std::collections::BTreeMap;

use evenshelf_core::catalog::{
    ProductField, QuantityName, StoreImage, StoreLocation, StoreProduct, StoreVariant, VariantField,
};
use evenshelf_core::operation::{Held, HeldKind, Operation, OperationId, Priority, QuantityEdit, Work};
use evenshelf_core::value::Value;
use tempfile::TempDir;

use super::runs::NewRun;
use super::stores::{CredentialKind, Store, StoreKind};
use super::{Ledger, runs, stores};

fn empty() -> (TempDir, Ledger) {
    let directory = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(directory.path()).unwrap();
    (directory, ledger)
}

/// A ledger with one store.
fn with_store() -> (TempDir, Ledger, i64) {
    let (directory, ledger) = empty();
    let store = ledger.write_blocking(|tx| stores::add(tx, &new_store("north"))).unwrap();
    (directory, ledger, store.id)
}

/// A ledger with one store and one run of it.
fn with_run() -> (TempDir, Ledger, i64) {
    let (directory, ledger, store) = with_store();
    let run = ledger.write_blocking(move |tx| runs::create(tx, &new_run(store))).unwrap();
    (directory, ledger, run)
}

fn new_store(name: &str) -> Store {
    let url = format!("https://{name}.myshopify.com");
    Store::new(name, &url, StoreKind::Live, "2026-10", CredentialKind::Token)
}

fn new_run(store: i64) -> NewRun {
    NewRun {
        store,
        plan: None,
        source: "spring.csv".into(),
        strategy: "auto".into(),
        workers: Some(4),
        options: serde_json::json!({"verify": true}),
        created_at: 1_000,
    }
}

fn operation(id: OperationId) -> Operation {
    Operation {
        id,
        product: format!("product-{id}"),
        product_id: Some(product_id(id)),
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

fn held(id: OperationId) -> Operation {
    let reason = "its price would be zero".to_owned();
    Operation { held: Some(Held { kind: HeldKind::PriceZero, reason }), ..operation(id) }
}

fn product_id(id: u64) -> String {
    format!("gid://shopify/Product/{id}")
}

fn product(id: u64, handle: &str) -> StoreProduct {
    StoreProduct {
        id: product_id(id),
        handle: handle.to_owned(),
        fields: BTreeMap::from([(ProductField::Title, Value::text(handle.to_uppercase()))]),
        variants: vec![StoreVariant {
            id: format!("gid://shopify/ProductVariant/{id}"),
            fields: BTreeMap::from([
                (VariantField::Sku, Value::text(format!("SKU-{id}"))),
                (VariantField::Barcode, Value::text("4006381333931")),
            ]),
            ..StoreVariant::default()
        }],
        images: vec![StoreImage {
            id: format!("gid://shopify/MediaImage/{id}"),
            url: "https://cdn.shopify.com/a.jpg".into(),
            alt: String::new(),
            source: None,
            ..StoreImage::default()
        }],
        updated_at: "2026-11-01T00:00:00Z".into(),
        ..StoreProduct::default()
    }
}

fn location(id: u64, name: &str) -> StoreLocation {
    StoreLocation { id: format!("gid://shopify/Location/{id}"), name: name.to_owned(), active: true }
}
