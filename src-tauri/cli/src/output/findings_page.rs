//! What is odd in a file, by cause: how often, in which rows, and what to do.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use console::style;
use evenshelf_core::finding::{Finding, Severity};

use super::shorten::{one_line, shorten};
use super::words;

const KINDS_MAX: usize = 12;
const ROWS_MAX: usize = 8;
/// A value in a finding is there to be recognised; the advice beside it must be read.
const VALUE_COLUMNS_MAX: usize = 24;

/// Prints findings by cause under a title, the gravest first.
pub fn print(out: &mut dyn Write, title: &str, findings: &[Finding], columns: usize) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let mut groups: BTreeMap<(Reverse<Severity>, String), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        groups.entry((Reverse(finding.severity), code(finding))).or_default().push(finding);
    }
    let all = words::count(findings.len() as u64, "finding", "findings");
    writeln!(out, "\n{}", style(format!("{title}: {all}")).bold())?;
    for ((severity, code), group) in groups.iter().take(KINDS_MAX) {
        let (mark, word) = match severity.0 {
            Severity::Refused => ("!", "refused"),
            Severity::Warning => ("!", "warning"),
            Severity::Note => ("·", "note"),
        };
        let many = words::number(group.len() as u64);
        writeln!(out, "  {mark} {many} × {} ({word}){}", words::plain(code), rows(group))?;
        let Some(first) = group.first() else { continue };
        let value = first.value.as_ref().map(|value| shorten(&one_line(value), VALUE_COLUMNS_MAX));
        let value = value.map(|value| format!("\"{value}\": ")).unwrap_or_default();
        let column =
            first.column.as_ref().map(|column| format!("{}: ", one_line(column))).unwrap_or_default();
        let others =
            if group.iter().any(|other| other.advice != first.advice) { "for example: " } else { "" };
        let words = format!("{others}{column}{value}{}", one_line(&first.advice));
        writeln!(out, "    {}", shorten(&words, columns.saturating_sub(4)))?;
    }
    if groups.len() > KINDS_MAX {
        writeln!(out, "  … and {} more kinds (see --json)", groups.len() - KINDS_MAX)?;
    }
    Ok(())
}

/// Returns the code's frozen name.
fn code(finding: &Finding) -> String {
    serde_json::to_value(finding.code)
        .ok()
        .and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn rows(group: &[&Finding]) -> String {
    let mut rows: Vec<u64> =
        group.iter().filter_map(|finding| finding.place).map(|place| place.record).collect();
    rows.sort_unstable();
    rows.dedup();
    let shown: Vec<String> = rows.iter().take(ROWS_MAX).map(u64::to_string).collect();
    match rows.len() {
        0 => String::new(),
        1 => format!(", row {}", shown.join("")),
        count if count > ROWS_MAX => {
            format!(", rows {} and {} more", shown.join(", "), words::number((count - ROWS_MAX) as u64))
        }
        _ => format!(", rows {}", shown.join(", ")),
    }
}
