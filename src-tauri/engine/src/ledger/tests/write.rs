//! The writer: group commit, order, and closures that fail beside others.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::{Ledger, empty};
use crate::ledger::{LedgerError, settings};

/// Keeps the writer busy until the sender is dropped, so that what is handed in meanwhile shares the next commit.
fn block(ledger: &Ledger) -> (mpsc::Sender<()>, JoinHandle<Result<(), LedgerError>>) {
    let (release, released) = mpsc::channel::<()>();
    let (started, has_started) = mpsc::channel();
    let ledger = ledger.clone();
    let thread = thread::spawn(move || {
        let waits = move |_: &rusqlite::Transaction<'_>| {
            started.send(()).unwrap();
            // It ends with an error when the sender is dropped, which is all it waits for.
            released.recv().unwrap_or(());
            Ok(())
        };
        ledger.write_blocking(waits)
    });
    has_started.recv().unwrap();
    (release, thread)
}

#[tokio::test]
async fn a_closure_that_fails_takes_back_only_its_own_work() {
    let (_directory, ledger) = empty();
    let (release, blocked) = block(&ledger);

    let set = |key: &'static str, end: fn() -> Result<(), LedgerError>| {
        ledger.write(move |tx| {
            settings::set(tx, key, "set")?;
            end()
        })
    };
    // They are handed in in this order, and the writer is let go after the last of them.
    let (first, failed, panicked, last, ()) = tokio::join!(
        set("first", || Ok(())),
        set("failed", || Err(LedgerError::missing("the other half"))),
        set("panicked", || panic!("out of ideas")),
        set("last", || Ok(())),
        async { drop(release) }
    );
    let results = [first, failed, panicked, last].map(|result| result.map_err(|error| error.to_string()));
    assert_eq!(
        results,
        [
            Ok(()),
            Err("the other half is not in the ledger".to_owned()),
            Err("a write to the ledger broke off: out of ideas".to_owned()),
            Ok(())
        ]
    );
    blocked.join().unwrap().unwrap();
    let keys: Vec<String> = ledger.read(settings::all).unwrap().into_keys().collect();
    assert_eq!(keys, ["first", "last"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_writer_finds_its_writes_in_its_own_order() {
    const WRITERS: usize = 8;
    const WRITES: usize = 50;
    let (_directory, ledger) = empty();

    let writers = (0..WRITERS).map(|writer| {
        let ledger = ledger.clone();
        tokio::spawn(async move {
            for number in 0..WRITES {
                let key = format!("writer {writer}");
                ledger
                    .write(move |tx| {
                        let before = settings::get(tx, &key)?.unwrap_or_default();
                        settings::set(tx, &key, &format!("{before} {number}"))
                    })
                    .await
                    .unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }

    let wanted: String = (0..WRITES).map(|number| format!(" {number}")).collect();
    let found = ledger.read(settings::all).unwrap();
    assert_eq!(found.len(), WRITERS);
    assert!(found.values().all(|order| *order == wanted), "{found:?}");
}

#[test]
fn what_was_handed_in_is_written_though_nobody_waits_for_it() {
    let (directory, ledger) = empty();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (release, blocked) = block(&ledger);
    runtime.block_on(async {
        let write = ledger.write(|tx| settings::set(tx, "abandoned", "yes"));
        assert!(tokio::time::timeout(Duration::from_millis(20), write).await.is_err());
    });
    drop(release);
    blocked.join().unwrap().unwrap();
    drop(ledger);

    let again = Ledger::open_read_only(directory.path()).unwrap();
    assert_eq!(again.read(|conn| settings::get(conn, "abandoned")).unwrap().as_deref(), Some("yes"));
}

#[test]
fn a_closure_that_would_wait_for_itself_is_told_so() {
    let (_directory, ledger) = empty();
    let inner = ledger.clone();
    let error = ledger.write_blocking(move |_| inner.write_blocking(|_| Ok(()))).unwrap_err();
    assert!(matches!(error, LedgerError::Broken(_)), "{error}");
}

/// A full disk makes SQLite roll the whole transaction back; here a closure does it.
#[tokio::test]
async fn nobody_is_told_of_success_when_the_transaction_is_gone() {
    let (_directory, ledger) = empty();
    let (release, blocked) = block(&ledger);
    let (beside, culprit, ()) = tokio::join!(
        ledger.write(|tx| settings::set(tx, "beside", "x")),
        ledger.write(|tx| Ok(tx.execute_batch("ROLLBACK")?)),
        async { drop(release) }
    );
    let error = culprit.unwrap_err();
    assert!(matches!(error, LedgerError::Broken(_)), "{error}");
    // On a slow machine the one beside it may have had a commit of its own: what counts is that it was told so.
    let is_there = ledger.read(|conn| settings::get(conn, "beside")).unwrap().is_some();
    assert_eq!(beside.is_ok(), is_there);
    drop(blocked.join().unwrap());
    ledger.write(|tx| settings::set(tx, "after", "x")).await.unwrap();
}

#[test]
fn a_read_sees_one_moment() {
    let (_directory, ledger) = empty();
    ledger
        .read(|conn| {
            assert_eq!(settings::get(conn, "mode")?, None);
            ledger.write_blocking(|tx| settings::set(tx, "mode", "new"))?;
            assert_eq!(settings::get(conn, "mode")?, None);
            Ok(())
        })
        .unwrap();
    assert_eq!(ledger.read(|conn| settings::get(conn, "mode")).unwrap().as_deref(), Some("new"));
}
