//! Removing a store leaves nothing of it, in no table and not in the file's bytes.

use std::collections::BTreeMap;
use std::fs;

use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::operation::{Change, Held, HeldKind, Operation, OutcomeKind, Subject};
use evenshelf_core::plan::{Budget, Counts, Forecast, Missing, PlanHead};
use evenshelf_core::value::Value;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Transaction};

use super::surroundings::Channel;
use super::{empty, location, new_run, new_store, operation, product};
use crate::ledger::attempts::NewAttempt;
use crate::ledger::bulk_operations::{self, NewBulk};
use crate::ledger::plans::{self, StoredPlan};
use crate::ledger::reviews::write::{NewProduct, PlacedOperation};
use crate::ledger::reviews::{self, Asked, NewHead};
use crate::ledger::runs::NewRun;
use crate::ledger::samples::{self, Sample};
use crate::ledger::{
    FILE_NAME, LedgerError, base, findings, image_sources, locations, mirror, operations, runs, stores,
    surroundings,
};
use crate::review::rows::rows;
use crate::review::types::Side;

/// Writes rows into every table, the name in each of them; returns the store's id.
fn fill(tx: &Transaction<'_>, name: &str) -> Result<i64, LedgerError> {
    let store = stores::add(tx, &new_store(name))?.id;
    locations::replace(tx, store, &[location(1, name)])?;
    let products: Vec<_> = (0..200).map(|id| product(id, &format!("{name}-{id}"))).collect();
    image_sources::remember(tx, store, name, name, name)?;
    mirror::put_many(tx, store, &products)?;
    mirror::begin_replace(tx, store)?;
    let mut pulled = product(1, name);
    pulled.variants[0].id = name.to_owned();
    mirror::put_replacement(tx, store, &[pulled])?;
    base::put(tx, store, name, &BTreeMap::from([("title".into(), Value::text(name))]), 1)?;

    let plan = StoredPlan {
        id: format!("plan of {name}"),
        store,
        source: name.into(),
        summary: name.into(),
        created_at: 1,
    };
    plans::put(tx, &plan)?;
    let run = runs::create(tx, &NewRun { plan: Some(plan.id), source: name.into(), ..new_run(store) })?;
    let mut planned = operation(0);
    planned.product = name.to_owned();
    operations::insert_all(tx, run, [&planned], 1)?;
    let attempt = NewAttempt { variables: Some(name.into()), ..NewAttempt::default() };
    let attempt = operations::intent(tx, run, &[0], &attempt, 1)?;
    operations::outcome(tx, run, 0, OutcomeKind::Rejected, Some(name), 2)?;
    bulk_operations::create(
        tx,
        &NewBulk {
            store,
            run: Some(run),
            attempt: Some(attempt),
            lane: 0,
            document: name.into(),
            status: "created".into(),
            lines: vec![vec![0]],
            created_at: 1,
        },
    )?;
    fill_review(tx, store, name, operation(1))?;
    surroundings::replace(tx, store, &[Channel { id: "1".into(), title: name.into() }])?;
    samples::add(tx, store, Some(run), &[Sample { name: name.into(), at: 1, value: 0.5 }])?;
    findings::insert_all(tx, run, [&Finding::new(FindingCode::NoMatch, Severity::Note, name)])?;
    Ok(store)
}

/// Writes a review of one operation, the name in each of its rows.
fn fill_review(
    tx: &Transaction<'_>,
    store: i64,
    name: &str,
    mut operation: Operation,
) -> Result<(), LedgerError> {
    operation.product = name.to_owned();
    let side = Value::text(name);
    operation.changes = vec![Change {
        subject: Subject::Variant { id: None, label: name.to_owned() },
        field: "price".into(),
        before: side.clone(),
        after: side,
    }];
    operation.held = Some(Held { kind: HeldKind::PriceZero, reason: name.to_owned() });
    let head = PlanHead {
        id: name.to_owned(),
        store: name.to_owned(),
        source: name.to_owned(),
        counts: Counts::default(),
        forecast: Forecast::default(),
        findings: Vec::new(),
    };
    let asked = Asked { match_by: None, missing: Missing::Leave };
    let review = reviews::begin(
        tx,
        &NewHead {
            store: Some(store),
            created_at: 1,
            copied_at: None,
            currency: None,
            shelf: None,
            sheet: name.to_owned(),
            asked,
            head,
            budget: Budget::default(),
        },
    )?;
    let rows = rows(std::slice::from_ref(&operation), None, 0);
    let operations = vec![PlacedOperation { operation, points: 10, start: 0, length: 0 }];
    let product = NewProduct { n: 0, operations, rows, body: Some(name.to_owned()) };
    reviews::write::products(tx, review, &[product])?;
    let finding = Finding::new(FindingCode::NoMatch, Severity::Note, name);
    reviews::findings::insert_all(tx, review, Side::Sheet, [&finding])?;
    reviews::plans::note(tx, review, name, "all")?;
    reviews::finish(tx, review)
}

/// Counts the rows of every table that have the word anywhere in them.
fn rows_with(conn: &Connection, word: &str) -> Result<BTreeMap<String, usize>, LedgerError> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        AND name <> 'settings' AND name NOT LIKE 'operation_text%'";
    let tables: Vec<String> =
        conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut found = BTreeMap::new();
    for table in tables {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let has_word = (0..columns).any(|column| match row.get_ref(column) {
                Ok(ValueRef::Text(text)) => String::from_utf8_lossy(text).contains(word),
                _ => false,
            });
            count += usize::from(has_word);
        }
        found.insert(table, count);
    }
    Ok(found)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn removing_a_store_leaves_no_trace_of_it() {
    let (directory, ledger) = empty();
    let gone = ledger.write(|tx| fill(tx, "the-store-that-goes")).await.unwrap();
    ledger.write(|tx| fill(tx, "the-store-that-stays")).await.unwrap();

    let before = ledger.read(|conn| rows_with(conn, "the-store-that-goes")).unwrap();
    let kept = ledger.read(|conn| rows_with(conn, "the-store-that-stays")).unwrap();
    assert_eq!(before, kept);
    // A table that is new has to be filled above, or this fails.
    assert!(before.values().all(|&rows| rows > 0), "a table without a row of the store: {before:?}");

    ledger.write(move |tx| stores::remove(tx, gone)).await.unwrap();
    let after = ledger.read(|conn| rows_with(conn, "the-store-that-goes")).unwrap();
    assert!(after.values().all(|&rows| rows == 0), "{after:?}");
    assert_eq!(ledger.read(|conn| rows_with(conn, "the-store-that-stays")).unwrap(), kept);

    let again = ledger.write(move |tx| stores::remove(tx, gone)).await.unwrap_err();
    assert!(matches!(again, LedgerError::Missing { .. }));

    ledger.compact().await.unwrap();
    let bytes = ["", "-wal"].map(|end| fs::read(directory.path().join(format!("{FILE_NAME}{end}"))).unwrap());
    let has = |word: &[u8]| bytes.concat().windows(word.len()).any(|window| window == word);
    assert!(has(b"the-store-that-stays"));
    assert!(!has(b"the-store-that-goes"));
}
