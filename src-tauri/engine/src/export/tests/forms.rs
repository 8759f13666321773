//! The written text itself, and what a file cannot carry.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::catalog::{
    ProductField, StoreImage, StoreLevel, StoreLocation, StoreOption, StoreProduct, StoreVariant,
    VariantField,
};
use evenshelf_core::value::Value;

use crate::export::{CsvExport, Exported, Headers, InventoryExport, to_file};

fn shop() -> Vec<StoreLocation> {
    vec![StoreLocation { id: "l1".into(), name: "Shop".into(), active: true }]
}

fn decimal(text: &str) -> Value {
    Value::decimal(text.parse().expect("a number"))
}

/// Two variants and three pictures.
fn mug() -> StoreProduct {
    let variant = |value: &str, weight: &str, image: Option<&str>| StoreVariant {
        option_values: vec![value.to_owned()],
        fields: BTreeMap::from([
            (VariantField::Sku, Value::text(format!("M-{value}"))),
            (VariantField::Price, decimal("9.50")),
            (VariantField::WeightGrams, decimal(weight)),
            (VariantField::WeightUnit, Value::text("lb")),
            (VariantField::Tracked, Value::Bool(true)),
            (VariantField::InventoryPolicy, Value::text("deny")),
            (VariantField::UnitPrice, Value::text("750 ml / 1 l")),
        ]),
        image_id: image.map(str::to_owned),
        levels: vec![StoreLevel { location_id: "l1".into(), available: 3, on_hand: 5 }],
        metafields: Vec::new(),
        ..StoreVariant::default()
    };
    let image = |n: u32, source: Option<&str>| StoreImage {
        id: n.to_string(),
        url: format!("https://cdn.test/{n}.png"),
        alt: String::new(),
        source: source.map(str::to_owned),
        ..StoreImage::default()
    };
    StoreProduct {
        handle: "mug".into(),
        fields: BTreeMap::from([
            (ProductField::Title, Value::text("Mug")),
            (ProductField::Tags, Value::tags(BTreeSet::from(["b".to_owned(), "a".to_owned()]))),
            (ProductField::Status, Value::text("active")),
            (ProductField::Published, Value::Bool(true)),
        ]),
        options: vec![StoreOption { id: "o".into(), name: "Color".into(), values: vec![], linked_to: None }],
        variants: vec![variant("Red", "130.407806375", Some("2")), variant("Blue", "0", None)],
        images: vec![image(1, None), image(2, Some("https://a.test/2.png")), image(3, None)],
        ..StoreProduct::default()
    }
}

fn csv(product: &StoreProduct, headers: Headers) -> (String, Exported) {
    let (mut bytes, locations) = (Vec::new(), shop());
    let mut export = CsvExport::new(&mut bytes, &locations, headers).expect("memory to write to");
    export.add(product).expect("memory to write to");
    let exported = export.finish().expect("memory to write to");
    (String::from_utf8(bytes).expect("text"), exported)
}

#[test]
fn rows_are_zipped_as_shopify_zips_them() {
    let (text, exported) = csv(&mug(), Headers::Old);
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "mug,Mug,,,,,\"a, b\",true,Color,Red,,,,,,,,M-Red,130.407806375,shopify,3,deny,manual,9.5,,,,750,ml,1,l,,https://cdn.test/1.png,1,,,,,https://a.test/2.png,lb,,,active",
            "mug,,,,,,,,,Blue,,,,,,,,M-Blue,0,shopify,3,deny,manual,9.5,,,,750,ml,1,l,,https://a.test/2.png,2,,,,,,lb,,,",
            "mug,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,https://cdn.test/3.png,3,,,,,,,,,",
        ]
    );
    assert_eq!((exported.products, exported.rows, exported.findings.len()), (1, 3, 0));
    let (text, _) = csv(&mug(), Headers::New);
    assert!(text.starts_with("Title,URL handle,Description,Vendor,Product category,Type,Tags,"));
    assert!(text.contains(",Active,") && text.contains(",DENY,"));
}

#[test]
fn what_a_file_cannot_carry_is_told() {
    type Change = fn(&mut StoreProduct);
    let table: [(&str, Change); 8] = [
        ("template_suffix", |p| drop(p.fields.insert(ProductField::TemplateSuffix, Value::text("wide")))),
        ("tags", |p| {
            drop(p.fields.insert(ProductField::Tags, Value::tags(BTreeSet::from(["a,b".to_owned()]))))
        }),
        ("sku", |p| drop(p.variants[0].fields.insert(VariantField::Sku, Value::text("'12")))),
        ("hs_code", |p| drop(p.variants[0].fields.insert(VariantField::HsCode, Value::text("6912")))),
        ("options", |p| p.variants[0].option_values[0] = "Red ".into()),
        ("images", |p| p.images[2].url = p.images[0].url.clone()),
        ("product", |p| p.variants[1].option_values[0] = "Red".into()),
        ("quantities", |p| p.variants[0].levels[0].available = i64::MAX),
    ];
    for (name, change) in table {
        let mut product = mug();
        change(&mut product);
        let (_, exported) = csv(&product, Headers::Old);
        let told: Vec<_> = exported.findings.iter().filter_map(|finding| finding.column.clone()).collect();
        assert_eq!(told, [name]);
    }
}

#[test]
fn an_inventory_row_for_each_tracked_variant_and_location() {
    let mut locations = shop();
    locations.push(StoreLocation { id: "l2".into(), name: "Depot".into(), active: true });
    locations.push(StoreLocation { id: "l3".into(), name: "Closed".into(), active: false });
    let mut product = mug();
    product.variants[1].fields.insert(VariantField::Tracked, Value::Bool(false));
    let mut bytes = Vec::new();
    let mut export = InventoryExport::new(&mut bytes, &locations).expect("memory to write to");
    export.add(&product).expect("memory to write to");
    assert_eq!(export.finish().expect("memory to write to").rows, 2);
    let text = String::from_utf8(bytes).expect("text");
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "mug,Mug,Color,Red,,,,,M-Red,,,Shop,,,,3,5",
            "mug,Mug,Color,Red,,,,,M-Red,,,Depot,,,,not stocked,not stocked",
        ]
    );
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    use crate::export::ExportError;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.csv");
    let failed = to_file(&path, |out| {
        out.write_all(b"half")?;
        Err::<(), _>(ExportError::Output(std::io::Error::other("the store went away")))
    });
    assert!(failed.is_err());
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    to_file(&path, |out| Ok::<_, ExportError>(out.write_all(b"whole")?)).expect("it is written");
    assert_eq!(std::fs::read(&path).expect("a file"), b"whole");
}
