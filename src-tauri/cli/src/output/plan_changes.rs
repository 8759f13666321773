//! One change of a plan: its sign, its place, its two sides.

use evenshelf_core::channel;
use evenshelf_core::market;
use evenshelf_core::metafield;
use evenshelf_core::operation::{Change, Operation, Subject};
use evenshelf_core::value::Value;

use super::shorten::{one_line, shorten, shorten_pair, width};
use super::words;

/// What happens to the field. Each has a mark and a word: meaning is never in a mark or a colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Added,
    Changed,
    Removed,
}

impl Sign {
    pub fn of(change: &Change) -> Self {
        match (change.before.is_blank(), change.after.is_blank()) {
            (true, false) => Self::Added,
            (false, true) => Self::Removed,
            _ => Self::Changed,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }

    pub fn mark(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Changed => "~",
            Self::Removed => "−",
        }
    }
}

pub const HELD_MARK: &str = "‖";

/// Returns the field in the owner's words, with what it belongs to before it: `S / Blue · price`.
pub fn label(change: &Change) -> String {
    let on_channel = channel::title_of(&change.field).map(|title| format!("on {}", one_line(title)));
    let in_market = market::market_of(&change.field).map(|name| format!("sold in {}", one_line(name)));
    let field = on_channel.or(in_market).unwrap_or_else(|| match change.field.as_str() {
        "body_html" => "description".to_owned(),
        "product_type" => "type".to_owned(),
        "seo_title" => "SEO title".to_owned(),
        "seo_description" => "SEO description".to_owned(),
        "weight_grams" => "weight in grams".to_owned(),
        "image" | "variant_image" => "picture".to_owned(),
        "image_alt" => "alt text".to_owned(),
        "sku" => "SKU".to_owned(),
        "handle" => "web address (handle)".to_owned(),
        "published" => "on the Online Store".to_owned(),
        other => metafield::short_name(other).map_or_else(|| words::plain(other), one_line),
    });
    match &change.subject {
        Subject::Product => field,
        Subject::Variant { label, .. } if label.is_empty() => field,
        Subject::Variant { label, .. } => format!("{} · {field}", one_line(label)),
        Subject::Image { position } => format!("picture {position} · {field}"),
        Subject::Level { variant, location } => {
            let place = match (variant.is_empty(), location.is_empty()) {
                (true, true) => return field,
                (true, false) => one_line(location),
                (false, true) => one_line(variant),
                (false, false) => format!("{} at {}", one_line(variant), one_line(location)),
            };
            format!("{place} · {field}")
        }
    }
}

/// Returns both sides in at most `columns` columns.
pub fn sides(change: &Change, columns: usize) -> String {
    if let (Value::Tags(before), Value::Tags(after)) = (&change.before, &change.after) {
        let gone = before.difference(after).map(|tag| format!("−{}", one_line(tag)));
        let come = after.difference(before).map(|tag| format!("+{}", one_line(tag)));
        return shorten(&gone.chain(come).collect::<Vec<_>>().join(", "), columns);
    }
    let (before, after) = (side(change, &change.before), side(change, &change.after));
    match Sign::of(change) {
        Sign::Added => shorten(&after, columns),
        Sign::Removed => shorten(&before, columns),
        Sign::Changed => {
            let note = percent(change).or_else(|| redirected(change));
            let note = note.map(|note| format!("  {note}")).unwrap_or_default();
            let each = columns.saturating_sub(3 + width(&note)) / 2;
            let (before, after) = shorten_pair(&before, &after, each.max(4));
            format!("{before} → {after}{note}")
        }
    }
}

/// Money shows its cents, so that figures stand under one another.
fn side(change: &Change, value: &Value) -> String {
    match value.as_decimal() {
        Some(number) if is_money(change) && number.scale() < 2 => format!("{number:.2}"),
        _ => shown(value),
    }
}

fn is_money(change: &Change) -> bool {
    // Behind the colon stands the market that has the price.
    let field = change.field.split(':').next().unwrap_or_default();
    matches!(field, "price" | "compare_at_price" | "cost")
}

fn shown(value: &Value) -> String {
    match value {
        Value::Blank => "(blank)".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => one_line(&other.to_string()),
    }
}

/// Says that nobody comes to a dead end where a web address changes: the old one leads to the new one.
fn redirected(change: &Change) -> Option<String> {
    let is_handle = change.field == "handle" && change.subject == Subject::Product;
    is_handle.then(|| "(redirected)".to_owned())
}

/// Returns by how much an amount of money changes: `+25 %`.
fn percent(change: &Change) -> Option<String> {
    if !is_money(change) {
        return None;
    }
    // Only for the eye; the figures beside it are exact.
    let number = |value: &Value| value.as_decimal().and_then(|number| number.to_string().parse::<f64>().ok());
    let (before, after) = (number(&change.before)?, number(&change.after)?);
    if before == 0.0 {
        return None;
    }
    let percent = (after - before) / before * 100.0;
    let size = percent.abs();
    let digits = if size < 10.0 { format!("{size:.1}") } else { format!("{size:.0}") };
    Some(format!("{}{} %", if percent < 0.0 { "−" } else { "+" }, digits.trim_end_matches(".0")))
}

/// Returns a create in one line: `new product: 3 variants, 2 pictures, 12 fields`.
pub fn creation(operation: &Operation) -> String {
    let count = |field: &str| operation.changes.iter().filter(|change| change.field == field).count() as u64;
    let (variants, pictures) = (count("variant"), count("image"));
    let fields = operation.changes.len() as u64 - variants - pictures;
    let title =
        operation.changes.iter().find(|change| change.field == "title").map(|change| shown(&change.after));
    let mut parts = Vec::new();
    if variants > 0 {
        parts.push(words::count(variants, "variant", "variants"));
    }
    if pictures > 0 {
        parts.push(words::count(pictures, "picture", "pictures"));
    }
    parts.push(words::count(fields, "field", "fields"));
    match title {
        Some(title) => format!("new product \"{title}\": {}", parts.join(", ")),
        None => format!("new product: {}", parts.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(subject: Subject, field: &str, before: Value, after: Value) -> Change {
        Change { subject, field: field.to_owned(), before, after }
    }

    fn money(text: &str) -> Value {
        Value::Decimal(text.parse().unwrap())
    }

    fn tags(text: &[&str]) -> Value {
        Value::tags(text.iter().map(|tag| (*tag).to_owned()).collect())
    }

    #[test]
    fn a_change_in_one_line() {
        let variant = || Subject::Variant { id: None, label: "S / Blue".into() };
        let nowhere = Subject::Level { variant: "S".into(), location: String::new() };
        let level = Subject::Level { variant: "S".into(), location: "Main".into() };
        for (change, sign, name, expected) in [
            (
                change(Subject::Product, "vendor", Value::Blank, Value::text("Acme")),
                Sign::Added,
                "vendor",
                "Acme",
            ),
            (
                change(Subject::Product, "seo_title", Value::text("A"), Value::Blank),
                Sign::Removed,
                "SEO title",
                "A",
            ),
            (
                change(variant(), "price", money("10"), money("12.5")),
                Sign::Changed,
                "S / Blue · price",
                "10.00 → 12.50  +25 %",
            ),
            (
                change(variant(), "price", money("100"), money("99.5")),
                Sign::Changed,
                "S / Blue · price",
                "100.00 → 99.50  −0.5 %",
            ),
            (
                change(Subject::Product, "tags", tags(&["a", "b"]), tags(&["b", "c"])),
                Sign::Changed,
                "tags",
                "−a, +c",
            ),
            (
                change(level, "available", Value::Int(3), Value::Int(0)),
                Sign::Changed,
                "S at Main · available",
                "3 → 0",
            ),
            (
                change(Subject::Product, "handle", Value::text("lamp"), Value::text("desk-lamp")),
                Sign::Changed,
                "web address (handle)",
                "lamp → desk-lamp  (redirected)",
            ),
            (change(nowhere, "available", Value::Blank, Value::Int(5)), Sign::Added, "S · available", "5"),
            (
                change(Subject::Image { position: 2 }, "image_alt", Value::Blank, Value::text("Front\nside")),
                Sign::Added,
                "picture 2 · alt text",
                "Front side",
            ),
            (
                change(Subject::Product, "published", Value::Bool(false), Value::Bool(true)),
                Sign::Changed,
                "on the Online Store",
                "no → yes",
            ),
            (
                change(Subject::Product, "channels.Point of Sale", Value::Bool(true), Value::Bool(false)),
                Sign::Changed,
                "on Point of Sale",
                "yes → no",
            ),
        ] {
            assert_eq!(Sign::of(&change), sign);
            assert_eq!(label(&change), name);
            assert_eq!(sides(&change, 40), expected);
        }
    }
}
