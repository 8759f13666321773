//! Ctrl-C, going on, giving up, and two programs that want the same store.

use std::path::PathBuf;

use evenshelf_demo_store::{Faults, Options};
use evenshelf_tests::kills::{Peace, adds_up, files, same, without_kills};
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::{Shop, empty};
use serde_json::json;

/// What a call takes where a run has to be met in the middle.
const SLOW_MS: u64 = 60;

fn slow() -> Shop {
    Shop::start(Options { faults: Faults { delay_ms: SLOW_MS, ..Faults::default() }, ..empty() })
}

/// A store with a run that was interrupted in its middle, the file it came from, and what the store should hold.
fn interrupted(seed: u64) -> (Shop, Desk, PathBuf, Peace) {
    let files = files(seed);
    let peace = without_kills(&files[..1]).remove(0);
    let shop = slow();
    let desk = Desk::new(&shop);
    let path = desk.file("products.csv", &files[0]);
    let words = path.to_str().expect("a readable path");
    shop.forget_stats();
    let mut running =
        desk.start(&["sync", STORE, "--from", words, "--yes", "--json", "--strategy", "sequential"]);
    while shop.write_calls() < 6 {
        assert!(!running.has_ended(), "it ended before it could be interrupted: {}", running.wait());
    }
    running.interrupt();
    let at = shop.write_calls();
    let done = running.wait().expect(130);
    // One may have been under way, and one more about to start.
    assert!(shop.write_calls() <= at + 2, "it went on for {} calls", shop.write_calls() - at);
    assert_eq!(done.json()["run"]["state"], "interrupted", "{done}");
    shop.set_faults(json!({ "delay_ms": 0 }));
    (shop, desk, path, peace)
}

#[test]
fn an_interrupted_run_is_finished_by_resuming() {
    let (shop, desk, _, peace) = interrupted(11);
    let runs = desk.runs();
    assert_eq!(runs[0]["state"], "interrupted");
    let applied = runs[0]["counts"]["applied"].as_u64();
    assert!(
        applied.is_some_and(|count| count > 0) && runs[0]["counts"]["planned"].as_u64() > applied,
        "{}",
        runs[0]
    );
    let resumed = desk.run(&["resume", "--last", "--json"]).expect(0).json();
    assert_eq!(resumed["run"]["state"], "completed", "{resumed}");
    assert_eq!(resumed["run"]["id"], runs[0]["id"]);
    assert!(adds_up(&resumed["run"]["counts"]), "{resumed}");
    if let Err(what) = same(&peace.holds, &shop) {
        panic!("{what}");
    }
    let nothing = desk.run(&["resume", "--last"]).expect(0);
    assert!(nothing.says("nothing to resume"), "{nothing}");
}

#[test]
fn a_new_sync_takes_the_place_of_an_interrupted_one() {
    let (shop, desk, path, peace) = interrupted(12);
    desk.sync(&path, &[]).expect(0);
    let runs = desk.runs();
    assert_eq!((&runs[0]["state"], &runs[1]["state"]), (&json!("completed"), &json!("superseded")));
    assert!(runs.iter().all(|run| adds_up(&run["counts"])), "{runs:#?}");
    if let Err(what) = same(&peace.holds, &shop) {
        panic!("{what}");
    }
}

#[test]
fn an_interrupted_run_can_be_given_up() {
    let (shop, desk, path, peace) = interrupted(14);
    let run = desk.runs()[0]["id"].to_string();
    let applied = desk.runs()[0]["counts"]["applied"].clone();
    let at = shop.write_calls();
    let done = desk.run(&["cancel", &run, "--json"]).expect(0).json();
    assert_eq!(done["run"]["state"], "cancelled", "{done}");
    assert!(adds_up(&done["run"]["counts"]), "{done}");
    // One reply may have been lost by the interruption, and its operation is settled now.
    assert!(done["run"]["counts"]["applied"].as_u64() >= applied.as_u64(), "{done}");
    assert_eq!(done["run"]["failures"][0]["reason"], "you cancelled the run", "{done}");
    assert_eq!(shop.write_calls(), at, "something new was sent");
    desk.run(&["resume", &run]).expect(2);
    desk.run(&["cancel", &run]).expect(2);
    desk.sync(&path, &[]).expect(0);
    if let Err(what) = same(&peace.holds, &shop) {
        panic!("{what}");
    }
}

#[test]
fn a_second_program_waits_and_says_for_whom() {
    let files = files(13);
    let peace = without_kills(&files[..1]);
    let shop = slow();
    let desk = Desk::new(&shop);
    let path = desk.file("products.csv", &files[0]);
    let words = path.to_str().expect("a readable path");
    shop.forget_stats();
    let mut first = desk.start(&["sync", STORE, "--from", words, "--yes", "--strategy", "sequential"]);
    while shop.write_calls() < 6 {
        assert!(!first.has_ended(), "it ended too early: {}", first.wait());
    }
    let mut second = desk.start(&["sync", STORE, "--from", words, "--yes"]);
    let waits = format!("process {}", first.id());
    let mut heard = String::new();
    while !heard.contains(&waits) {
        heard.push_str(
            &second.next_line().unwrap_or_else(|| panic!("it did not say for whom it waits: {heard}")),
        );
    }
    assert!(!first.has_ended(), "the first was at work while the second waited");
    shop.set_faults(json!({ "delay_ms": 0 }));
    first.wait().expect(0);
    second.wait().expect(0);
    if let Err(what) = same(&peace[0].holds, &shop) {
        panic!("{what}");
    }
    assert!(desk.runs().iter().all(|run| run["state"] == "completed"), "{:#?}", desk.runs());
}
