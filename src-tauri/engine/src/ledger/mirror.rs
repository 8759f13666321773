//! The mirror: the last observed state of a store's products.
//!
//! A full pull takes minutes and may break off, so it fills a *generation* of its own beside the mirror:
//! [`begin_replace`], many [`put_replacement`], then [`finish_replace`], which makes it the mirror in one step.
//! Until then every reader sees the old one, whole.

use evenshelf_core::catalog::{StoreProduct, VariantField};
use evenshelf_core::value::Value;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};

use super::{LedgerError, image_sources, json, markets};

const WHAT: &str = "a product of the mirror";

/// Notes a product as the store holds it now. Pictures without a source get the one that is remembered. While a
/// pull replaces the mirror the product goes into both, so that the pull's end does not undo it.
pub fn put(tx: &Transaction<'_>, store: i64, product: &StoreProduct) -> Result<(), LedgerError> {
    put_many(tx, store, std::slice::from_ref(product))
}

/// Does what [`put`] does for many.
pub fn put_many(tx: &Transaction<'_>, store: i64, products: &[StoreProduct]) -> Result<(), LedgerError> {
    let generations = generations(tx, store)?;
    for product in products {
        let row = row_of(tx, store, product)?;
        put_row(tx, store, generations.current, product, &row)?;
        if let Some(next) = generations.next {
            put_row(tx, store, next, product, &row)?;
        }
    }
    Ok(())
}

/// Forgets a product that is gone from the store, and where its pictures came from.
pub fn remove(tx: &Transaction<'_>, store: i64, product_id: &str) -> Result<(), LedgerError> {
    let generations = generations(tx, store)?;
    for generation in [Some(generations.current), generations.next].into_iter().flatten() {
        for table in ["mirror_products", "mirror_variants"] {
            tx.prepare_cached(&format!(
                "DELETE FROM {table} WHERE store_id = ?1 AND generation = ?2 AND product_id = ?3"
            ))?
            .execute(params![store, generation, product_id])?;
        }
    }
    markets::remove(tx, store, product_id)?;
    image_sources::forget(tx, store, product_id)
}

/// Starts a pull of everything. What an earlier one left behind unfinished goes.
pub fn begin_replace(tx: &Transaction<'_>, store: i64) -> Result<(), LedgerError> {
    let current = generations(tx, store)?.current;
    drop_all_but(tx, store, current)?;
    tx.prepare_cached("UPDATE stores SET mirror_next = ?2 WHERE id = ?1")?
        .execute(params![store, current + 1])?;
    Ok(())
}

/// Notes products of a pull that replaces the mirror. A product that was noted since the pull began is kept
/// where it is newer.
pub fn put_replacement(
    tx: &Transaction<'_>,
    store: i64,
    products: &[StoreProduct],
) -> Result<(), LedgerError> {
    let next = next_generation(tx, store)?;
    let mut newer = tx.prepare_cached(
        "SELECT 1 FROM mirror_products
         WHERE store_id = ?1 AND generation = ?2 AND product_id = ?3 AND updated_at > ?4",
    )?;
    for product in products {
        if newer.exists(params![store, next, product.id, product.updated_at])? {
            continue;
        }
        let row = row_of(tx, store, product)?;
        put_row(tx, store, next, product, &row)?;
    }
    Ok(())
}

/// Makes what was pulled the mirror, in one step.
pub fn finish_replace(tx: &Transaction<'_>, store: i64) -> Result<(), LedgerError> {
    let next = next_generation(tx, store)?;
    tx.prepare_cached("UPDATE stores SET mirror_generation = ?2, mirror_next = NULL WHERE id = ?1")?
        .execute(params![store, next])?;
    drop_all_but(tx, store, next)
}

/// Gives up a pull that was begun; the mirror stays as it is. Without one it does nothing.
pub fn abandon_replace(tx: &Transaction<'_>, store: i64) -> Result<(), LedgerError> {
    let current = generations(tx, store)?.current;
    tx.prepare_cached("UPDATE stores SET mirror_next = NULL WHERE id = ?1")?.execute([store])?;
    drop_all_but(tx, store, current)
}

/// Returns a product by its id.
pub fn by_id(conn: &Connection, store: i64, product_id: &str) -> Result<Option<StoreProduct>, LedgerError> {
    let generation = generations(conn, store)?.current;
    conn.prepare_cached(
        "SELECT body FROM mirror_products WHERE store_id = ?1 AND generation = ?2 AND product_id = ?3",
    )?
    .query_and_then(params![store, generation, product_id], |row| whole(conn, store, row))?
    .next()
    .transpose()
}

/// Returns what is stored of a product, for whoever needs a part of it or keeps it elsewhere.
pub fn body(conn: &Connection, store: i64, product_id: &str) -> Result<Option<String>, LedgerError> {
    let generation = generations(conn, store)?.current;
    Ok(conn
        .prepare_cached(
            "SELECT body FROM mirror_products WHERE store_id = ?1 AND generation = ?2 AND product_id = ?3",
        )?
        .query_row(params![store, generation, product_id], |row| row.get(0))
        .optional()?)
}

/// Returns a product by its handle: the newest, where two seem to have it because one of them was renamed.
pub fn by_handle(conn: &Connection, store: i64, handle: &str) -> Result<Option<StoreProduct>, LedgerError> {
    let generation = generations(conn, store)?.current;
    conn.prepare_cached(
        "SELECT body FROM mirror_products WHERE store_id = ?1 AND generation = ?2 AND handle = ?3
         ORDER BY updated_at DESC, product_id DESC LIMIT 1",
    )?
    .query_and_then(params![store, generation, handle], |row| whole(conn, store, row))?
    .next()
    .transpose()
}

/// Gives every product to the closure, by handle, one at a time in memory.
pub fn for_each(
    conn: &Connection,
    store: i64,
    mut f: impl FnMut(StoreProduct) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let generation = generations(conn, store)?.current;
    let mut statement = conn.prepare_cached(
        "SELECT body FROM mirror_products WHERE store_id = ?1 AND generation = ?2
         ORDER BY handle, product_id",
    )?;
    let mut rows = statement.query(params![store, generation])?;
    while let Some(row) = rows.next()? {
        f(whole(conn, store, row)?)?;
    }
    Ok(())
}

/// Returns the ids of all products, in order.
pub fn ids(conn: &Connection, store: i64) -> Result<Vec<String>, LedgerError> {
    let generation = generations(conn, store)?.current;
    let mut statement = conn.prepare_cached(
        "SELECT product_id FROM mirror_products WHERE store_id = ?1 AND generation = ?2 ORDER BY product_id",
    )?;
    let rows = statement.query_map(params![store, generation], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Passes the id and the handle of every product.
pub fn for_each_handle(
    conn: &Connection,
    store: i64,
    mut pass: impl FnMut(&str, &str),
) -> Result<(), LedgerError> {
    let generation = generations(conn, store)?.current;
    let mut statement = conn.prepare_cached(
        "SELECT product_id, handle FROM mirror_products WHERE store_id = ?1 AND generation = ?2",
    )?;
    let mut rows = statement.query(params![store, generation])?;
    while let Some(row) = rows.next()? {
        pass(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?);
    }
    Ok(())
}

/// Returns the number of products.
pub fn count(conn: &Connection, store: i64) -> Result<u64, LedgerError> {
    count_in(conn, store, "SELECT count(*) FROM mirror_products WHERE store_id = ?1 AND generation = ?2")
}

/// Returns the number of variants.
pub fn count_variants(conn: &Connection, store: i64) -> Result<u64, LedgerError> {
    count_in(conn, store, "SELECT count(*) FROM mirror_variants WHERE store_id = ?1 AND generation = ?2")
}

/// Product and variant, by their ids.
pub type VariantKey = (String, String);

/// Returns the variants with the SKU, in order of their ids.
pub fn by_sku(conn: &Connection, store: i64, sku: &str) -> Result<Vec<VariantKey>, LedgerError> {
    variants_with(conn, store, "sku", sku)
}

/// Returns the variants with the barcode, in order of their ids.
pub fn by_barcode(conn: &Connection, store: i64, barcode: &str) -> Result<Vec<VariantKey>, LedgerError> {
    variants_with(conn, store, "barcode", barcode)
}

/// Returns the product that a variant belongs to.
pub fn product_of(conn: &Connection, store: i64, variant_id: &str) -> Result<Option<String>, LedgerError> {
    Ok(variants_with(conn, store, "variant_id", variant_id)?.pop().map(|(product_id, _)| product_id))
}

/// Returns a digest of the whole mirror, equal for equal content whenever and in whatever order it was put. It
/// reads an index, not the bodies.
pub fn digest(conn: &Connection, store: i64) -> Result<String, LedgerError> {
    let generation = generations(conn, store)?.current;
    let mut statement = conn.prepare_cached(
        "SELECT product_id, hash FROM mirror_products WHERE store_id = ?1 AND generation = ?2
         ORDER BY handle, product_id",
    )?;
    let mut rows = statement.query(params![store, generation])?;
    let mut digest = Sha256::new();
    while let Some(row) = rows.next()? {
        for index in 0..2 {
            digest.update(
                row.get_ref(index)?
                    .as_bytes()
                    .map_err(|error| LedgerError::Content { what: WHAT.into(), cause: error.to_string() })?,
            );
            // Ids hold no zero byte, and hashes are of one length: no two mirrors run into the same bytes.
            digest.update([0]);
        }
    }
    Ok(format!("{:x}", digest.finalize()))
}

/// Returns a product with what stands beside the mirror.
fn whole(conn: &Connection, store: i64, row: &Row<'_>) -> Result<StoreProduct, LedgerError> {
    let mut product = json::column(WHAT, row, 0)?;
    markets::fill(conn, store, &mut product)?;
    Ok(product)
}

struct Generations {
    current: i64,
    /// Of the pull that is to replace the mirror.
    next: Option<i64>,
}

/// What is stored of a product.
struct ProductRow {
    body: String,
    hash: [u8; 32],
}

fn generations(conn: &Connection, store: i64) -> Result<Generations, LedgerError> {
    conn.prepare_cached("SELECT mirror_generation, mirror_next FROM stores WHERE id = ?1")?
        .query_row([store], |row| Ok(Generations { current: row.get(0)?, next: row.get(1)? }))
        .optional()?
        .ok_or_else(|| LedgerError::missing(format!("store {store}")))
}

fn next_generation(tx: &Transaction<'_>, store: i64) -> Result<i64, LedgerError> {
    generations(tx, store)?.next.ok_or_else(|| LedgerError::missing("a pull that replaces the mirror"))
}

fn drop_all_but(tx: &Transaction<'_>, store: i64, generation: i64) -> Result<(), LedgerError> {
    tx.prepare_cached("DELETE FROM mirror_products WHERE store_id = ?1 AND generation <> ?2")?
        .execute([store, generation])?;
    tx.prepare_cached("DELETE FROM mirror_variants WHERE store_id = ?1 AND generation <> ?2")?
        .execute([store, generation])?;
    Ok(())
}

fn row_of(tx: &Transaction<'_>, store: i64, product: &StoreProduct) -> Result<ProductRow, LedgerError> {
    let is_whole = product.images.iter().all(|image| image.source.is_some())
        && product.variants.iter().all(|variant| variant.market_prices.is_empty());
    let body = if is_whole {
        json::encode(WHAT, product)?
    } else {
        let mut sources = image_sources::for_product(tx, store, &product.id)?;
        let mut product = product.clone();
        for image in product.images.iter_mut().filter(|image| image.source.is_none()) {
            image.source = sources.remove(&image.id);
        }
        // They stand beside the mirror: what was read from the store has none.
        product.variants.iter_mut().for_each(|variant| variant.market_prices.clear());
        json::encode(WHAT, &product)?
    };
    let hash = Sha256::digest(body.as_bytes()).into();
    Ok(ProductRow { body, hash })
}

fn put_row(
    tx: &Transaction<'_>,
    store: i64,
    generation: i64,
    product: &StoreProduct,
    row: &ProductRow,
) -> Result<(), LedgerError> {
    let changed = tx
        .prepare_cached(
            "INSERT INTO mirror_products (store_id, generation, product_id, handle, updated_at, hash, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO UPDATE SET handle = excluded.handle, updated_at = excluded.updated_at,
                 hash = excluded.hash, body = excluded.body
             WHERE hash <> excluded.hash",
        )?
        .execute(params![
            store,
            generation,
            product.id,
            product.handle,
            product.updated_at,
            row.hash,
            row.body
        ])?;
    if changed == 0 {
        return Ok(());
    }
    tx.prepare_cached(
        "DELETE FROM mirror_variants WHERE store_id = ?1 AND generation = ?2 AND product_id = ?3",
    )?
    .execute(params![store, generation, product.id])?;
    let mut insert: CachedStatement<'_> = tx.prepare_cached(
        "INSERT OR REPLACE INTO mirror_variants (store_id, generation, product_id, variant_id, sku, barcode)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for variant in &product.variants {
        let key = |field| match variant.field(field) {
            Value::Blank => None,
            value => Some(value.to_string()),
        };
        insert.execute(params![
            store,
            generation,
            product.id,
            variant.id,
            key(VariantField::Sku),
            key(VariantField::Barcode)
        ])?;
    }
    Ok(())
}

fn count_in(conn: &Connection, store: i64, sql: &str) -> Result<u64, LedgerError> {
    let generation = generations(conn, store)?.current;
    let count: i64 = conn.prepare_cached(sql)?.query_row([store, generation], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

fn variants_with(
    conn: &Connection,
    store: i64,
    column: &str,
    key: &str,
) -> Result<Vec<VariantKey>, LedgerError> {
    let generation = generations(conn, store)?.current;
    let mut statement = conn.prepare_cached(&format!(
        "SELECT product_id, variant_id FROM mirror_variants
         WHERE store_id = ?1 AND generation = ?2 AND {column} = ?3 ORDER BY product_id, variant_id"
    ))?;
    let rows = statement.query_map(params![store, generation, key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
