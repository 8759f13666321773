//! Finds in the mirror what a row of the source means.

use std::collections::BTreeSet;

use evenshelf_core::catalog::{ProductField, SheetProduct, StoreProduct, VariantField, canonical_handle};
use evenshelf_core::finding::Finding;
use evenshelf_core::matching::{self, Hit};
use evenshelf_core::normalize::RefusedProduct;
use evenshelf_core::plan::{Handles, MatchBy, SheetKind};
use rusqlite::Connection;

use crate::ledger::{LedgerError, mirror};

/// Returns the store's product of a sheet product that stands for itself: by its handle, or by its id.
pub(super) fn one(
    conn: &Connection,
    store: i64,
    product: &SheetProduct,
    match_by: MatchBy,
) -> Result<Option<StoreProduct>, LedgerError> {
    if match_by == MatchBy::Handle {
        return match &product.handle {
            Some(handle) => by_handle(conn, store, handle),
            None => Ok(None),
        };
    }
    let id = match (&product.id, product.variants.first().and_then(|variant| variant.id.as_deref())) {
        (Some(id), _) => Some(global_id("Product", id)),
        (None, Some(variant)) => mirror::product_of(conn, store, &global_id("ProductVariant", variant))?,
        (None, None) => None,
    };
    match id {
        Some(id) => mirror::by_id(conn, store, &id),
        None => Ok(None),
    }
}

/// Notes the web address that a product of the file asks for, and which other product of the store has it.
pub(super) fn claim(
    conn: &Connection,
    store: i64,
    product: &SheetProduct,
    held: Option<&StoreProduct>,
    handles: &mut Handles,
) -> Result<(), LedgerError> {
    let Some(asked) = Handles::asked(product, held) else { return Ok(()) };
    let holder = mirror::by_handle(conn, store, &asked)?;
    handles.claim(&asked, held, holder.map(|holder| holder.field(ProductField::Title).to_string()));
    Ok(())
}

/// Matches a whole sheet by SKU or barcode. `named` collects every product that a key fits: a row that fits
/// several is refused, but none of them is missing from the file.
pub(super) fn by_key(
    conn: &Connection,
    store: i64,
    products: Vec<SheetProduct>,
    kind: SheetKind,
    field: VariantField,
    named: &mut BTreeSet<String>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<(Option<StoreProduct>, SheetProduct)>, LedgerError> {
    let mut failure = None;
    let lookup = |key: &str| {
        let keys = if field == VariantField::Sku {
            mirror::by_sku(conn, store, key)
        } else {
            mirror::by_barcode(conn, store, key)
        };
        let keys = keys.unwrap_or_else(|error| {
            failure = Some(error);
            Vec::new()
        });
        named.extend(keys.iter().map(|(product, _)| product.clone()));
        keys.into_iter().map(|(product_id, variant_id)| Hit { product_id, variant_id }).collect()
    };
    let matched = matching::by_key(products, kind, field, lookup, findings);
    if let Some(error) = failure {
        return Err(error);
    }
    matched
        .into_iter()
        .map(|(id, product)| {
            let held = match id {
                Some(id) => mirror::by_id(conn, store, &id)?,
                None => None,
            };
            Ok((held, product))
        })
        .collect()
}

/// Returns the products of the store that the file names in rows that were refused.
pub(super) fn refused(
    conn: &Connection,
    store: i64,
    refused: &[RefusedProduct],
) -> Result<BTreeSet<String>, LedgerError> {
    let mut named = BTreeSet::new();
    for product in refused {
        if let Some(handle) = &product.handle {
            named.extend(by_handle(conn, store, handle)?.map(|held| held.id));
        }
        named.extend(product.id.as_ref().map(|id| global_id("Product", id)));
    }
    Ok(named)
}

/// Returns how people know the product: its handle, else the first SKU or barcode, else its row.
pub(crate) fn key_of(product: &SheetProduct, held: Option<&StoreProduct>) -> String {
    if let Some(held) = held {
        return held.handle.clone();
    }
    if let Some(handle) = &product.handle {
        return canonical_handle(handle);
    }
    let keys = [VariantField::Sku, VariantField::Barcode];
    product
        .variants
        .iter()
        .flat_map(|variant| keys.iter().filter_map(|field| matching::key(variant, *field)))
        .next()
        .map_or_else(|| format!("row {}", product.place.record), str::to_owned)
}

fn by_handle(conn: &Connection, store: i64, handle: &str) -> Result<Option<StoreProduct>, LedgerError> {
    match mirror::by_handle(conn, store, handle)? {
        Some(held) => Ok(Some(held)),
        None => {
            let canonical = canonical_handle(handle);
            if canonical == handle { Ok(None) } else { mirror::by_handle(conn, store, &canonical) }
        }
    }
}

fn global_id(kind: &str, id: &str) -> String {
    if id.starts_with("gid://") { id.to_owned() } else { format!("gid://shopify/{kind}/{}", id.trim()) }
}
