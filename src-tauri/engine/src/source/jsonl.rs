//! Reads lines of JSON, the form the JSONL export writes.

use std::io::{BufRead, Read};
use std::path::Path;

use evenshelf_core::catalog::{Place, SheetProduct};
use evenshelf_core::collection::{CollectionReader, SheetCollection, is_collection_line};
use evenshelf_core::normalize::{LineReader, Sheet};
use evenshelf_core::plan::SheetKind;

use super::encoding::decoded;
use super::error::SourceError;
use super::records::RECORD_BYTES_MAX;
use super::survey::{Encoding, Survey};

/// Returns the lines of a UTF-8 file one by one.
pub(super) fn lines<'a>(
    bytes: impl Read + 'a,
    path: &'a Path,
) -> Result<impl Iterator<Item = Result<String, SourceError>>, SourceError> {
    let mut text = decoded(bytes, Encoding::Utf8).map_err(|error| SourceError::read(path, error))?;
    let (mut line, mut number) = (Vec::new(), 0);
    Ok(std::iter::from_fn(move || {
        number += 1;
        match next(&mut text, &mut line, number, path) {
            Ok(false) => None,
            Ok(true) => Some(Ok(String::from_utf8_lossy(&line).trim_end().to_owned())),
            Err(error) => Some(Err(error)),
        }
    }))
}

/// Reads the next line with its break; `false` at the end.
fn next(text: &mut dyn BufRead, line: &mut Vec<u8>, number: u64, path: &Path) -> Result<bool, SourceError> {
    line.clear();
    let limit = RECORD_BYTES_MAX as u64 + 1;
    text.take(limit).read_until(b'\n', line).map_err(|error| SourceError::read(path, error))?;
    if line.len() > RECORD_BYTES_MAX {
        let (path, bytes_max) = (path.to_owned(), RECORD_BYTES_MAX);
        return Err(SourceError::RecordTooLarge { path, line: number, bytes_max });
    }
    Ok(!line.is_empty())
}

pub(super) fn read(
    bytes: impl Read,
    survey: &Survey,
    path: &Path,
    each: &mut dyn FnMut(SheetKind, SheetProduct),
) -> Result<Sheet, SourceError> {
    let mut reader = LineReader::new();
    each_line(bytes, survey, path, &mut |place, line| {
        match line {
            Some(line) => {
                if let Some(product) = reader.push(place, line) {
                    each(SheetKind::Products, product);
                }
            }
            None => reader.push_damaged(place),
        }
        true
    })?;
    Ok(reader.finish())
}

/// Reads lines that describe collections.
pub(super) fn read_collections(
    bytes: impl Read,
    survey: &Survey,
    path: &Path,
    each: &mut dyn FnMut(SheetCollection),
) -> Result<Sheet, SourceError> {
    let mut reader = CollectionReader::default();
    each_line(bytes, survey, path, &mut |place, line| {
        match line {
            Some(line) => {
                if let Some(collection) = reader.push(place, line) {
                    each(collection);
                }
            }
            None => reader.push_damaged(place),
        }
        true
    })?;
    Ok(reader.finish())
}

/// Returns whether the first line that says anything describes a collection.
pub(super) fn begins_with_collection(
    bytes: impl Read,
    survey: &Survey,
    path: &Path,
) -> Result<bool, SourceError> {
    let mut found = false;
    each_line(bytes, survey, path, &mut |_, line| {
        let line = line.unwrap_or_default();
        found = is_collection_line(line);
        line.trim().is_empty()
    })?;
    Ok(found)
}

/// Gives each line with its place to the closure, `None` for one that is no text, until that says `false`.
fn each_line(
    bytes: impl Read,
    survey: &Survey,
    path: &Path,
    each: &mut dyn FnMut(Place, Option<&str>) -> bool,
) -> Result<(), SourceError> {
    let mut text = decoded(bytes, survey.encoding).map_err(|error| SourceError::read(path, error))?;
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        if !next(&mut text, &mut line, number, path)? {
            return Ok(());
        }
        let place = Place { record: number, line: number };
        if !each(place, std::str::from_utf8(&line).ok()) {
            return Ok(());
        }
    }
}
