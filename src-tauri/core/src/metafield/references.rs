//! What references mean: files name products and entries by their handles, Shopify by ids.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An entry (metaobject) of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    /// The id of its definition.
    pub kind: String,
    pub handle: String,
}

/// What a handle can stand for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Referred {
    Product,
    /// An entry (metaobject) of this kind, by the id of its definition.
    Entry(String),
}

/// Handles with the ids they stand for, as far as they were read.
#[derive(Debug, Clone, Default)]
pub struct References {
    ids: BTreeMap<(Referred, String), String>,
    handles: BTreeMap<String, String>,
}

impl References {
    pub fn add(&mut self, what: Referred, handle: &str, id: &str) {
        self.ids.insert((what, handle.to_owned()), id.to_owned());
        self.handles.insert(id.to_owned(), handle.to_owned());
    }

    pub fn id(&self, what: Referred, handle: &str) -> Option<&str> {
        self.ids.get(&(what, handle.to_owned())).map(String::as_str)
    }

    pub fn handle(&self, id: &str) -> Option<&str> {
        self.handles.get(id).map(String::as_str)
    }
}
