//! From the demo store to a run in the history, command by command, as the page asks for it.

use serde_json::{Value, json};

use crate::bench::Bench;

/// One bench for the whole way: each step stands on the one before.
#[test]
fn the_demo_is_opened_planned_tried_applied_and_remembered() {
    let bench = Bench::new();
    let told = bench.listen("activity");
    let ledger = bench.listen("ledger");

    let job = bench.ask("demo_sample", json!({})).as_u64().unwrap();
    let planned = bench.end_of(&told, job);
    assert_eq!(planned["kind"], "planned", "{planned}");
    let id = planned["review"].as_i64().unwrap();
    assert!(ledger.try_recv().is_ok(), "a page that shows the stores is told to read them again");

    let overview = bench.ask("overview", json!({}));
    let store = &overview["ledger"]["stores"][0];
    assert_eq!(
        (&store["name"], &store["demo"], &store["writes_allowed"]),
        (&json!("demo"), &json!(true), &json!(true))
    );
    assert!(store["products"].as_u64() > Some(100) && store["copied_at_ms"].is_i64(), "{store}");
    assert_eq!(overview["ledger"]["reviews"][0]["id"], json!(id));

    // The sheet has a slip in it, which is held.
    let review = bench.ask("review", json!({ "id": id }));
    let counts = &review["counts"];
    assert_eq!(
        (&review["origin"]["store"], &review["origin"]["source"]),
        (&json!("demo"), &json!("supplier.csv"))
    );
    assert_eq!(review["held"][0]["kind"], "price_zero", "{review}");
    let (changes, to_apply) = (counts["changes"].as_u64().unwrap(), counts["to_apply"].as_u64().unwrap());
    assert!(to_apply > 10 && changes > to_apply, "{counts}");

    read(&bench, id, changes);
    let excluded = mark(&bench, id, to_apply);

    // A few products first, then the rest.
    let tried = apply(&bench, &told, json!({ "kind": "trial", "products": 2 }), id);
    assert_eq!((&tried["kind"], &tried["state"]), (&json!("run"), &json!("completed")), "{tried}");
    let after_trial = bench.ask("review", json!({ "id": id }));
    assert_eq!(after_trial["trial_run"], tried["run"]);
    assert!(after_trial["counts"]["done"].as_u64() > Some(0), "{after_trial}");

    let applied = apply(&bench, &told, json!({ "kind": "all" }), id);
    assert_eq!((&applied["kind"], &applied["state"]), (&json!("run"), &json!("completed")), "{applied}");
    let at_last = bench.ask("review", json!({ "id": id }));
    assert_eq!(at_last["counts"]["to_apply"], json!(0));
    assert_eq!(at_last["counts"]["excluded"], excluded["counts"]["excluded"]);
    assert_eq!(at_last["run"], applied["run"]);

    remembered(&bench, applied["run"].as_i64().unwrap());
    not_brought_back(&bench, &told);
    bench.ask("job_put_away", json!({ "job": job }));
    bench.ask("review_discard", json!({ "id": id }));
    assert_eq!(bench.code("review", json!({ "id": id })), "unknown_review");
    forgotten(&bench);
}

fn read(bench: &Bench, id: i64, changes: u64) {
    let all = json!({ "id": id, "query": {}, "offset": 0, "limit": 500 });
    let page = bench.ask("review_page", all);
    assert_eq!(page["total"], json!(changes));
    let row = &page["rows"][0];
    assert!(row["product"].is_string() && row["before"]["kind"].is_string(), "{row}");
    let facets = bench.ask("review_facets", json!({ "id": id, "query": {} }));
    assert_eq!(facets["total"], json!(changes));
    let detail = bench.ask("review_change", json!({ "id": id, "row": row["row"] }));
    assert_eq!(detail["row"]["product"], row["product"]);
    let findings = bench
        .ask("review_findings", json!({ "id": id, "code": null, "side": null, "offset": 0, "limit": 10 }));
    assert_eq!(findings["total"].as_u64().unwrap(), findings["findings"].as_array().unwrap().len() as u64);
}

/// Leaves one product's changes out; returns the review then.
fn mark(bench: &Bench, id: i64, to_apply: u64) -> Value {
    let prices = json!({ "fields": ["price"], "states": ["included"] });
    let page = bench.ask("review_page", json!({ "id": id, "query": prices, "offset": 0, "limit": 1 }));
    let product = page["rows"][0]["product"].clone();
    let selection = json!({ "kind": "product", "product": product });
    let marked = bench.ask("review_mark", json!({ "id": id, "selection": selection, "mark": "exclude" }));
    let counts = &marked["counts"];
    assert!(counts["excluded"].as_u64() > Some(0), "{counts}");
    let left = counts["to_apply"].as_u64().unwrap();
    assert_eq!(left + counts["excluded"].as_u64().unwrap(), to_apply);
    marked
}

fn apply(bench: &Bench, told: &std::sync::mpsc::Receiver<Value>, scope: Value, id: i64) -> Value {
    let request = json!({ "review": id, "scope": scope, "workers": 4, "verify": true });
    let job = bench.ask("apply", json!({ "request": request })).as_u64().unwrap();
    bench.end_of(told, job)
}

/// A backup is looked at; into a store that has products it is not brought.
fn not_brought_back(bench: &Bench, told: &std::sync::mpsc::Receiver<Value>) {
    let path = bench.ask("backup_now", json!({ "store": "demo" }));
    let asked = json!({ "store": "demo", "path": path });
    let look = bench.ask("restore_look", asked.clone());
    assert!(look["products"].as_u64() > Some(100) && look["products"] == look["in_store"], "{look}");
    assert!(!look["differences"].as_array().unwrap().is_empty(), "{look}");
    let job = bench.ask("restore", asked).as_u64().unwrap();
    let refused = bench.end_of(told, job);
    assert_eq!((&refused["kind"], &refused["refusal"]["code"]), (&json!("refused"), &json!("bad_request")));
    bench.ask("job_put_away", json!({ "job": job }));
}

fn remembered(bench: &Bench, run: i64) {
    let history = bench.ask("history", json!({ "query": {}, "offset": 0, "limit": 10 }));
    assert_eq!((&history["total"], &history["entries"][0]["run"]["id"]), (&json!(2), &json!(run)));
    let none = json!({ "query": { "text": "no such word anywhere" }, "offset": 0, "limit": 10 });
    assert_eq!(bench.ask("history", none)["total"], json!(0));

    let detail = bench.ask("run_detail", json!({ "run": run }));
    assert_eq!(
        (&detail["end"], &detail["demo"], &detail["trial"]),
        (&json!("green"), &json!(true), &json!(false))
    );
    assert!(detail["calls"].as_u64() > Some(0), "{detail}");
    let operations = bench.ask(
        "run_operations",
        json!({ "run": run, "query": { "states": ["applied"] }, "offset": 0, "limit": 5 }),
    );
    let first = &operations["rows"][0];
    assert_eq!((&first["state"], &first["admin_url"]), (&json!("applied"), &Value::Null), "{operations}");
    let changes = bench.ask("run_changes", json!({ "run": run, "operation": first["operation"] }));
    assert_eq!(changes.as_array().unwrap().len() as u64, first["changes"].as_u64().unwrap().max(1));
    let curves = bench.ask("run_curves", json!({ "run": run }));
    assert!(curves.is_array(), "{curves}");
    bench.ask("run_findings", json!({ "run": run, "code": null, "side": null, "offset": 0, "limit": 10 }));
    // An ended run neither goes on nor can be given up: the job says so.
    assert_eq!(bench.code("run_detail", json!({ "run": 99 })), "unknown_run");
    assert_eq!(bench.code("run_resume", json!({ "run": 99 })), "unknown_run");
}

fn forgotten(bench: &Bench) {
    let backup = bench.ask("backup_now", json!({ "store": "demo" }));
    assert!(std::path::Path::new(backup.as_str().unwrap()).is_file(), "{backup}");
    let checked = bench.ask("store_check", json!({ "store": "demo" }));
    assert!(checked["scopes"].as_array().is_some_and(|scopes| scopes.len() == 7), "{checked}");
    assert!(checked["scopes"].as_array().unwrap().iter().all(|scope| scope["granted"] == json!(true)));

    bench.ask("store_forget", json!({ "store": "demo" }));
    let overview = bench.ask("overview", json!({}));
    assert_eq!((&overview["ledger"]["stores"], &overview["ledger"]["runs"]), (&json!([]), &json!([])));
    for trace in ["demo-store", "samples"] {
        assert!(!bench.data_dir().join(trace).exists(), "{trace} is left");
    }
}
