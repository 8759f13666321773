//! What a product file means, worked out afresh: plain rows and the contract's rules, none of the program's own code.

mod cells;
mod product;

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use crate::observed::{Product, Variant};
pub use product::products;

/// How a file is written. The test knows it; the program has to find it out.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    pub encoding: &'static Encoding,
    pub delimiter: u8,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { encoding: encoding_rs::UTF_8, delimiter: b',' }
    }
}

/// What Shopify gives a product that says nothing: read off one that was made with a title only.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    pub product: BTreeMap<&'static str, String>,
    pub variant: BTreeMap<&'static str, String>,
}

impl Defaults {
    pub fn of(bare: &Product) -> Self {
        Self { product: bare.fields.clone(), variant: bare.variants[0].fields.clone() }
    }
}

/// Returns everything in which the store differs from what is expected, each in a few words. What the expectation
/// does not say is not compared.
pub fn differences(
    expected: &BTreeMap<String, Product>,
    observed: &BTreeMap<String, Product>,
) -> Vec<String> {
    let mut found = Vec::new();
    for handle in expected.keys().filter(|handle| !observed.contains_key(*handle)) {
        found.push(format!("{handle} is missing"));
    }
    for handle in observed.keys().filter(|handle| !expected.contains_key(*handle)) {
        found.push(format!("{handle} is one too many"));
    }
    for (handle, expected) in expected {
        if let Some(observed) = observed.get(handle) {
            found.extend(of_product(expected, observed).into_iter().map(|what| format!("{handle}: {what}")));
        }
    }
    found
}

fn of_product(expected: &Product, observed: &Product) -> Vec<String> {
    let mut found = fields(&expected.fields, &observed.fields);
    if expected.options != observed.options {
        found.push(format!("options {:?} instead of {:?}", observed.options, expected.options));
    }
    if expected.images != observed.images {
        found.push(format!("pictures {:#?} instead of {:#?}", observed.images, expected.images));
    }
    let combinations = |product: &Product| -> Vec<Vec<String>> {
        product.variants.iter().map(|variant| variant.options.clone()).collect()
    };
    if combinations(expected) != combinations(observed) {
        found.push(format!("variants {:?} instead of {:?}", combinations(observed), combinations(expected)));
        return found;
    }
    for (expected, observed) in expected.variants.iter().zip(&observed.variants) {
        let label = expected.options.join(" / ");
        found.extend(of_variant(expected, observed).into_iter().map(|what| format!("{label}: {what}")));
    }
    found
}

fn of_variant(expected: &Variant, observed: &Variant) -> Vec<String> {
    let mut found = fields(&expected.fields, &observed.fields);
    if expected.image != observed.image {
        found.push(format!("its picture is {:?} instead of {:?}", observed.image, expected.image));
    }
    for (place, quantity) in &expected.stock {
        if observed.stock.get(place) != Some(quantity) {
            found.push(format!("stock {:?} instead of {quantity} at {place}", observed.stock));
        }
    }
    found
}

/// Weights closer than this many grams are equal.
const WEIGHT_TOLERANCE: f64 = 0.0005;

fn fields(
    expected: &BTreeMap<&'static str, String>,
    observed: &BTreeMap<&'static str, String>,
) -> Vec<String> {
    let differs = |(name, wanted): &(&&'static str, &String)| {
        let held = &observed[*name];
        if **name == "grams" {
            let number = |text: &str| text.parse::<f64>().unwrap_or_default();
            (number(wanted) - number(held)).abs() > WEIGHT_TOLERANCE
        } else if matches!(**name, "title" | "vendor" | "type") {
            // A store may take outer blanks off these.
            held.trim() != wanted.trim()
        } else {
            held != *wanted
        }
    };
    let said = |(name, wanted): (&&'static str, &String)| {
        format!("{name} is {:?} instead of {wanted:?}", observed[name])
    };
    expected.iter().filter(differs).map(said).collect()
}
