//! Single cells: what is read, what is left alone, what is refused.

use super::super::cell;
use super::check;
use crate::catalog::{ProductField, VariantField};
use crate::finding::FindingCode;
use crate::value::Value;

/// Shows a cell's answer: the value, `-` for absent, `blank`, or the code of the problem.
fn shown(cell: cell::Cell) -> String {
    match cell {
        Ok(None) => "-".to_owned(),
        Ok(Some(Value::Blank)) => "blank".to_owned(),
        Ok(Some(value)) => value.to_string(),
        Err(problem) => format!("{:?}", problem.code),
    }
}

#[test]
fn money() {
    let table = [
        ("12.50", "12.5"),
        (" 12.50\u{a0}", "12.5"),
        ("1050000", "1050000"),
        ("0.00", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+5", "5"),
        ("-0.00", "0"),
        ("'12", "12"),
        ("", "-"),
        ("-1", "NegativePrice"),
        ("$12.50", "NotANumber"),
        ("12.50 EUR", "NotANumber"),
        ("12,50", "NotANumber"),
        ("1,234.50", "NotANumber"),
        ("1.234.50", "NotANumber"),
        ("1 234", "NotANumber"),
        ("1.2E+3", "NotANumber"),
        ("1e3", "NotANumber"),
        ("N/A", "NotANumber"),
        ("NaN", "NotANumber"),
        ("--5", "NotANumber"),
        (".", "NotANumber"),
        ("١٢", "NotANumber"),
        ("99999999999999999999999999999999", "NotANumber"),
        ("0.00000000000000000000000000000001", "NotANumber"),
    ];
    for (text, expected) in table {
        assert_eq!(shown(cell::variant(VariantField::Price, text)), expected, "{text:?}");
    }
    assert_eq!(shown(cell::variant(VariantField::CompareAtPrice, "")), "blank");
    assert_eq!(shown(cell::variant(VariantField::Cost, " ")), "blank");
}

#[test]
fn other_variant_fields() {
    use VariantField as F;
    let table = [
        (F::Sku, " M-1 ", "M-1"),
        (F::Sku, "'25970", "25970"),
        (F::Sku, "'80s", "'80s"),
        (F::Sku, "'", "'"),
        (F::Sku, "''12", "''12"),
        (F::Sku, "1E5", "1E5"),
        (F::Sku, "3.65E+11", "BarcodeDamaged"),
        (F::Barcode, "'5029864679515", "5029864679515"),
        (F::Barcode, "0012345678905", "0012345678905"),
        (F::Barcode, "3.65E+11", "BarcodeDamaged"),
        (F::Barcode, "4,0064E+12", "BarcodeDamaged"),
        (F::Barcode, "365275000000.0", "BarcodeDamaged"),
        (F::Barcode, "\"", "\""),
        (F::Barcode, "", "blank"),
        (F::WeightGrams, "130.407806375", "130.407806375"),
        (F::WeightGrams, "0.0", "0"),
        (F::WeightGrams, "2 kg", "NotANumber"),
        (F::WeightUnit, "LB", "lb"),
        (F::WeightUnit, "", "-"),
        (F::WeightUnit, "stone", "UnknownUnit"),
        (F::Tracked, "shopify", "true"),
        (F::Tracked, "", "false"),
        (F::Tracked, "some-app", "UnknownTracker"),
        (F::InventoryPolicy, "DENY", "deny"),
        (F::InventoryPolicy, "Continue", "continue"),
        (F::InventoryPolicy, "", "-"),
        (F::InventoryPolicy, "maybe", "UnknownPolicy"),
        (F::Taxable, "TRUE", "true"),
        (F::Taxable, "False", "false"),
        (F::Taxable, "", "-"),
        (F::Taxable, "N/A", "NotABoolean"),
        (F::TaxCode, "", "blank"),
        (F::CountryOfOrigin, "pt", "PT"),
        (F::CountryOfOrigin, "Portugal", "UnknownCountry"),
        (F::CountryOfOrigin, "", "blank"),
        (F::HsCode, "6109.10", "610910"),
        (F::HsCode, "'61091000", "61091000"),
        (F::HsCode, "cotton", "NotANumber"),
        (F::Image, "", "blank"),
        (F::Image, "http://example.com/a b.png?v=1", "http://example.com/a b.png?v=1"),
        (F::Image, "//example.com/a.png", "ImageAddress"),
        (F::Image, "C:\\a.png", "ImageAddress"),
        (F::Image, "https:///a.png", "ImageAddress"),
    ];
    for (field, text, expected) in table {
        assert_eq!(shown(cell::variant(field, text)), expected, "{field:?} {text:?}");
    }
}

#[test]
fn product_fields() {
    use ProductField as F;
    let long = "x".repeat(256);
    let table = [
        (F::Title, " Mug ", " Mug "),
        (F::Title, "'80s Mug", "'80s Mug"),
        (F::Title, " ", "-"),
        (F::Title, long.as_str(), "TooLong"),
        (F::BodyHtml, "<p>A</p>\r\n<p>B</p>", "<p>A</p>\r\n<p>B</p>"),
        (F::BodyHtml, "   ", "blank"),
        (F::Vendor, "Acme ", "Acme "),
        (F::SeoTitle, " Mug ", "Mug"),
        (F::Category, " Home > Mugs ", "Home > Mugs"),
        (F::Tags, "b, a,, a ,'12", "12, a, b"),
        (F::Tags, " , ", "blank"),
        (F::Tags, "Wool, b, wool, WOOL", "Wool, b"),
        (F::Status, "Active", "active"),
        (F::Status, "unlisted", "unlisted"),
        (F::Status, "", "-"),
        (F::Status, "sold", "UnknownStatus"),
        (F::Published, "True", "true"),
        (F::Published, "", "-"),
        (F::GiftCard, "FALSE", "false"),
        (F::GiftCard, "perhaps", "NotABoolean"),
    ];
    for (field, text, expected) in table {
        assert_eq!(shown(cell::product(field, text)), expected, "{field:?} {text:?}");
    }
}

#[test]
fn unit_prices() {
    let table = [
        (["750", "ml", "100", "ml"], "750 ml / 100 ml"),
        (["0.750", "L", "1.0", "l"], "0.75 l / 1 l"),
        (["", "", "", ""], "blank"),
        (["0", "", "", ""], "blank"),
        (["750", "ml", "", ""], "UnknownUnit"),
        (["750", "cups", "1", "l"], "UnknownUnit"),
        (["7,5", "ml", "1", "l"], "NotANumber"),
        (["750", "ml", "0.5", "l"], "NotANumber"),
    ];
    for ([total, total_unit, base, base_unit], expected) in table {
        assert_eq!(shown(cell::unit_price(total, total_unit, base, base_unit)), expected, "{total} {base}");
    }
}

#[test]
fn quantities() {
    let table = [
        ("5", Ok(Some(5))),
        ("-2", Ok(Some(-2))),
        ("10.0", Ok(Some(10))),
        ("'7", Ok(Some(7))),
        ("", Ok(None)),
        ("Not stocked", Ok(None)),
        ("1.5", Err(FindingCode::NotANumber)),
        ("1,000", Err(FindingCode::NotANumber)),
        ("99999999999", Err(FindingCode::NotANumber)),
    ];
    for (text, expected) in table {
        assert_eq!(cell::quantity(text).map_err(|problem| problem.code), expected, "{text:?}");
    }
}

#[test]
fn a_bad_cell_costs_its_field_and_a_bad_price_its_product() {
    check(
        "Handle,Variant SKU,Variant Price,Cost per item,Variant Inventory Qty\n\
         mug,M-1,5,4 EUR,3\n\
         cup,C-1,$5,4,3\n\
         pot,P-1,5,4,lots\n",
        &[
            r#"{"handle":"mug","variants":[{"options":[],"sku":"M-1","price":"5","quantities":[{"available":3}]}]}"#,
            r#"{"handle":"pot","variants":[{"options":[],"sku":"P-1","price":"5","cost":"4"}]}"#,
        ],
        &["Warning NotANumber 2", "Refused NotANumber 3", "Warning NotANumber 4"],
    );
}
