//! The rules of a definition, as far as they can be told from the value alone. What is not known here the store
//! judges.

use jiff::civil::Date;
use regex::Regex;
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::MetafieldDefinition;
use super::value::Misfit;

/// Checks a value against the rules of its definition; of a list, each part.
pub(super) fn check(definition: &MetafieldDefinition, value: &str) -> Result<(), Misfit> {
    let Some(of) = definition.type_.strip_prefix("list.") else {
        return one(definition, &definition.type_, value);
    };
    let Ok(Json::Array(parts)) = serde_json::from_str(value) else { return Ok(()) };
    let count = Decimal::from(parts.len());
    let limit = |name: &str| definition.rule(name).and_then(|limit| limit.parse::<Decimal>().ok());
    if let Some(least) = limit("list.min").filter(|least| count < *least) {
        return Err(Misfit::Type(format!("at least {least} values")));
    }
    if let Some(most) = limit("list.max").filter(|most| count > *most) {
        return Err(Misfit::Type(format!("at most {most} values")));
    }
    parts.iter().try_for_each(|part| {
        one(definition, of, &part.as_str().map_or_else(|| part.to_string(), str::to_owned))
    })
}

fn one(definition: &MetafieldDefinition, of: &str, value: &str) -> Result<(), Misfit> {
    let wants = |what: String| Err(Misfit::Type(what));
    for (name, rule) in &definition.validations {
        match name.as_str() {
            "choices" => {
                let choices: Vec<String> = serde_json::from_str(rule).unwrap_or_default();
                if !choices.is_empty() && !choices.iter().any(|choice| choice == value) {
                    return wants(format!("one of these: {}", choices.join(", ")));
                }
            }
            "min" if size(of, value).zip(size_of_rule(of, rule)).is_some_and(|(is, least)| is < least) => {
                return wants(format!("{rule} or more{}", unit(of)));
            }
            "max" if size(of, value).zip(size_of_rule(of, rule)).is_some_and(|(is, most)| is > most) => {
                return wants(format!("{rule} or less{}", unit(of)));
            }
            // A pattern that only the store can read is for the store to judge.
            "regex" if Regex::new(rule).is_ok_and(|pattern| !pattern.is_match(value)) => {
                return wants(format!("text of the form {rule}"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_text(of: &str) -> bool {
    matches!(of, "single_line_text_field" | "multi_line_text_field" | "id")
}

fn unit(of: &str) -> &'static str {
    if is_text(of) { ", counted in characters" } else { "" }
}

/// Returns what a limit is compared with: a number, the length of a text, a day. `None` for what has other limits.
fn size(of: &str, value: &str) -> Option<Decimal> {
    match of {
        "number_integer" | "number_decimal" => value.parse().ok(),
        "date" => day(value),
        of if is_text(of) => Some(Decimal::from(value.chars().count())),
        _ => None,
    }
}

fn size_of_rule(of: &str, rule: &str) -> Option<Decimal> {
    if of == "date" { day(rule) } else { rule.parse().ok() }
}

fn day(text: &str) -> Option<Decimal> {
    let date: Date = text.parse().ok()?;
    let number = i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day());
    Some(Decimal::from(number))
}
