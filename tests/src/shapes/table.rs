//! The cells of a file with their places.

use super::columns::{self, Meaning};
use crate::expected::Dialect;

/// A file as the `csv` crate reads it.
pub struct File {
    pub columns: Vec<(String, Meaning)>,
    pub rows: Vec<Row>,
}

pub struct Row {
    /// Counts from 1 below the header.
    pub record: u64,
    cells: Vec<String>,
}

/// A cell that holds something.
pub struct Cell<'a> {
    pub record: u64,
    pub column: &'a str,
    pub meaning: &'a Meaning,
    /// As written.
    pub text: &'a str,
}

impl File {
    pub fn read(bytes: &[u8], dialect: Dialect) -> Self {
        let (text, _, _) = dialect.encoding.decode(bytes);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(dialect.delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = reader.records().map(|record| record.expect("a readable record"));
        let header = records.next().expect("a header");
        let name = |header: &str| header.trim_start_matches('\u{feff}').trim().to_owned();
        let columns = header.iter().map(name).map(|name| (name.clone(), columns::meaning(&name))).collect();
        let rows = (1..)
            .zip(records)
            .map(|(record, cells)| Row { record, cells: cells.iter().map(str::to_owned).collect() })
            .collect();
        Self { columns, rows }
    }

    /// Returns the cells of a row that hold something. `N/A` is what some tools write for nothing.
    pub fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = Cell<'a>> {
        let cells = self.columns.iter().zip(&row.cells);
        cells.filter(|(_, text)| !blank(text)).map(|((column, meaning), text)| Cell {
            record: row.record,
            column,
            meaning,
            text,
        })
    }

    /// Returns the cell under a column of this meaning, without outer blanks.
    pub fn get<'a>(&self, row: &'a Row, meaning: &Meaning) -> &'a str {
        let at = self.columns.iter().position(|(_, known)| known == meaning);
        at.and_then(|at| row.cells.get(at)).map_or("", |text| if blank(text) { "" } else { trim(text) })
    }
}

fn blank(text: &str) -> bool {
    matches!(trim(text), "" | "N/A")
}

pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'))
}

/// Returns the text without the apostrophe that a spreadsheet wants before digits.
pub fn bare(text: &str) -> &str {
    let digits = text.strip_prefix('\'').filter(|rest| !rest.is_empty());
    digits.filter(|rest| rest.chars().all(|c| c.is_ascii_digit())).unwrap_or(text)
}
