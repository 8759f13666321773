//! The owner's hand on a job under way: pause, go on, cancel, another number of connections, at any step.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use evenshelf_demo_store::{Faults, Options};
use evenshelf_engine::Session;
use evenshelf_tests::kills::{adds_up, files, same, without_kills};
use evenshelf_tests::observed;
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::{ONLY_LOCATION, Shop, empty};
use serde_json::{Value as Json, json};

/// What a call takes where a run has to be met in the middle.
const SLOW_MS: u64 = 60;

fn slow() -> Shop {
    Shop::start(Options { faults: Faults { delay_ms: SLOW_MS, ..Faults::default() }, ..empty() })
}

/// A job under way that takes wishes.
struct Job {
    child: Child,
    wishes: ChildStdin,
    told: BufReader<ChildStdout>,
}

impl Job {
    fn start(desk: &Desk, file: &std::path::Path) -> Self {
        let mut command = desk.other(env!("CARGO_BIN_EXE_steer"));
        command.arg(desk.data_dir()).arg(STORE).arg(file).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the job starts");
        let wishes = child.stdin.take().expect("a pipe");
        let told = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, wishes, told }
    }

    fn wish(&mut self, wish: &str) {
        writeln!(self.wishes, "{wish}").expect("the job listens");
    }

    fn next(&mut self) -> Json {
        let mut line = String::new();
        self.told.read_line(&mut line).expect("a readable pipe");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("the job broke off: {error} in {line:?}"))
    }

    /// Returns the first word of progress that fits.
    fn until(&mut self, fits: impl Fn(&Json) -> bool) -> Json {
        loop {
            let told = self.next();
            if fits(&told) {
                return told;
            }
            let step = &told["step"];
            assert!(step != "ended" && step != "refused", "it ended too early: {told}");
        }
    }

    fn ended(&mut self) -> Json {
        self.until(|told| told["step"] == "ended" || told["step"] == "refused")
    }

    fn kill(&mut self) {
        self.child.kill().expect("a child of ours");
        self.child.wait().expect("a child of ours");
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A slow store, and a run that is in its middle.
fn in_its_middle(seed: u64) -> (Shop, Desk, Job, std::path::PathBuf) {
    let shop = slow();
    let desk = Desk::new(&shop);
    let path = desk.file("products.csv", &files(seed)[0]);
    shop.forget_stats();
    let mut job = Job::start(&desk, &path);
    job.until(|told| told["step"] == "running" && told["done"].as_u64().is_some_and(|done| done >= 4));
    (shop, desk, job, path)
}

#[test]
fn a_cancelled_run_gives_up_what_was_not_sent_and_reads_back_the_rest() {
    let (shop, desk, mut job, path) = in_its_middle(31);
    job.wish("cancel");
    let at = shop.write_calls();
    let ended = job.ended();
    assert_eq!(ended["state"], "cancelled", "{ended}");
    assert!(adds_up(&ended["counts"]), "{ended}");
    let count = |name: &str| ended["counts"][name].as_u64().expect("a count");
    assert!(count("applied") >= 4 && count("skipped") > 0 && count("failed") == 0, "{ended}");
    assert!(shop.write_calls() <= at + 2, "it went on for {} calls", shop.write_calls() - at);
    let note = ended["note"].as_str().expect("a note");
    assert!(note.contains("you cancelled the run") && note.contains("all as asked"), "{note}");

    let session = Session::open_read_only(&desk.data_dir()).expect("a ledger");
    let detail = session.run_detail(1).expect("a run");
    assert!(!detail.resumable && detail.calls > 0, "{detail:?}");
    assert_eq!(detail.troubles[0].cause, "you cancelled the run");
    assert_eq!(detail.troubles[0].count, count("skipped"));
    drop(session);

    shop.set_faults(json!({ "delay_ms": 0 }));
    desk.sync(&path, &[]).expect(0);
    if let Err(what) = same(&without_kills(&files(31)[..1])[0].holds, &shop) {
        panic!("{what}");
    }
}

#[test]
fn a_paused_run_waits_goes_on_with_other_connections_and_shows_it() {
    let (shop, desk, mut job, _) = in_its_middle(32);
    job.wish("pause");
    let paused =
        job.until(|told| told["step"] == "running" && told["paused"] == true && told["in_flight"] == 0);
    assert_eq!(paused["waiting"]["why"], "paused", "{paused}");
    let calls = shop.write_calls();
    // One after the other, and none of them failed.
    assert_eq!(paused["calls"], paused["done"], "{paused}");
    assert_eq!(desk.runs()[0]["state"], "paused");
    // Long enough for the curves to show it.
    let since = paused["elapsed_ms"].as_u64().expect("a time");
    job.until(|told| told["elapsed_ms"].as_u64().is_some_and(|now| now > since + 2_500));
    assert_eq!(shop.write_calls(), calls, "a paused run sent something");
    job.wish("workers 3");
    job.wish("resume");
    job.until(|told| told["step"] == "running" && told["workers"] == 3 && told["paused"] == false);
    shop.set_faults(json!({ "delay_ms": 0 }));
    let ended = job.ended();
    assert_eq!((&ended["state"], &ended["workers"]), (&json!("completed"), &json!(3)), "{ended}");
    assert_eq!(ended["strategy"], "parallel", "{ended}");

    let session = Session::open_read_only(&desk.data_dir()).expect("a ledger");
    let curves = session.run_curves(1).expect("curves");
    let rate = curves.iter().find(|curve| curve.name == "rate").expect("a rate");
    let zeros = rate.points.windows(2).any(|two| two[0].1 == 0.0 && two[1].1 == 0.0);
    assert!(zeros && rate.points.iter().any(|point| point.1 > 0.0), "{rate:?}");
    for name in ["budget", "workers", "in_flight"] {
        assert!(curves.iter().any(|curve| curve.name == name), "no curve {name}");
    }
}

#[test]
fn a_program_that_ends_while_paused_leaves_a_run_to_be_resumed() {
    let (shop, desk, mut job, _) = in_its_middle(33);
    job.wish("pause");
    job.until(|told| told["step"] == "running" && told["paused"] == true && told["in_flight"] == 0);
    job.kill();
    assert_eq!(desk.runs()[0]["state"], "paused");
    shop.set_faults(json!({ "delay_ms": 0 }));
    desk.run(&["resume", "--last"]).expect(0);
    if let Err(what) = same(&without_kills(&files(33)[..1])[0].holds, &shop) {
        panic!("{what}");
    }
}

#[test]
fn a_paused_run_is_interrupted_at_once() {
    let (_shop, _desk, mut job, _) = in_its_middle(34);
    job.wish("pause");
    job.until(|told| told["step"] == "running" && told["paused"] == true && told["in_flight"] == 0);
    job.wish("interrupt");
    assert_eq!(job.ended()["state"], "interrupted");
}

#[test]
fn a_wish_before_the_first_call_holds() {
    let shop = Shop::start(Options { products: 40, locations: 1, ..Options::default() });
    let desk = Desk::new(&shop);
    shop.set_faults(json!({ "delay_ms": 700 }));
    let path = desk.file("one.csv", "Handle,Title\nlamp,Lamp\n");
    let mut job = Job::start(&desk, &path);
    job.until(|told| told["step"] == "pulling");
    job.wish("cancel");
    let refused = job.ended();
    assert_eq!((&refused["step"], &refused["kind"]), (&json!("refused"), &json!("Interrupted")), "{refused}");
    assert_eq!(desk.runs(), Vec::<Json>::new());

    // A pause that was wished while the store is read holds back the first call, and a cancellation then the run.
    shop.set_faults(json!({ "delay_ms": 0 }));
    let mut job = Job::start(&desk, &path);
    job.wish("pause");
    job.until(|told| told["step"] == "running" && told["paused"] == true);
    shop.forget_stats();
    job.wish("cancel");
    let ended = job.ended();
    assert_eq!(ended["state"], "cancelled", "{ended}");
    assert_eq!(ended["counts"]["skipped"], ended["counts"]["planned"], "{ended}");
    assert_eq!(ended["note"], "you cancelled the run", "{ended}");
    assert_eq!(shop.write_calls(), 0, "it was sent all the same");
}

/// The reply to a call with 250 quantities is lost, then the run is cancelled: what has become of them is found out by
/// their own key, and the rest stays as it was.
#[test]
fn stock_in_doubt_is_settled_by_its_own_key_in_a_cancelled_run() {
    let file = |quantity: u32| {
        let rows: String = (0..300).map(|n| format!("p{n},P {n},S-{n},shopify,{quantity},1.00\n")).collect();
        format!(
            "Handle,Title,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price\n{rows}"
        )
    };
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    desk.sync(&desk.file("products.csv", file(5)), &[]).expect(0);
    let mut job = Job::start(&desk, &desk.file("products.csv", file(9)));
    // Reading is not to suffer from it, so it begins with the first write.
    job.wish("pause");
    job.until(|told| told["step"] == "running" && told["paused"] == true);
    shop.set_faults(json!({ "delay_ms": 400, "drop_after_rate": 1.0 }));
    shop.forget_stats();
    job.wish("resume");
    job.until(|told| told["step"] == "running" && told["in_flight"] == 1);
    job.wish("pause");
    job.until(|told| told["step"] == "running" && told["paused"] == true && told["in_flight"] == 0);
    assert_eq!(shop.write_calls(), 1);
    shop.set_faults(json!({ "delay_ms": 0, "drop_after_rate": 0.0 }));
    job.wish("cancel");
    let ended = job.ended();
    assert_eq!(ended["state"], "cancelled", "{ended}");
    assert_eq!(
        (&ended["counts"]["applied"], &ended["counts"]["skipped"]),
        (&json!(250), &json!(50)),
        "{ended}"
    );
    assert_eq!(shop.write_calls(), 2, "once, and once more under the same key");
    let changed = observed::products(&shop)
        .values()
        .filter(|product| product.variants[0].stock.get(ONLY_LOCATION) == Some(&9))
        .count();
    assert_eq!(changed, 250);
}
