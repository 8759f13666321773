//! Reads a source from disk: bytes to text, text to records, records to `evenshelf-core`'s normaliser.
//!
//! A file is read twice: [`survey`] looks at the bytes to learn what they are, then the records are streamed,
//! one in memory at a time. What is wrong with a row or a cell becomes a finding in the [`Sheet`]; an error is
//! only what leaves no file to speak of.

mod csv;
mod encoding;
mod error;
mod jsonl;
mod records;
mod survey;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

pub use evenshelf_core::normalize::Sheet;
pub use evenshelf_core::plan::SheetKind as SheetShape;
use sha2::{Digest, Sha256};

pub use error::SourceError;
use survey::{Form, Survey};

/// Reads a product or inventory file in CSV or JSONL form, whichever the content is.
///
/// The sheet's digest is that of the bytes that were read.
pub fn read(path: &Path) -> Result<Sheet, SourceError> {
    let open = || File::open(path).map_err(|source| SourceError::open(path, source));
    let survey = Survey::of(open()?, path)?;
    let mut bytes = Digesting { inner: open()?, hash: Sha256::new() };
    let mut sheet = match survey.form {
        Form::Table => csv::read(&mut bytes, &survey, path)?,
        Form::Lines => jsonl::read(&mut bytes, &survey, path)?,
    };
    let digest = bytes.hash.finalize();
    sheet.digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(sheet)
}

/// Hashes what passes through.
struct Digesting<R> {
    inner: R,
    hash: Sha256,
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
