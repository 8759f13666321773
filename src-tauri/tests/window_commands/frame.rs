//! Settings, storage, the problem report, notifications, places outside the window.

use serde_json::{Value, json};

use crate::bench::Bench;

#[test]
fn settings_are_kept_and_begin_with_their_defaults() {
    let bench = Bench::new();
    let first = bench.ask("settings", json!({}));
    assert_eq!(
        (&first["theme"], &first["zoom"], &first["verify"]),
        (&json!("system"), &json!(1.0), &json!(true))
    );
    assert_eq!(std::fs::read_dir(bench.data_dir()).unwrap().count(), 0, "looking leaves nothing behind");

    let mut wanted = first;
    wanted["theme"] = json!("dark");
    wanted["zoom"] = json!(40.0);
    let kept = bench.ask("settings_set", json!({ "settings": wanted }));
    assert_eq!((&kept["theme"], &kept["zoom"]), (&json!("dark"), &json!(3.0)));
    assert_eq!(bench.ask("settings", json!({})), kept);
}

#[test]
fn storage_is_measured() {
    let bench = Bench::new();
    bench.ask("settings_set", json!({ "settings": {} }));
    let storage = bench.ask("storage", json!({}));
    assert_eq!(storage["data_dir"], bench.data_dir().display().to_string());
    assert!(storage["ledger_bytes"].as_u64() > Some(0), "{storage}");
    assert_eq!((&storage["backups"], &storage["backups_bytes"]), (&json!(0), &json!(0)));
}

#[test]
fn a_problem_report_says_what_it_runs_on() {
    let bench = Bench::new();
    let report = bench.ask("problem_report", json!({}));
    let report = report.as_str().unwrap();
    for told in [env!("CARGO_PKG_VERSION"), "SQLite: 3.", "theme: \"system\"", "Last runs", "Last errors"] {
        assert!(report.contains(told), "no {told:?} in {report}");
    }
    let facts = bench.ask("system_facts", json!({}));
    assert_eq!(facts["product_version"], env!("CARGO_PKG_VERSION"));
    assert!(facts["sqlite_version"].as_str().is_some_and(|version| version.starts_with("3.")), "{facts}");
}

#[test]
fn notify_refuses_what_no_desktop_shows() {
    let bench = Bench::new();
    for (title, body) in [("", "body"), ("title", &"x".repeat(201))] {
        assert_eq!(bench.code("notify", json!({ "title": title, "body": body })), "bad_request");
    }
}

#[test]
fn nothing_but_the_admin_of_a_connected_store_is_opened() {
    let bench = Bench::new();
    for url in ["https://example.com/", "file:///etc/passwd", "https://admin.shopify.com/store/ada"] {
        assert_eq!(bench.code("open_admin", json!({ "url": url })), "bad_request", "{url}");
    }
}

#[test]
fn a_job_that_is_not_there_is_refused() {
    let bench = Bench::new();
    assert_eq!(bench.ask("jobs", json!({})), json!([]));
    for (command, body) in [
        ("job_stop", json!({ "job": 1 })),
        ("job_put_away", json!({ "job": 1 })),
        ("job_steer", json!({ "job": 1, "steer": { "kind": "pause" } })),
    ] {
        assert_eq!(bench.code(command, body), "bad_request", "{command}");
    }
}

#[test]
fn the_program_was_opened_with_no_file() {
    assert_eq!(Bench::new().ask("opened_with", json!({})), Value::Null);
}
