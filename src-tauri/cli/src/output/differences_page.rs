//! What a restore does not bring back, each on a line of its own: none of it may be lost in a summary.

use std::io::{self, Write};

use console::style;
use evenshelf_core::finding::{Finding, Severity};

use super::shorten::one_line;

/// Prints the list, what costs most first.
pub fn print(out: &mut dyn Write, differences: &[Finding], columns: usize) -> io::Result<()> {
    if differences.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style("What does not come back as it was").bold())?;
    for difference in differences {
        let mark = if difference.severity == Severity::Note { "·" } else { "!" };
        let topic = difference.column.as_deref().unwrap_or_default();
        let words = format!("{topic}: {}", one_line(&difference.advice));
        for (at, line) in wrapped(&words, columns.saturating_sub(4)).iter().enumerate() {
            writeln!(out, "  {} {line}", if at == 0 { mark } else { " " })?;
        }
    }
    Ok(())
}

/// Breaks a sentence between words, so that all of it can be read.
fn wrapped(words: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(line)
                if console::measure_text_width(line) + 1 + console::measure_text_width(word) <= columns =>
            {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use evenshelf_core::finding::FindingCode;

    use super::*;

    #[test]
    fn nothing_of_it_is_cut_off() {
        let advice = "products get new ids: links by id and old reports do not find them";
        let difference = Finding::new(FindingCode::NotRestored, Severity::Note, advice).column("ids");
        let mut out = Vec::new();
        print(&mut out, &[difference], 40).unwrap();
        let page = String::from_utf8(out).unwrap();
        assert!(page.lines().all(|line| line.chars().count() <= 40), "{page}");
        let words: Vec<&str> = page.split_whitespace().collect();
        assert!(words.join(" ").ends_with(&format!("· ids: {advice}")), "{page}");
    }
}
