//! What a product CSV file cannot carry: told once for each column, with the number of products.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::catalog::{
    ProductField, SheetMarketPrice, SheetMetafield, SheetProduct, SheetVariant, VariantField,
};
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::market::{compare_at_field, price_field};
use evenshelf_core::metafield;
use evenshelf_core::value::Value;

/// What was lost of the products so far.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// By column: the first product, and how many there are.
    columns: BTreeMap<String, (String, u64)>,
}

impl Lost {
    /// Compares what was to be written with what is read back from the rows.
    pub fn note(&mut self, written: &SheetProduct, read: Option<&SheetProduct>) {
        let lost = match read {
            Some(read) => differences(written, read),
            None => BTreeSet::from(["product".to_owned()]),
        };
        for column in lost {
            let handle = written.handle.clone().unwrap_or_default();
            self.columns.entry(column).or_insert((handle, 0)).1 += 1;
        }
    }

    /// Returns a finding for each column, with the first product that it was lost of.
    pub fn findings(self) -> Vec<Finding> {
        let finding = |(column, (product, count)): (String, (String, u64))| {
            let why = match column.as_str() {
                "quantities" => {
                    "a product CSV file has the stock of a single location alone; the inventory file has all of it"
                }
                "markets" => "in which markets a product is sold is written to the JSONL file alone",
                "channels" => {
                    "a product CSV file knows the Online Store alone; the JSONL file has every sales channel"
                }
                _ => "a product CSV file cannot carry this as it is in the store; read back, it would differ",
            };
            let products = if count == 1 { "1 product".to_owned() } else { format!("{count} products") };
            Finding::new(FindingCode::NotCarried, Severity::Warning, format!("{why} ({products})"))
                .column(column)
                .product(product)
        };
        self.columns.into_iter().map(finding).collect()
    }
}

/// Names what differs between what was written and what is read back.
fn differences(written: &SheetProduct, read: &SheetProduct) -> BTreeSet<String> {
    let mut lost = BTreeSet::new();
    let mut note = |name: &str| {
        lost.insert(name.to_owned());
    };
    if written.handle != read.handle {
        note("handle");
    }
    for field in ProductField::ALL {
        if written.fields.get(&field).filter(|value| !value.is_blank())
            != read.fields.get(&field).filter(|value| !value.is_blank())
        {
            note(field.name());
        }
    }
    if written.options != read.options {
        note("options");
    }
    if written.variants.len() != read.variants.len() {
        note("variants");
    }
    metafield_differences(&written.metafields, &read.metafields, &mut note);
    let on =
        |(title, on): (&String, &Value)| on.as_bool() == Some(true) && !read.channels.contains_key(title);
    if written.channels.iter().any(on) {
        note("channels");
    }
    if written.markets.keys().any(|market| !read.markets.contains_key(market)) {
        note("markets");
    }
    for (written, read) in written.variants.iter().zip(&read.variants) {
        variant_differences(written, read, &mut note);
    }
    let images = |sheet: &SheetProduct| {
        sheet.images.iter().flatten().map(|image| (image.src.clone(), image.alt.clone())).collect::<Vec<_>>()
    };
    if images(written) != images(read) {
        note("images");
    }
    lost
}

fn variant_differences(written: &SheetVariant, read: &SheetVariant, note: &mut impl FnMut(&str)) {
    if written.option_values != read.option_values {
        note("options");
    }
    for field in VariantField::ALL {
        if written.fields.get(&field).filter(|value| !value.is_blank())
            != read.fields.get(&field).filter(|value| !value.is_blank())
        {
            note(field.name());
        }
    }
    let quantities = |variant: &SheetVariant| {
        variant.quantities.iter().map(|quantity| quantity.quantity).collect::<Vec<_>>()
    };
    if quantities(written) != quantities(read) {
        note("quantities");
    }
    metafield_differences(&written.metafields, &read.metafields, note);
    market_differences(written, read, note);
}

/// What was written of prices in markets and is not read back; blank cells say nothing on most rows.
fn market_differences(written: &SheetVariant, read: &SheetVariant, note: &mut impl FnMut(&str)) {
    let filled = |side: &Option<Value>| side.clone().filter(|value| !value.is_blank());
    for (market, said) in &written.market_prices {
        let back = read.market_prices.get(market);
        let back = |side: fn(&SheetMarketPrice) -> &Option<Value>| back.and_then(|back| filled(side(back)));
        if filled(&said.price) != back(|said| &said.price) {
            note(&price_field(market));
        }
        if filled(&said.compare_at) != back(|said| &said.compare_at) {
            note(&compare_at_field(market));
        }
    }
}

/// What was written of metafields and is not read back; a column that only other products fill is blank here.
fn metafield_differences(written: &[SheetMetafield], read: &[SheetMetafield], note: &mut impl FnMut(&str)) {
    for field in written.iter().filter(|field| !field.value.is_blank()) {
        let back = read.iter().find(|back| back.namespace == field.namespace && back.key == field.key);
        if back.is_none_or(|back| back.value != field.value) {
            note(&metafield::field_name(&field.namespace, &field.key));
        }
    }
}
