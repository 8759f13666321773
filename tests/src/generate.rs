//! Invented catalogues of any size: believable, the same for a seed, and able to change as an owner would change them.

use std::io::{self, Write};

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const HEADER: [&str; 27] = [
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Variant Image",
    "Variant Weight Unit",
    "Cost per item",
    "Status",
];

const MAKERS: [&str; 5] = ["Tarn & Beck", "Ockel", "Quill", "Gear & Sons", "Halden"];
const THINGS: [&str; 8] = ["Lamp", "Mug", "Sock", "Folder", "Clock", "Ribbon", "Tile", "Basket"];
const LOOKS: [&str; 8] = ["Moss", "Clay", "Slate", "Birch", "Amber", "Fog", "Rust", "Ink"];
const SENTENCES: [&str; 5] = [
    "Made in small runs by people who sign their work.",
    "The surface is oiled by hand and darkens a little with the years.",
    "It holds what it should, and it stands where you put it.",
    "Spare parts are listed below and can be ordered for as long as we exist.",
    "Wipe it with a dry cloth; water does it no harm, soap does it no good.",
];

/// About as long as real descriptions are.
const BODY_BYTES: usize = 1_500;
/// No more variants than there are looks.
const VARIANTS_MAX: usize = 5;

#[derive(Debug, Clone)]
pub struct Product {
    pub handle: String,
    pub title: String,
    pub body: String,
    pub vendor: &'static str,
    pub kind: &'static str,
    pub tags: String,
    pub published: bool,
    pub status: &'static str,
    /// One variant without options has an empty look.
    pub variants: Vec<Variant>,
    /// Addresses with their alt texts.
    pub images: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub struct Variant {
    pub look: String,
    pub sku: String,
    pub cents: u64,
    pub grams: u64,
    pub quantity: i64,
}

/// Returns invented products; the first ones of a longer list are those of a shorter one.
pub fn products(seed: u64, count: usize) -> impl Iterator<Item = Product> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    (0..count).map(move |number| product(number, &mut dice))
}

fn product(number: usize, dice: &mut ChaCha8Rng) -> Product {
    let thing = pick(dice, &THINGS);
    let maker = pick(dice, &MAKERS);
    let handle = format!("{}-{number}", thing.to_lowercase());
    let count = dice.random_range(1..=VARIANTS_MAX);
    let looks =
        if count == 1 { vec![String::new()] } else { LOOKS[..count].iter().map(|l| (*l).into()).collect() };
    let variants = looks.into_iter().enumerate().map(|(at, look)| Variant {
        look,
        sku: format!("EV-{number}-{at}"),
        cents: dice.random_range(300..30_000),
        grams: dice.random_range(10..5_000),
        quantity: dice.random_range(0..500),
    });
    let variants = variants.collect();
    let images = (0..dice.random_range(0..4_usize))
        .map(|at| (format!("https://pictures.example/{handle}/{at}.jpg"), format!("{thing}, side {at}")))
        .collect();
    let mut body = String::from("<p>");
    while body.len() < BODY_BYTES {
        body.push_str(pick(dice, &SENTENCES));
        body.push_str(" \n");
    }
    body.push_str("</p>");
    Product {
        title: format!("{thing} {number} by {maker}"),
        body,
        vendor: maker,
        kind: thing,
        tags: format!("{}, {}", pick(dice, &LOOKS), thing.to_lowercase()),
        published: dice.random_bool(0.8),
        status: if dice.random_bool(0.85) { "active" } else { "draft" },
        handle,
        variants,
        images,
    }
}

/// Changes most products a little, each in one of the ways that owners do, and adds `more` new ones.
pub fn changed(products: &[Product], seed: u64, more: usize) -> Vec<Product> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut after = products.to_vec();
    for (number, product) in after.iter_mut().enumerate() {
        match number % 8 {
            0 => product.variants.iter_mut().for_each(|variant| variant.cents += 100),
            1 => product.variants.iter_mut().for_each(|variant| variant.quantity += dice.random_range(1..9)),
            2 => product.title.push_str(", revised"),
            3 => product.images.push((
                format!("https://pictures.example/{}/new.jpg", product.handle),
                "Another side".to_owned(),
            )),
            4 => product.published = !product.published,
            5 if product.variants.len() > 1 => {
                let look = LOOKS[VARIANTS_MAX].to_owned();
                let sku = format!("{}-new", product.handle);
                product.variants.push(Variant { look, sku, cents: 4_200, grams: 77, quantity: 5 });
            }
            6 => {
                product.tags.push_str(", autumn");
                product.variants[0].quantity = 3;
                product.images.reverse();
            }
            _ => {}
        }
    }
    after.extend(
        self::products(seed + 1, more)
            .map(|product| Product { handle: format!("new-{}", product.handle), ..product }),
    );
    after
}

/// Writes products as Shopify's own export would.
pub fn write(out: impl Write, products: impl IntoIterator<Item = Product>) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    for product in products {
        for row in rows(&product) {
            out.write_record(row)?;
        }
    }
    out.flush()
}

/// Returns the file's bytes.
pub fn file(products: &[Product]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes, products.iter().cloned()).expect("memory can be written");
    bytes
}

/// Variants and pictures share their rows, as in every export.
fn rows(product: &Product) -> Vec<[String; 27]> {
    let count = product.variants.len().max(product.images.len());
    let mut rows = vec![[const { String::new() }; 27]; count];
    for (at, row) in rows.iter_mut().enumerate() {
        row[0].clone_from(&product.handle);
        if let Some(variant) = product.variants.get(at) {
            row[8] = if variant.look.is_empty() { "Default Title".into() } else { variant.look.clone() };
            row[9].clone_from(&variant.sku);
            row[10] = variant.grams.to_string();
            row[11] = "shopify".into();
            row[12] = variant.quantity.to_string();
            row[13] = "deny".into();
            row[14] = "manual".into();
            row[15] = format!("{}.{:02}", variant.cents / 100, variant.cents % 100);
            row[17] = "true".into();
            row[18] = "true".into();
            row[24] = "g".into();
            row[25] = format!("{}.00", variant.cents / 250);
        }
        if let Some((source, alt)) = product.images.get(at) {
            row[20].clone_from(source);
            row[21] = (at + 1).to_string();
            row[22].clone_from(alt);
        }
    }
    let first = &mut rows[0];
    first[1].clone_from(&product.title);
    first[2].clone_from(&product.body);
    first[3] = product.vendor.into();
    first[4] = product.kind.into();
    first[5].clone_from(&product.tags);
    first[6] = product.published.to_string();
    first[7] = if product.variants[0].look.is_empty() { "Title".into() } else { "Look".into() };
    first[26] = product.status.into();
    rows
}

fn pick(dice: &mut ChaCha8Rng, from: &[&'static str]) -> &'static str {
    from.choose(dice).copied().unwrap_or_default()
}
