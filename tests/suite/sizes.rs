//! Products as large as Shopify takes them, and pictures that repeat.

use std::fmt::Write;

use evenshelf_tests::expected::{self, Defaults, Dialect};
use evenshelf_tests::observed;
use evenshelf_tests::program::Desk;
use evenshelf_tests::shop::{ONLY_LOCATION, Shop};

const HEADER: &str = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,\
                      Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Image Src,Image Position,\
                      Image Alt Text,Variant Image\n";

#[test]
fn large_products_arrive_whole() {
    // Variants, pictures, and how long the description is.
    for (variants, images, body) in [(100, 250, 16_000), (300, 3, 100), (1, 60, 0), (24, 24, 400)] {
        let file = product(variants, images, body, |at| at);
        check(&format!("{variants} variants, {images} pictures"), &file);
    }
}

#[test]
fn a_picture_that_stands_twice_in_a_product_arrives_once() {
    check("every picture twice", &product(3, 6, 10, |at| at / 2));
}

fn product(variants: usize, images: usize, body: usize, picture: impl Fn(usize) -> usize) -> String {
    let mut file = HEADER.to_owned();
    for at in 0..variants.max(images) {
        let (title, text) = if at == 0 { ("Large", "word ".repeat(body / 5)) } else { ("", String::new()) };
        let names = if at == 0 { ("Number", "Tens") } else { ("", "") };
        let _ = write!(file, "large,{title},{text},{},", names.0);
        if at < variants {
            let own = if images == 0 { String::new() } else { address(picture(at % images)) };
            let _ = write!(file, "n{},{},t{},SKU-{at},shopify,{at},{}.50", at % 25, names.1, at / 25, at + 1);
            let _ = write!(file, ",{}", pictured(at, images, &picture));
            let _ = writeln!(file, ",{own}");
        } else {
            let _ = writeln!(file, ",{},,,,,,{},", names.1, pictured(at, images, &picture));
        }
    }
    file
}

fn pictured(at: usize, images: usize, picture: &impl Fn(usize) -> usize) -> String {
    if at >= images {
        return ",,".to_owned();
    }
    format!("{},{},Side {at}", address(picture(at)), at + 1)
}

fn address(picture: usize) -> String {
    format!("https://pictures.example/large/{picture}.jpg")
}

fn check(case: &str, file: &str) {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let path = desk.file("large.csv", file);
    let done = desk.sync(&path, &[]);
    let observed = observed::products(&shop);
    // What the columns do not say is not compared.
    let expected =
        expected::products(file.as_bytes(), Dialect::default(), &Defaults::default(), ONLY_LOCATION);
    let differing = expected::differences(&expected, &observed);
    let shown: String =
        differing.iter().take(4).map(|what| what.chars().take(600).collect::<String>()).collect();
    assert!(differing.is_empty(), "{case}: {} values differ: {shown}\n{done}", differing.len());
    assert_eq!(done.code, Some(0), "{case}: {done}");
    let writes = shop.write_calls();
    let again = desk.sync(&path, &[]).expect(0);
    assert_eq!(shop.write_calls(), writes, "{case}: the second sync sent something: {again}");
}
