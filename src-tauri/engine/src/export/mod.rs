//! Writes a store's catalogue to files: Shopify's product and inventory CSV, and our own JSONL.
//!
//! Each export takes the products one by one, so that a catalogue of any size passes through with one product
//! in memory. What the form cannot carry comes back as findings: the file is read back as it is written, and
//! every difference is told.

mod collections;
mod columns;
mod csv;
mod inventory;
mod inventory_old;
mod jsonl;
mod lost;
mod market_columns;
mod metafield_columns;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use evenshelf_core::finding::Finding;
use thiserror::Error;

pub use self::csv::CsvExport;
pub use collections::CollectionExport;
pub use columns::Headers;
pub use inventory::InventoryExport;
pub use inventory_old::OldInventoryExport;
pub use jsonl::JsonlExport;
pub use market_columns::MarketColumns;
pub use metafield_columns::MetafieldColumns;

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
    whole_file(path, readable, fill)
}

/// Does the same with a file that only its owner can read.
pub(crate) fn to_private_file<T, E: From<ExportError>>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    // Temporary files are private to their owner.
    whole_file(path, |_| Ok(()), fill)
}

/// Makes a folder that only its owner can look into, where it does not exist yet.
pub(crate) fn make_private_folder(path: &Path) -> Result<(), ExportError> {
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path).map_err(|source| ExportError::Write { path: path.to_owned(), source })
}

fn whole_file<T, E: From<ExportError>>(
    path: &Path,
    permit: impl FnOnce(&File) -> io::Result<()>,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    let failed = |source| ExportError::Write { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".export-").tempfile_in(folder).map_err(failed)?;
    let mut out = BufWriter::new(file.as_file_mut());
    let filled = fill(&mut out)?;
    out.flush().map_err(failed)?;
    drop(out);
    permit(file.as_file()).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    // A file that survives a power cut needs its directory entry on the disk as well.
    #[cfg(unix)]
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    Ok(filled)
}

/// Gives the file the usual permissions.
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
