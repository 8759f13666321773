//! What the mirror says of where products are published.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::channel::Channel;
use evenshelf_core::market::StoreMarket;
use rusqlite::{Connection, params};

use super::{LedgerError, markets, surroundings};
use crate::shopify::AskedPublications;

/// Returns what there is to ask the store of its publications.
pub fn asked(conn: &Connection, store: i64) -> Result<AskedPublications, LedgerError> {
    let channels: Vec<Channel> = surroundings::list(conn, store)?;
    if channels.is_empty() {
        return Ok(AskedPublications::default());
    }
    let markets = markets::known(conn, store)?.list;
    let markets: BTreeSet<&str> = markets.iter().filter_map(StoreMarket::publication_id).collect();
    Ok(AskedPublications::of(&channels, markets.into_iter().map(str::to_owned)))
}

/// Returns how many products are on each publication; those without any are not among them.
pub fn counts(conn: &Connection, store: i64) -> Result<BTreeMap<String, u64>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT one.value, count(*) FROM mirror_products AS product, json_each(product.body, '$.publications') AS one
         WHERE product.store_id = ?1 AND product.generation = (SELECT mirror_generation FROM stores WHERE id = ?1)
         GROUP BY one.value",
    )?;
    let mut rows = statement.query(params![store])?;
    let mut counts = BTreeMap::new();
    while let Some(row) = rows.next()? {
        counts.insert(row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs());
    }
    Ok(counts)
}

/// Returns the ids of the products that are on the publication.
pub fn products(conn: &Connection, store: i64, publication: &str) -> Result<BTreeSet<String>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT product.product_id FROM mirror_products AS product, json_each(product.body, '$.publications') AS one
         WHERE product.store_id = ?1 AND product.generation = (SELECT mirror_generation FROM stores WHERE id = ?1)
           AND one.value = ?2",
    )?;
    let mut rows = statement.query(params![store, publication])?;
    let mut products = BTreeSet::new();
    while let Some(row) = rows.next()? {
        products.insert(row.get(0)?);
    }
    Ok(products)
}
