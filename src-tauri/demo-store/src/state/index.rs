//! Look-ups that must not scan: by handle, by unique metafield, by inventory item.

use std::collections::{HashMap, HashSet};

use super::rows::{File, Idempotency, Product, Variant};

#[derive(Default)]
pub struct Index {
    pub by_handle: HashMap<String, u64>,
    /// (namespace, key, value) of product metafields to product.
    pub by_metafield: HashMap<(String, String, String), u64>,
    pub by_item: HashMap<u64, u64>,
    pub filenames: HashSet<String>,
    /// (app, idempotency key) to its row.
    pub by_key: HashMap<(u64, String), u64>,
}

/// Metafields of this type can identify a product.
/// <https://shopify.dev/docs/apps/build/metafields/list-of-data-types>
const ID_TYPE: &str = "id";

impl Index {
    pub fn add_product(&mut self, product: &Product) {
        self.by_handle.insert(product.handle.clone(), product.id);
        for field in product.metafields.iter().filter(|m| m.type_ == ID_TYPE) {
            let key = (field.namespace.clone(), field.key.clone(), field.value.clone());
            self.by_metafield.insert(key, product.id);
        }
    }

    pub fn remove_product(&mut self, product: &Product) {
        if self.by_handle.get(&product.handle) == Some(&product.id) {
            self.by_handle.remove(&product.handle);
        }
        for field in product.metafields.iter().filter(|m| m.type_ == ID_TYPE) {
            let key = (field.namespace.clone(), field.key.clone(), field.value.clone());
            if self.by_metafield.get(&key) == Some(&product.id) {
                self.by_metafield.remove(&key);
            }
        }
    }

    pub fn add_variant(&mut self, variant: &Variant) {
        self.by_item.insert(variant.item.id, variant.id);
    }

    pub fn remove_variant(&mut self, variant: &Variant) {
        self.by_item.remove(&variant.item.id);
    }

    pub fn add_file(&mut self, file: &File) {
        self.filenames.insert(file.filename.clone());
    }

    pub fn add_key(&mut self, row: &Idempotency) {
        self.by_key.insert((row.app, row.key.clone()), row.id);
    }
}
