//! Text from outside, made fit for one line of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns how many columns the text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns the text on one line: line ends and tabs become spaces, runs of spaces become one, and what could
/// steer a terminal goes.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        if letter.is_whitespace() {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !letter.is_control() && !turns_direction(letter) {
            line.push(letter);
        }
    }
    line
}

/// Returns the text in at most `columns` columns, with `…` where something was cut.
pub fn shorten(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut left = columns.saturating_sub(1);
    for letter in text.chars() {
        let wide = letter.width().unwrap_or(0);
        if wide > left {
            break;
        }
        left -= wide;
        short.push(letter);
    }
    let mut short = short.trim_end().to_owned();
    if columns > 0 {
        short.push('…');
    }
    short
}

/// Returns both texts in at most `columns` columns each, so that where they differ can be seen: a long beginning
/// they share is cut.
pub fn shorten_pair(before: &str, after: &str, columns: usize) -> (String, String) {
    if width(before) <= columns && width(after) <= columns {
        return (before.to_owned(), after.to_owned());
    }
    let shared = shared_words(before, after);
    if width(&before[..shared]) > columns / 2 {
        let cut = |text: &str| shorten(&format!("…{}", &text[shared..]), columns);
        (cut(before), cut(after))
    } else {
        (shorten(before, columns), shorten(after, columns))
    }
}

/// Returns the length of the beginning both texts share, back to the last space in it.
fn shared_words(left: &str, right: &str) -> usize {
    let same = left.char_indices().zip(right.chars()).take_while(|((_, one), other)| one == other);
    let shared = same.last().map_or(0, |((index, letter), _)| index + letter.len_utf8());
    left[..shared].rfind(' ').map_or(0, |space| space + 1)
}

/// Marks that turn the direction of writing could make a line read as something else.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened() {
        for (text, columns, expected) in [
            ("", 5, ""),
            ("short", 5, "short"),
            ("longer", 5, "long…"),
            ("two words", 5, "two…"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("é́é́é́é́", 4, "é́é́é́é́"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
        ] {
            let short = shorten(text, columns);
            assert_eq!(short, expected, "{text} in {columns}");
            assert!(width(&short) <= columns, "{text} in {columns}");
        }
    }

    #[test]
    fn one_line_is_one_line() {
        for (text, expected) in [
            (" a\r\n\tb ", "a b"),
            ("red\u{1b}[31m", "red[31m"),
            ("a\u{202e}b\u{0}c", "abc"),
            ("a\u{a0}b", "a b"),
        ] {
            assert_eq!(one_line(text), expected);
        }
    }

    #[test]
    fn a_pair_shows_where_it_differs() {
        for (before, after, columns, expected) in [
            ("red", "blue", 10, ("red", "blue")),
            ("A very long beginning, then red", "A very long beginning, then blue", 16, ("…red", "…blue")),
            ("abcdefghijkl", "mnopqrstuvwx", 6, ("abcde…", "mnopq…")),
            ("日本語 日本語 日本語 a", "日本語 日本語 日本語 b", 10, ("…a", "…b")),
        ] {
            let (left, right) = shorten_pair(before, after, columns);
            assert_eq!((left.as_str(), right.as_str()), expected);
        }
    }
}
