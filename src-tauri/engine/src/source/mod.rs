//! Reads a source from disk: bytes to text, text to records, records to `evenshelf-core`'s normaliser.
//!
//! A file is read twice: [`survey`] looks at the bytes to learn what they are, then the records are streamed,
//! one in memory at a time. What is wrong with a row or a cell becomes a finding in the [`Sheet`]; an error is
//! only what leaves no file to speak of.

mod csv;
mod encoding;
mod error;
mod jsonl;
mod look;
mod packed;
mod records;
mod survey;

use std::io::{self, Read};
use std::path::Path;

use evenshelf_core::catalog::SheetProduct;
use evenshelf_core::collection::SheetCollection;
use evenshelf_core::normalize::LastRows;
pub use evenshelf_core::normalize::Sheet;
use evenshelf_core::plan::SheetKind;
use sha2::{Digest, Sha256};

pub use error::SourceError;
pub use look::{Column, Look};
use packed::open;
use survey::{Form, Survey};

/// Reads a product or inventory file in CSV or JSONL form, whichever the content is, packed by gzip or not.
///
/// The sheet's digest is that of the bytes that were read; of a packed file, of those that it holds.
pub fn read(path: &Path) -> Result<Sheet, SourceError> {
    let mut products = Vec::new();
    let survey = Survey::of(open(path)?, path)?;
    let mut sheet = read_surveyed(path, &survey, None, &mut |_, product| products.push(product))?;
    sheet.products = products;
    Ok(sheet)
}

/// Reads a file like [`read`] and hands over each product as soon as it is whole, so that the memory taken
/// does not grow with the file, with the kind of file it stands in. It costs one more pass. The sheet that is returned holds no products.
///
/// Products come in the order in which they end. When an error is returned, forget those that came before it.
pub fn read_each(path: &Path, each: &mut dyn FnMut(SheetKind, SheetProduct)) -> Result<Sheet, SourceError> {
    let survey = Survey::of(open(path)?, path)?;
    let last_rows = match survey.form {
        Form::Table => Some(csv::last_rows(open(path)?, &survey, path)?),
        Form::Lines => None,
    };
    read_surveyed(path, &survey, last_rows, each)
}

/// Returns whether the file describes collections: lines of JSON, the first with the key `collection`.
pub fn has_collections(path: &Path) -> Result<bool, SourceError> {
    let survey = Survey::of(open(path)?, path)?;
    match survey.form {
        Form::Table => Ok(false),
        Form::Lines => jsonl::begins_with_collection(open(path)?, &survey, path),
    }
}

/// Reads a file of collections and hands over each as soon as it is read. The sheet that is returned says what was odd.
pub fn read_collections(path: &Path, each: &mut dyn FnMut(SheetCollection)) -> Result<Sheet, SourceError> {
    let survey = Survey::of(open(path)?, path)?;
    let mut bytes = Digesting { inner: open(path)?, hash: Sha256::new() };
    let sheet = jsonl::read_collections(&mut bytes, &survey, path, each)?;
    Ok(Sheet { digest: bytes.finish(), ..sheet })
}

/// Looks at what a file is, before anything of it is read. Its bytes are passed over once, for their encoding.
pub fn look(path: &Path) -> Result<Look, SourceError> {
    let survey = Survey::of(open(path)?, path)?;
    let (delimiter, columns) = match survey.form {
        Form::Table => {
            let (delimiter, columns) = csv::look(open(path)?, &survey, path)?;
            (Some(delimiter), columns)
        }
        Form::Lines => (None, Vec::new()),
    };
    Ok(Look { encoding: survey.encoding.name(), delimiter, columns })
}

fn read_surveyed(
    path: &Path,
    survey: &Survey,
    last_rows: Option<LastRows>,
    each: &mut dyn FnMut(SheetKind, SheetProduct),
) -> Result<Sheet, SourceError> {
    let mut bytes = Digesting { inner: open(path)?, hash: Sha256::new() };
    let mut sheet = match survey.form {
        Form::Table => csv::read(&mut bytes, survey, path, last_rows, each)?,
        Form::Lines => jsonl::read(&mut bytes, survey, path, each)?,
    };
    sheet.digest = bytes.finish();
    Ok(sheet)
}

/// Returns the lines of a file of JSON, packed or not; each is text without its break.
pub(crate) fn lines(path: &Path) -> Result<impl Iterator<Item = Result<String, SourceError>>, SourceError> {
    jsonl::lines(open(path)?, path)
}

/// Hashes what passes through.
struct Digesting<R> {
    inner: R,
    hash: Sha256,
}

impl<R> Digesting<R> {
    /// Returns the digest of what has passed, in hexadecimal.
    fn finish(self) -> String {
        self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
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
