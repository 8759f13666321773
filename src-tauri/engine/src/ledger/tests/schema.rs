//! Opening: new, old, newer and foreign files.

use std::fs;

use rusqlite::Connection;
use tempfile::tempdir;

use super::{new_store, with_store};
use crate::ledger::migrate::{MIGRATIONS, copy_path, version};
use crate::ledger::{FILE_NAME, Ledger, LedgerError, stores};

fn later(sql: &'static str) -> Vec<&'static str> {
    MIGRATIONS.iter().copied().chain([sql]).collect()
}

#[test]
fn a_newer_schema_is_refused_and_left_untouched() {
    let (directory, ledger, _) = with_store();
    drop(ledger);
    let path = directory.path().join(FILE_NAME);
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&path).unwrap();

    for error in [Ledger::open(directory.path()), Ledger::open_read_only(directory.path())] {
        let error = error.unwrap_err();
        assert!(matches!(error, LedgerError::Newer { found: 99, .. }), "{error}");
        assert!(error.hint().unwrap().contains("update Evenshelf"));
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn an_existing_ledger_is_copied_before_it_is_migrated() {
    let (directory, ledger, _) = with_store();
    drop(ledger);
    let path = directory.path().join(FILE_NAME);
    let known = MIGRATIONS.len() as i64;

    let migrations = later("CREATE TABLE later (x);");
    let ledger = Ledger::open_with(directory.path(), &migrations).unwrap();
    assert_eq!(ledger.read(version).unwrap(), known + 1);

    let copy = Connection::open(copy_path(&path, known)).unwrap();
    assert_eq!(version(&copy).unwrap(), known);
    assert_eq!(stores::list(&copy).unwrap()[0].name, "north");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for file in [&path, &copy_path(&path, known)] {
            assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
        }
    }
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let (directory, ledger, _) = with_store();
    drop(ledger);

    let migrations = later("CREATE TABLE later (x); INSERT INTO nowhere VALUES (1);");
    let error = Ledger::open_with(directory.path(), &migrations).unwrap_err();
    assert!(matches!(error, LedgerError::Migrate { from, to, .. } if to == from + 1), "{error}");

    let ledger = Ledger::open(directory.path()).unwrap();
    assert_eq!(ledger.read(stores::list).unwrap().len(), 1);
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'later'";
    let later: i64 = ledger.read(|conn| Ok(conn.query_row(tables, [], |row| row.get(0))?)).unwrap();
    assert_eq!(later, 0);
}

#[test]
#[cfg(unix)]
fn what_is_made_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempdir().unwrap();
    let directory = parent.path().join("in a home/evenshelf");
    let _ledger = Ledger::open(&directory).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    for end in ["", "-wal", "-shm"] {
        assert_eq!(mode(&directory.join(format!("{FILE_NAME}{end}"))), 0o600, "{end}");
    }
}

#[test]
fn a_database_of_another_program_is_not_taken_over() {
    let directory = tempdir().unwrap();
    let path = directory.path().join(FILE_NAME);
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE recipes (name)").unwrap();
    let error = Ledger::open(directory.path()).unwrap_err();
    assert!(matches!(error, LedgerError::Open { .. }), "{error}");
}

#[test]
fn a_file_that_is_no_database_is_damaged() {
    let directory = tempdir().unwrap();
    fs::write(directory.path().join(FILE_NAME), "no database, by any means\n".repeat(100)).unwrap();
    let error = Ledger::open(directory.path()).unwrap_err();
    assert!(matches!(error, LedgerError::Corrupt(_)), "{error}");
}

#[test]
fn reading_only_needs_a_ledger_and_changes_nothing() {
    let empty = tempdir().unwrap();
    let error = Ledger::open_read_only(empty.path()).unwrap_err();
    assert!(matches!(error, LedgerError::Absent(_)), "{error}");
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);

    let (directory, writing, _) = with_store();
    let reading = Ledger::open_read_only(directory.path()).unwrap();
    writing.write_blocking(|tx| stores::add(tx, &new_store("south"))).unwrap();
    assert_eq!(reading.read(stores::list).unwrap().len(), 2);

    let refused = reading.write_blocking(|tx| stores::add(tx, &new_store("east"))).unwrap_err();
    assert!(matches!(refused, LedgerError::ReadOnly), "{refused}");
    let refused = reading.read(|conn| Ok(conn.execute("DELETE FROM stores", [])?)).unwrap_err();
    assert!(matches!(refused, LedgerError::ReadOnly), "{refused}");
}

#[test]
fn two_may_open_a_new_ledger_at_once() {
    let directory = tempdir().unwrap();
    let open = || Ledger::open(directory.path()).map(|ledger| ledger.read(version).unwrap());
    std::thread::scope(|scope| {
        let opened: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
        for each in opened {
            assert_eq!(each.join().unwrap().unwrap(), MIGRATIONS.len() as i64);
        }
    });
}

#[test]
fn stores_have_unique_names_and_ids_that_never_return() {
    let (_directory, ledger, first) = with_store();
    let taken = ledger.write_blocking(|tx| stores::add(tx, &new_store("north"))).unwrap_err();
    assert_eq!(taken.to_string(), "a store named \"north\" is already in the ledger");

    ledger.write_blocking(move |tx| stores::remove(tx, first)).unwrap();
    let mut again = ledger.write_blocking(|tx| stores::add(tx, &new_store("north"))).unwrap();
    assert!(again.id > first);

    ledger.write_blocking(move |tx| stores::set_pulled(tx, first + 1, 7, Some("cursor"), true)).unwrap();
    again.allow_writes = true;
    let settings = again.clone();
    ledger.write_blocking(move |tx| stores::update(tx, &settings)).unwrap();
    let found = ledger.read(|conn| stores::by_name(conn, "north")).unwrap();
    let wanted = stores::Store {
        pulled_at: Some(7),
        pull_cursor: Some("cursor".into()),
        full_pull_at: Some(7),
        ..again
    };
    assert_eq!(found, Some(wanted));
}
