//! The written text itself, and what a file cannot carry.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::catalog::{
    MetafieldOwner, ProductField, StoreImage, StoreLevel, StoreLocation, StoreMetafield, StoreOption,
    StoreProduct, StoreVariant, VariantField,
};
use evenshelf_core::metafield::{MetafieldDefinition, Metafields, References, Referred};
use evenshelf_core::value::Value;

use crate::export::{
    CsvExport, Exported, Headers, InventoryExport, MarketColumns, MetafieldColumns, OldInventoryExport,
    to_file,
};

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
    catalogue(std::slice::from_ref(product), &shop(), headers, &Metafields::default())
}

fn catalogue(
    products: &[StoreProduct],
    locations: &[StoreLocation],
    headers: Headers,
    metafields: &Metafields,
) -> (String, Exported) {
    let (mut bytes, mut found) = (Vec::new(), MetafieldColumns::default());
    products.iter().for_each(|product| found.note(product, metafields));
    let mut export =
        CsvExport::new(&mut bytes, locations, headers, &found, metafields, &MarketColumns::new(&[]))
            .expect("memory to write to");
    products.iter().for_each(|product| export.add(product).expect("memory to write to"));
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
    let table: [(&str, Change); 9] = [
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
        ("metafields.custom.care", |p| p.metafields = vec![text("care", "'12")]),
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
fn what_is_said_to_google_stands_in_shopifys_own_columns() {
    let mut product = mug();
    let google = |key: &str, value: &str| StoreMetafield {
        namespace: "mm-google-shopping".into(),
        ..text(key, value)
    };
    product.metafields = vec![google("mpn", "M-77"), google("size_system", "EU")];
    for (headers, name) in [
        (Headers::Old, "Google Shopping / MPN"),
        (Headers::New, "Google Shopping / Manufacturer part number (MPN)"),
    ] {
        let (written, exported) = csv(&product, headers);
        let header = written.lines().next().unwrap();
        let others = "size_system (product.metafields.mm-google-shopping.size_system)";
        assert!(header.ends_with(&format!("{name},{others}")), "{header}");
        assert_eq!(exported.findings, [], "{name}");
    }
}

#[test]
fn what_is_lost_of_many_products_is_told_once_with_their_number() {
    let products = ["a", "b", "c"].map(|handle| {
        let mut product = StoreProduct { handle: handle.into(), ..mug() };
        if handle != "a" {
            product.variants[0].fields.insert(VariantField::HsCode, Value::text("6912"));
        }
        product
    });
    let mut locations = shop();
    locations.push(StoreLocation { id: "l2".into(), name: "Depot".into(), active: true });
    let (_, exported) = catalogue(&products, &locations, Headers::New, &Metafields::default());
    let told: Vec<_> = exported
        .findings
        .iter()
        .map(|finding| {
            (finding.column.as_deref(), finding.product.as_deref(), finding.advice.rsplit(' ').nth(1))
        })
        .collect();
    let line = |column, product, count| (Some(column), Some(product), Some(count));
    assert_eq!(told, [line("hs_code", "b", "(2"), line("quantities", "a", "(3")]);
}

#[test]
fn a_metafield_has_a_column_where_any_product_has_it() {
    let mut products = [mug(), StoreProduct { handle: "cup".into(), ..mug() }];
    products[0].metafields = vec![text("care", "Cold, please")];
    products[1].variants[1].metafields = vec![text("fit", "slim")];
    products[1].metafields = vec![StoreMetafield {
        type_: "list.product_reference".into(),
        value: r#"["gid://shopify/Product/1","gid://shopify/Product/2"]"#.into(),
        ..text("pairs", "")
    }];
    let definition = MetafieldDefinition {
        id: "d".into(),
        owner: MetafieldOwner::Product,
        namespace: "custom".into(),
        key: "care".into(),
        type_: "single_line_text_field".into(),
        name: "Pflege (außen)".into(),
        validations: Vec::new(),
    };
    let mut references = References::default();
    references.add(Referred::Product, "mug", "gid://shopify/Product/1");
    references.add(Referred::Product, "jug", "gid://shopify/Product/2");
    let metafields = Metafields::new(vec![definition], references);
    for headers in [Headers::New, Headers::Old] {
        let (text, exported) = catalogue(&products, &shop(), headers, &metafields);
        assert_eq!(exported.findings, []);
        let lines: Vec<&str> = text.lines().collect();
        let header = ",Pflege (außen) (product.metafields.custom.care),pairs (product.metafields.custom.pairs),\
                      fit (variant.metafields.custom.fit)";
        assert!(lines[0].ends_with(header), "{}", lines[0]);
        let ends = ["\"Cold, please\",,", ",,,", ",,,", ",mug; jug,", ",,slim", ",,,"];
        for (line, end) in lines[1..].iter().zip(ends) {
            assert!(line.ends_with(end), "{line}");
        }
    }
}

fn text(key: &str, value: &str) -> StoreMetafield {
    StoreMetafield {
        namespace: "custom".into(),
        key: key.into(),
        type_: "single_line_text_field".into(),
        value: value.into(),
        digest: None,
    }
}

#[test]
fn a_column_for_each_location_in_the_old_inventory_form() {
    let place = |id: &str, name: &str, active| StoreLocation { id: id.into(), name: name.into(), active };
    let locations = [
        place("l1", "Shop", true),
        place("l2", "Rua Nova, 3", true),
        place("l3", "Closed", false),
        place("l4", "Twin", true),
        place("l5", "TWIN", true),
        place("l6", "Price", true),
        place("l7", "SKU", true),
    ];
    let mut bytes = Vec::new();
    let mut export = OldInventoryExport::new(&mut bytes, &locations).expect("memory to write to");
    export.add(&mug()).expect("memory to write to");
    let exported = export.finish().expect("memory to write to");
    let text = String::from_utf8(bytes).expect("text");
    let rows: Vec<&str> = text.lines().collect();
    assert!(rows[0].ends_with(",SKU,HS Code,COO,Shop,\"Rua Nova, 3\""), "{}", rows[0]);
    assert_eq!(rows[1], "mug,Mug,Color,Red,,,,,M-Red,,,3,not stocked");
    assert_eq!(exported.rows, 2);
    let told: Vec<_> = exported.findings.iter().filter_map(|finding| finding.column.as_deref()).collect();
    assert_eq!(told, ["Twin", "TWIN", "Price", "SKU", "On hand"]);
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
