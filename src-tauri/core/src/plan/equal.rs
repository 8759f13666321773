//! When two values of a field are the same.

use rust_decimal::Decimal;

use crate::catalog::{ProductField, VariantField};
use crate::value::Value;

/// Weights closer than this many grams are equal: Shopify keeps them as binary floating point in the unit
/// that is displayed, so pounds and ounces do not come back to the last digit.
const WEIGHT_TOLERANCE_GRAMS: Decimal = Decimal::from_parts(5, 0, 0, false, 4);

/// The text Shopify's own exports write for a product without a category.
const UNCATEGORIZED: &str = "Uncategorized";

/// Returns whether the store already holds what the sheet asks for.
pub fn product_field_equal(field: ProductField, wanted: &Value, held: &Value) -> bool {
    match field {
        ProductField::Category => category(wanted) == category(held),
        // A store takes outer blanks off these; a file that has them would never be even with it.
        ProductField::Title | ProductField::Vendor | ProductField::ProductType => {
            trimmed(wanted) == trimmed(held)
        }
        _ => wanted == held,
    }
}

/// Returns whether the store already holds what the sheet asks for.
pub fn variant_field_equal(field: VariantField, wanted: &Value, held: &Value) -> bool {
    match field {
        VariantField::WeightGrams => {
            let (wanted, held) = (grams(wanted), grams(held));
            (wanted - held).abs() < WEIGHT_TOLERANCE_GRAMS
        }
        _ => match (wanted, held) {
            (Value::Decimal(wanted), Value::Decimal(held)) => wanted == held,
            _ => wanted == held,
        },
    }
}

/// No weight and a weight of zero are the same to Shopify.
fn grams(value: &Value) -> Decimal {
    value.as_decimal().unwrap_or_default()
}

fn trimmed(value: &Value) -> &str {
    value.as_text().unwrap_or_default().trim()
}

fn category(value: &Value) -> Option<&str> {
    value.as_text().filter(|path| *path != UNCATEGORIZED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Value {
        Value::Decimal(text.parse().unwrap())
    }

    #[test]
    fn variant_fields() {
        let table = [
            (VariantField::Price, decimal("10"), decimal("10.00"), true),
            (VariantField::Price, decimal("10"), decimal("10.01"), false),
            (VariantField::CompareAtPrice, Value::Blank, decimal("0"), false),
            (VariantField::WeightGrams, decimal("250.0201143"), decimal("250.0201"), true),
            (VariantField::WeightGrams, decimal("250.02"), decimal("250.03"), false),
            (VariantField::WeightGrams, Value::Blank, decimal("0.0"), true),
            (VariantField::Sku, Value::text("A"), Value::text("a"), false),
        ];
        for (field, wanted, held, equal) in table {
            assert_eq!(variant_field_equal(field, &wanted, &held), equal, "{field:?} {wanted} {held}");
        }
    }

    #[test]
    fn outer_blanks_of_short_texts_do_not_count() {
        let (padded, plain) = (Value::text("Tarn & Beck "), Value::text("Tarn & Beck"));
        assert!(product_field_equal(ProductField::Vendor, &padded, &plain));
        assert!(product_field_equal(ProductField::Title, &plain, &padded));
        assert!(!product_field_equal(ProductField::BodyHtml, &padded, &plain));
        assert!(product_field_equal(ProductField::ProductType, &Value::Blank, &Value::text(" ")));
    }

    #[test]
    fn uncategorized_is_no_category() {
        let uncategorized = Value::text(UNCATEGORIZED);
        assert!(product_field_equal(ProductField::Category, &uncategorized, &Value::Blank));
        assert!(!product_field_equal(ProductField::Category, &Value::text("Media"), &Value::Blank));
    }
}
