//! Connections for reading. They never wait for the writer, nor the writer for them.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::{LedgerError, open};

/// As many idle connections are kept as threads usually read at once: the window, a run, a report, a spare one.
/// More are opened while they are needed.
const IDLE_MAX: usize = 4;

#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(path: PathBuf, first: Option<Connection>) -> Self {
        Self { path, idle: Mutex::new(first.into_iter().collect()) }
    }

    /// Runs the closure inside a transaction, so that all it reads is of one moment.
    pub(super) fn read<T>(
        &self,
        f: impl FnOnce(&Connection) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let connection = match self.take() {
            Some(connection) => connection,
            None => open::for_reading(&self.path)?,
        };
        let tx = connection.unchecked_transaction()?;
        let result = f(&tx);
        // Where ending the transaction fails the connection is not used again.
        if tx.finish().is_ok() {
            self.put_back(connection);
        }
        result
    }

    fn take(&self) -> Option<Connection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn put_back(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_MAX {
            idle.push(connection);
        }
    }
}
