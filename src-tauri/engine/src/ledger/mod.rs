//! The ledger: everything the program knows of its stores, in one SQLite file.
//!
//! One thread writes. What is given to [`Ledger::write`] while a commit is under way shares the next commit, so
//! that an intent is on the disk before it is sent without a sync of the disk for each of them. Reads run on
//! connections of their own and see the last commit; another process may have the file open too.
//!
//! A file per table holds plain functions: those that write take a `&Transaction`, those that read a
//! `&Connection` (a transaction is one as well). There is no clock in here: times are unix milliseconds, given
//! by the caller. Tokens and client secrets have no place in it at all.

mod error;
mod json;
mod migrate;
mod open;
mod operation_rows;
mod readers;
mod writer;

pub mod attempts;
pub mod base;
pub mod bulk_operations;
pub mod collections;
pub mod findings;
pub mod image_sources;
pub mod locations;
pub mod markets;
pub mod metafields;
pub mod mirror;
pub mod operation_list;
pub mod operation_text;
pub mod operations;
pub mod plans;
pub mod published;
pub mod reviews;
pub mod runs;
pub mod samples;
pub mod settings;
pub mod stores;
pub mod surroundings;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, Transaction};

pub use error::LedgerError;

use readers::Readers;
use writer::Writer;

/// The name of the ledger's file in the data directory.
pub const FILE_NAME: &str = "evenshelf.sqlite";

/// Returns the version of the database this program brings along.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// An open ledger. Clones share it; when the last one goes, what was handed in is still written.
#[derive(Debug, Clone)]
pub struct Ledger {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Closed before the writer: the last connection to close folds the log into the file, and only one that
    /// writes can.
    readers: Readers,
    /// `None` when the ledger is open for reading only.
    writer: Option<Writer>,
    path: PathBuf,
}

impl Ledger {
    /// Opens the ledger of a data directory; makes both where they do not exist. An older schema is brought up
    /// to date after a copy of the file was made; a newer one is refused and left untouched.
    pub fn open(data_dir: &Path) -> Result<Self, LedgerError> {
        Self::open_with(data_dir, migrate::MIGRATIONS)
    }

    /// Opens an existing ledger without changing a byte of it, for reviewing history offline.
    pub fn open_read_only(data_dir: &Path) -> Result<Self, LedgerError> {
        let path = data_dir.join(FILE_NAME);
        if !path.is_file() {
            return Err(LedgerError::Absent(path));
        }
        let first = open::for_reading(&path)?;
        let found = migrate::version(&first)?;
        let known = migrate::MIGRATIONS.len() as i64;
        match found.cmp(&known) {
            std::cmp::Ordering::Greater => Err(LedgerError::Newer { path, found, known }),
            std::cmp::Ordering::Less => Err(LedgerError::Older { path, found, known }),
            std::cmp::Ordering::Equal => {
                let readers = Readers::new(path.clone(), Some(first));
                Ok(Self { inner: Arc::new(Inner { writer: None, readers, path }) })
            }
        }
    }

    fn open_with(data_dir: &Path, migrations: &[&str]) -> Result<Self, LedgerError> {
        let path = data_dir.join(FILE_NAME);
        open::make_private(data_dir, &path)?;
        let mut connection = open::for_writing(&path, migrations.len() as i64)?;
        migrate::run(&mut connection, &path, migrations)?;
        let writer = Writer::start(connection)?;
        let readers = Readers::new(path.clone(), None);
        Ok(Self { inner: Arc::new(Inner { writer: Some(writer), readers, path }) })
    }

    /// Returns the path of the ledger's file.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Runs the closure in a write transaction and returns once its commit is durable. Closures handed in one
    /// after the other run in that order. An error of the closure takes back what it wrote, and only that.
    ///
    /// Once the closure was handed in it runs, even if this future is dropped.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        self.writer()?.write(f).await
    }

    /// Does what [`Ledger::write`] does, for threads outside the async runtime (or inside `spawn_blocking`).
    pub fn write_blocking<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        self.writer()?.write_blocking(f)
    }

    /// Runs the closure on a connection that sees one state of the ledger from its first read to its end. It
    /// blocks while it reads: what takes long belongs into `spawn_blocking`.
    pub fn read<T>(&self, f: impl FnOnce(&Connection) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        self.inner.readers.read(f)
    }

    /// Rebuilds the file without what was deleted from it: gives the space back, and leaves no byte of a store
    /// that was removed. It takes as much free space as the ledger has, and others wait while it lasts.
    pub async fn compact(&self) -> Result<(), LedgerError> {
        self.writer()?.compact().await
    }

    fn writer(&self) -> Result<&Writer, LedgerError> {
        self.inner.writer.as_ref().ok_or(LedgerError::ReadOnly)
    }
}
