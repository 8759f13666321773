//! How a run comes to rest when something goes wrong at its very end, its very beginning, or between two runs.

use std::time::Duration;

use evenshelf_demo_store::{Faults, Options};
use evenshelf_tests::observed;
use evenshelf_tests::program::{Desk, Running, STORE};
use evenshelf_tests::shop::{Shop, ShopProcess, empty};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

const HEADER: &str = "Handle,Title,Published,Variant Price\n";
const LAMP: &str = "lamp,Lamp,true,20.00\n";
const MUG: &str = "mug,Mug,true,7.00\n";
const UPDATE: &str =
    "mutation($product: ProductUpdateInput!) { productUpdate(product: $product) { userErrors { message } } }";

/// What a call takes, so that the store can be met at work on one.
const SLOW_MS: u64 = 400;

fn slow() -> Shop {
    Shop::start(Options { faults: Faults { delay_ms: SLOW_MS, ..Faults::default() }, ..empty() })
}

fn start(desk: &Desk, lines: &[&str]) -> Running {
    let path = desk.file("products.csv", format!("{HEADER}{}", lines.concat()));
    let path = path.to_str().expect("a readable path");
    desk.start(&["sync", STORE, "--from", path, "--yes", "--json", "--strategy", "sequential"])
}

/// Waits until the journal holds this state of an operation.
fn wait_for(desk: &Desk, operation: i64, state: &str) {
    let path = desk.data_dir().join("evenshelf.sqlite");
    let ledger = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a ledger");
    let sql = "SELECT count(*) FROM operations WHERE op_id = ?1 AND state = ?2";
    for _ in 0..3_000 {
        let found = ledger.query_row(sql, rusqlite::params![operation, state], |row| row.get::<_, i64>(0));
        if found.is_ok_and(|count| count > 0) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("operation {operation} was never {state}");
}

/// Starts a sync and returns when its last call is with the store, which will answer nothing that comes after.
fn before_the_read_back(shop: &Shop, desk: &Desk) -> Running {
    let running = start(desk, &[LAMP]);
    wait_for(desk, 1, "sent");
    std::thread::sleep(Duration::from_millis(SLOW_MS / 4));
    shop.set_faults(json!({ "delay_ms": SLOW_MS, "error_rate": 1 }));
    running
}

#[test]
fn a_run_that_cannot_be_read_back_is_interrupted_and_read_back_later() {
    let shop = slow();
    let desk = Desk::new(&shop);
    let done = before_the_read_back(&shop, &desk).wait().expect(3);
    assert!(done.says("evenshelf resume"), "it does not say how to go on: {done}");
    let run = &desk.runs()[0];
    assert_eq!((&run["state"], &run["counts"]["applied"]), (&json!("interrupted"), &json!(2)), "{run}");

    shop.set_faults(json!({ "error_rate": 0, "delay_ms": 0 }));
    let resumed = desk.run(&["resume", "--last", "--json"]).expect(0).json();
    assert_eq!(resumed["run"]["state"], "completed", "{resumed}");
}

#[test]
fn reading_back_can_be_interrupted() {
    let shop = slow();
    let desk = Desk::new(&shop);
    let running = before_the_read_back(&shop, &desk);
    wait_for(&desk, 1, "applied");
    running.interrupt();
    let done = running.wait().expect(130);
    assert_eq!(done.json()["run"]["state"], "interrupted", "{done}");

    shop.set_faults(json!({ "error_rate": 0, "delay_ms": 0 }));
    desk.run(&["resume", "--last"]).expect(0);
    assert_eq!(desk.runs()[0]["state"], "completed");
}

/// The word may come while the last call is under way: reading back a large run takes minutes, too.
#[test]
fn an_interruption_at_the_last_call_does_not_wait_for_the_reading_back() {
    let shop = slow();
    let desk = Desk::new(&shop);
    let running = start(&desk, &[LAMP]);
    wait_for(&desk, 1, "sent");
    running.interrupt();
    let done = running.wait().expect(130);
    let run = &done.json()["run"];
    assert_eq!((&run["state"], &run["counts"]["applied"]), (&json!("interrupted"), &json!(2)), "{run}");
    let resumed = desk.run(&["resume", "--last", "--json"]).expect(0).json();
    assert!(resumed["run"]["note"].as_str().is_some_and(|note| note.contains("read back 1")), "{resumed}");
}

/// A newer sync looks up what an older one left in doubt. What was not done then is no longer wanted.
#[test]
fn what_a_superseded_run_did_not_do_is_not_done_for_it() {
    let mut shop = ShopProcess::start(&["--delay-ms", "400"]);
    let desk = Desk::new(&shop);
    let mut running = start(&desk, &[LAMP]);
    wait_for(&desk, 0, "sent");
    shop.kill();
    running.kill();
    running.wait();
    shop.restart();
    shop.set_faults(json!({ "delay_ms": 0 }));

    let done = desk.sync(&desk.file("products.csv", format!("{HEADER}{MUG}")), &[]).expect(0);
    let products: Vec<String> = observed::products(&shop).into_keys().collect();
    assert_eq!(products, ["mug"], "{done}");
    let runs = desk.runs();
    assert_eq!(
        (&runs[1]["state"], &runs[1]["counts"]["skipped"]),
        (&json!("superseded"), &json!(2)),
        "{runs:#?}"
    );
}

#[test]
fn what_builds_on_a_create_finds_its_product_by_another_handle() {
    let shop = slow();
    let desk = Desk::new(&shop);
    let running = start(&desk, &[LAMP]);
    wait_for(&desk, 0, "sent");
    running.interrupt();
    running.wait().expect(130);
    shop.set_faults(json!({ "delay_ms": 0 }));
    let id = shop.product_id("lamp");
    shop.change(UPDATE, json!({ "product": { "id": id, "handle": "table-lamp" } }));
    desk.run(&["pull", STORE]).expect(0);

    desk.run(&["resume", "--last"]).expect(0);
    assert_eq!(observed::products(&shop)["table-lamp"].fields["published"], "true");
}

/// The power may go while the plan is written to the journal: such a run is no whole one.
#[test]
fn a_run_whose_plan_was_not_written_down_whole_is_given_up() {
    let shop = slow();
    let desk = Desk::new(&shop);
    let running = start(&desk, &[LAMP, MUG]);
    wait_for(&desk, 0, "sent");
    running.interrupt();
    running.wait().expect(130);
    shop.set_faults(json!({ "delay_ms": 0 }));
    let ledger = Connection::open(desk.data_dir().join("evenshelf.sqlite")).expect("a ledger");
    ledger
        .execute_batch(
            "DELETE FROM operations WHERE op_id > 1; DELETE FROM operation_bodies WHERE op_id > 1;
             UPDATE runs SET state = 'planned'",
        )
        .expect("the run can be cut short");

    let done = desk.run(&["resume", "--last"]).expect(2);
    assert!(done.says("sync again"), "it does not say what to do: {done}");
    let run = &desk.runs()[0];
    assert_eq!(run["state"], "cancelled", "{run}");
}

/// The answer to a create lists 250 variants at most.
#[test]
fn without_a_read_back_a_large_product_is_even_all_the_same() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let lines: String =
        (0..300).map(|at| format!("lamp,{},Size,S{at},7.00\n", if at == 0 { "Lamp" } else { "" })).collect();
    let path =
        desk.file("large.csv", format!("Handle,Title,Option1 Name,Option1 Value,Variant Price\n{lines}"));
    desk.sync(&path, &["--no-verify"]).expect(0);
    let plan = desk.plan(&path, &[]);
    assert_eq!(plan["counts"]["operations"], 0, "{}", plan["counts"]);
}

#[test]
fn what_is_interrupted_before_it_sends_sends_nothing() {
    let shop = slow();
    let desk = Desk::new(&shop);
    let path = desk.file("products.csv", format!("{HEADER}{LAMP}{MUG}"));
    let saved = desk.folder().join("plan.jsonl");
    let saved = saved.to_str().expect("a readable path");
    desk.plan(&path, &["--save", saved]);
    shop.forget_stats();
    let running = desk.start(&["sync", STORE, "--plan", saved, "--yes", "--json", "--strategy", "parallel"]);
    // It asks for locations and changes first.
    std::thread::sleep(Duration::from_millis(SLOW_MS * 2));
    running.interrupt();
    let done = running.wait().expect(130);
    assert_eq!(done.json()["error"]["code"], "interrupted", "{done}");
    assert!(observed::products(&shop).is_empty(), "{done}");
    assert!(desk.runs().is_empty(), "a run of which nothing was sent is left: {:#?}", desk.runs());
}

/// For half a minute a product that was just read is not looked at again; a long reading must not seem to be just over.
#[test]
fn a_reading_is_as_old_as_its_beginning() {
    let shop = slow();
    let desk = Desk::new(&shop);
    for words in [&["pull", STORE, "--full"][..], &["pull", STORE]] {
        desk.run(words).expect(0);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
        let ledger = Connection::open(desk.data_dir().join("evenshelf.sqlite")).expect("a ledger");
        let pulled_at: i64 =
            ledger.query_row("SELECT pulled_at FROM stores", [], |row| row.get(0)).expect("a store");
        let age_ms = now.as_millis().cast_signed() - i128::from(pulled_at);
        // Two calls at the least come after its beginning.
        assert!(age_ms >= i128::from(SLOW_MS * 2), "{words:?}: only {age_ms} ms old");
    }
}
