//! One change to the store: all of it or none.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::rows::{Meta, Product, Stamp, Variant};
use super::tables::{Row, State};

type Undo = Box<dyn FnOnce(&mut State) + Send>;

/// A write in progress. It changes the tables at once and remembers how to put them back;
/// dropping it without [`Tx::commit`] undoes everything.
pub struct Tx<'a> {
    state: &'a mut State,
    meta_before: Meta,
    now: Stamp,
    dirty: BTreeSet<(&'static str, u64)>,
    undo: Vec<Undo>,
    products_before: Vec<Option<Arc<Product>>>,
    variants_before: Vec<Option<Arc<Variant>>>,
    done: bool,
}

impl std::ops::Deref for Tx<'_> {
    type Target = State;
    fn deref(&self) -> &State {
        self.state
    }
}

impl<'a> Tx<'a> {
    pub fn new(state: &'a mut State) -> Self {
        let meta_before = state.meta.clone();
        let now = state.stamp();
        Self {
            state,
            meta_before,
            now,
            dirty: BTreeSet::new(),
            undo: Vec::new(),
            products_before: Vec::new(),
            variants_before: Vec::new(),
            done: false,
        }
    }

    /// Returns the moment of this write, the same for all that it touches.
    pub fn now(&self) -> Stamp {
        self.now
    }

    pub fn next_id(&mut self) -> u64 {
        self.state.next_id()
    }

    pub fn meta_mut(&mut self) -> &mut Meta {
        &mut self.state.meta
    }

    fn touch<T: Row>(&mut self, id: u64) {
        if !self.dirty.insert((T::NAME, id)) {
            return;
        }
        let before = T::table(self.state).get(&id).cloned();
        match T::NAME {
            "products" => self.products_before.push(self.state.products.get(&id).cloned()),
            "variants" => self.variants_before.push(self.state.variants.get(&id).cloned()),
            _ => {}
        }
        self.undo.push(Box::new(move |state| {
            match before {
                Some(row) => T::table_mut(state).insert(id, row),
                None => T::table_mut(state).remove(&id),
            };
        }));
    }

    pub fn put<T: Row>(&mut self, row: T) {
        let id = row.id();
        self.touch::<T>(id);
        T::table_mut(self.state).insert(id, Arc::new(row));
    }

    /// Returns the row for changing.
    pub fn edit<T: Row>(&mut self, id: u64) -> Option<&mut T> {
        if !T::table(self.state).contains_key(&id) {
            return None;
        }
        self.touch::<T>(id);
        T::table_mut(self.state).get_mut(&id).map(Arc::make_mut)
    }

    pub fn remove<T: Row>(&mut self, id: u64) {
        self.touch::<T>(id);
        T::table_mut(self.state).remove(&id);
    }

    /// Takes a file name for this write; false if it is taken already.
    pub fn claim_filename(&mut self, name: &str) -> bool {
        if !self.state.index.filenames.insert(name.to_owned()) {
            return false;
        }
        let name = name.to_owned();
        self.undo.push(Box::new(move |state| {
            state.index.filenames.remove(&name);
        }));
        true
    }

    /// Marks a product as changed now.
    pub fn bump(&mut self, product: u64) {
        let now = self.now;
        if let Some(product) = self.edit::<Product>(product) {
            product.updated_at = now;
        }
    }

    /// Keeps the change and returns its line for the log, or nothing if no row was touched.
    pub fn commit(mut self) -> Option<String> {
        self.done = true;
        self.reindex();
        if self.dirty.is_empty() {
            return None;
        }
        let rows = self.dirty.iter().copied().chain(std::iter::once(("meta", 0)));
        Some(super::log::line(self.state, rows))
    }

    fn reindex(&mut self) {
        for before in self.products_before.drain(..).flatten() {
            self.state.index.remove_product(&before);
        }
        for before in self.variants_before.drain(..).flatten() {
            self.state.index.remove_variant(&before);
        }
        for (table, id) in &self.dirty {
            match *table {
                "products" => {
                    if let Some(row) = self.state.products.get(id) {
                        self.state.index.add_product(row);
                    }
                }
                "variants" => {
                    if let Some(row) = self.state.variants.get(id) {
                        self.state.index.add_variant(row);
                    }
                }
                "files" => {
                    if let Some(row) = self.state.files.get(id) {
                        self.state.index.add_file(row);
                    }
                }
                "idempotency" => {
                    if let Some(row) = self.state.idempotency.get(id) {
                        self.state.index.add_key(row);
                    }
                }
                _ => {}
            }
        }
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        for undo in self.undo.drain(..).rev() {
            undo(self.state);
        }
        // Ids and stamps given out are not given out again, even by a write that was taken back.
        let (next_id, last_stamp) = (self.state.meta.next_id, self.state.meta.last_stamp);
        self.state.meta = Meta { next_id, last_stamp, ..std::mem::take(&mut self.meta_before) };
    }
}
