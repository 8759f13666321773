//! Opens connections to the ledger's file, and keeps the file private to its owner.

use std::fs::{self, OpenOptions};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{LedgerError, migrate};

/// How long a connection waits for another process. Most commits take milliseconds; the longest, a plan of a
/// million operations or a file rebuilt after a store was removed, some ten seconds on a busy machine. Who waits
/// longer than this waits for something that is stuck.
const BUSY_TIMEOUT: Duration = Duration::from_secs(60);

/// The write-ahead log is cut back to this size, 64 MB, after it has grown beyond.
const LOG_BYTES_MAX: i64 = 64 << 20;

/// Larger than SQLite's 4096, so that the body of a usual product or operation needs no overflow page.
const PAGE_BYTES: i64 = 8192;

/// The crate has some sixty statements; the default of 16 would parse the busy ones again and again.
const STATEMENTS_CACHED: usize = 80;

/// What the connection that writes may keep in memory, 32 MB: the inner pages of every index of a large mirror.
/// With SQLite's 2 MB a full pull reads them again and again.
const CACHE_KIB: i64 = 32 << 10;

/// The log is folded into the file after so many pages, 32 MB: four times SQLite's default, since each time costs
/// syncs of both.
const CHECKPOINT_PAGES: i64 = 4_000;

/// How often the switch to write-ahead logging is tried, every 50 ms, while another process does the same.
const WAL_TRIES: u32 = 40;

/// Makes the directory (0700) and an empty file (0600) where they do not exist yet. SQLite gives the log and
/// its index the rights of the file.
pub(super) fn make_private(data_dir: &Path, path: &Path) -> Result<(), LedgerError> {
    let cannot =
        |error: std::io::Error| LedgerError::Open { path: path.to_owned(), cause: error.to_string() };

    let mut directory = fs::DirBuilder::new();
    directory.recursive(true);
    let mut file = OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        directory.mode(0o700);
        file.mode(0o600);
    }
    directory.create(data_dir).map_err(cannot)?;
    match file.open(path) {
        Ok(file) => file.sync_all().map_err(cannot)?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(cannot(error)),
    }
    // A file that survives a power cut needs its directory entry on the disk as well.
    #[cfg(unix)]
    fs::File::open(data_dir).and_then(|directory| directory.sync_all()).map_err(cannot)?;
    Ok(())
}

/// Opens the connection that writes. A file with a newer schema than `known` is refused before anything in it
/// is touched.
pub(super) fn for_writing(path: &Path, known: i64) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|error| LedgerError::Open { path: path.to_owned(), cause: error.to_string() })?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    let found = migrate::version(&connection)?;
    if found > known {
        return Err(LedgerError::Newer { path: path.to_owned(), found, known });
    }
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    switch_to_wal(&connection)?;
    // A committed intent must outlive a power cut, so every commit reaches the disk.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES_MAX)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    // Negative: in KiB.
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    Ok(connection)
}

/// Opens a connection that cannot write. On a medium that cannot be written to, where the log's index cannot be
/// made either, the file is read as it stands, provided no log with newer pages lies beside it.
pub(super) fn for_reading(path: &Path) -> Result<Connection, LedgerError> {
    let cannot =
        |error: rusqlite::Error| LedgerError::Open { path: path.to_owned(), cause: error.to_string() };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(cannot)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    match migrate::version(&connection) {
        Ok(_) => return Ok(connection),
        Err(LedgerError::Disk(_) | LedgerError::ReadOnly) if !has_log(path) => {}
        Err(error) => return Err(error),
    }

    let url = url::Url::from_file_path(path).map_err(|()| LedgerError::Open {
        path: path.to_owned(),
        cause: "the path is not absolute, and the directory cannot be written to".into(),
    })?;
    let connection =
        Connection::open_with_flags(format!("{url}?immutable=1"), flags | OpenFlags::SQLITE_OPEN_URI)
            .map_err(cannot)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED);
    Ok(connection)
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// Turns write-ahead logging on. SQLite does not wait here as it does elsewhere, so this does.
fn switch_to_wal(connection: &Connection) -> Result<(), LedgerError> {
    let mut tries = 1;
    loop {
        let switched =
            connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0));
        match switched.map_err(LedgerError::from) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                return Err(LedgerError::Disk(format!(
                    "the file system allows no write-ahead log (the journal stays \"{mode}\")"
                )));
            }
            Err(LedgerError::Locked) if tries < WAL_TRIES => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(error) => return Err(error),
        }
    }
}
