//! The JSONL form.

use super::{findings, products};
use crate::catalog::Place;
use crate::normalize::{LineReader, Sheet};

fn read(file: &str) -> Sheet {
    let mut reader = LineReader::new();
    let mut products = Vec::new();
    for (index, line) in file.lines().enumerate() {
        let number = index as u64 + 1;
        products.extend(reader.push(Place { record: number, line: number }, line));
    }
    Sheet { products, ..reader.finish() }
}

#[test]
fn a_line_is_read_back_as_it_was_written() {
    let line = concat!(
        r#"{"handle":"mug","id":"gid://shopify/Product/7","title":" Mug","body_html":"<p>a\nb</p>","vendor":null,"#,
        r#""tags":["a","b, c"],"status":"draft","published":false,"#,
        r#""options":[{"name":"Size","linked_to":"product.metafields.shopify.size"}],"#,
        r#""variants":[{"id":"gid://shopify/ProductVariant/8","options":["'12"],"sku":"'12","barcode":null,"#,
        r#""price":"9.5","weight_grams":"130.407806375","tracked":true,"#,
        r#""quantities":[{"location":"Shop","available":-2},{"on_hand":4}],"#,
        r#""metafields":[{"namespace":"custom","key":"fit","value":"slim"}],"#,
        r#""market_prices":{"Canada":{"price":null},"EU":{"price":"12.5","compare_at_price":null}}}],"#,
        r#""images":[{"src":"https://a.test/1.png","alt":""},{"src":"https://a.test/2.png"}],"#,
        r#""metafields":[{"namespace":"custom","key":"care","value":null}],"#,
        r#""markets":{"EU":true},"channels":{"Point of Sale":false,"Shop":true}}"#,
    );
    let sheet = read(line);
    assert_eq!(products(&sheet), [line]);
    assert_eq!(findings(&sheet), Vec::<String>::new());
}

#[test]
fn faults() {
    let mug = r#"{"handle":"mug","title":"Mug","variants":[]}"#;
    let table = [
        ("[]", "Refused NotAProduct 1"),
        ("{", "Refused NotAProduct 1"),
        ("{}", "Refused NoHandle 1"),
        (r#"{"handle":"cup","tags":"a"}"#, "Warning NotAProduct 1"),
        (r#"{"handle":"cup","moon":"full"}"#, "Note UnknownColumn 1"),
        (r#"{"handle":"cup","published":"yes"}"#, "Warning NotABoolean 1"),
        (r#"{"handle":"cup","variants":[{"options":[],"price":"5 EUR"}]}"#, "Refused NotANumber 1"),
        (r#"{"handle":"cup","variants":[{"options":[],"cost":"5 EUR"}]}"#, "Warning NotANumber 1"),
        (
            r#"{"handle":"cup","options":[{"name":"Size"}],"variants":[{"options":[]}]}"#,
            "Refused MissingOption 1",
        ),
        (
            r#"{"handle":"cup","options":[],"variants":[{"options":[]},{"options":[]}]}"#,
            "Refused DuplicateOptions 1",
        ),
        (r#"{"handle":"cup","images":[{"src":"photo.png"}]}"#, "Refused ImageAddress 1"),
        (
            r#"{"handle":"cup","variants":[{"options":[],"quantities":[{"available":1.5}]}]}"#,
            "Refused NotAProduct 1",
        ),
    ];
    for (line, finding) in table {
        let sheet = read(&format!("{line}\n\n{mug}\n"));
        assert_eq!(findings(&sheet), [finding], "{line}");
        assert_eq!(products(&sheet).last().map(String::as_str), Some(mug), "{line}");
        assert_eq!(sheet.rows.skipped, 1);
    }
    let sheet = read(&format!("{mug}\n{mug}\n"));
    assert_eq!(findings(&sheet), ["Refused DuplicateProduct 2"]);
}

#[test]
fn numbers_are_read_exactly() {
    let sheet = read(r#"{"handle":"mug","variants":[{"options":[],"price":19.90,"cost":0.1}]}"#);
    assert_eq!(
        products(&sheet),
        [r#"{"handle":"mug","variants":[{"options":[],"price":"19.9","cost":"0.1"}]}"#]
    );
}
