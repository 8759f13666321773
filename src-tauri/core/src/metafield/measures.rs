//! Measures and amounts as people write them: `25 cm`, `1.5 kg`, `10 USD`.
//! Units: <https://shopify.dev/docs/apps/build/metafields/list-of-data-types>

use rust_decimal::Decimal;
use serde_json::json;

const LENGTHS: [&str; 6] = ["mm", "cm", "m", "in", "ft", "yd"];
const WEIGHTS: [&str; 4] = ["g", "kg", "oz", "lb"];
const VOLUMES: [&str; 12] = [
    "ml",
    "cl",
    "l",
    "m3",
    "us_fl_oz",
    "us_pt",
    "us_qt",
    "us_gal",
    "imp_fl_oz",
    "imp_pt",
    "imp_qt",
    "imp_gal",
];

/// Returns Shopify's text of a measure or an amount of this type; `None` where the cell is none.
pub(super) fn short(type_: &str, cell: &str) -> Option<String> {
    let unit_at = cell.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = (&cell[..unit_at], cell[unit_at..].trim());
    let number: Decimal = number.parse().ok()?;
    let units = match type_ {
        "dimension" => &LENGTHS[..],
        "weight" => &WEIGHTS,
        "volume" => &VOLUMES,
        "money" => {
            let is_code = unit.len() == 3 && unit.bytes().all(|letter| letter.is_ascii_alphabetic());
            let amount = json!({ "amount": number.to_string(), "currency_code": unit.to_ascii_uppercase() });
            return is_code.then(|| amount.to_string());
        }
        _ => return None,
    };
    let unit = units.iter().find(|known| known.eq_ignore_ascii_case(unit))?;
    // A number in JSON, with the digits that were written: never by way of a binary fraction.
    Some(format!(r#"{{"value":{number},"unit":"{unit}"}}"#))
}
