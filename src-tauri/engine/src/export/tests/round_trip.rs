//! Random catalogues through every form and back.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use evenshelf_core::catalog::{
    Place, ProductField, SheetProduct, StoreImage, StoreLevel, StoreLocation, StoreOption, StoreProduct,
    StoreVariant, VariantField,
};
use evenshelf_core::normalize::{Sheet, as_sheet};
use evenshelf_core::value::Value;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use crate::export::{CsvExport, Exported, Headers, InventoryExport, JsonlExport};
use crate::source;

const TEXTS: [&str; 8] =
    ["Mug", "", "Große Tasse, blau", "say \"so\"", "<p>two\nlines</p>", "a\r\nb", "'80s", "שלום 😀"];

/// Texts as a store holds them in fields whose outer blanks the reader trims.
const TIDY: [&str; 6] = ["A-1", "", "0012", "14:193#Silver;2", "1000,00 zł", "say \"so\""];

fn locations(count: usize) -> Vec<StoreLocation> {
    (0..count)
        .map(|i| StoreLocation {
            id: format!("gid://shopify/Location/{i}"),
            name: format!("Depot, {i}"),
            active: true,
        })
        .collect()
}

fn text(random: &mut StdRng, choices: &[&str]) -> Value {
    Value::text(*choices.choose(random).expect("a choice"))
}

fn catalogue(seed: u64, locations: &[StoreLocation]) -> Vec<StoreProduct> {
    let mut random = StdRng::seed_from_u64(seed);
    (0..random.random_range(1..8)).map(|index| product(&mut random, index, locations)).collect()
}

fn product(random: &mut StdRng, index: u32, locations: &[StoreLocation]) -> StoreProduct {
    let mut fields = BTreeMap::new();
    for field in ProductField::ALL {
        let value = match field {
            ProductField::Title => Value::text(format!("Product {index}")),
            ProductField::Tags => {
                let tags = ["a", "b c", "ø"].into_iter().filter(|_| random.random());
                Value::tags(tags.map(str::to_owned).collect::<BTreeSet<_>>())
            }
            ProductField::Status => text(random, &["active", "draft", "archived", "unlisted"]),
            ProductField::Published | ProductField::GiftCard => Value::Bool(random.random()),
            ProductField::Category => text(random, &["", "Home > Mugs"]),
            ProductField::SeoTitle | ProductField::SeoDescription => text(random, &TIDY),
            ProductField::TemplateSuffix => Value::Blank,
            _ => text(random, &TEXTS),
        };
        fields.insert(field, value);
    }
    let images: Vec<StoreImage> = (0..random.random_range(0..5))
        .map(|i| StoreImage {
            id: format!("gid://shopify/MediaImage/{i}"),
            url: format!("https://cdn.test/{index}/{i}.png?v=1"),
            alt: TIDY.choose(random).expect("a choice").to_string(),
            source: random.random::<bool>().then(|| format!("http://source.test/{index}/{i}.png")),
            ..StoreImage::default()
        })
        .collect();
    let options: Vec<StoreOption> = ["Size", "Color, inside", "Title"][..random.random_range(0..4)]
        .iter()
        .map(|name| StoreOption {
            id: format!("gid://shopify/ProductOption/{name}"),
            name: (*name).to_owned(),
            values: vec!["S".to_owned(), "1/2\" | L".to_owned()],
            linked_to: random.random_ratio(1, 8).then(|| "shopify.size".to_owned()),
        })
        .collect();
    let combinations = 1 << options.len();
    let count = random.random_range(1..=combinations);
    let variants = (0..count).map(|i| variant(random, i, &options, &images, locations)).collect();
    StoreProduct {
        id: format!("gid://shopify/Product/{index}"),
        handle: format!("ürün-{index}"),
        fields,
        options,
        variants,
        images,
        ..StoreProduct::default()
    }
}

fn variant(
    random: &mut StdRng,
    index: usize,
    options: &[StoreOption],
    images: &[StoreImage],
    locations: &[StoreLocation],
) -> StoreVariant {
    let mut fields = BTreeMap::new();
    for field in VariantField::ALL {
        let number =
            rust_decimal::Decimal::new(random.random_range(0..1_000_000_000), random.random_range(0..9));
        let value = match field {
            VariantField::Price => Value::decimal(number),
            VariantField::CompareAtPrice | VariantField::Cost | VariantField::WeightGrams => {
                if random.random() { Value::decimal(number) } else { Value::Blank }
            }
            VariantField::WeightUnit => text(random, &["kg", "g", "lb", "oz"]),
            VariantField::InventoryPolicy => text(random, &["deny", "continue"]),
            VariantField::Tracked | VariantField::RequiresShipping | VariantField::Taxable => {
                Value::Bool(random.random())
            }
            VariantField::UnitPrice => text(random, &["", "750 ml / 1 l", "0.5 kg / 100 g"]),
            VariantField::HsCode | VariantField::CountryOfOrigin | VariantField::Image => Value::Blank,
            _ => text(random, &TIDY),
        };
        fields.insert(field, value);
    }
    StoreVariant {
        id: format!("gid://shopify/ProductVariant/{index}"),
        option_values: options.iter().enumerate().map(|(i, o)| o.values[index >> i & 1].clone()).collect(),
        fields,
        image_id: images.choose(random).filter(|_| random.random()).map(|image| image.id.clone()),
        levels: locations.iter().filter_map(|location| level(random, location)).collect(),
        ..StoreVariant::default()
    }
}

fn level(random: &mut StdRng, location: &StoreLocation) -> Option<StoreLevel> {
    let stocked = random.random_ratio(3, 4);
    let available = random.random_range(-5..100);
    stocked.then(|| StoreLevel { location_id: location.id.clone(), available, on_hand: 100 })
}

/// Writes and reads a file; returns what both sides said.
fn through(write: impl FnOnce(&mut Vec<u8>) -> Exported) -> (Exported, Sheet) {
    let mut bytes = Vec::new();
    let exported = write(&mut bytes);
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(&bytes).expect("room on the disk");
    let sheet = source::read(file.path()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(sheet.rows.read, exported.rows);
    (exported, sheet)
}

/// Takes out what differs by its nature: where a product stands in the file.
fn placeless(mut products: Vec<SheetProduct>) -> Vec<SheetProduct> {
    for product in &mut products {
        product.place = Place::default();
        for variant in &mut product.variants {
            variant.place = Place::default();
            variant.quantities.iter_mut().for_each(|quantity| quantity.place = Place::default());
        }
        product.images.iter_mut().flatten().for_each(|image| image.place = Place::default());
    }
    products
}

#[test]
fn product_csv() {
    for seed in 0..60 {
        for count in [1, 2] {
            let locations = locations(count);
            let catalogue = catalogue(seed, &locations);
            for headers in [Headers::New, Headers::Old] {
                let (exported, sheet) = through(|out| {
                    let mut export = CsvExport::new(out, &locations, headers).expect("memory to write to");
                    catalogue.iter().for_each(|product| export.add(product).expect("memory to write to"));
                    export.finish().expect("memory to write to")
                });
                assert_eq!(exported.findings, [], "seed {seed}");
                let mut expected: Vec<SheetProduct> =
                    catalogue.iter().map(|product| as_sheet(product, &locations)).collect();
                for product in &mut expected {
                    // The file of a product has no ids, no customs fields and no names of locations.
                    product.id = None;
                    product.fields.remove(&ProductField::TemplateSuffix);
                    for variant in &mut product.variants {
                        variant.id = None;
                        variant.fields.remove(&VariantField::HsCode);
                        variant.fields.remove(&VariantField::CountryOfOrigin);
                        variant.quantities.retain(|_| count == 1);
                        variant.quantities.iter_mut().for_each(|quantity| quantity.location = None);
                    }
                }
                assert_eq!(placeless(sheet.products), expected, "seed {seed} {headers:?}");
            }
        }
    }
}

#[test]
fn jsonl() {
    for seed in 0..60 {
        let locations = locations(2);
        let catalogue = catalogue(seed, &locations);
        let (_, sheet) = through(|out| {
            let mut export = JsonlExport::new(out, &locations);
            catalogue.iter().for_each(|product| export.add(product).expect("memory to write to"));
            export.finish().expect("memory to write to")
        });
        let expected: Vec<SheetProduct> =
            catalogue.iter().map(|product| as_sheet(product, &locations)).collect();
        assert_eq!(placeless(sheet.products), expected, "seed {seed}");
        assert_eq!(sheet.findings, []);
    }
}

#[test]
fn inventory_csv() {
    for seed in 0..60 {
        let locations = locations(2);
        let catalogue = catalogue(seed, &locations);
        let (_, sheet) = through(|out| {
            let mut export = InventoryExport::new(out, &locations).expect("memory to write to");
            catalogue.iter().for_each(|product| export.add(product).expect("memory to write to"));
            export.finish().expect("memory to write to")
        });
        let mut expected: Vec<_> = catalogue.iter().map(|product| as_sheet(product, &locations)).collect();
        let tracked = |value: Option<&Value>| value.and_then(Value::as_bool) == Some(true);
        expected
            .iter_mut()
            .for_each(|p| p.variants.retain(|v| tracked(v.fields.get(&VariantField::Tracked))));
        expected.retain(|product| !product.variants.is_empty());
        let read = placeless(sheet.products);
        assert_eq!(read.len(), expected.len(), "seed {seed}");
        for (read, expected) in read.iter().zip(&expected) {
            assert_eq!(read.handle, expected.handle);
            for (read, expected) in read.variants.iter().zip(&expected.variants) {
                assert_eq!(read.option_values, expected.option_values);
                assert_eq!(read.quantities, expected.quantities, "seed {seed}");
            }
        }
    }
}
