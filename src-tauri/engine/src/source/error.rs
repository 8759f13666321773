//! Why a source could not be read at all, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::packed::Unpacking;

/// A source that gives no sheet. Everything smaller is a finding.
#[derive(Debug, Error)]
pub enum SourceError {
    #[error("cannot open {}: {source}", path.display())]
    Open { path: PathBuf, source: io::Error },
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot unpack {}: {why}", path.display())]
    Archive { path: PathBuf, why: String },
    #[error("{} is empty", path.display())]
    Empty { path: PathBuf },
    /// The bytes are something else than a table of text.
    #[error("{} is {what}, not a table of text", path.display())]
    NotATable { path: PathBuf, what: &'static str, hint: &'static str },
    #[error("{} has no column that names a product (line {line})", path.display())]
    NoKeyColumn { path: PathBuf, line: u64 },
    #[error("{} names products but has no other column that is known (line {line})", path.display())]
    NoOtherColumn { path: PathBuf, line: u64 },
    /// Everything after the quote would be one cell: the rows in it are lost, and nobody knows which.
    #[error("a quote opened on line {line} of {} is never closed", path.display())]
    OpenQuote { path: PathBuf, line: u64 },
    #[error("the record that begins on line {line} of {} is larger than {} MiB", path.display(), bytes_max >> 20)]
    RecordTooLarge { path: PathBuf, line: u64, bytes_max: usize },
}

impl SourceError {
    pub(super) fn open(path: &Path, source: io::Error) -> Self {
        Self::Open { path: path.to_owned(), source }
    }

    pub(super) fn read(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.get_ref().and_then(|inner| inner.downcast_ref::<Unpacking>()) {
            Some(unpacking) => Self::Archive { path, why: unpacking.to_string() },
            None => Self::Read { path, source },
        }
    }

    /// Returns what the owner can do now.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Open { .. } => "check the path and that you may read the file",
            Self::Read { .. } => "check that it is a file and that its disk is well, then try again",
            Self::Archive { .. } => {
                "take another copy of the file, or unpack it yourself and give what was in it"
            }
            Self::Empty { .. } => "export it again; nothing was changed",
            Self::NotATable { hint, .. } => hint,
            Self::NoKeyColumn { .. } => {
                "the first row has to name the columns, one of them Handle, URL handle, ID, SKU or Barcode"
            }
            Self::NoOtherColumn { .. } => {
                "name the columns as Shopify's export does, for example Title, Variant Price or Inventory quantity"
            }
            Self::OpenQuote { .. } => {
                "close the quote, or double a quote that belongs to the text; a quote too many further up does the same"
            }
            Self::RecordTooLarge { .. } => "look for a quote that is never closed on that line or above it",
        }
    }
}
