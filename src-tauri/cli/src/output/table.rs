//! Columns of text that stand under one another.

use std::io::{self, Write};

use console::Term;

use super::shorten::{shorten, width};

/// Lines of print that is no terminal: a file or a mail reads well at this width.
const COLUMNS_ELSEWHERE: usize = 120;
const COLUMNS_MIN: usize = 60;

/// Returns how many columns there are to print on.
pub fn columns(term: Term) -> usize {
    match term.size_checked() {
        Some((_, columns)) if term.is_term() => usize::from(columns).max(COLUMNS_MIN),
        _ => COLUMNS_ELSEWHERE,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A table that prints itself once it has all its rows.
#[derive(Debug)]
pub struct Table {
    heads: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(heads: &[(&str, Align)]) -> Self {
        let heads = heads.iter().map(|(head, align)| ((*head).to_owned(), *align)).collect();
        Self { heads, rows: Vec::new() }
    }

    /// Adds a row with a cell for each head.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Prints the table; the last column gives way where it is too wide for the page.
    pub fn print(&self, out: &mut dyn Write, columns: usize) -> io::Result<()> {
        let mut widths: Vec<usize> = self.heads.iter().map(|(head, _)| width(head)).collect();
        for row in &self.rows {
            for (wide, cell) in widths.iter_mut().zip(row) {
                *wide = (*wide).max(width(cell));
            }
        }
        if let Some((last, others)) = widths.split_last_mut() {
            let taken: usize = others.iter().map(|wide| wide + 2).sum();
            *last = (*last).min(columns.saturating_sub(taken).max(8));
        }
        if self.heads.iter().any(|(head, _)| !head.is_empty()) {
            let heads: Vec<String> = self.heads.iter().map(|(head, _)| head.clone()).collect();
            self.line(out, &heads, &widths)?;
        }
        self.rows.iter().try_for_each(|row| self.line(out, row, &widths))
    }

    fn line(&self, out: &mut dyn Write, cells: &[String], widths: &[usize]) -> io::Result<()> {
        let mut line = String::new();
        for ((cell, wide), (_, align)) in cells.iter().zip(widths).zip(&self.heads) {
            let cell = shorten(cell, *wide);
            let space = " ".repeat(wide.saturating_sub(width(&cell)));
            if !line.is_empty() {
                line.push_str("  ");
            }
            match align {
                Align::Left => line.extend([cell.as_str(), &space]),
                Align::Right => line.extend([space.as_str(), &cell]),
            }
        }
        writeln!(out, "{}", line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_one_another() {
        let mut table = Table::new(&[("Run", Align::Right), ("Store", Align::Left), ("Source", Align::Left)]);
        table.row(["1", "日本", "products.csv"].map(str::to_owned));
        table.row(["120", "shop", "a supplier's very long list.csv"].map(str::to_owned));
        let mut page = Vec::new();
        table.print(&mut page, 30).unwrap();
        let expected = "\
Run  Store  Source
  1  日本   products.csv
120  shop   a supplier's very…
";
        assert_eq!(String::from_utf8(page).unwrap(), expected);
    }
}
