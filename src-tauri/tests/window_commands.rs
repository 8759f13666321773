//! The window's commands over Tauri's mock runtime: the real configuration and rights, no display.

use std::path::Path;

use evenshelf_desktop::{DataDir, shell};
use evenshelf_engine::ledger::runs::{NewRun, RunState};
use evenshelf_engine::ledger::stores::{CredentialKind, Store, StoreKind};
use evenshelf_engine::ledger::{FILE_NAME, Ledger, runs, stores};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{WebviewWindow, WebviewWindowBuilder};

/// `build()` opens no window of the configuration (only `run()` does), so "main" is opened here.
fn window(data_dir: &Path) -> (tauri::App<MockRuntime>, WebviewWindow<MockRuntime>) {
    let app = shell(mock_builder(), DataDir(data_dir.to_owned()))
        .build(tauri::generate_context!(test = true))
        .expect("the shell builds on the mock runtime");
    let window = WebviewWindowBuilder::new(&app, "main", Default::default()).build().expect("window");
    (app, window)
}

fn invoke(window: &WebviewWindow<MockRuntime>, command: &str, body: Value) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().expect("address"),
        body: InvokeBody::Json(body),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_string(),
    };
    get_ipc_response(window, request).map(|reply| reply.deserialize().expect("JSON"))
}

#[test]
fn overview_of_a_new_installation() {
    let dir = tempfile::tempdir().unwrap();
    let (_app, window) = window(dir.path());
    let overview = invoke(&window, "overview", json!({})).unwrap();
    assert_eq!(
        overview,
        json!({
            "product_version": env!("CARGO_PKG_VERSION"),
            "data_dir": dir.path().display().to_string(),
            "ledger": { "state": "absent" },
        })
    );
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "looking leaves nothing behind");
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
    let (_app, window) = window(dir.path());
    let overview = invoke(&window, "overview", json!({})).unwrap();
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
                "copied_at_ms": 1_000,
            }],
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
    let (_app, window) = window(dir.path());
    let refusal = invoke(&window, "overview", json!({})).unwrap_err();
    assert_eq!(refusal["code"], "ledger_unreadable", "{refusal}");
}

#[test]
fn notify_refuses_what_no_desktop_shows() {
    let dir = tempfile::tempdir().unwrap();
    let (_app, window) = window(dir.path());
    for (title, body) in [("", "body"), ("title", &"x".repeat(201))] {
        let refusal = invoke(&window, "notify", json!({ "title": title, "body": body })).unwrap_err();
        assert_eq!(refusal["code"], "bad_request", "{refusal}");
    }
}

#[test]
fn the_page_has_only_the_rights_of_the_capability() {
    let dir = tempfile::tempdir().unwrap();
    let (_app, window) = window(dir.path());
    for command in ["plugin:window|set_title", "plugin:notification|notify", "plugin:app|version"] {
        let refusal = invoke(&window, command, json!({ "value": "x" })).unwrap_err();
        assert!(refusal.to_string().contains("not allowed"), "{command}: {refusal}");
    }
}
