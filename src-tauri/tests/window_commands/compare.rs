//! Two files compared: no store, no account, no demo store.

use serde_json::json;

use crate::bench::Bench;

const SHELF: &str = "Handle,Title,Variant Price\ncup,Cup,10.00\njug,Jug,20.00\n";
const SHEET: &str = "Handle,Title,Variant Price\ncup,Cup,10.50\njug,Jug,20.00\n";

#[test]
fn two_files_become_a_review_without_a_store() {
    let bench = Bench::new();
    let told = bench.listen("activity");
    let files = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = files.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (shelf, sheet) = (file("export.csv", SHELF), file("supplier.csv", SHEET));
    let request = json!({ "shelf": shelf, "sheet": sheet, "match_by": "auto", "missing": "leave" });
    let job = bench.ask("compare", json!({ "request": request })).as_u64().unwrap();
    let outcome = bench.end_of(&told, job);
    assert_eq!(outcome["kind"], "planned", "{outcome}");

    let id = outcome["review"].as_i64().unwrap();
    let page = bench.ask("review_page", json!({ "id": id, "query": {}, "offset": 0, "limit": 10 }));
    assert_eq!((&page["total"], &page["rows"][0]["product"]), (&json!(1), &json!("cup")), "{page}");
    assert_eq!(
        (&page["rows"][0]["field"], &page["rows"][0]["percent"]),
        (&json!("price"), &json!(5.0)),
        "{page}"
    );

    let recent = bench.ask("recent_files", json!({}));
    assert_eq!(recent.as_array().map(Vec::len), Some(2), "{recent}");
    bench.ask("recent_forget", json!({ "path": recent[0]["path"] }));
    assert_eq!(bench.ask("recent_files", json!({})), json!([recent[1]]));

    // There is no store to apply it to.
    let request = json!({ "review": id, "scope": { "kind": "all" }, "workers": null, "verify": true });
    assert_eq!(bench.code("apply", json!({ "request": request })), "bad_request");
}

#[test]
fn what_is_no_file_is_refused_before_a_job_begins() {
    let bench = Bench::new();
    let folder = bench.data_dir().display().to_string();
    let request = json!({ "shelf": folder, "sheet": "/none.csv", "match_by": "auto", "missing": "leave" });
    assert_eq!(bench.code("compare", json!({ "request": request })), "file");
    assert_eq!(bench.ask("jobs", json!({})), json!([]));
}

#[test]
fn a_sheet_is_looked_at_before_anything_is_planned() {
    let bench = Bench::new();
    assert_eq!(bench.ask("recent_files", json!({})), json!([]));
    let path = bench.data_dir().join("sheet.csv");
    let write = |text: &str| std::fs::write(&path, text).unwrap();
    let shown = json!({ "path": path.display().to_string() });
    write("Handle,Title,Variant Price,Mood\ncup,Cup,abc,x\n");
    let report = bench.ask("file_report", shown.clone());
    assert_eq!(
        (&report["rows"], &report["name"], &report["delimiter"]),
        (&json!(1), &json!("sheet.csv"), &json!(","))
    );
    assert_eq!(
        (&report["columns"][2]["field"], &report["columns"][3]["field"]),
        (&json!("price"), &json!(null))
    );
    let page =
        json!({ "path": path.display().to_string(), "code": "not_a_number", "offset": 0, "limit": 10 });
    let findings = bench.ask("file_findings", page.clone());
    assert_eq!((&findings["total"], &findings["findings"][0]["value"]), (&json!(1), &json!("abc")));
    assert_eq!(findings["findings"][0]["place"]["row"], json!(2), "{findings}");

    let kept = std::fs::read_dir(bench.data_dir()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(kept.collect::<Vec<_>>(), ["sheet.csv"], "looking at a sheet makes no ledger");

    // A sheet that was corrected is another sheet.
    write("Handle,Title,Variant Price,Mood\ncup,Cup,12.00,x\n");
    assert_eq!(bench.ask("file_findings", page)["total"], json!(0));
    std::fs::remove_file(&path).unwrap();
    assert_eq!(bench.code("file_report", shown), "file");
}
