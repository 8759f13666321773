//! Searching the text of runs: the same is found with the index and without it, and nothing after the store has gone.

use evenshelf_core::operation::{Change, Operation, OutcomeKind, Subject};
use evenshelf_core::value::Value;
use tempfile::TempDir;

use super::{empty, new_run, new_store, operation};
use crate::ledger::operation_list::{self, Sought};
use crate::ledger::operations::{self, OperationState};
use crate::ledger::runs::{self, RunState};
use crate::ledger::samples::{self, Sample};
use crate::ledger::{Ledger, operation_text, stores};

/// Products, what their titles become, and how it ended.
const OPERATIONS: [(&str, &str, OutcomeKind, Option<&str>); 5] = [
    ("oak-table", "Oak table", OutcomeKind::Applied, None),
    ("lamp", "Lämpchen \"Zürich\"", OutcomeKind::Applied, None),
    ("chair", "木の椅子", OutcomeKind::Rejected, Some("Title is too long (maximum is 255 characters)")),
    ("stool", "Hocker", OutcomeKind::Rejected, Some("Title is too long (maximum is 70 characters)")),
    ("bench", "Bank", OutcomeKind::Skipped, Some("you cancelled the run")),
];

/// A ledger with one store and one run of it.
async fn run() -> (TempDir, Ledger, i64) {
    let (directory, ledger) = empty();
    let run = ledger.write(|tx| {
        let store = stores::add(tx, &new_store("north"))?.id;
        runs::create(tx, &new_run(store))
    });
    let run = run.await.unwrap();
    (directory, ledger, run)
}

async fn write_down(ledger: &Ledger, run: i64) {
    let all: Vec<Operation> = OPERATIONS
        .iter()
        .zip(0..)
        .map(|((product, title, ..), id)| Operation {
            product: (*product).to_owned(),
            changes: vec![Change {
                subject: Subject::Product,
                field: "title".into(),
                before: Value::Blank,
                after: Value::text(*title),
            }],
            ..operation(id)
        })
        .collect();
    ledger.write(move |tx| operations::insert_all(tx, run, &all, 1)).await.unwrap();
}

async fn end(ledger: &Ledger, run: i64) {
    ledger
        .write(move |tx| {
            for ((.., kind, detail), id) in OPERATIONS.iter().zip(0..) {
                operations::outcome(tx, run, id, *kind, *detail, 2)?;
            }
            runs::set_state(tx, run, RunState::CompletedWithFailures, 3)
        })
        .await
        .unwrap();
}

fn found(ledger: &Ledger, run: i64, text: &str) -> Vec<u64> {
    let found = ledger.read(|conn| operation_text::found_in(conn, run, text)).unwrap();
    let hits = ledger.read(|conn| operation_text::hits(conn, text)).unwrap();
    assert_eq!(hits.get(&run).copied().unwrap_or_default(), found.len() as u64, "{text}");
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_same_is_found_before_and_after_a_run_is_in_the_index() {
    let (_directory, ledger, run) = run().await;
    write_down(&ledger, run).await;
    let table: [(&str, &[u64]); 10] = [
        ("oak table", &[0]),
        ("OAK", &[0]),
        ("able", &[0]),
        ("zürich", &[1]),
        ("\"ZÜRICH\"", &[1]),
        ("の椅子", &[2]),
        ("椅子", &[2]),
        ("ha", &[2]),
        ("no such thing", &[]),
        ("* OR a", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(found(&ledger, run, text), expected, "{text}, under way");
    }
    end(&ledger, run).await;
    operation_text::catch_up(&ledger).await.unwrap();
    for (text, expected) in table {
        let expected = if text == "ha" { &[2, 3][..] } else { expected };
        assert_eq!(found(&ledger, run, text), expected, "{text}, in the index");
    }
    // Reasons came with the end.
    assert_eq!(found(&ledger, run, "too long"), [2, 3]);
    // A second time adds nothing.
    operation_text::catch_up(&ledger).await.unwrap();
    assert_eq!(found(&ledger, run, "too long"), [2, 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_page_is_by_state_by_cause_and_by_text() {
    let (_directory, ledger, run) = run().await;
    write_down(&ledger, run).await;
    end(&ledger, run).await;
    let page = |sought: Sought, offset, limit| {
        let (total, rows) =
            ledger.read(|conn| operation_list::page(conn, run, &sought, offset, limit)).unwrap();
        (total, rows.iter().map(|row| row.operation.id).collect::<Vec<_>>())
    };
    let all = Sought::default;
    let rejected = vec![OperationState::Ended(OutcomeKind::Rejected)];
    assert_eq!(page(all(), 1, 2), (5, vec![1, 2]));
    assert_eq!(page(Sought { states: rejected, ..all() }, 0, 9), (2, vec![2, 3]));
    let cause = Some("Title is too long (maximum is … characters)".to_owned());
    assert_eq!(page(Sought { cause: cause.clone(), ..all() }, 1, 9), (2, vec![3]));
    assert_eq!(page(Sought { cause, text: "HOCKER".into(), ..all() }, 0, 9), (1, vec![3]));
    assert_eq!(page(Sought { text: "b".into(), ..all() }, 0, 9), (2, vec![0, 4]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_a_removed_store_said_is_not_found_again() {
    let (_directory, ledger) = empty();
    let mut made = Vec::new();
    for name in ["goes", "stays"] {
        let (store, run) = ledger
            .write(move |tx| {
                let store = stores::add(tx, &new_store(name))?.id;
                Ok((store, runs::create(tx, &new_run(store))?))
            })
            .await
            .unwrap();
        write_down(&ledger, run).await;
        end(&ledger, run).await;
        made.push((store, run));
    }
    operation_text::catch_up(&ledger).await.unwrap();
    let hits = |text: &str| ledger.read(|conn| operation_text::hits(conn, text)).unwrap();
    assert_eq!(hits("oak table").len(), 2);
    let gone = made[0].0;
    ledger.write(move |tx| stores::remove(tx, gone)).await.unwrap();
    assert_eq!(hits("oak table").into_iter().collect::<Vec<_>>(), [(made[1].1, 1)]);
    // The index names each operation in its pages as long as they are not written anew.
    let stays = made[1].0;
    ledger.write(move |tx| stores::remove(tx, stays)).await.unwrap();
    let sql = "SELECT count(*) FROM operation_text_data WHERE instr(block, CAST('oak' AS BLOB)) > 0";
    let left: i64 = ledger.read(|conn| Ok(conn.query_row(sql, [], |row| row.get(0))?)).unwrap();
    assert_eq!(left, 0, "its letters are still in the index");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_runs_at_the_same_moment_keep_their_own_samples() {
    let (_directory, ledger, first) = run().await;
    let second = ledger.write(|tx| runs::create(tx, &new_run(1))).await.unwrap();
    let sample = |at, value| Sample { name: "rate".into(), at, value };
    ledger
        .write(move |tx| {
            samples::add(tx, 1, Some(first), &[sample(5, 1.0), sample(6, 2.0)])?;
            samples::add(tx, 1, Some(second), &[sample(5, 3.0)])
        })
        .await
        .unwrap();
    let of = |run| ledger.read(|conn| samples::of_run(conn, run)).unwrap();
    assert_eq!(of(first), [sample(5, 1.0), sample(6, 2.0)]);
    assert_eq!(of(second), [sample(7, 3.0)]);
}
