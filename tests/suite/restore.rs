//! A backup is brought back into another store.

use evenshelf_demo_store::{Faults, Options};
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::restores::{self, Filled};
use evenshelf_tests::shop::Shop;
use serde_json::json;

/// A small share; two hundred by `cargo run -p evenshelf-tests --bin restores -- --rounds 200`.
#[test]
fn eight_stores_come_back_as_they_were() {
    if let Err(what) = restores::run(1, 8, |_| ()) {
        panic!("{what}");
    }
}

fn products(shop: &Shop) -> u64 {
    shop.ask("{ productsCount { count } }", json!({}))["productsCount"]["count"].as_u64().expect("a count")
}

/// A seed whose store has three locations.
const LARGE: u64 = 23;

#[test]
fn an_interrupted_restore_is_finished_by_resuming() {
    let old = Filled::large(LARGE);
    let from = old.backup.to_str().expect("a readable path");
    let slow = Faults { delay_ms: 60, ..Faults::default() };
    let shop = Shop::start(Options { faults: slow, ..restores::options(LARGE) });
    let desk = Desk::new(&shop);
    shop.forget_stats();
    let restore = ["restore", STORE, "--from", from, "--yes", "--json", "--strategy", "sequential"];
    let mut running = desk.start(&restore);
    // The definitions, the custom id and the first of the products.
    while products(&shop) == 0 {
        assert!(!running.has_ended(), "it ended before it could be interrupted: {}", running.wait());
    }
    running.interrupt();
    running.wait().expect(130);
    shop.set_faults(json!({ "delay_ms": 0 }));
    let refused = desk.run(&["restore", STORE, "--from", from, "--yes", "--json"]).expect(2);
    assert_eq!(refused.json()["error"]["code"], "not_empty", "{refused}");
    assert!(refused.says("resume"), "{refused}");
    desk.run(&["resume", "--last"]).expect(0);
    if let Err(what) = old.same(&desk, &shop) {
        panic!("{what}");
    }
}

#[test]
fn what_does_not_come_back_is_said_before_and_after_and_kept_with_the_run() {
    let old = Filled::large(LARGE);
    let from = old.backup.to_str().expect("a readable path");
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let dry = desk.run(&["restore", STORE, "--from", from, "--dry-run"]).expect(0);
    for word in
        ["ids:", "times:", "pictures:", "locations: the store has no active location \"Alder Falls Store\""]
    {
        assert!(dry.says(word), "{word}: {dry}");
    }
    assert_eq!((products(&shop), desk.runs().len()), (0, 0));
    let done = desk.run(&["restore", STORE, "--from", from, "--yes"]).expect(0);
    assert_eq!(done.out.matches("What does not come back as it was").count(), 2, "{done}");
    let run = desk.runs()[0]["id"].to_string();
    let shown = desk.run(&["show", &run, "--json"]).expect(0);
    assert!(shown.says("not_restored"), "{shown}");
}

#[test]
fn a_restore_leaves_what_else_a_store_has_as_it_is() {
    let old = Filled::large(LARGE);
    let from = old.backup.to_str().expect("a readable path");
    let shop = Shop::start(restores::options(LARGE));
    let desk = Desk::new(&shop);
    desk.sync(&desk.file("one.csv", "Handle,Title\nlamp,Lamp\nthing-0,Another\n"), &[]).expect(0);
    desk.run(&["restore", STORE, "--from", from, "--yes"]).expect(2);
    desk.run(&["restore", STORE, "--from", from, "--into-existing", "--yes"]).expect(0);
    let again = desk.run(&["restore", STORE, "--from", from, "--into-existing", "--dry-run", "--json"]);
    assert_eq!(again.expect(0).json()["plan"]["counts"]["operations"], 0);
    shop.product_id("lamp");
}

#[test]
fn a_backup_written_before_they_were_packed_still_comes_back() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let line = r#"{"handle":"mug","id":"gid://shopify/Product/7","title":"Mug","options":[],"variants":[{"options":[],"price":"9.5","quantities":[{"location":"Harbour Warehouse","available":4}]}],"images":[]}"#;
    let path = desk.file("shop-20261124-170503.jsonl", format!("{line}\n"));
    let from = path.to_str().expect("a readable path");
    let done = desk.run(&["restore", STORE, "--from", from, "--yes"]).expect(0);
    assert!(done.says("old backup:"), "{done}");
    let plan = desk.plan(&path, &[]);
    assert_eq!(plan["changes"], json!([]), "{plan}");
    let damaged = desk.file("bad.jsonl.gz", [0x1f, 0x8b, 8, 0]);
    let from = damaged.to_str().expect("a readable path");
    let refused =
        desk.run(&["restore", STORE, "--from", from, "--into-existing", "--yes", "--json"]).expect(2);
    assert_eq!(refused.json()["error"]["code"], "source", "{refused}");
}

#[test]
fn a_video_is_said_to_stay_behind_and_keeps_nothing_else_back() {
    let old = Shop::empty();
    let set = "mutation($input: ProductSetInput!) { productSet(synchronous: true, input: $input) {
      product { id } userErrors { message } } }";
    let files = json!([
        { "originalSource": "https://www.youtube.com/watch?v=aaaaaaaaaaa", "contentType": "EXTERNAL_VIDEO" },
        { "originalSource": "https://pictures.example/mug.png", "contentType": "IMAGE", "alt": "A mug" },
    ]);
    old.change(set, json!({ "input": { "title": "Mug", "handle": "mug", "files": files } }));
    let desk = Desk::new(&old);
    let backup = desk.folder().join("old.jsonl.gz");
    let from = backup.to_str().expect("a readable path");
    desk.run(&["backup", STORE, "--to", from]).expect(0);
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let done = desk.run(&["restore", STORE, "--from", from, "--yes"]).expect(0);
    assert!(done.says("videos:"), "{done}");
    let media = "{ products(first: 5) { nodes { media(first: 5) { nodes { mediaContentType alt } } } } }";
    let media = shop.ask(media, json!({}))["products"]["nodes"][0]["media"]["nodes"].clone();
    assert_eq!(media, json!([{ "mediaContentType": "IMAGE", "alt": "A mug" }]));
    let again = desk.run(&["restore", STORE, "--from", from, "--into-existing", "--dry-run", "--json"]);
    assert_eq!(again.expect(0).json()["plan"]["counts"]["operations"], 0);
}
