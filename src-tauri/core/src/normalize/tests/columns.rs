//! Headers: both generations, other spellings, what is unknown, repeated or only known to other tools.

use super::{check, findings, read};
use crate::catalog::{MetafieldOwner, ProductField, QuantityName, VariantField};
use crate::normalize::header::{Column, Header, HeaderProblem, MarketPart};
use crate::normalize::names;
use crate::plan::SheetKind;
use crate::value::Value;

#[test]
fn spellings() {
    let metafield = |owner, namespace: &str, key: &str| Column::Metafield {
        owner,
        namespace: namespace.to_owned(),
        key: key.to_owned(),
    };
    let market = |name: &str, what| Column::Market { market: name.to_owned(), what };
    let table = [
        ("Handle", Column::Handle),
        ("\u{feff}handle", Column::Handle),
        ("    URL Handle ", Column::Handle),
        ("Published", Column::Product(ProductField::Published)),
        ("Published on online store", Column::Product(ProductField::Published)),
        ("BODY (HTML)", Column::Product(ProductField::BodyHtml)),
        ("Description", Column::Product(ProductField::BodyHtml)),
        ("Standard Product Type", Column::Product(ProductField::Category)),
        ("Custom Product Type", Column::Product(ProductField::ProductType)),
        ("Variant Barcodes", Column::Variant(VariantField::Barcode)),
        ("Weight value (grams)", Column::Variant(VariantField::WeightGrams)),
        ("Continue selling when out of stock", Column::Variant(VariantField::InventoryPolicy)),
        ("Compare-at price", Column::Variant(VariantField::CompareAtPrice)),
        ("Product image URL", Column::ImageSrc),
        ("Quantity", Column::Quantity(QuantityName::Available)),
        (
            "Farbe (hell) (product.metafields.shopify.color-pattern)",
            metafield(MetafieldOwner::Product, "shopify", "color-pattern"),
        ),
        ("Fit (variant.metafields.custom.fit)", metafield(MetafieldOwner::Variant, "custom", "fit")),
        (
            "Metafield: custom.care [multi_line_text_field]",
            metafield(MetafieldOwner::Product, "custom", "care"),
        ),
        (
            "Google Shopping / Manufacturer part number (MPN)",
            metafield(MetafieldOwner::Product, "mm-google-shopping", "mpn"),
        ),
        (
            "google shopping/Ad group name",
            metafield(MetafieldOwner::Product, "mm-google-shopping", "adwords_grouping"),
        ),
        ("Google Shopping / Moon phase", Column::Unknown),
        ("Included / North / South", market("North / South", MarketPart::Included)),
        ("Price / Canada", market("Canada", MarketPart::Price)),
        ("Compare At Price / Nike", market("Nike", MarketPart::CompareAt)),
        (
            "Inventory Available: Main St",
            Column::LocationQuantity("Main St".to_owned(), QuantityName::Available),
        ),
        ("Weight (LB)", Column::Unknown),
        ("Prices / All", Column::Unknown),
        ("", Column::Unknown),
    ];
    for (header, column) in table {
        assert_eq!(names::column(header), column, "{header:?}");
    }
}

#[test]
fn kinds_of_files() {
    let table = [
        ("Handle,Title,Variant Price", Ok(SheetKind::Products)),
        ("SKU,Price,Quantity", Ok(SheetKind::Products)),
        ("SKU,Quantity", Ok(SheetKind::Products)),
        ("Handle,Title,Available,Variant Price", Ok(SheetKind::Products)),
        ("Handle,Title,Option1 Value,SKU,HS Code,COO,Location,Available,On hand", Ok(SheetKind::Inventory)),
        ("Handle,Title,SKU,On hand (current),On hand (new)", Ok(SheetKind::Inventory)),
        ("Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Rua Nova 5", Ok(SheetKind::Inventory)),
        ("Handle,Title,Option1 Name,Option1 Value,SKU,Rua Nova 5", Ok(SheetKind::Inventory)),
        ("Handle,Title,SKU,Option1 Value,COO,HS Code", Ok(SheetKind::Inventory)),
        ("Title,Variant Price", Err(HeaderProblem::NoKey)),
        ("Handle", Err(HeaderProblem::NothingBesideKey)),
        ("Handle,Moon phase", Err(HeaderProblem::NothingBesideKey)),
    ];
    for (header, kind) in table {
        let cells: Vec<String> = header.split(',').map(str::to_owned).collect();
        assert_eq!(Header::recognise(&cells).map(|header| header.kind), kind, "{header}");
    }
}

#[test]
fn unknown_and_foreign_columns_are_told_once() {
    let sheet = read(
        "Handle,Title,Moon phase,Google Shopping / Gender,Price / Nike,Google Shopping / Moon phase\n\
         mug,Mug,full,unisex,12,\n\
         cup,Cup,new,female,,\n",
    );
    assert_eq!(findings(&sheet), ["Note UnknownColumn -", "Note UnknownColumn -"]);
    let google = &sheet.products[1].metafields[0];
    assert_eq!(
        (&*google.namespace, &*google.key, &google.value),
        ("mm-google-shopping", "gender", &Value::text("female"))
    );
    assert_eq!(sheet.columns.len(), 4);
}

#[test]
fn a_metafield_may_stand_in_two_columns() {
    let sheet = read(
        "Handle,Title,Google Shopping / Condition,Condition (product.metafields.mm-google-shopping.condition)\n\
         one,One,,new\ntwo,Two,new,\nthree,Three,new,new\nfour,Four,,\nfive,Five,new,used\n",
    );
    let said: Vec<Option<String>> = sheet
        .products
        .iter()
        .map(|product| product.metafields.first().map(|field| field.value.to_string()))
        .collect();
    let new = || Some("new".to_owned());
    assert_eq!(said, [new(), new(), new(), Some(String::new()), None]);
    assert_eq!(findings(&sheet), ["Warning RepeatedColumn 6"]);
}

#[test]
fn prices_of_markets_belong_to_their_rows() {
    // On a later row a blank says nothing; on the first row it takes the price away.
    let sheet = read(
        "Handle,Title,Option1 Name,Option1 Value,Variant Price,Included / EU,Price / EU,Compare At Price / EU\n\
         lamp,Lamp,Size,S,10,TRUE,12.50,\n\
         lamp,,,M,11,,,20\n\
         bowl,Bowl,Title,Default Title,3,maybe,-1,\n",
    );
    let variant = |product: usize, variant: usize| {
        let said = &sheet.products[product].variants[variant].market_prices;
        said.get("EU").map(|said| (said.price.clone(), said.compare_at.clone()))
    };
    let money = |text: &str| Some(Value::decimal(text.parse().unwrap()));
    assert_eq!(variant(0, 0), Some((money("12.5"), Some(Value::Blank))));
    assert_eq!(variant(0, 1), Some((None, money("20"))));
    assert_eq!(variant(1, 0), Some((None, Some(Value::Blank))));
    assert_eq!(sheet.products[0].markets["EU"], Value::Bool(true));
    assert!(sheet.products[1].markets.is_empty());
    assert_eq!(findings(&sheet), ["Warning NotABoolean 4", "Warning NegativePrice 4"]);
}

#[test]
fn repeated_columns_are_read_where_they_agree() {
    check(
        "SKU,Barcode,Variant Barcode\nM-1,12345670,\nM-2,12345670,12345670\nM-3,12345670,76543210\n",
        &[
            r#"{"variants":[{"options":[],"sku":"M-1","barcode":"12345670"}]}"#,
            r#"{"variants":[{"options":[],"sku":"M-2","barcode":"12345670"}]}"#,
            r#"{"variants":[{"options":[],"sku":"M-3"}]}"#,
        ],
        &["Warning RepeatedColumn -", "Warning RepeatedColumn 4"],
    );
    // Of two prices none can be trusted, and a product without its price must not be made.
    check(
        "SKU,Price,Variant Price\nM-1,5,6\nM-2,5,5.00\n",
        &[],
        &["Warning RepeatedColumn -", "Refused RepeatedColumn 2", "Refused RepeatedColumn 3"],
    );
}

#[test]
fn the_old_type_column_gives_way_to_the_new() {
    check(
        "Handle,Type,Custom Product Type\nmug,Cups,Mugs\n",
        &[r#"{"handle":"mug","product_type":"Cups","variants":[]}"#],
        &["Note NotEditable -"],
    );
}

#[test]
fn instructions_of_other_tools_are_not_followed() {
    check(
        "Handle,Command,Title\nmug,MERGE,Mug\ncup,DELETE,Cup\n",
        &[r#"{"handle":"mug","title":"Mug","variants":[]}"#],
        &["Refused CommandNotFollowed 3"],
    );
}
