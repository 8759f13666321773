//! Reads lines of JSON, the form the JSONL export writes.

use std::io::{BufRead, Read};
use std::path::Path;

use evenshelf_core::catalog::{Place, SheetProduct};
use evenshelf_core::normalize::{LineReader, Sheet};
use evenshelf_core::plan::SheetKind;

use super::encoding::decoded;
use super::error::SourceError;
use super::records::RECORD_BYTES_MAX;
use super::survey::Survey;

pub(super) fn read(
    bytes: impl Read,
    survey: &Survey,
    path: &Path,
    each: &mut dyn FnMut(SheetKind, SheetProduct),
) -> Result<Sheet, SourceError> {
    let io = |error| SourceError::read(path, error);
    let mut text = decoded(bytes, survey.encoding).map_err(io)?;
    let mut reader = LineReader::new();
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        let limit = RECORD_BYTES_MAX as u64 + 1;
        let count = text.by_ref().take(limit).read_until(b'\n', &mut line).map_err(io)?;
        if count == 0 {
            return Ok(reader.finish());
        }
        if line.len() > RECORD_BYTES_MAX {
            let (path, bytes_max) = (path.to_owned(), RECORD_BYTES_MAX);
            return Err(SourceError::RecordTooLarge { path, line: number, bytes_max });
        }
        let place = Place { record: number, line: number };
        match std::str::from_utf8(&line) {
            Ok(text) => {
                if let Some(product) = reader.push(place, text) {
                    each(SheetKind::Products, product);
                }
            }
            Err(_) => reader.push_damaged(place),
        }
    }
}
