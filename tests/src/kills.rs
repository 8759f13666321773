//! The program is killed in the middle of its work, again and again, and goes on each time: in the end the store holds
//! what it would hold without a single kill.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use crate::expected;
use crate::generate;
use crate::observed::{self, Product};
use crate::program::{Desk, Done, STORE};
use crate::shop::Shop;

/// Products at first, and how many come with the second file.
const PRODUCTS: usize = 24;
const MORE: usize = 6;
/// Kills of one file before it is left in peace.
const KILLS_IN_A_ROW: u32 = 3;
/// What one call takes: long enough for several to be under way at any moment.
const CALL_MS: u64 = 3;
/// Rounds under way at once.
const AT_ONCE: usize = 4;
const STRATEGIES: [&str; 4] = ["auto", "parallel", "batch", "sequential"];

/// The states of the contract.
const STATES: [&str; 9] = [
    "planned",
    "running",
    "paused",
    "interrupted",
    "completed",
    "completed_with_failures",
    "failed",
    "cancelled",
    "superseded",
];

/// What happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub kills: u32,
    pub resumed: u32,
    pub synced: u32,
    pub rounds: u32,
}

/// Kills the program at least so often and tells how far it is; a broken promise is described by the error, with its
/// seed. Rounds have nothing in common, so several are under way at once: much of their time is waiting.
pub fn run(seed: u64, kills: u32, told: impl Fn(Tally) + Sync) -> Result<Tally, String> {
    let next = AtomicU64::new(seed);
    let sum = Mutex::new((Tally::default(), None));
    let work = || {
        while open(&sum, kills) {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            let ended = one_round(seed);
            let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
            match ended {
                Ok(round) => sum.0.add(round),
                Err(what) => sum.1 = Some(format!("seed {seed}: {what}")),
            }
            told(sum.0);
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(work);
        }
    });
    let (tally, broken) = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
    broken.map_or(Ok(tally), Err)
}

/// Says whether another round is wanted.
fn open(sum: &Mutex<(Tally, Option<String>)>, kills: u32) -> bool {
    let sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
    sum.0.kills < kills && sum.1.is_none()
}

impl Tally {
    fn add(&mut self, round: Self) {
        self.kills += round.kills;
        self.resumed += round.resumed;
        self.synced += round.synced;
        self.rounds += round.rounds;
    }
}

/// Two files after one another into a new store, with kills on the way.
fn one_round(seed: u64) -> Result<Tally, String> {
    let mut tally = Tally { rounds: 1, ..Tally::default() };
    let files = files(seed);
    let peace = without_kills(&files);
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    for (file, peace) in files.iter().zip(&peace) {
        let path = desk.file("products.csv", file);
        shop.set_faults(mood(seed));
        let strategy = STRATEGIES[dice.random_range(0..STRATEGIES.len())];
        for _ in 0..KILLS_IN_A_ROW {
            let until = dice.random_range(1..=peace.calls);
            let resume = dice.random_bool(0.5) && has_unfinished(&desk);
            if kill_at(&shop, &desk, &words(&path, strategy, resume, &mut tally), until) {
                tally.kills += 1;
            }
            states_are_known(&desk)?;
        }
        settle_down(&desk, &path, strategy, dice.random_bool(0.5))?;
        shop.set_faults(json!({ "error_rate": 0, "drop_after_rate": 0, "drop_before_rate": 0 }));
        same(&peace.holds, &shop)?;
        let earlier = shop.write_calls();
        let again = desk.sync(&path, &[]);
        if again.code != Some(0) || shop.write_calls() != earlier {
            return Err(format!("a sync of what is there already sent something: {again}"));
        }
    }
    all_add_up(&desk)?;
    Ok(tally)
}

/// What else goes wrong: nothing in every other round.
fn mood(seed: u64) -> Json {
    if seed.is_multiple_of(2) {
        return json!({ "delay_ms": CALL_MS });
    }
    json!({
        "delay_ms": CALL_MS, "error_rate": 0.03, "drop_after_rate": 0.02, "drop_before_rate": 0.01, "seed": seed,
    })
}

/// The two files of a seed: a catalogue, and the same with changes.
pub fn files(seed: u64) -> [Vec<u8>; 2] {
    let products: Vec<_> = generate::products(seed, PRODUCTS).collect();
    [generate::file(&products), generate::file(&generate::changed(&products, seed, MORE))]
}

/// What a store holds after each file, and how many calls that took, when nobody interferes.
pub struct Peace {
    pub holds: BTreeMap<String, Product>,
    pub calls: u64,
}

pub fn without_kills(files: &[Vec<u8>]) -> Vec<Peace> {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let mut all = Vec::new();
    for file in files {
        shop.forget_stats();
        desk.sync(&desk.file("products.csv", file), &["--strategy", "parallel"]).expect(0);
        let calls = shop.stats()["calls"].as_u64().expect("a count");
        all.push(Peace { holds: observed::products(&shop), calls });
    }
    all
}

fn words(file: &Path, strategy: &str, resume: bool, tally: &mut Tally) -> Vec<String> {
    let words = if resume {
        tally.resumed += 1;
        vec!["resume", "--last"]
    } else {
        tally.synced += 1;
        let file = file.to_str().expect("a readable path");
        vec!["sync", STORE, "--from", file, "--yes", "--strategy", strategy]
    };
    words.into_iter().map(str::to_owned).collect()
}

/// Runs a command and kills it once the store has been called so often. Returns whether it was still at work.
fn kill_at(shop: &Shop, desk: &Desk, words: &[String], calls: u64) -> bool {
    shop.forget_stats();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut running = desk.start(&words);
    while !running.has_ended() {
        if shop.stats()["calls"].as_u64().is_some_and(|count| count >= calls) {
            running.kill();
            return running.wait().code.is_none();
        }
    }
    running.wait();
    false
}

/// Lets the program finish, by resuming what is left or by a new sync.
fn settle_down(desk: &Desk, file: &Path, strategy: &str, resume: bool) -> Result<(), String> {
    let ended_well = |done: &Done| done.code == Some(0);
    if resume {
        let resumed = desk.run(&["resume", "--last", "--json"]);
        if !ended_well(&resumed) {
            return Err(format!("the resumed run did not end well: {resumed}"));
        }
    }
    let synced = desk.sync(file, &["--strategy", strategy]);
    if ended_well(&synced) { Ok(()) } else { Err(format!("the sync did not end well: {synced}")) }
}

/// Compares what the store holds with what it should hold.
pub fn same(wanted: &BTreeMap<String, Product>, shop: &crate::shop::Door) -> Result<(), String> {
    let differing = expected::differences(wanted, &observed::products(shop));
    if differing.is_empty() {
        return Ok(());
    }
    let shown: String = differing.iter().take(10).map(|what| format!("\n  {what}")).collect();
    Err(format!("{} values are not as they should be:{shown}", differing.len()))
}

/// Says whether there is a run to go on with.
fn has_unfinished(desk: &Desk) -> bool {
    let open = ["planned", "running", "paused", "interrupted"];
    desk.runs().iter().any(|run| run["state"].as_str().is_some_and(|state| open.contains(&state)))
}

fn states_are_known(desk: &Desk) -> Result<(), String> {
    for run in desk.runs() {
        let state = run["state"].as_str().unwrap_or_default();
        if !STATES.contains(&state) {
            return Err(format!("no state of the contract: {run}"));
        }
    }
    Ok(())
}

/// Every run has ended, and its counts add up.
fn all_add_up(desk: &Desk) -> Result<(), String> {
    for run in desk.runs() {
        let state = run["state"].as_str().unwrap_or_default();
        // One that died while its plan was written down was given up before anything of it was sent.
        let is_unsent = state == "cancelled" && run["counts"]["applied"] == 0;
        let has_ended = is_unsent || ["completed", "superseded"].contains(&state);
        if !has_ended || !adds_up(&run["counts"]) {
            return Err(format!("this run has not ended as it should: {run}"));
        }
    }
    Ok(())
}

/// planned = applied + unchanged + rejected + failed + skipped + held.
pub fn adds_up(counts: &Json) -> bool {
    let count = |name: &str| counts[name].as_u64();
    let parts = ["applied", "unchanged", "rejected", "failed", "skipped", "held"];
    parts.iter().map(|name| count(name)).sum::<Option<u64>>() == count("planned")
}
