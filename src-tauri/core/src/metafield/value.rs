//! The text of a cell as Shopify's text of a value, and back.
//! Types: <https://shopify.dev/docs/apps/build/metafields/list-of-data-types>

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::measures;
use super::references::{References, Referred};

/// What stands between the parts of a list in a cell, as Shopify's own export writes it.
const BETWEEN_PARTS: &str = "; ";
/// The longest text in bytes; JSON takes twice as much.
const TEXT_BYTES_MAX: usize = 65_536;
const JSON_BYTES_MAX: usize = 2 * TEXT_BYTES_MAX;
/// The largest whole number either way: what a double holds exactly.
const INTEGER_MAX: i64 = 9_007_199_254_740_991;
/// Digits of a decimal before and after its point.
const DECIMAL_WHOLE_DIGITS: u32 = 13;
const DECIMAL_FRACTION_DIGITS: u32 = 9;

const URL_SCHEMES: [&str; 5] = ["http://", "https://", "mailto:", "sms:", "tel:"];

/// Why a cell does not become a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// It is not of the type, with what belongs there in the owner's words.
    Type(String),
    /// It names something the store does not have, with that and the kind of thing it is.
    Unknown { what: String, kind: &'static str },
}

fn wants(what: impl Into<String>) -> Misfit {
    Misfit::Type(what.into())
}

/// Returns Shopify's text of what a cell says. `kinds` are the kinds of entries that references may name.
pub fn typed(type_: &str, cell: &str, kinds: &[String], references: &References) -> Result<String, Misfit> {
    let most = if matches!(type_, "json" | "rich_text_field") { JSON_BYTES_MAX } else { TEXT_BYTES_MAX };
    if cell.len() > most {
        return Err(wants(format!("at most {most} characters")));
    }
    let Some(of) = type_.strip_prefix("list.") else { return scalar(type_, cell, kinds, references) };
    if let Some(parts) = json_list(cell) {
        let values = parts.iter().map(|part| scalar(of, &text_of(part), kinds, references));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        // What is good as it stands keeps its form.
        let as_it_stands = parts.iter().zip(&values).all(|(part, value)| text_of(part) == *value);
        return Ok(if as_it_stands { cell.trim().to_owned() } else { list(of, &values) });
    }
    let parts = cell.split(BETWEEN_PARTS).map(str::trim).filter(|part| !part.is_empty());
    let values = parts.map(|part| scalar(of, part, kinds, references)).collect::<Result<Vec<_>, _>>()?;
    Ok(list(of, &values))
}

/// Returns the cell for a value: [`typed`] makes the same value of it again.
pub fn shown(type_: &str, value: &str, kinds: &[String], references: &References) -> String {
    let is_reference = type_.ends_with("_reference");
    let by_handle = |text: String| match references.handle(&text) {
        Some(handle) if is_reference => handle.to_owned(),
        _ => text,
    };
    let cell = match json_list(value).filter(|_| type_.starts_with("list.")) {
        Some(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| by_handle(text_of(part))).collect();
            parts.join(BETWEEN_PARTS)
        }
        None => by_handle(value.to_owned()),
    };
    let comes_back = typed(type_, &cell, kinds, references).is_ok_and(|back| same(type_, &back, value));
    // A blank cell would take the metafield away, also where it holds a list without entries.
    if comes_back && !cell.trim().is_empty() { cell } else { value.to_owned() }
}

/// Returns whether two texts of this type are one value to Shopify.
pub fn same(type_: &str, left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    if let Some(of) = type_.strip_prefix("list.") {
        let (Some(left), Some(right)) = (json_list(left), json_list(right)) else { return false };
        let pairs = || left.iter().zip(&right);
        return left.len() == right.len() && pairs().all(|(l, r)| same(of, &text_of(l), &text_of(r)));
    }
    match type_ {
        "number_integer" | "number_decimal" => number(left).is_some() && number(left) == number(right),
        "date_time" => instant(left).is_some() && instant(left) == instant(right),
        "color" => left.eq_ignore_ascii_case(right),
        "json" | "rich_text_field" | "link" => match (json(left), json(right)) {
            (Some(left), Some(right)) => same_json(&left, &right, false),
            _ => false,
        },
        "money" | "rating" | "dimension" | "weight" | "volume" => match (json(left), json(right)) {
            (Some(left), Some(right)) => same_json(&left, &right, true),
            _ => false,
        },
        "multi_line_text_field" => left.replace("\r\n", "\n") == right.replace("\r\n", "\n"),
        _ => false,
    }
}

fn scalar(type_: &str, cell: &str, kinds: &[String], references: &References) -> Result<String, Misfit> {
    let text = cell.trim();
    let object = |keys: &[&str], what: &str| match json(text) {
        Some(Json::Object(map)) if keys.iter().all(|key| map.get(*key).is_some_and(|at| !at.is_null())) => {
            Ok(text.to_owned())
        }
        _ => measures::short(type_, text).ok_or_else(|| wants(what)),
    };
    match type_ {
        "boolean" => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Ok("true".to_owned()),
            "false" | "no" | "0" => Ok("false".to_owned()),
            _ => Err(wants("true or false")),
        },
        "number_integer" => number(text)
            .filter(|number| number.fract().is_zero() && number.abs() <= Decimal::from(INTEGER_MAX))
            .map(|number| number.trunc().normalize().to_string())
            .ok_or_else(|| wants("a whole number")),
        "number_decimal" => number(text)
            .filter(|number| {
                let whole = number.trunc().abs();
                whole < Decimal::from(10_i64.pow(DECIMAL_WHOLE_DIGITS))
                    && number.normalize().scale() <= DECIMAL_FRACTION_DIGITS
            })
            .map(|number| number.normalize().to_string())
            .ok_or_else(|| wants("a number, with a point before its fraction")),
        "date" => match text.parse::<Date>() {
            Ok(date) if date.to_string() == text => Ok(text.to_owned()),
            _ => Err(wants("a date such as 2026-11-24")),
        },
        "date_time" => match instant(text) {
            Some(_) => Ok(text.to_owned()),
            None => Err(wants("a date with a time such as 2026-11-24T09:30:00")),
        },
        "url" => match URL_SCHEMES.iter().any(|scheme| text.starts_with(scheme))
            && !text.contains(char::is_whitespace)
        {
            true => Ok(text.to_owned()),
            false => Err(wants("an address that begins with https://, http://, mailto:, sms: or tel:")),
        },
        "color" => match text
            .strip_prefix('#')
            .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
        {
            true => Ok(text.to_owned()),
            false => Err(wants("a colour such as #7B61FF")),
        },
        "json" => json(text).map(|_| text.to_owned()).ok_or_else(|| wants("JSON")),
        "rich_text_field" => object(&["type"], "rich text, in Shopify's JSON form"),
        "link" => object(&["url"], "a link such as {\"text\":\"More\",\"url\":\"https://example.com\"}"),
        "money" => object(&["amount", "currency_code"], "an amount with its currency such as 5.99 EUR"),
        "rating" => object(
            &["value", "scale_min", "scale_max"],
            "a rating such as {\"value\":\"3.5\",\"scale_min\":\"1.0\",\"scale_max\":\"5.0\"}",
        ),
        "dimension" => object(&["value", "unit"], "a length such as 25 cm, in mm, cm, m, in, ft or yd"),
        "weight" => object(&["value", "unit"], "a weight such as 2.5 kg, in g, kg, oz or lb"),
        "volume" => object(
            &["value", "unit"],
            "a volume such as 20 ml, in ml, cl, l, m3, us_fl_oz, us_pt, us_qt, us_gal, imp_fl_oz, imp_pt, imp_qt or imp_gal",
        ),
        "single_line_text_field" | "id" => match cell.trim_end_matches(['\r', '\n']) {
            line if line.contains(['\r', '\n']) => Err(wants("text of a single line")),
            line => Ok(line.to_owned()),
        },
        reference if reference.ends_with("_reference") => refer(reference, text, kinds, references),
        _ => Ok(cell.to_owned()),
    }
}

/// An id stands for itself; anything else is the handle of what is referred to.
fn refer(type_: &str, text: &str, kinds: &[String], references: &References) -> Result<String, Misfit> {
    if text.starts_with("gid://shopify/") {
        return Ok(text.to_owned());
    }
    let unknown = |kind| Misfit::Unknown { what: text.to_owned(), kind };
    let found = match type_ {
        "product_reference" => {
            return references
                .id(Referred::Product, text)
                .map(str::to_owned)
                .ok_or_else(|| unknown("product"));
        }
        "metaobject_reference" | "mixed_reference" => {
            kinds.iter().find_map(|kind| references.id(Referred::Entry(kind.clone()), text))
        }
        _ => return Err(wants("the id of what it refers to, which begins with gid://shopify/")),
    };
    found.map(str::to_owned).ok_or_else(|| unknown("entry"))
}

/// Returns the list of these values.
fn list(of: &str, values: &[String]) -> String {
    let is_text = !matches!(
        of,
        "number_integer"
            | "number_decimal"
            | "money"
            | "rating"
            | "dimension"
            | "weight"
            | "volume"
            | "link"
            | "json"
    );
    let part = |value: &String| if is_text { Json::from(value.as_str()).to_string() } else { value.clone() };
    format!("[{}]", values.iter().map(part).collect::<Vec<_>>().join(","))
}

fn json(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok()
}

fn json_list(text: &str) -> Option<Vec<Json>> {
    match json(text.trim()) {
        Some(Json::Array(parts)) if text.trim_start().starts_with('[') => Some(parts),
        _ => None,
    }
}

/// Returns the text of a list's part, as it would stand alone.
fn text_of(part: &Json) -> String {
    part.as_str().map_or_else(|| part.to_string(), str::to_owned)
}

fn number(text: &str) -> Option<Decimal> {
    text.trim().parse().ok()
}

/// A time without an offset is in UTC.
fn instant(text: &str) -> Option<Timestamp> {
    let there = text.parse::<Timestamp>().ok();
    there.or_else(|| {
        let civil = text.parse::<DateTime>().ok().filter(|_| text.contains(['T', 't', ' ']))?;
        civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })
}

/// Compares by meaning: the order of keys and the spelling of numbers do not count. Where `loose`, numbers in texts
/// and the letter case of texts do not either: that is how amounts and measures are kept.
fn same_json(left: &Json, right: &Json, loose: bool) -> bool {
    match (left, right) {
        (Json::Object(left), Json::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, one)| right.get(key).is_some_and(|other| same_json(one, other, loose)))
        }
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same_json(left, right, loose))
        }
        (Json::Number(left), Json::Number(right)) => {
            left == right || left.as_f64().is_some_and(|number| Some(number) == right.as_f64())
        }
        _ if loose => {
            let (left, right) = (text_of(left), text_of(right));
            left.eq_ignore_ascii_case(&right) || number(&left).is_some() && number(&left) == number(&right)
        }
        _ => left == right,
    }
}
