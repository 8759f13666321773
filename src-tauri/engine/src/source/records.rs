//! Splits delimited text into records.
//!
//! We do this ourselves, and not with the `csv` crate that writes our exports, because an owner has to be told
//! things a lenient reader hides: the physical line on which a record begins (whatever the mix of line ends), a
//! quote that is never closed and where it was opened, and text behind a closing quote, which says that a quote
//! inside the cell was not doubled. The tests hold both against each other on well-formed files.

use std::io::{self, BufRead};

use evenshelf_core::catalog::Place;

/// No genuine product comes near; a quote that is never closed does.
pub(super) const RECORD_BYTES_MAX: usize = 16 << 20;

/// Shopify's largest text, a description, ends far below.
pub(super) const CELL_BYTES_MAX: usize = 1 << 20;

/// Why a record's cells cannot be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    TextAfterQuote,
    NotText,
    ZeroByte,
    CellTooLong,
}

/// One record, cells unquoted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record {
    pub place: Place,
    pub cells: Vec<String>,
    pub flaw: Option<Flaw>,
}

#[derive(Debug)]
pub(super) enum RecordError {
    Io(io::Error),
    OpenQuote { line: u64 },
    TooLarge { line: u64 },
}

/// Reads records one by one. The first is number 0, the header.
pub(super) struct Records<R> {
    text: R,
    delimiter: u8,
    line: u64,
    number: u64,
    /// The byte before was a carriage return that ended a record.
    after_return: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside quotes: the end of the cell, or the first half of a doubled quote.
    QuoteSeen,
    /// Behind the closing quote.
    Closed,
}

impl<R: BufRead> Records<R> {
    /// Starts on a line of the file (counted from 1).
    pub fn new(text: R, delimiter: u8, line: u64) -> Self {
        Self { text, delimiter, line, number: 0, after_return: false }
    }

    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Returns the next record. Empty lines are no records.
    pub fn next(&mut self) -> Result<Option<Record>, RecordError> {
        let mut cells = Cells::default();
        let mut state = State::CellStart;
        let mut begin = self.line;
        let mut quote_line = self.line;
        loop {
            let chunk = match self.text.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(RecordError::Io(error)),
            };
            if chunk.is_empty() {
                if state == State::Quoted {
                    return Err(RecordError::OpenQuote { line: quote_line });
                }
                if cells.is_empty() && state == State::CellStart {
                    return Ok(None);
                }
                return Ok(Some(self.record(cells, begin)));
            }
            let mut used = 0;
            let mut ended = false;
            for &byte in chunk {
                used += 1;
                if std::mem::take(&mut self.after_return) && byte == b'\n' {
                    // The second half of a line end that was counted with its first.
                    begin = self.line;
                    continue;
                }
                let line_end = matches!(byte, b'\n' | b'\r') && state != State::Quoted;
                if line_end {
                    self.after_return = byte == b'\r';
                    self.line += 1;
                    if cells.is_empty() && state == State::CellStart {
                        begin = self.line;
                        continue;
                    }
                    ended = true;
                    break;
                }
                state = match (state, byte) {
                    (State::Quoted, b'"') => State::QuoteSeen,
                    (State::Quoted, _) => {
                        self.line += u64::from(byte == b'\n');
                        cells.push(byte);
                        State::Quoted
                    }
                    (State::QuoteSeen, b'"') => {
                        cells.push(byte);
                        State::Quoted
                    }
                    (_, byte) if byte == self.delimiter => {
                        cells.end_cell();
                        State::CellStart
                    }
                    (State::QuoteSeen | State::Closed, b' ' | b'\t') => State::Closed,
                    (State::QuoteSeen | State::Closed, _) => {
                        cells.flaw.get_or_insert(Flaw::TextAfterQuote);
                        cells.push(byte);
                        State::Closed
                    }
                    (State::CellStart, b'"') => {
                        quote_line = self.line;
                        State::Quoted
                    }
                    (State::CellStart | State::Plain, _) => {
                        cells.push(byte);
                        State::Plain
                    }
                };
            }
            self.text.consume(used);
            if ended {
                return Ok(Some(self.record(cells, begin)));
            }
            if cells.bytes.len() > RECORD_BYTES_MAX {
                let line = if state == State::Quoted { quote_line } else { begin };
                return Err(RecordError::TooLarge { line });
            }
        }
    }

    fn record(&mut self, mut cells: Cells, line: u64) -> Record {
        cells.end_cell();
        let place = Place { record: self.number, line };
        self.number += 1;
        let Cells { bytes, ends, mut flaw } = cells;
        let mut texts = Vec::with_capacity(ends.len());
        let mut start = 0;
        for end in ends {
            let cell = &bytes[start..end];
            if cell.contains(&0) {
                flaw.get_or_insert(Flaw::ZeroByte);
            }
            if cell.len() > CELL_BYTES_MAX {
                flaw.get_or_insert(Flaw::CellTooLong);
            }
            texts.push(match std::str::from_utf8(cell) {
                Ok(text) => text.to_owned(),
                Err(_) => {
                    flaw.get_or_insert(Flaw::NotText);
                    String::from_utf8_lossy(cell).into_owned()
                }
            });
            start = end;
        }
        Record { place, cells: texts, flaw }
    }
}

/// The cells of a record while it is read: their bytes end to end.
#[derive(Default)]
struct Cells {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    flaw: Option<Flaw>,
}

impl Cells {
    fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.ends.is_empty()
    }

    fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    fn end_cell(&mut self) {
        self.ends.push(self.bytes.len());
    }
}
