//! Brings the schema forward, one numbered file after the other, and never back.
//!
//! The number of the last file that ran is SQLite's `user_version`; it changes in the same transaction as the
//! schema. A released file is never edited.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::LedgerError;

/// The migrations, oldest first.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_ledger.sql"),
    include_str!("migrations/0002_reviews.sql"),
    include_str!("migrations/0003_history.sql"),
    include_str!("migrations/0004_surroundings.sql"),
];

/// Returns the number of the last migration that ran on the file; 0 for an empty one.
pub(super) fn version(connection: &Connection) -> Result<i64, LedgerError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Runs the migrations the file does not have yet, all in one transaction: a failure leaves it as it was. Before
/// an existing ledger is changed a copy is laid beside it.
pub(super) fn run(connection: &mut Connection, path: &Path, migrations: &[&str]) -> Result<(), LedgerError> {
    let known = migrations.len() as i64;
    let before = version(connection)?;
    if before == known {
        return Ok(());
    }
    if before > 0 {
        copy(connection, path, before)?;
    }

    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited for its turn.
    let found = version(&tx)?;
    if found > known {
        return Err(LedgerError::Newer { path: path.to_owned(), found, known });
    }
    if found == 0 && !is_empty(&tx)? {
        let cause = "the file is a database of some other program".to_owned();
        return Err(LedgerError::Open { path: path.to_owned(), cause });
    }
    for (sql, number) in migrations.iter().zip(1_i64..).filter(|(_, number)| *number > found) {
        tx.execute_batch(sql)
            .and_then(|()| tx.pragma_update(None, "user_version", number))
            .map_err(|error| LedgerError::Migrate { from: found, to: number, cause: error.to_string() })?;
    }
    tx.commit()?;
    Ok(())
}

/// Returns where the copy of a file with the schema `version` lies.
pub(super) fn copy_path(path: &Path, version: i64) -> PathBuf {
    path.with_extension(format!("schema-{version}.sqlite"))
}

/// Copies the whole ledger, log included, to a file beside it. It appears under its name only once it is whole;
/// a copy an earlier try left there is replaced.
fn copy(connection: &Connection, path: &Path, version: i64) -> Result<(), LedgerError> {
    let target = copy_path(path, version);
    let cannot = |error: std::io::Error| LedgerError::Open { path: target.clone(), cause: error.to_string() };

    let unfinished = target.with_extension(format!("{}.part", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&unfinished).map_err(cannot)?;
    // SQLite writes into an empty file that exists, which keeps the rights it was made with.
    connection.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])?;
    OpenOptions::new().write(true).open(&unfinished).and_then(|file| file.sync_all()).map_err(cannot)?;
    fs::rename(&unfinished, &target).map_err(cannot)
}

fn is_empty(tx: &Transaction<'_>) -> Result<bool, LedgerError> {
    let tables: i64 = tx.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(tables == 0)
}
