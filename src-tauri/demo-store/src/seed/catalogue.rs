//! The demo catalogue: believable products, the same for the same seed.

use std::collections::HashMap;

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;

use super::words::{CLOTHES_SIZES, KINDS, Kind, NAMES, PRAISE, TRAITS};
use crate::http::versions::Version;
use crate::mutate::{Env, files, product_fields, variant_fields};
use crate::query::taxonomy;
use crate::state::{Metafield, OptionRow, OptionValueRow, Product, Publication, Tx, Variant};

/// GS1 keeps numbers that begin with a 2 for use inside a company, so these belong to nobody.
/// <https://www.gs1.org/standards/id-keys/company-prefix>
const BARCODE_PREFIX: u64 = 200_000_000_000;

pub fn fill(tx: &mut Tx, count: usize, rng: &mut ChaCha8Rng) {
    let mut serial = 0;
    let mut titles: HashMap<String, usize> = HashMap::new();
    let mut handles: HashMap<String, usize> = HashMap::new();
    for number in 0..count {
        // Kinds take turns, so that a small catalogue has some of everything.
        let kind = &KINDS[number % KINDS.len()];
        one(tx, kind, rng, &mut serial, &mut titles, &mut handles);
    }
}

fn pick<'a>(rng: &mut ChaCha8Rng, from: &[&'a str]) -> &'a str {
    from.choose(rng).copied().unwrap_or("")
}

/// Returns a text that was not given out before, numbered if need be.
fn unique(seen: &mut HashMap<String, usize>, text: String, join: &str) -> String {
    let times = seen.entry(text.clone()).or_default();
    *times += 1;
    match *times {
        1 => text,
        n => format!("{text}{join}{n}"),
    }
}

fn one(
    tx: &mut Tx,
    kind: &Kind,
    rng: &mut ChaCha8Rng,
    serial: &mut u64,
    titles: &mut HashMap<String, usize>,
    handles: &mut HashMap<String, usize>,
) {
    let (name, of) = (pick(rng, &NAMES), pick(rng, &TRAITS));
    let title = if rng.random_bool(0.5) {
        format!("{name} {}", kind.noun)
    } else {
        format!("{name} {of} {}", kind.noun)
    };
    let title = unique(titles, title, " No. ");
    let handle = unique(handles, product_fields::slug(&title), "-");
    let now = tx.now();
    let mut product = Product {
        id: tx.next_id(),
        body: body(rng, &title, kind),
        vendor: pick(rng, kind.vendors).to_owned(),
        product_type: kind.product_type.to_owned(),
        status: status(rng).to_owned(),
        tags: tags(rng, kind),
        category: taxonomy::by_full_name(kind.category).map(str::to_owned),
        created_at: now,
        updated_at: now,
        ..Product::default()
    };
    if rng.random_bool(0.4) {
        product.seo_title = Some(format!("{title} | Halden & Fern"));
        product.seo_description = Some(format!("{title}: {}.", kind.made_of.to_lowercase()));
    }
    options(tx, &mut product, kind);
    images(tx, &mut product, rng, &title, &handle);
    if rng.random_bool(0.3) {
        let field = Metafield {
            id: tx.next_id(),
            namespace: "custom".into(),
            key: "material".into(),
            type_: "single_line_text_field".into(),
            value: kind.made_of.to_owned(),
            created_at: now,
            updated_at: now,
        };
        product.metafields.push(field);
    }
    if product.status == "ACTIVE" {
        let publications: Vec<u64> =
            tx.publications.values().map(|p: &std::sync::Arc<Publication>| p.id).collect();
        for publication in publications {
            if rng.random_bool(0.9) {
                product.publications.insert(publication, now);
            }
        }
    }
    product.title = title;
    product.handle = handle;
    variants(tx, &mut product, kind, rng, serial);
    tx.put(product);
}

fn status(rng: &mut ChaCha8Rng) -> &'static str {
    match rng.random_range(0..20) {
        0 => "DRAFT",
        1 => "ARCHIVED",
        _ => "ACTIVE",
    }
}

fn tags(rng: &mut ChaCha8Rng, kind: &Kind) -> Vec<String> {
    let mut tags: Vec<String> = kind.tags.iter().map(|tag| (*tag).to_owned()).collect();
    if rng.random_bool(0.15) {
        tags.push("sale".into());
    }
    if rng.random_bool(0.2) {
        tags.push(format!("season-{}", rng.random_range(24..27)));
    }
    tags.sort();
    tags
}

fn body(rng: &mut ChaCha8Rng, title: &str, kind: &Kind) -> String {
    format!(
        "<p>{} {}</p>\n<ul>\n<li>{}</li>\n<li>Named {title}</li>\n</ul>",
        pick(rng, &PRAISE),
        pick(rng, &PRAISE),
        kind.made_of,
    )
}

fn options(tx: &mut Tx, product: &mut Product, kind: &Kind) {
    if kind.options.is_empty() {
        product.options = vec![crate::mutate::options::default_option(tx)];
        return;
    }
    for (name, values) in kind.options {
        let option = OptionRow {
            id: tx.next_id(),
            name: (*name).to_owned(),
            linked: None,
            values: values
                .iter()
                .map(|value| OptionValueRow { id: tx.next_id(), name: (*value).to_owned(), linked: None })
                .collect(),
        };
        product.options.push(option);
    }
}

fn images(tx: &mut Tx, product: &mut Product, rng: &mut ChaCha8Rng, title: &str, handle: &str) {
    let staged = |_: &str| Err("NO_SUCH_FILE");
    let env = Env {
        app: 1,
        version: Version::V2026_10,
        base: "",
        media_delay_us: 0,
        in_bulk: false,
        staged: &staged,
    };
    for number in 1..=rng.random_range(1..=3) {
        let source = format!("https://images.halden-fern.example/{handle}-{number}.jpg");
        let alt = (number == 1).then(|| title.to_owned());
        if let Ok(id) = files::make(tx, &env, &source, alt, None) {
            product.media.push(id);
        }
    }
}

fn variants(tx: &mut Tx, product: &mut Product, kind: &Kind, rng: &mut ChaCha8Rng, serial: &mut u64) {
    let mut rows: Vec<Vec<(u64, String)>> = vec![vec![]];
    for option in &product.options {
        rows = rows
            .iter()
            .flat_map(|start| {
                option.values.iter().map(move |value| {
                    let mut next = start.clone();
                    next.push((value.id, value.name.clone()));
                    next
                })
            })
            .collect();
    }
    let price = cents(rng.random_range(kind.price.0..=kind.price.1) / 100 * 100 + 90);
    let on_sale = rng.random_bool(0.15);
    let cost = (price * Decimal::new(rng.random_range(35..55), 2)).round_dp(2);
    let grams = rng.random_range(kind.grams.0..=kind.grams.1);
    let stem: String = product
        .handle
        .split('-')
        .filter_map(|word| word.get(..3).or(Some(word)))
        .collect::<Vec<_>>()
        .join("")
        .to_uppercase();
    let locations: Vec<u64> = tx.locations.keys().copied().collect();
    for row in rows {
        *serial += 1;
        let mut variant: Variant = variant_fields::fresh(tx, product.id);
        let suffix: Vec<String> = row.iter().map(|(_, name)| code(name)).collect();
        variant.item.sku = Some(if row.len() == 1 && row[0].1 == "Default Title" {
            format!("{stem}-{serial:05}")
        } else {
            format!("{stem}-{}-{serial:05}", suffix.join("-"))
        });
        variant.values = row.iter().map(|(id, _)| *id).collect();
        variant.barcode = Some(ean13(BARCODE_PREFIX + *serial));
        variant.price = price + surcharge(&row);
        variant.compare_at_price = on_sale.then(|| (variant.price * Decimal::new(125, 2)).round_dp(0));
        variant.media = product.media.first().copied().filter(|_| rng.random_bool(0.2));
        variant.item.cost = Some(cost);
        variant.item.tracked = true;
        variant.item.weight = f64::from(grams);
        variant.item.weight_unit = "GRAMS".into();
        variant.item.country = Some("PT".into());
        variant.policy = if rng.random_bool(0.05) { "CONTINUE" } else { "DENY" }.into();
        for location in &locations {
            variant_fields::stock_at(tx, &mut variant, *location);
            let quantity = if rng.random_bool(0.12) { 0 } else { rng.random_range(1..60) };
            if let Some(level) = variant.levels.get_mut(location) {
                level.available = quantity;
            }
        }
        product.variants.push(variant.id);
        tx.put(variant);
    }
}

/// Large sizes of things that are not clothes cost more.
fn surcharge(row: &[(u64, String)]) -> Decimal {
    let rank = row.iter().map(|(_, name)| match name.as_str() {
        "26 L" | "Double" | "2" | "0.75 L" | "0 °C" => 1,
        "34 L" | "King" | "4" | "1 L" | "-7 °C" => 2,
        size if CLOTHES_SIZES.contains(&size) => 0,
        _ => 0,
    });
    Decimal::from(rank.sum::<i64>() * 10)
}

fn cents(cents: u32) -> Decimal {
    Decimal::new(i64::from(cents), 2)
}

fn code(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).take(4).collect::<String>().to_uppercase()
}

/// Returns the number with its check digit.
/// <https://www.gs1.org/services/how-calculate-check-digit-manually>
pub fn ean13(twelve: u64) -> String {
    let digits = format!("{twelve:012}");
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(at, byte)| u32::from(byte - b'0') * if at % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        assert_eq!(ean13(400_638_133_393), "4006381333931");
        assert_eq!(ean13(200_000_000_000), "2000000000008");
    }
}
