//! One change whole, with what surrounds it.

use evenshelf_core::catalog::{ProductField, StoreProduct};
use evenshelf_core::channel::Channel;
use evenshelf_core::operation::Operation;

use super::cells;
use super::collection;
use super::create::plan_path;
use super::product::{Around, laid_out};
use super::types::{ChangeDetail, ReviewRow, Subject};
use crate::error::EngineError;
use crate::ledger::reviews::{ReviewedStore, rows};
use crate::ledger::stores::StoreKind;
use crate::ledger::{LedgerError, collections, mirror, surroundings};
use crate::plan_file::operation_at;
use crate::session::Session;

impl Session {
    /// Returns a change with both sides whole, the changes it travels with, and its product as the store has it.
    pub fn review_change(&self, id: i64, row: u64) -> Result<ChangeDetail, EngineError> {
        let stored = self.stored_review(id)?;
        let (mut shown, together, (start, length), shelf, collection) = self.ledger().read(|conn| {
            let shown = rows::get(conn, id, row)?;
            let together = rows::of_operation(conn, id, shown.operation, row)?;
            let span = rows::span(conn, id, shown.operation)?;
            let collection = match (&stored.store, &shown.product_id) {
                (Some(store), Some(id)) if shown.subject == Subject::Collection => {
                    let channels: Vec<Channel> = surroundings::list(conn, store.id)?;
                    collections::get(conn, store.id, id)?.map(|held| collection::laid_out(&held, &channels))
                }
                _ => None,
            };
            let product = match (&stored.store, &shown.product_id) {
                (Some(store), Some(product)) => mirror::by_id(conn, store.id, product)?,
                (Some(_), None) => None,
                (None, _) => rows::shelf_body(conn, id, row)?.as_deref().map(product).transpose()?,
            };
            let around = match (&stored.store, &product) {
                (Some(store), Some(product)) => Around::read(conn, store.id, product)?,
                _ => Around::default(),
            };
            let shelf = product.map(|product| laid_out(&product, &around));
            Ok((shown, together, span, shelf, collection))
        })?;
        let operation = operation_at(&plan_path(self.data_dir(), id), start, length)?;
        let first = self.ledger().read(|conn| rows::first_of_operation(conn, id, operation.id))?;
        make_whole(&mut shown, &operation, row.saturating_sub(first));
        Ok(ChangeDetail {
            html: shown.field == ProductField::BodyHtml.name(),
            admin_url: stored.store.as_ref().and_then(|store| admin_url(store, &shown)),
            shelf,
            collection,
            together,
            row: shown,
        })
    }
}

fn make_whole(row: &mut ReviewRow, operation: &Operation, index: u64) {
    let change = usize::try_from(index).ok().and_then(|index| operation.changes.get(index));
    if let Some(change) = change {
        row.before = cells::whole(&change.before);
        row.after = cells::whole(&change.after);
    }
}

fn product(body: &str) -> Result<StoreProduct, LedgerError> {
    serde_json::from_str(body).map_err(|error| LedgerError::Content {
        what: "a product of the mirror".into(),
        cause: error.to_string(),
    })
}

fn admin_url(store: &ReviewedStore, row: &ReviewRow) -> Option<String> {
    let domain = store.domain.as_ref().filter(|_| store.kind == StoreKind::Live)?;
    let number = row.product_id.as_deref()?.rsplit('/').next()?;
    let place = if row.subject == Subject::Collection { "collections" } else { "products" };
    Some(format!("https://{domain}/admin/{place}/{number}"))
}
