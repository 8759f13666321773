//! Reads a table of delimited text.

use std::io::{BufRead, Chain, Cursor, Read};
use std::path::Path;

use evenshelf_core::catalog::{Place, SheetProduct};
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::normalize::{Damage, Header, HeaderProblem, LastRows, Normalizer, Sheet};
use evenshelf_core::plan::SheetKind;

use super::encoding::decoded;
use super::error::SourceError;
use super::look::Column;
use super::records::{CELL_BYTES_MAX, Flaw, Record, RecordError, Records};
use super::survey::{Encoding, Survey};

/// Header lines longer than this are not looked at for their delimiter.
const HEADER_BYTES_MAX: u64 = 1 << 20;

/// Reads the file. Given where its products end, each is handed over as soon as it is whole.
pub(super) fn read(
    bytes: impl Read,
    survey: &Survey,
    path: &Path,
    last_rows: Option<LastRows>,
    each: &mut dyn FnMut(SheetKind, SheetProduct),
) -> Result<Sheet, SourceError> {
    let (mut records, header) = start(bytes, survey, path)?;
    let mut normalizer = normalizer(&header, last_rows, path)?;
    let kind = normalizer.kind();
    let mut each = |product| each(kind, product);
    if survey.encoding == Encoding::Windows1252 {
        let line = survey.damaged_line.unwrap_or(1);
        let advice = format!(
            "the file is not UTF-8 (first on line {line}) and was read as Windows-1252; if letters look wrong, save it as CSV UTF-8"
        );
        let place = Place { record: 0, line };
        normalizer.note(Finding::new(FindingCode::TextDamaged, Severity::Note, advice).at(place));
    }
    while let Some(record) = next(&mut records, path)? {
        normalizer.push(place(&record, &header), &record.cells, record.flaw.map(damage));
        normalizer.take_ready().into_iter().for_each(&mut each);
    }
    let mut sheet = normalizer.finish();
    std::mem::take(&mut sheet.products).into_iter().for_each(each);
    Ok(sheet)
}

/// Learns the columns of the file, each with what it fills and the values met first.
pub(super) fn look(
    bytes: impl Read,
    survey: &Survey,
    path: &Path,
) -> Result<(char, Vec<Column>), SourceError> {
    let (mut records, header) = start(bytes, survey, path)?;
    let recognised = Header::recognise(&header.cells).map_err(|problem| refused(problem, &header, path))?;
    let fields = recognised.columns.iter().map(|column| column.field());
    let mut columns: Vec<Column> = recognised
        .names
        .iter()
        .zip(fields)
        .map(|(header, field)| Column { header: header.clone(), field, samples: Vec::new() })
        .collect();
    for _ in 0..SAMPLED_ROWS {
        let Some(record) = next(&mut records, path)? else { break };
        for (column, cell) in columns.iter_mut().zip(&record.cells) {
            column.sample(cell);
        }
    }
    Ok((char::from(records.delimiter()), columns))
}

/// Rows in which samples are looked for.
const SAMPLED_ROWS: usize = 200;

/// Learns where the products of the file end.
pub(super) fn last_rows(bytes: impl Read, survey: &Survey, path: &Path) -> Result<LastRows, SourceError> {
    let (mut records, header) = start(bytes, survey, path)?;
    let normalizer = normalizer(&header, None, path)?;
    let mut last_rows = LastRows::default();
    while let Some(record) = next(&mut records, path)? {
        normalizer.note_row(&mut last_rows, place(&record, &header), &record.cells);
    }
    Ok(last_rows)
}

type Text<'a> = Chain<Cursor<Vec<u8>>, Box<dyn BufRead + 'a>>;

/// Returns the records below the header, and the header.
fn start<'a>(
    bytes: impl Read + 'a,
    survey: &Survey,
    path: &Path,
) -> Result<(Records<Text<'a>>, Record), SourceError> {
    let io = |error| SourceError::read(path, error);
    let mut text = decoded(bytes, survey.encoding).map_err(io)?;
    let first = header_line(&mut text).map_err(io)?;
    let mut records = Records::new(Cursor::new(first.line).chain(text), first.delimiter, first.number);
    let header = next_header(&mut records, path)?;
    Ok((records, header))
}

fn normalizer(header: &Record, last_rows: Option<LastRows>, path: &Path) -> Result<Normalizer, SourceError> {
    Normalizer::streaming(&header.cells, last_rows).map_err(|problem| refused(problem, header, path))
}

fn refused(problem: HeaderProblem, header: &Record, path: &Path) -> SourceError {
    let (path, line) = (path.to_owned(), header.place.line);
    match problem {
        HeaderProblem::NoKey => SourceError::NoKeyColumn { path, line },
        HeaderProblem::NothingBesideKey => SourceError::NoOtherColumn { path, line },
    }
}

/// Records count from 1 after the header.
fn place(record: &Record, header: &Record) -> Place {
    Place { record: record.place.record - header.place.record, line: record.place.line }
}

/// Returns the first record that holds something.
fn next_header<R: BufRead>(records: &mut Records<R>, path: &Path) -> Result<Record, SourceError> {
    while let Some(record) = next(records, path)? {
        if record.cells.iter().any(|cell| !cell.trim().is_empty()) {
            return Ok(record);
        }
    }
    Err(SourceError::Empty { path: path.to_owned() })
}

fn next<R: BufRead>(records: &mut Records<R>, path: &Path) -> Result<Option<Record>, SourceError> {
    records.next().map_err(|error| match error {
        RecordError::Io(source) => SourceError::read(path, source),
        RecordError::OpenQuote { line } => SourceError::OpenQuote { path: path.to_owned(), line },
        RecordError::TooLarge { line } => SourceError::RecordTooLarge {
            path: path.to_owned(),
            line,
            bytes_max: super::records::RECORD_BYTES_MAX,
        },
    })
}

fn damage(flaw: Flaw) -> Damage {
    let (code, advice) = match flaw {
        Flaw::TextAfterQuote => (
            FindingCode::BrokenQuotes,
            "text stands behind a closing quote, so a quote inside a cell is not doubled. Nothing of the row was read"
                .to_owned(),
        ),
        Flaw::NotText => (
            FindingCode::TextDamaged,
            "the row holds bytes that are no UTF-8 text; export the file again as CSV UTF-8. Nothing of it was read"
                .to_owned(),
        ),
        Flaw::ZeroByte => (
            FindingCode::TextDamaged,
            "the row holds zero bytes, as damaged or cut files do; export the file again. Nothing of it was read"
                .to_owned(),
        ),
        Flaw::CellTooLong => (
            FindingCode::TooLong,
            format!("a cell is larger than {} KiB. Nothing of the row was read", CELL_BYTES_MAX >> 10),
        ),
    };
    Damage { code, advice }
}

/// The first line that holds something, and what separates its cells.
struct HeaderLine {
    line: Vec<u8>,
    number: u64,
    delimiter: u8,
}

/// Reads the header's line. Spreadsheets may put `sep=;` above it.
fn header_line(text: &mut impl BufRead) -> std::io::Result<HeaderLine> {
    let mut number = 0;
    let mut told = None;
    loop {
        let mut line = Vec::new();
        let count = text.by_ref().take(HEADER_BYTES_MAX).read_until(b'\n', &mut line)?;
        number += 1;
        let blank = line.trim_ascii().is_empty();
        if blank && count > 0 {
            continue;
        }
        if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] = line.trim_ascii_end() {
            told = Some(*delimiter);
            continue;
        }
        let delimiter = told.unwrap_or_else(|| delimiter_of(&line));
        return Ok(HeaderLine { line, number, delimiter });
    }
}

/// Returns the separator that stands most often outside quotes.
fn delimiter_of(line: &[u8]) -> u8 {
    let mut best = (0, b',');
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut quoted = false;
        let count = line
            .iter()
            .filter(|byte| {
                quoted ^= **byte == b'"';
                !quoted && **byte == delimiter
            })
            .count();
        if count > best.0 {
            best = (count, delimiter);
        }
    }
    best.1
}
