//! A column that is missing leaves its field alone; one that is there and blank clears it.

use std::collections::BTreeMap;

use evenshelf_tests::expected;
use evenshelf_tests::observed::{self, Product};
use evenshelf_tests::program::Desk;
use evenshelf_tests::shop::Shop;

const WHOLE: &str = "\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,\
Variant Barcode,Image Src,Image Position,Image Alt Text,SEO Title,SEO Description,Variant Image,Variant Weight Unit,\
Cost per item,Status
lamp,Lamp,<p>Warm.</p>,Tarn,Lighting,\"a, b\",true,Look,Moss,L-1,120,shopify,4,continue,20.00,25.00,401,\
https://p.example/1.jpg,1,One,Lamp SEO,Warm light,https://p.example/1.jpg,g,8.00,active
lamp,,,,,,,,Clay,L-2,130,shopify,6,deny,21.00,26.00,402,https://p.example/2.jpg,2,Two,,,https://p.example/2.jpg,g,9.00,
";

/// Fields with what they hold afterwards.
type Fields = &'static [(&'static str, &'static str)];

/// What a second file leaves of the whole product, and what it says of the fields that change.
#[test]
fn blank_clears_and_absent_leaves_alone() {
    let table: [(&str, &str, Fields, Fields); 7] = [
        (
            "nothing but the handle and options",
            "Handle,Option1 Name,Option1 Value\nlamp,Look,Moss\nlamp,,Clay\n",
            &[],
            &[],
        ),
        (
            "blank product columns",
            "Handle,Title,Body (HTML),Type,Tags,SEO Title,SEO Description,Published,Status\nlamp,,,,,,,,\n",
            &[("body", ""), ("type", ""), ("tags", ""), ("SEO title", ""), ("SEO description", "")],
            &[],
        ),
        (
            "blank variant columns",
            "Handle,Option1 Name,Option1 Value,Variant SKU,Variant Barcode,Variant Price,Variant Compare At Price,Cost per item\n\
             lamp,Look,Moss,,,,,\nlamp,,Clay,,,,,\n",
            &[],
            &[("sku", ""), ("barcode", ""), ("compare-at price", ""), ("cost", "")],
        ),
        (
            "a blank tracker and a blank policy",
            "Handle,Option1 Name,Option1 Value,Variant Inventory Tracker\nlamp,Look,Moss,\nlamp,,Clay,\n",
            &[],
            &[("tracked", "false")],
        ),
        (
            "another company's tracker",
            "Handle,Option1 Name,Option1 Value,Variant Inventory Tracker\nlamp,Look,Moss,shipwire\nlamp,,Clay,shipwire\n",
            &[],
            &[],
        ),
        (
            "a vendor that is cleared is the shop's own",
            "Handle,Vendor\nlamp,\n",
            &[("vendor", "Halden & Fern")],
            &[],
        ),
        (
            "new values",
            "Handle,Title,Tags\nlamp,Lamp II,\"b, c\"\n",
            &[("title", "Lamp II"), ("tags", "b,c")],
            &[],
        ),
    ];
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    for (case, file, product, variants) in table {
        desk.sync(&desk.file("whole.csv", WHOLE), &[]).expect(0);
        let mut wanted = observed::products(&shop);
        let lamp = wanted.get_mut("lamp").expect("the lamp");
        set(lamp, product, variants);
        let path = desk.file("part.csv", file);
        desk.sync(&path, &[]).expect(0);
        let differing = expected::differences(&wanted, &observed::products(&shop));
        assert!(differing.is_empty(), "{case}: {differing:#?}");
        let writes = shop.write_calls();
        desk.sync(&path, &[]).expect(0);
        assert_eq!(shop.write_calls(), writes, "{case}: the second sync sent something");
    }
}

#[test]
fn an_image_column_lists_all_pictures_and_a_missing_one_none() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    desk.sync(&desk.file("whole.csv", WHOLE), &[]).expect(0);
    let images = || -> Vec<String> {
        observed::products(&shop)["lamp"].images.iter().map(|image| image.source.clone()).collect()
    };
    for (file, left) in [
        ("Handle,Title\nlamp,Lamp\n", vec!["https://p.example/1.jpg", "https://p.example/2.jpg"]),
        (
            "Handle,Image Src\nlamp,https://p.example/2.jpg\nlamp,https://p.example/1.jpg\n",
            vec!["https://p.example/2.jpg", "https://p.example/1.jpg"],
        ),
        (
            "Handle,Image Src\nlamp,https://p.example/2.jpg\nlamp,https://p.example/3.jpg\n",
            vec!["https://p.example/2.jpg", "https://p.example/3.jpg"],
        ),
        ("Handle,Image Src\nlamp,\n", vec![]),
    ] {
        let path = desk.file("part.csv", file);
        desk.sync(&path, &[]).expect(0);
        assert_eq!(images(), left, "{file}");
        let writes = shop.write_calls();
        desk.sync(&path, &[]).expect(0);
        assert_eq!(shop.write_calls(), writes, "{file}: the second sync sent something");
    }
}

fn set(product: &mut Product, fields: &[(&str, &str)], variants: &[(&str, &str)]) {
    let put = |into: &mut BTreeMap<&'static str, String>, fields: &[(&str, &str)]| {
        for (name, value) in fields {
            let held = into.iter_mut().find(|(known, _)| *known == name).expect("a known field");
            *held.1 = (*value).to_owned();
        }
    };
    put(&mut product.fields, fields);
    for variant in &mut product.variants {
        put(&mut variant.fields, variants);
    }
}
