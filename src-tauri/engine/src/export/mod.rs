//! Writes a store's catalogue to files: Shopify's product and inventory CSV, and our own JSONL.
//!
//! Each export takes the products one by one, so that a catalogue of any size passes through with one product
//! in memory. What the form cannot carry comes back as findings: the file is read back as it is written, and
//! every difference is told.

mod csv;
mod inventory;
mod jsonl;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use evenshelf_core::finding::Finding;
use thiserror::Error;

pub use self::csv::{CsvExport, Headers};
pub use inventory::InventoryExport;
pub use jsonl::JsonlExport;

/// What was written, and what the form could not carry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    pub products: u64,
    /// Rows or lines below the header.
    pub rows: u64,
    pub findings: Vec<Finding>,
}

#[derive(Debug, Error)]
pub enum ExportError {
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Output(#[from] io::Error),
}

/// Writes a file through `fill`; the file appears whole or not at all.
pub fn to_file<T, E: From<ExportError>>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    let failed = |source| ExportError::Write { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".export-").tempfile_in(folder).map_err(failed)?;
    let mut out = BufWriter::new(file.as_file_mut());
    let filled = fill(&mut out)?;
    out.flush().map_err(failed)?;
    drop(out);
    readable(file.as_file()).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(filled)
}

/// Gives the file the usual permissions; temporary files are private to their owner.
#[cfg(unix)]
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

/// The `csv` crate reports what the output said in its own type.
fn output(error: ::csv::Error) -> ExportError {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => ExportError::Output(error),
        other => ExportError::Output(io::Error::other(format!("{other:?}"))),
    }
}
