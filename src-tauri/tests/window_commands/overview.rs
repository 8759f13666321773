//! What stands on the first screen.

use evenshelf_engine::ledger::runs::{NewRun, RunState};
use evenshelf_engine::ledger::stores::{CredentialKind, Store, StoreKind};
use evenshelf_engine::ledger::{FILE_NAME, Ledger, runs, stores};
use serde_json::json;

use crate::bench::Bench;

#[test]
fn overview_of_a_new_installation() {
    let bench = Bench::new();
    assert_eq!(
        bench.ask("overview", json!({})),
        json!({
            "product_version": env!("CARGO_PKG_VERSION"),
            "data_dir": bench.data_dir().display().to_string(),
            "ledger": { "state": "absent" },
        })
    );
    assert_eq!(std::fs::read_dir(bench.data_dir()).unwrap().count(), 0, "looking leaves nothing behind");
}

#[test]
fn overview_of_a_ledger_with_a_run() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(dir.path()).unwrap();
    ledger
        .write_blocking(|tx| {
            let url = "http://127.0.0.1:4460";
            let new = Store::new("demo", url, StoreKind::Demo, "2026-10", CredentialKind::Token);
            let store = stores::add(tx, &Store { allow_writes: true, ..new })?;
            stores::set_pulled(tx, store.id, 1_000, None, true)?;
            let run = NewRun {
                store: store.id,
                plan: None,
                source: "supplier.csv".into(),
                strategy: "auto".into(),
                workers: None,
                options: json!({}),
                created_at: 2_000,
            };
            let run = runs::create(tx, &run)?;
            runs::set_state(tx, run, RunState::Running, 3_000)?;
            runs::set_state(tx, run, RunState::Completed, 4_000)
        })
        .unwrap();
    let overview = Bench::over(dir).ask("overview", json!({}));
    let none = json!({
        "planned": 0, "applied": 0, "unchanged": 0, "rejected": 0, "failed": 0, "skipped": 0, "held": 0,
    });
    assert_eq!(
        overview["ledger"],
        json!({
            "state": "open",
            "stores": [{
                "name": "demo",
                "url": "http://127.0.0.1:4460",
                "demo": true,
                "writes_allowed": true,
                "shop_name": null,
                "currency": null,
                "location": null,
                "products": 0,
                "copied_at_ms": 1_000,
                "backup_at_ms": null,
            }],
            "reviews": [],
            "runs": [{
                "id": 1,
                "store": "demo",
                "source": "supplier.csv",
                "state": "completed",
                "created_at_ms": 2_000,
                "started_at_ms": 3_000,
                "ended_at_ms": 4_000,
                "counts": none,
            }],
        })
    );
}

#[test]
fn a_ledger_that_cannot_be_read_is_refused_with_a_code() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(FILE_NAME), "no database").unwrap();
    assert_eq!(Bench::over(dir).code("overview", json!({})), "ledger_unreadable");
}
