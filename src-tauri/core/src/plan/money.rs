//! Prices as a store keeps them.

use std::borrow::Cow;

use rust_decimal::RoundingStrategy;

use crate::catalog::{SheetProduct, VariantField};
use crate::value::Value;

const PRICES: [VariantField; 2] = [VariantField::Price, VariantField::CompareAtPrice];

/// Returns how many decimals a store keeps of prices in this currency (ISO 4217); those that have none are kept with two.
pub fn currency_decimals(currency: Option<&str>) -> u32 {
    match currency {
        Some("BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND") => 3,
        _ => 2,
    }
}

/// Returns the product with prices of no more decimals than the store's currency has. The store would cut the rest
/// off, and a file that has it would never be even with the store.
pub fn rounded(sheet: &SheetProduct, decimals: Option<u32>) -> Cow<'_, SheetProduct> {
    let Some(decimals) = decimals else { return Cow::Borrowed(sheet) };
    let too_fine = |value: &Value| value.as_decimal().is_some_and(|price| price.scale() > decimals);
    let is_fine = |field| sheet.variants.iter().any(|v| v.fields.get(&field).is_some_and(too_fine));
    if !PRICES.into_iter().any(is_fine) {
        return Cow::Borrowed(sheet);
    }
    let mut sheet = sheet.clone();
    for variant in &mut sheet.variants {
        for field in PRICES {
            if let Some(value) = variant.fields.get_mut(&field)
                && let Some(price) = value.as_decimal()
            {
                let strategy = RoundingStrategy::MidpointAwayFromZero;
                *value = Value::decimal(price.round_dp_with_strategy(decimals, strategy));
            }
        }
    }
    Cow::Owned(sheet)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::catalog::SheetVariant;

    #[test]
    fn prices_have_the_decimals_of_the_currency() {
        let money = |text: &str| Value::decimal(text.parse().unwrap());
        for (price, decimals, kept) in [
            ("12.345", Some(2), "12.35"),
            ("12.345", Some(3), "12.345"),
            ("12.345", None, "12.345"),
            ("1050000", Some(2), "1050000"),
            ("12.30", Some(2), "12.3"),
        ] {
            let fields =
                BTreeMap::from([(VariantField::Price, money(price)), (VariantField::Cost, money("0.1234"))]);
            let variants = vec![SheetVariant { fields, ..SheetVariant::default() }];
            let sheet = SheetProduct { variants, ..SheetProduct::default() };
            let fields = rounded(&sheet, decimals).variants[0].fields.clone();
            assert_eq!(fields[&VariantField::Price], money(kept), "{price} {decimals:?}");
            assert_eq!(fields[&VariantField::Cost], money("0.1234"));
        }
    }
}
