//! What is common to the reasons of many operations: equal causes meet once names and figures are taken out.

/// Stands where something was taken out.
const GAP: char = '…';

/// Returns the reason without what belongs to one operation alone: the product's name, what stands in quotes, figures,
/// addresses and ids.
#[must_use]
pub fn cause(reason: &str, product: &str) -> String {
    let named = if product.is_empty() { reason.to_owned() } else { without_name(reason, product) };
    let mut cause = String::with_capacity(named.len());
    let mut rest = named.as_str();
    while let Some(first) = rest.chars().next() {
        let taken = taken_out(rest, cause.chars().next_back());
        if taken == 0 {
            cause.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            if !cause.ends_with(GAP) {
                cause.push(GAP);
            }
            rest = &rest[taken..];
        }
    }
    cause
}

/// Takes the product's name out where it stands as a word of its own.
fn without_name(reason: &str, product: &str) -> String {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let mut without = String::with_capacity(reason.len());
    let mut rest = reason;
    while let Some(at) = rest.find(product) {
        let (before, after) = (&rest[..at], &rest[at + product.len()..]);
        without.push_str(before);
        let is_word = !is_part(without.chars().next_back()) && !is_part(after.chars().next());
        if is_word {
            without.push(GAP);
        } else {
            without.push_str(product);
        }
        rest = after;
    }
    without.push_str(rest);
    without
}

/// Returns how many bytes at the start of `rest` belong to one operation alone.
fn taken_out(rest: &str, before: Option<char>) -> usize {
    let quotes = [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“')];
    for (open, close) in quotes {
        if let Some(inside) = rest.strip_prefix(open)
            && let Some(end) = inside.find(close)
        {
            return open.len_utf8() + end + close.len_utf8();
        }
    }
    let starts_word = !before.is_some_and(char::is_alphanumeric);
    if starts_word && ["gid://", "http://", "https://"].iter().any(|scheme| rest.starts_with(scheme)) {
        return rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | ',')).unwrap_or(rest.len());
    }
    if starts_word && rest.starts_with(|c: char| c.is_ascii_digit()) {
        let figure = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':')));
        // A full stop behind a figure belongs to the sentence.
        return rest[..figure.unwrap_or(rest.len())].trim_end_matches(['.', ',', ':']).len();
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_causes_meet() {
        for (reason, product, expected) in [
            (
                "title is too long (maximum is 255 characters)",
                "",
                "title is too long (maximum is … characters)",
            ),
            (
                "the store has moved on: title is \"Lamp, 2\" now",
                "lamp",
                "the store has moved on: title is … now",
            ),
            ("lamp: has 3 variants, not 1,204.", "lamp", "…: has … variants, not …."),
            ("lampshade and lamp-shade stay", "lamp", "lampshade and lamp-shade stay"),
            ("gid://shopify/Product/12 is gone", "", "… is gone"),
            ("see https://example.com/a?b=1) now", "", "see …) now"),
            ("an open \"quote stays", "", "an open \"quote stays"),
            ("UTF8 and H2 stay, 12:30 goes", "", "UTF8 and H2 stay, … goes"),
            ("", "x", ""),
        ] {
            assert_eq!(cause(reason, product), expected, "{reason}");
        }
    }
}
