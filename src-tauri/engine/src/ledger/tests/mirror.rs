//! The mirror: what is put is found, and a pull that breaks off leaves the old one whole.

use super::{Ledger, location, product, product_id, with_store};
use crate::ledger::{base, image_sources, locations, markets, mirror, surroundings};
use evenshelf_core::catalog::{StoreProduct, StoreVariant};
use evenshelf_core::market::FixedPrice;
use evenshelf_core::operation::Subject;
use evenshelf_core::value::Value;

fn put(ledger: &Ledger, store: i64, products: &[StoreProduct]) {
    let products = products.to_vec();
    ledger.write_blocking(move |tx| mirror::put_many(tx, store, &products)).unwrap();
}

fn handles(ledger: &Ledger, store: i64) -> Vec<String> {
    let mut handles = Vec::new();
    ledger
        .read(|conn| {
            mirror::for_each(conn, store, |product| {
                handles.push(product.handle);
                Ok(())
            })
        })
        .unwrap();
    handles
}

fn digest(ledger: &Ledger, store: i64) -> String {
    ledger.read(|conn| mirror::digest(conn, store)).unwrap()
}

#[test]
fn products_are_found_by_id_handle_and_keys() {
    let (_directory, ledger, store) = with_store();
    put(&ledger, store, &[product(2, "scarf"), product(1, "hat"), product(3, "mitten")]);
    assert_eq!(handles(&ledger, store), ["hat", "mitten", "scarf"]);

    ledger
        .read(|conn| {
            assert_eq!(mirror::by_id(conn, store, &product_id(1))?, Some(product(1, "hat")));
            assert_eq!(mirror::by_handle(conn, store, "scarf")?, Some(product(2, "scarf")));
            assert_eq!(mirror::by_handle(conn, store, "glove")?, None);
            let key = |id: u64| (product_id(id), format!("gid://shopify/ProductVariant/{id}"));
            assert_eq!(mirror::by_sku(conn, store, "SKU-2")?, [key(2)]);
            assert_eq!(mirror::by_barcode(conn, store, "4006381333931")?, [key(1), key(2), key(3)]);
            assert_eq!(mirror::product_of(conn, store, &key(3).1)?, Some(product_id(3)));
            assert_eq!(mirror::ids(conn, store)?, [1, 2, 3].map(product_id));
            assert_eq!((mirror::count(conn, store)?, mirror::count_variants(conn, store)?), (3, 3));
            Ok(())
        })
        .unwrap();

    let mut renamed = product(2, "shawl");
    renamed.variants[0].id = "gid://shopify/ProductVariant/20".into();
    put(&ledger, store, &[renamed]);
    ledger.write_blocking(move |tx| mirror::remove(tx, store, &product_id(3))).unwrap();
    assert_eq!(handles(&ledger, store), ["hat", "shawl"]);
    ledger
        .read(|conn| {
            assert_eq!(mirror::by_sku(conn, store, "SKU-2")?.len(), 1);
            assert_eq!(mirror::by_sku(conn, store, "SKU-3")?, []);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_digest_is_of_the_content_alone() {
    let (_directory, ledger, store) = with_store();
    let nothing = digest(&ledger, store);
    put(&ledger, store, &[product(1, "hat"), product(2, "scarf")]);
    let both = digest(&ledger, store);
    assert_ne!(both, nothing);

    let mut blue = product(1, "hat");
    blue.variants[0].option_values = vec!["blue".into()];
    put(&ledger, store, &[blue]);
    assert_ne!(digest(&ledger, store), both);

    ledger.write_blocking(move |tx| mirror::remove(tx, store, &product_id(1))).unwrap();
    put(&ledger, store, &[product(1, "hat")]);
    assert_eq!(digest(&ledger, store), both);
}

#[test]
fn a_pull_that_breaks_off_leaves_the_old_mirror_whole() {
    let (directory, ledger, store) = with_store();
    put(&ledger, store, &[product(1, "hat"), product(2, "scarf")]);
    let before = digest(&ledger, store);
    ledger
        .write_blocking(move |tx| {
            mirror::begin_replace(tx, store)?;
            mirror::put_replacement(tx, store, &[product(1, "new-hat"), product(9, "belt")])
        })
        .unwrap();
    assert_eq!(digest(&ledger, store), before);
    drop(ledger);

    let ledger = Ledger::open(directory.path()).unwrap();
    assert_eq!(handles(&ledger, store), ["hat", "scarf"]);
    assert_eq!(digest(&ledger, store), before);

    // The next pull begins anew: nothing of the broken one is in it.
    ledger
        .write_blocking(move |tx| {
            mirror::begin_replace(tx, store)?;
            mirror::put_replacement(tx, store, &[product(2, "scarf"), product(3, "mitten")])?;
            mirror::finish_replace(tx, store)
        })
        .unwrap();
    assert_eq!(handles(&ledger, store), ["mitten", "scarf"]);
    let finished = ledger.write_blocking(move |tx| mirror::finish_replace(tx, store));
    assert!(finished.is_err(), "there is no pull to finish");
}

#[test]
fn what_is_noted_during_a_pull_outlives_its_end() {
    let (_directory, ledger, store) = with_store();
    let newer =
        |id, handle: &str| StoreProduct { updated_at: "2026-11-02T00:00:00Z".into(), ..product(id, handle) };
    put(&ledger, store, &[product(1, "hat"), product(2, "scarf"), product(3, "mitten")]);
    ledger.write_blocking(move |tx| mirror::begin_replace(tx, store)).unwrap();
    put(&ledger, store, &[newer(1, "fresh-hat")]);
    ledger
        .write_blocking(move |tx| {
            mirror::put_replacement(
                tx,
                store,
                &[product(1, "hat"), product(2, "scarf"), product(3, "mitten")],
            )?;
            mirror::remove(tx, store, &product_id(3))
        })
        .unwrap();
    assert_eq!(handles(&ledger, store), ["fresh-hat", "scarf"]);
    ledger.write_blocking(move |tx| mirror::finish_replace(tx, store)).unwrap();
    assert_eq!(handles(&ledger, store), ["fresh-hat", "scarf"]);

    ledger
        .write_blocking(move |tx| {
            mirror::begin_replace(tx, store)?;
            mirror::abandon_replace(tx, store)
        })
        .unwrap();
    assert_eq!(handles(&ledger, store), ["fresh-hat", "scarf"]);
}

#[test]
fn pictures_remember_where_they_came_from() {
    let (_directory, ledger, store) = with_store();
    let media = "gid://shopify/MediaImage/1";
    ledger
        .write_blocking(move |tx| {
            image_sources::remember(tx, store, &product_id(1), media, "https://old.example/a.jpg")?;
            image_sources::remember(tx, store, &product_id(1), media, "https://own.example/a.jpg")?;
            mirror::put_many(tx, store, &[product(1, "hat"), product(2, "scarf")])
        })
        .unwrap();
    let source = |id| {
        let product = ledger.read(|conn| mirror::by_id(conn, store, &product_id(id))).unwrap();
        product.unwrap().images[0].source.clone()
    };
    assert_eq!(source(1).as_deref(), Some("https://own.example/a.jpg"));
    assert_eq!(source(2), None);
    let known = ledger.read(|conn| image_sources::for_product(conn, store, &product_id(1))).unwrap();
    assert_eq!(known.keys().collect::<Vec<_>>(), [media]);
}

#[test]
fn the_base_gathers_fields() {
    let (_directory, ledger, store) = with_store();
    let variant = Subject::Variant { id: None, label: "red / M".into() };
    let field = |subject: &Subject, field: &str, value: &str| (base::key(subject, field), Value::text(value));
    let first = [field(&Subject::Product, "title", "Hat"), field(&variant, "price", "10")];
    let second = [field(&variant, "price", "12")];
    ledger
        .write_blocking(move |tx| {
            base::merge(tx, store, "p", first.into(), 1)?;
            base::merge(tx, store, "p", second.into(), 2)
        })
        .unwrap();
    let fields = ledger.read(|conn| base::get(conn, store, "p")).unwrap().unwrap();
    let fields: Vec<_> = fields.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(fields, ["title=Hat", "variant/red / M/price=12"]);
}

#[test]
fn locations_are_replaced_whole() {
    let (_directory, ledger, store) = with_store();
    for names in [vec!["Shop", "Attic"], vec!["Shop"]] {
        let wanted: Vec<_> = (0..).zip(names).map(|(id, name)| location(id, name)).collect();
        ledger.write_blocking(move |tx| locations::replace(tx, store, &wanted)).unwrap();
    }
    assert_eq!(ledger.read(|conn| locations::list(conn, store)).unwrap(), [location(0, "Shop")]);
}

/// A change of a price list is no change of a product, and what is read of a product has no prices.
#[test]
fn prices_of_markets_stand_beside_the_mirror() {
    let (_directory, ledger, store) = with_store();
    let fixed = |price: i64| FixedPrice { price: price.into(), compare_at: None };
    let product = move |prices: &[(&str, i64)]| StoreProduct {
        id: "p".into(),
        handle: "p".into(),
        variants: vec![StoreVariant {
            id: "v".into(),
            market_prices: prices.iter().map(|(list, price)| ((*list).to_owned(), fixed(*price))).collect(),
            ..StoreVariant::default()
        }],
        ..StoreProduct::default()
    };
    let held = || {
        let found = ledger.read(|conn| mirror::by_handle(conn, store, "p")).unwrap().unwrap();
        found.variants[0]
            .market_prices
            .iter()
            .map(|(list, at)| format!("{list} {}", at.price))
            .collect::<Vec<_>>()
    };
    ledger
        .write_blocking(move |tx| {
            mirror::put(tx, store, &product(&[]))?;
            markets::put(tx, store, &product(&[("ca", 1), ("mx", 2)]))
        })
        .unwrap();
    let before = digest(&ledger, store);
    assert_eq!(held(), ["ca 1", "mx 2"]);
    // What was read anew has none; a list is replaced by itself.
    ledger
        .write_blocking(move |tx| {
            mirror::put(tx, store, &product(&[]))?;
            markets::put_list(tx, store, &product(&[("ca", 3)]), "ca")
        })
        .unwrap();
    assert_eq!(held(), ["ca 3", "mx 2"]);
    ledger.write_blocking(move |tx| markets::put_list(tx, store, &product(&[]), "ca")).unwrap();
    assert_eq!(held(), ["mx 2"]);
    assert_eq!(digest(&ledger, store), before);
    let around = ledger.read(|conn| surroundings::all(conn, store)).unwrap();
    assert_eq!(around, [], "they come with their product");
    ledger
        .write_blocking(move |tx| {
            mirror::remove(tx, store, "p")?;
            mirror::put(tx, store, &product(&[]))
        })
        .unwrap();
    assert_eq!(held(), [""; 0]);
}
