//! Single values between Shopify's JSON and core's: decimals, weights, measures.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::{Number, Value as Json, json};

/// One avoirdupois pound in grams, by definition.
const GRAMS_PER_POUND: Decimal = Decimal::from_parts(45_359_237, 0, 0, false, 5);
/// One avoirdupois ounce in grams, by definition.
const GRAMS_PER_OUNCE: Decimal = Decimal::from_parts(2_579_719_349, 6, 0, false, 9);
/// Digits kept of a weight in grams.
const GRAM_DIGITS: u32 = 10;
/// Digits sent of a weight in pounds or ounces: half of the last is 2.3 µg, far below the 0.5 mg that counts as equal.
const UNIT_DIGITS: u32 = 8;

/// The units of unit prices: `UnitPriceMeasurementMeasuredUnit` in the 2026-10 schema, `UNKNOWN` left out.
const MEASURE_UNITS: [&str; 22] = [
    "CL", "CM", "FLOZ", "FT", "FT2", "G", "GAL", "IN", "ITEM", "KG", "L", "LB", "M", "M2", "M3", "MG", "ML",
    "MM", "OZ", "PT", "QT", "YD",
];

/// Returns the decimal a JSON number or text shows. A number's shortest text is what the store wrote, so nothing
/// passes through binary fractions.
pub(crate) fn decimal(value: &Json) -> Option<Decimal> {
    let parse = |text: &str| Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok();
    match value {
        Json::String(text) => parse(text.trim()),
        Json::Number(number) => parse(&number.to_string()),
        _ => None,
    }
}

/// Returns the JSON number of a decimal.
pub(crate) fn number(decimal: Decimal) -> Json {
    let text = decimal.normalize().to_string();
    Number::from_str(&text).map_or(Json::Null, Json::Number)
}

/// Returns the weight in grams.
pub(crate) fn grams(value: Decimal, unit: &str) -> Option<Decimal> {
    let factor = match unit {
        "KILOGRAMS" => Decimal::ONE_THOUSAND,
        "GRAMS" => Decimal::ONE,
        "POUNDS" => GRAMS_PER_POUND,
        "OUNCES" => GRAMS_PER_OUNCE,
        _ => return None,
    };
    Some((value * factor).round_dp(GRAM_DIGITS).normalize())
}

/// Returns core's short name of a unit of weight.
pub(crate) fn short_unit(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "KILOGRAMS" => "kg",
        "GRAMS" => "g",
        "POUNDS" => "lb",
        "OUNCES" => "oz",
        _ => return None,
    })
}

/// Returns the `WeightInput` of grams shown in the unit; anything but `kg`, `lb` and `oz` is sent in grams.
pub(crate) fn weight_input(grams: Decimal, unit: &str) -> Json {
    let (value, unit) = match unit {
        "kg" => (grams / Decimal::ONE_THOUSAND, "KILOGRAMS"),
        "lb" => ((grams / GRAMS_PER_POUND).round_dp(UNIT_DIGITS), "POUNDS"),
        "oz" => ((grams / GRAMS_PER_OUNCE).round_dp(UNIT_DIGITS), "OUNCES"),
        _ => (grams, "GRAMS"),
    };
    json!({ "value": number(value), "unit": unit })
}

/// Returns a unit price measurement as text, `750 ml / 1 l`; `None` where the store shows none.
pub fn measure_text(measure: &Json) -> Option<String> {
    let part = |value: &str, unit: &str| {
        let value = decimal(measure.get(value)?)?.normalize();
        let unit = measure.get(unit)?.as_str()?.to_lowercase();
        (!value.is_zero()).then(|| format!("{value} {unit}"))
    };
    Some(format!("{} / {}", part("quantityValue", "quantityUnit")?, part("referenceValue", "referenceUnit")?))
}

/// Returns the `UnitPriceMeasurementInput` of such a text; `None` where it is not of that form.
pub fn parse_measure(text: &str) -> Option<Json> {
    let (quantity, reference) = text.split_once('/')?;
    let part = |text: &str| {
        let text = text.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (value, unit) = text.split_at(digits);
        let unit = unit.trim().to_uppercase();
        MEASURE_UNITS.contains(&unit.as_str()).then_some((Decimal::from_str(value).ok()?, unit))
    };
    let (quantity, quantity_unit) = part(quantity)?;
    let (reference, reference_unit) = part(reference)?;
    let reference: i32 = reference.normalize().try_into().ok().filter(|_| reference.fract().is_zero())?;
    Some(json!({
        "quantityValue": number(quantity),
        "quantityUnit": quantity_unit,
        "referenceValue": reference,
        "referenceUnit": reference_unit,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        for (json, expected) in [
            ("\"19.90\"", Some("19.90")),
            ("0.1", Some("0.1")),
            ("2.30", Some("2.3")),
            ("1e-7", Some("0.0000001")),
            ("12345678.123", Some("12345678.123")),
            ("5", Some("5")),
            ("null", None),
            ("\"x\"", None),
        ] {
            let value: Json = serde_json::from_str(json).unwrap();
            assert_eq!(
                decimal(&value).map(|number| number.to_string()),
                expected.map(str::to_owned),
                "{json}"
            );
        }
    }

    #[test]
    fn weights_come_back_as_they_were() {
        for (grams_text, unit, sent) in [
            ("0", "kg", json!({"value": 0, "unit": "KILOGRAMS"})),
            ("250", "kg", json!({"value": 0.25, "unit": "KILOGRAMS"})),
            ("1234.5", "g", json!({"value": 1234.5, "unit": "GRAMS"})),
            ("453.59237", "lb", json!({"value": 1, "unit": "POUNDS"})),
            ("100", "oz", json!({"value": 3.52739619, "unit": "OUNCES"})),
            ("100", "", json!({"value": 100, "unit": "GRAMS"})),
        ] {
            let weight = weight_input(Decimal::from_str(grams_text).unwrap(), unit);
            assert_eq!(weight, sent, "{grams_text} {unit}");
            let back = grams(decimal(&weight["value"]).unwrap(), weight["unit"].as_str().unwrap()).unwrap();
            assert!((back - Decimal::from_str(grams_text).unwrap()).abs() < Decimal::new(5, 4), "{back}");
        }
        assert_eq!(grams(Decimal::ONE, "STONES"), None);
    }

    #[test]
    fn measures_read_both_ways() {
        for (text, quantity, reference) in
            [("750 ml / 1 l", "750 ml", "1 l"), ("0.5 kg / 100 g", "0.5 kg", "100 g")]
        {
            let input = parse_measure(text).unwrap();
            assert_eq!(measure_text(&input).unwrap(), format!("{quantity} / {reference}"));
        }
        assert_eq!(measure_text(&parse_measure("750ml/100ml").unwrap()).unwrap(), "750 ml / 100 ml");
        for text in ["", "750 ml", "750 / 1 l", "x ml / 1 l", "1 l / 0.5 l", "1 crate / 1 l"] {
            assert_eq!(parse_measure(text), None, "{text}");
        }
        let none =
            json!({"quantityValue": 0.0, "quantityUnit": null, "referenceValue": 0, "referenceUnit": null});
        assert_eq!(measure_text(&none), None);
    }
}
