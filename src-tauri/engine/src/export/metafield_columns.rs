//! The columns of metafields: one for each metafield that any product or variant has.

use std::collections::BTreeMap;

use evenshelf_core::catalog::{MetafieldOwner, SheetMetafield, SheetProduct, StoreMetafield, StoreProduct};
use evenshelf_core::metafield::Metafields;
use evenshelf_core::normalize::google_headers;
use evenshelf_core::value::Value;

use super::columns::Headers;

/// A metafield's column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MetafieldColumn {
    owner: MetafieldOwner,
    namespace: String,
    key: String,
    /// `Care (product.metafields.custom.care)`: the name people know it by, then the place it is read from. A few have
    /// columns of Shopify's own, of other names.
    old_header: String,
    new_header: String,
}

/// Which metafields a catalogue has. The header of a file stands before its rows, so they are noted in a pass of their
/// own.
#[derive(Debug, Clone, Default)]
pub struct MetafieldColumns(BTreeMap<(MetafieldOwner, String, String), MetafieldColumn>);

impl MetafieldColumns {
    /// Notes the metafields of a product and its variants.
    pub fn note(&mut self, product: &StoreProduct, metafields: &Metafields) {
        let own = product.metafields.iter().map(|field| (MetafieldOwner::Product, field));
        let variants = product.variants.iter().flat_map(|variant| &variant.metafields);
        for (owner, field) in own.chain(variants.map(|field| (MetafieldOwner::Variant, field))) {
            let key = (owner, field.namespace.clone(), field.key.clone());
            self.0.entry(key).or_insert_with(|| {
                let (namespace, key) = (field.namespace.clone(), field.key.clone());
                let definition = metafields.definition(owner, &namespace, &key);
                let name = definition.map_or(key.as_str(), |definition| definition.name.trim());
                let header = format!("{name} ({}.metafields.{namespace}.{key})", owner.name());
                let own = google_headers(&namespace, &key).filter(|_| owner == MetafieldOwner::Product);
                let [old_header, new_header] = own.unwrap_or_else(|| [header.clone(), header]);
                MetafieldColumn { owner, namespace, key, old_header, new_header }
            });
        }
    }

    /// Returns the columns, those of products first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &MetafieldColumn> {
        self.0.values()
    }
}

impl MetafieldColumn {
    pub fn header(&self, headers: Headers) -> &str {
        match headers {
            Headers::Old => &self.old_header,
            Headers::New => &self.new_header,
        }
    }

    /// Returns the cell on a row of a product.
    pub fn cell(&self, sheet: &SheetProduct, row: usize) -> String {
        let fields = match self.owner {
            MetafieldOwner::Product if row == 0 => sheet.metafields.as_slice(),
            MetafieldOwner::Product => &[],
            MetafieldOwner::Variant => {
                sheet.variants.get(row).map(|variant| variant.metafields.as_slice()).unwrap_or_default()
            }
        };
        let here = fields.iter().find(|field| field.namespace == self.namespace && field.key == self.key);
        here.map(|field| field.value.to_string()).unwrap_or_default()
    }
}

/// Gives the metafields of a sheet the texts that cells have, which name products and entries by their handles.
pub(super) fn name_references(sheet: &mut SheetProduct, product: &StoreProduct, metafields: &Metafields) {
    let name = |owner, cells: &mut [SheetMetafield], known: &[StoreMetafield]| {
        for (cell, known) in cells.iter_mut().zip(known) {
            cell.value = Value::text(metafields.shown(owner, known));
        }
    };
    name(MetafieldOwner::Product, &mut sheet.metafields, &product.metafields);
    for (variant, known) in sheet.variants.iter_mut().zip(&product.variants) {
        name(MetafieldOwner::Variant, &mut variant.metafields, &known.metafields);
    }
}
