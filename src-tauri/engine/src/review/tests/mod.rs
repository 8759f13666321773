//! Reviews of small plans, on a real ledger and without a store.

mod applying;
mod collections;
mod comparing;
mod marking;
mod reading;

use std::collections::BTreeMap;
use std::fs;

use evenshelf_core::catalog::{
    ProductField, StoreImage, StoreLevel, StoreLocation, StoreOption, StoreProduct, StoreVariant,
    VariantField,
};
use evenshelf_core::operation::Operation;
use evenshelf_core::plan::Missing;
use evenshelf_core::value::Value;
use tempfile::TempDir;

use super::types::{NewOrigin, NewReview, ReviewQuery, ReviewRow};
use crate::RunControl;
use crate::ledger::stores::{self, CredentialKind, Store, StoreKind};
use crate::ledger::{locations, mirror};
use crate::plan_file::PlanFile;
use crate::progress::silent;
use crate::session::{PlanOptions, Session};

/// A data directory with a store called `shop`, its mirror as given.
struct Shop {
    session: Session,
    directory: TempDir,
}

impl Shop {
    async fn with(products: Vec<StoreProduct>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let session = Session::open(directory.path()).unwrap();
        let mut store = Store::new(
            "shop",
            "https://shop.myshopify.com",
            StoreKind::Live,
            "2026-10",
            CredentialKind::Token,
        );
        store.shop_domain = Some("shop.myshopify.com".into());
        store.currency = Some("EUR".into());
        session
            .ledger()
            .write(move |tx| {
                let store = stores::add(tx, &store)?.id;
                let place = StoreLocation { id: "L1".into(), name: "Main".into(), active: true };
                locations::replace(tx, store, &[place])?;
                mirror::put_many(tx, store, &products)?;
                stores::set_pulled(tx, store, 1_000, None, true)
            })
            .await
            .unwrap();
        Self { session, directory }
    }

    /// Plans the sheet, and puts the plan under review.
    async fn review(&self, sheet: &str) -> i64 {
        self.review_with(sheet, Missing::Leave).await
    }

    async fn review_with(&self, sheet: &str, missing: Missing) -> i64 {
        let path = self.directory.path().join("sheet.csv");
        fs::write(&path, sheet).unwrap();
        let options = PlanOptions { from: path.clone(), missing, offline: true, ..PlanOptions::default() };
        let plan = self.session.plan("shop", options, &RunControl::new(), silent()).await.unwrap();
        let origin = NewOrigin::Store { store: "shop".into(), path };
        self.session.review_create(&plan, NewReview { origin, match_by: None, missing }).await.unwrap()
    }

    fn rows(&self, review: i64, query: &ReviewQuery) -> Vec<ReviewRow> {
        self.session.review_page(review, query, 0, 500).unwrap().rows
    }

    /// Returns the rows in short: their number, field, after and state.
    fn shown(&self, review: i64) -> Vec<String> {
        self.rows(review, &ReviewQuery::default()).iter().map(short).collect()
    }

    /// Returns the fields that are sent, by product.
    async fn sent(&self, review: i64) -> Vec<String> {
        let plan = self.session.review_plan(review, super::types::ApplyScope::All).await.unwrap();
        sent(&plan)
    }
}

fn short(row: &ReviewRow) -> String {
    format!("{} {} {} {}", row.row, row.product, row.field, row.state.name())
}

fn sent(plan: &PlanFile) -> Vec<String> {
    let operations: Vec<Operation> = plan.operations().unwrap().map(Result::unwrap).collect();
    assert_eq!(plan.head.counts.operations, operations.len() as u64);
    let fields = operations.iter().flat_map(|operation| {
        operation.changes.iter().map(|change| format!("{} {}", operation.product, change.field))
    });
    fields.collect()
}

fn money(text: &str) -> Value {
    Value::decimal(text.parse().unwrap())
}

/// A product with one variant, three of it in stock.
fn product(number: u64, handle: &str, price: &str) -> StoreProduct {
    StoreProduct {
        id: format!("gid://shopify/Product/{number}"),
        handle: handle.into(),
        fields: BTreeMap::from([
            (ProductField::Title, Value::text(handle.to_uppercase())),
            (ProductField::Status, Value::text("active")),
            (ProductField::Vendor, Value::text("Lumen")),
        ]),
        variants: vec![StoreVariant {
            id: format!("gid://shopify/ProductVariant/{number}"),
            inventory_item_id: format!("gid://shopify/InventoryItem/{number}"),
            fields: BTreeMap::from([
                (VariantField::Sku, Value::text(format!("SKU-{number}"))),
                (VariantField::Price, money(price)),
                (VariantField::Tracked, Value::Bool(true)),
            ]),
            levels: vec![StoreLevel { location_id: "L1".into(), available: 3, on_hand: 3 }],
            ..StoreVariant::default()
        }],
        updated_at: "2026-11-01T00:00:00Z".into(),
        ..StoreProduct::default()
    }
}

/// A lamp in one size with one picture, its stock not tracked.
fn lamp() -> StoreProduct {
    let mut lamp = product(1, "lamp", "10");
    lamp.options =
        vec![StoreOption { id: "o".into(), name: "Size".into(), values: vec!["S".into()], linked_to: None }];
    lamp.variants[0].option_values = vec!["S".into()];
    lamp.variants[0].fields.insert(VariantField::Tracked, Value::Bool(false));
    lamp.images = vec![StoreImage {
        id: "m1".into(),
        url: "https://cdn/lamp.jpg".into(),
        alt: String::new(),
        source: Some("http://x/lamp.jpg".into()),
        ..StoreImage::default()
    }];
    lamp
}
