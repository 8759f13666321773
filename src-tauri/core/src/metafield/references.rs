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
    /// What the store shows for it, as the value of a linked option for example.
    #[serde(default)]
    pub name: String,
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
    entries: Vec<Entry>,
}

impl References {
    pub fn add(&mut self, what: Referred, handle: &str, id: &str) {
        self.ids.insert((what, handle.to_owned()), id.to_owned());
        self.handles.insert(id.to_owned(), handle.to_owned());
    }

    pub fn add_entry(&mut self, entry: Entry) {
        self.add(Referred::Entry(entry.kind.clone()), &entry.handle, &entry.id);
        self.entries.push(entry);
    }

    /// Returns the entry of one of these kinds that goes by the handle, or by the name where none does.
    pub fn entry(&self, kinds: &[String], text: &str) -> Option<&Entry> {
        let of_kind = || self.entries.iter().filter(|entry| kinds.contains(&entry.kind));
        of_kind().find(|entry| entry.handle == text).or_else(|| of_kind().find(|entry| entry.name == text))
    }

    pub fn id(&self, what: Referred, handle: &str) -> Option<&str> {
        self.ids.get(&(what, handle.to_owned())).map(String::as_str)
    }

    pub fn handle(&self, id: &str) -> Option<&str> {
        self.handles.get(id).map(String::as_str)
    }
}
