//! One side of a change as it is shown, how far a figure moves, and what a search looks at.

use evenshelf_core::operation::Change;
use evenshelf_core::value::Value;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::types::{CELL_CHARS_MAX, Cell, SEARCH_CHARS_MAX};

/// Tags that travel in a row of a page.
const CELL_TAGS_MAX: usize = 12;

/// Returns the side whole.
pub(crate) fn whole(value: &Value) -> Cell {
    cell(value, usize::MAX, usize::MAX)
}

/// Returns the side as short as a page shows it.
pub(crate) fn short(value: &Value) -> Cell {
    cell(value, CELL_CHARS_MAX, CELL_TAGS_MAX)
}

fn cell(value: &Value, chars_max: usize, tags_max: usize) -> Cell {
    match value {
        Value::Blank => Cell::Blank,
        Value::Text(text) => {
            let kept = first_chars(text, chars_max);
            Cell::Text { text: kept.to_owned(), cut: kept.len() < text.len() }
        }
        Value::Bool(on) => Cell::Flag { on: *on },
        Value::Int(number) => Cell::Number { digits: number.to_string() },
        Value::Decimal(number) => Cell::Number { digits: number.to_string() },
        Value::Tags(tags) => {
            Cell::Tags { tags: tags.iter().take(tags_max).cloned().collect(), cut: tags.len() > tags_max }
        }
    }
}

fn first_chars(text: &str, chars_max: usize) -> &str {
    text.char_indices().nth(chars_max).map_or(text, |(end, _)| &text[..end])
}

/// Returns by how many per cent a figure moves, to one decimal; `None` where a side is no figure, or the first is 0.
pub(crate) fn percent(change: &Change) -> Option<f64> {
    let (before, after) = (figure(&change.before)?, figure(&change.after)?);
    let moved = after.checked_sub(before)?.checked_div(before.abs())?;
    moved.checked_mul(Decimal::ONE_HUNDRED)?.round_dp(1).to_f64()
}

fn figure(value: &Value) -> Option<Decimal> {
    match value {
        Value::Int(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(*number),
        Value::Blank | Value::Text(_) | Value::Bool(_) | Value::Tags(_) => None,
    }
}

/// Returns the words in the case that searches are made in.
pub(crate) fn folded(words: &str) -> String {
    words.to_lowercase()
}

/// Returns what a search for a change looks at. A line break stands between two parts, so that no search finds
/// what begins in one and ends in the next.
pub(crate) fn search_text(handle: &str, title: &str, sku: Option<&str>, change: Option<&Change>) -> String {
    let mut text = format!("{handle}\n{title}\n{}", sku.unwrap_or_default());
    for side in change.into_iter().flat_map(|change| [&change.before, &change.after]) {
        text.push('\n');
        text.push_str(first_chars(&side.to_string(), SEARCH_CHARS_MAX));
    }
    folded(&text)
}

#[cfg(test)]
mod tests {
    use evenshelf_core::operation::Subject;

    use super::*;

    fn decimal(text: &str) -> Value {
        Value::decimal(text.parse().unwrap())
    }

    fn change(before: Value, after: Value) -> Change {
        Change { subject: Subject::Product, field: "price".into(), before, after }
    }

    #[test]
    fn how_far_a_figure_moves() {
        for (before, after, expected) in [
            (decimal("10"), decimal("12.5"), Some(25.0)),
            (decimal("10"), decimal("4"), Some(-60.0)),
            (decimal("3"), decimal("4"), Some(33.3)),
            (Value::Int(5), Value::Int(0), Some(-100.0)),
            (Value::Int(-4), Value::Int(4), Some(200.0)),
            (Value::Int(0), Value::Int(4), None),
            (Value::Blank, decimal("4"), None),
            (Value::text("a"), Value::text("b"), None),
        ] {
            assert_eq!(percent(&change(before.clone(), after.clone())), expected, "{before} → {after}");
        }
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        let text = "ä".repeat(CELL_CHARS_MAX + 1);
        assert_eq!(short(&Value::text(&text)), Cell::Text { text: "ä".repeat(CELL_CHARS_MAX), cut: true });
        assert_eq!(whole(&Value::text(&text)), Cell::Text { text, cut: false });
    }
}
