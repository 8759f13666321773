//! What a file is, seen from outside: encoding, delimiter, columns.

/// Values of a column that are kept.
const SAMPLES_MAX: usize = 3;

/// Characters of a value that are kept.
const SAMPLE_CHARS_MAX: usize = 60;

/// What a look at a file found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`.
    pub encoding: &'static str,
    /// `None` for lines of JSON.
    pub delimiter: Option<char>,
    /// None for lines of JSON.
    pub columns: Vec<Column>,
}

/// A column and what is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub header: String,
    /// The code of the field it fills, `None` where it is not used.
    pub field: Option<String>,
    /// Different values met first, at most three, each shortened to 60 characters.
    pub samples: Vec<String>,
}

impl Column {
    pub(super) fn sample(&mut self, cell: &str) {
        let cell = cell.trim();
        if cell.is_empty() || self.samples.len() == SAMPLES_MAX {
            return;
        }
        let mut short: String = cell.chars().take(SAMPLE_CHARS_MAX).collect();
        if short.len() < cell.len() {
            short.push('…');
        }
        if !self.samples.contains(&short) {
            self.samples.push(short);
        }
    }
}
