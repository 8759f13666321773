//! What is known of a store's metafields, put together from the mirror and what stands around it.

use evenshelf_core::metafield::{Entry, MetafieldDefinition, Metafields, References, Referred};
use rusqlite::Connection;

use super::{LedgerError, mirror, surroundings};

/// Returns the definitions with what their references can mean. Products are only among it where a definition refers
/// to some.
pub fn known(conn: &Connection, store: i64) -> Result<Metafields, LedgerError> {
    let definitions: Vec<MetafieldDefinition> = surroundings::list(conn, store)?;
    let mut references = References::default();
    for entry in surroundings::list::<Entry>(conn, store)? {
        references.add_entry(entry);
    }
    if definitions.iter().any(MetafieldDefinition::refers_to_products) {
        mirror::for_each_handle(conn, store, |id, handle| references.add(Referred::Product, handle, id))?;
    }
    Ok(Metafields::new(definitions, references))
}
