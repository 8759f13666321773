//! Runs and their operations: every one in exactly one state, every outcome once.

use evenshelf_core::operation::{Operation, OutcomeKind};

use super::{held, operation, with_run};
use crate::ledger::attempts::{self, NewAttempt};
use crate::ledger::operations::{self, Filter, OperationState, Outcome};
use crate::ledger::runs::{self, Counts, RunState};
use crate::ledger::{Ledger, LedgerError};

fn attempt() -> NewAttempt {
    NewAttempt {
        lane: "batch".into(),
        document: "inventory_set_quantities".into(),
        idempotency_key: Some("0b5c".into()),
        variables: Some("{\"b\": 1,  \"a\":2}".into()),
    }
}

fn insert(ledger: &Ledger, run: i64, operations: Vec<Operation>) {
    ledger.write_blocking(move |tx| operations::insert_all(tx, run, &operations, 1_000)).unwrap();
}

fn counts(ledger: &Ledger, run: i64) -> Counts {
    ledger.read(|conn| operations::counts(conn, run)).unwrap()
}

#[test]
fn counts_add_up_and_a_run_ends_only_when_they_do() {
    let (_directory, ledger, run) = with_run();
    insert(&ledger, run, (0..7).map(operation).chain([held(7)]).collect());

    ledger.write_blocking(move |tx| runs::set_state(tx, run, RunState::Running, 2_000)).unwrap();
    ledger.write_blocking(move |tx| operations::intent(tx, run, &[0, 1, 2, 3], &attempt(), 2_100)).unwrap();
    ledger
        .write_blocking(move |tx| {
            let ended = [
                Outcome::new(0, OutcomeKind::Applied, None),
                Outcome::new(1, OutcomeKind::Rejected, Some("title is too long".into())),
                Outcome::new(2, OutcomeKind::Failed, None),
                Outcome::new(4, OutcomeKind::Unchanged, None),
            ];
            operations::outcomes(tx, run, &ended, 2_200)
        })
        .unwrap();
    let partly = Counts { planned: 8, applied: 1, unchanged: 1, rejected: 1, failed: 1, skipped: 0, held: 1 };
    assert_eq!(counts(&ledger, run), partly);
    assert_eq!(partly.open(), 3);

    let early = ledger.write_blocking(move |tx| runs::set_state(tx, run, RunState::Completed, 2_300));
    assert!(matches!(early.unwrap_err(), LedgerError::Unsettled { open: 3, .. }));

    let skipped = ledger.write_blocking(move |tx| operations::skip_planned(tx, run, "run cancelled", 2_400));
    assert_eq!(skipped.unwrap(), 2);
    ledger
        .write_blocking(move |tx| operations::outcome(tx, run, 3, OutcomeKind::Applied, None, 2_500))
        .unwrap();
    ledger
        .write_blocking(move |tx| runs::set_state(tx, run, RunState::CompletedWithFailures, 2_600))
        .unwrap();

    let ended = ledger.read(|conn| runs::get(conn, run)).unwrap();
    let wanted = Counts { planned: 8, applied: 2, unchanged: 1, rejected: 1, failed: 1, skipped: 2, held: 1 };
    assert_eq!(
        (ended.state, ended.started_at, ended.ended_at, ended.counts),
        (RunState::CompletedWithFailures, Some(2_000), Some(2_600), wanted)
    );
    assert_eq!(counts(&ledger, run), wanted);
    assert_eq!(wanted.open(), 0);

    let late = ledger.write_blocking(move |tx| runs::set_state(tx, run, RunState::Running, 2_700));
    assert!(matches!(late.unwrap_err(), LedgerError::RunEnded { .. }));
}

#[test]
fn an_outcome_is_never_overwritten() {
    let kinds = [
        OutcomeKind::Applied,
        OutcomeKind::Unchanged,
        OutcomeKind::Rejected,
        OutcomeKind::Failed,
        OutcomeKind::Skipped,
        OutcomeKind::Held,
    ];
    let (_directory, ledger, run) = with_run();
    insert(&ledger, run, (0..6).map(operation).collect());
    for (id, first) in (0..).zip(kinds) {
        ledger.write_blocking(move |tx| operations::outcome(tx, run, id, first, None, 1)).unwrap();
        for second in kinds {
            let error = ledger
                .write_blocking(move |tx| operations::outcome(tx, run, id, second, None, 2))
                .unwrap_err();
            let words = format!(
                "operation {id} of run {run} is {} and cannot become {}",
                first.name(),
                second.name()
            );
            assert_eq!(error.to_string(), words);
        }
        ledger.write_blocking(move |tx| operations::intent(tx, run, &[id], &attempt(), 2)).unwrap_err();
        ledger.write_blocking(move |tx| operations::back_to_planned(tx, run, &[id], 2)).unwrap_err();
        let sql = "UPDATE operations SET state = 'planned' WHERE op_id = ?1";
        let error = ledger.write_blocking(move |tx| Ok(tx.execute(sql, [id as i64])?)).unwrap_err();
        assert!(matches!(error, LedgerError::Statement(_)), "{error}");

        let found = ledger.read(|conn| operations::get(conn, run, id)).unwrap();
        assert_eq!((found.state, found.at), (OperationState::Ended(first), 1));
    }
    let unknown = ledger.write_blocking(move |tx| operations::outcome(tx, run, 99, kinds[0], None, 2));
    assert!(matches!(unknown.unwrap_err(), LedgerError::Missing { .. }));
}

#[test]
fn one_outcome_that_is_refused_takes_back_the_others_of_its_call() {
    let (_directory, ledger, run) = with_run();
    insert(&ledger, run, vec![operation(0), held(1)]);
    let both = [0, 1].map(|id| Outcome::new(id, OutcomeKind::Applied, None));
    ledger.write_blocking(move |tx| operations::outcomes(tx, run, &both, 2)).unwrap_err();
    assert_eq!(counts(&ledger, run).applied, 0);
}

#[test]
fn what_is_in_doubt_comes_back_with_the_bytes_that_were_sent() {
    let (_directory, ledger, run) = with_run();
    insert(&ledger, run, (0..5).map(operation).collect());
    let first =
        ledger.write_blocking(move |tx| operations::intent(tx, run, &[3, 1], &attempt(), 10)).unwrap();
    let other = ledger
        .write_blocking(move |tx| operations::intent(tx, run, &[2], &NewAttempt::default(), 11))
        .unwrap();
    ledger
        .write_blocking(move |tx| {
            operations::outcome(tx, run, 1, OutcomeKind::Applied, None, 12)?;
            attempts::send_again(tx, first, 13)
        })
        .unwrap();

    let doubt = ledger.read(|conn| operations::in_doubt(conn, run)).unwrap();
    assert_eq!(doubt.len(), 2);
    assert_eq!(doubt[0].operations, [operation(3)]);
    let sent = &doubt[0].attempt;
    assert_eq!((sent.id, sent.operations.as_slice(), sent.sends), (first, [3, 1].as_slice(), 2));
    assert_eq!((sent.started_at, sent.sent_at), (10, 13));
    assert_eq!((&sent.variables, &sent.idempotency_key), (&attempt().variables, &attempt().idempotency_key));
    assert_eq!((doubt[1].attempt.id, doubt[1].operations.as_slice()), (other, [operation(2)].as_slice()));

    // The store is known not to have carried it out: it may be sent anew.
    ledger
        .write_blocking(move |tx| {
            operations::back_to_planned(tx, run, &[2], 14)?;
            attempts::end(tx, other, "not executed", 14)
        })
        .unwrap();
    let again = ledger.write_blocking(move |tx| operations::intent(tx, run, &[2], &attempt(), 15)).unwrap();
    let row = ledger.read(|conn| operations::get(conn, run, 2)).unwrap();
    assert_eq!((row.state, row.attempts, row.attempt), (OperationState::Sent, 2, Some(again)));

    let left = ledger.read(|conn| operations::unfinished(conn, run)).unwrap();
    let left: Vec<_> = left.into_iter().map(|row| (row.operation.id, row.state.name())).collect();
    assert_eq!(left, [(0, "planned"), (2, "sent"), (3, "sent"), (4, "planned")]);
}

#[test]
fn an_intent_of_what_is_sent_already_is_refused_whole() {
    let (_directory, ledger, run) = with_run();
    insert(&ledger, run, (0..2).map(operation).collect());
    ledger.write_blocking(move |tx| operations::intent(tx, run, &[1], &attempt(), 1)).unwrap();
    ledger.write_blocking(move |tx| operations::intent(tx, run, &[0, 1], &attempt(), 2)).unwrap_err();
    let states = ledger.read(|conn| operations::states(conn, run)).unwrap();
    assert_eq!(states, [(0, OperationState::Planned), (1, OperationState::Sent)]);
    assert_eq!(ledger.read(|conn| attempts::list(conn, run, 0, 10)).unwrap().len(), 1);
}

#[test]
fn pages_follow_the_plans_order_and_the_filter() {
    let (_directory, ledger, run) = with_run();
    insert(&ledger, run, (0..30).map(|id| if id % 3 == 0 { held(id) } else { operation(id) }).collect());
    let page = |state, product: Option<&str>, after, limit| -> Vec<u64> {
        let filter = Filter { state, product: product.map(str::to_owned) };
        let page = ledger.read(|conn| operations::page(conn, run, &filter, after, limit)).unwrap();
        page.into_iter().map(|row| row.operation.id).collect()
    };
    let is_held = Some(OperationState::Ended(OutcomeKind::Held));
    assert_eq!(page(None, None, None, 3), [0, 1, 2]);
    assert_eq!(page(None, None, Some(2), 3), [3, 4, 5]);
    assert_eq!(page(is_held, None, Some(6), 2), [9, 12]);
    assert_eq!(page(is_held, Some("ct-2"), None, 9), [21, 24, 27]);
    assert_eq!(page(None, Some("nothing like it"), None, 9), [0; 0]);

    let mut all = Vec::new();
    let filter = Filter::default();
    ledger
        .read(|conn| {
            operations::for_each(conn, run, &filter, |row| {
                all.push(row.operation);
                Ok(())
            })
        })
        .unwrap();
    assert_eq!(all[0], held(0));
    assert_eq!(all.len(), 30);
}

#[test]
fn the_newest_unfinished_run_is_found() {
    let (_directory, ledger, first) = with_run();
    let store = ledger.read(|conn| runs::get(conn, first)).unwrap().store;
    let second = ledger.write_blocking(move |tx| runs::create(tx, &super::new_run(store))).unwrap();
    let newest = |store| ledger.read(|conn| runs::newest_unfinished(conn, store)).unwrap().map(|run| run.id);
    assert_eq!(newest(None), Some(second));
    ledger.write_blocking(move |tx| runs::set_state(tx, second, RunState::Superseded, 5)).unwrap();
    assert_eq!(newest(Some(store)), Some(first));
    assert_eq!(newest(Some(store + 1)), None);
    let listed = ledger.read(|conn| runs::list(conn, Some(store), 5)).unwrap();
    assert_eq!(listed.iter().map(|run| run.id).collect::<Vec<_>>(), [second, first]);
    assert_eq!(listed[1].store_name, "north");
}

#[test]
fn a_hundred_thousand_operations_are_one_write() {
    let (_directory, ledger, run) = with_run();
    insert(&ledger, run, (0..100_000).map(operation).collect());
    assert_eq!(counts(&ledger, run).planned, 100_000);
}
