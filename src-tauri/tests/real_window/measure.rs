//! How fast the window is, as ratios measured in one run: `cargo xtask window --measure`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::browser::Browser;
use crate::desk::pixels::{Picture, look};
use crate::desk::{Desk, Manner, START_MAX, end};

/// The program that is measured, as it is released, and an empty window as it would be; both set by
/// `cargo xtask window --measure`.
const OURS: &str = "EVENSHELF_MEASURED";
const EMPTY: &str = "EVENSHELF_MEASURED_AGAINST";

/// What the design asks for: the first screen in at most so many times what an empty window takes.
const FIRST_SCREEN_RATIO_MAX: f64 = 1.3;
/// Of one core, by the program and its web view together, while nothing happens.
const IDLE_SHARE_MAX: f64 = 0.01;
/// Script and layout of one step of the wheel over a hundred thousand rows.
const SCROLL_STEP_MS_MAX: f64 = 3.0;

/// Starts of each program that count; the first start of each warms the disk's cache and does not.
const STARTS: usize = 7;
/// A screen that has not changed for so long is done.
const QUIET: Duration = Duration::from_millis(1_500);
/// How often the screen is looked at: finer than a frame.
const GLANCE: Duration = Duration::from_millis(8);
/// Less than this much of what is drawn in the end may be missing at the moment that counts.
const MISSING_MAX: f64 = 0.02;

/// A window without words has less ink than this, in pixels that are looked at.
const INK_MIN: usize = 200;

const IDLE: Duration = Duration::from_secs(10);
/// Linux tells processor time in hundredths of a second (`USER_HZ`, fixed since 2.6).
const TICKS_A_SECOND: f64 = 100.0;

const STEPS: usize = 300;

#[test]
#[ignore = "takes minutes and wants a computer at rest: run by `cargo xtask window --measure`"]
fn the_first_screen_comes_almost_as_soon_as_an_empty_one() {
    let desk = Desk::new();
    let mut taken: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for start in 0..=STARTS {
        // In turns, so that what else the computer does falls on both.
        for variable in [EMPTY, OURS] {
            let seconds = first_screen(&desk, &program(variable)).as_secs_f64();
            if start > 0 {
                taken.entry(variable).or_default().push(seconds);
            }
        }
    }
    let (empty, ours) = (median(&taken[EMPTY]), median(&taken[OURS]));
    println!(
        "first screen: {:.0} ms, an empty window {:.0} ms: {:.2} times (at most {FIRST_SCREEN_RATIO_MAX})",
        ours * 1e3,
        empty * 1e3,
        ours / empty
    );
    assert!(ours <= empty * FIRST_SCREEN_RATIO_MAX, "{taken:?}");
}

#[test]
#[ignore = "takes minutes and wants a computer at rest: run by `cargo xtask window --measure`"]
fn an_open_window_rests() {
    let desk = Desk::new();
    let mut process = start(&desk, &program(OURS));
    let done = last_change(&desk);
    assert!(done.changes > 0, "nothing was drawn");
    let before = ticks(process.id());
    sleep(IDLE);
    let share = (ticks(process.id()) - before) / TICKS_A_SECOND / IDLE.as_secs_f64();
    end(&mut process);
    println!("at rest: {:.2} % of one core (less than {} %)", share * 1e2, IDLE_SHARE_MAX * 1e2);
    assert!(share < IDLE_SHARE_MAX);
}

#[test]
#[ignore = "takes minutes and wants a computer at rest: run by `cargo xtask window --measure`"]
fn a_step_through_a_hundred_thousand_rows_is_short() {
    let desk = Desk::of(Manner { screen: (1600, 1200), ..Manner::default() });
    let browser = Browser::open(&desk, (1280, 800));
    browser.go("?still#changes/8");
    browser.page.until("the rows are there", "document.querySelector('[role=grid] [data-row=\"5\"]')");
    let steps = browser.page.script_with(
        "const grid = document.querySelector('[role=grid]');
         const rows = grid.querySelector('[role=rowgroup]:last-of-type');
         const afterPaint = () => new Promise(resolve => {
             const { port1, port2 } = new MessageChannel();
             port1.onmessage = resolve;
             port2.postMessage(null);
         });
         const taken = [];
         for (let step = 0; step < given[0]; step += 1) {
             // Right after a frame is painted, so that no other is painted before the step is done.
             await __hand.painted();
             await afterPaint();
             const drawn = new Promise(resolve => {
                 const changes = new MutationObserver(() => { changes.disconnect(); resolve(); });
                 changes.observe(rows, { subtree: true, childList: true, attributes: true, characterData: true });
             });
             const from = performance.now();
             grid.scrollTop += 112;
             grid.dispatchEvent(new Event('scroll'));
             await drawn;
             for (const row of rows.querySelectorAll('[role=row]')) row.getBoundingClientRect();
             taken.push(performance.now() - from);
         }
         return [taken, Number(grid.getAttribute('aria-rowcount'))]",
        json!([STEPS]),
    );
    let taken: Vec<f64> = steps[0].as_array().expect("times").iter().filter_map(|ms| ms.as_f64()).collect();
    assert!(steps[1].as_u64() > Some(100_000), "{} rows", steps[1]);
    assert_eq!(taken.len(), STEPS);
    println!(
        "a step over {} rows: {:.2} ms, 95 of 100 within {:.2} ms (at most {SCROLL_STEP_MS_MAX})",
        steps[1],
        median(&taken),
        part(&taken, 0.95)
    );
    assert!(median(&taken) <= SCROLL_STEP_MS_MAX);
}

fn program(variable: &str) -> PathBuf {
    let path = std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} names no program"));
    PathBuf::from(path)
}

fn start(desk: &Desk, program: &Path) -> Child {
    Command::new(program)
        .env_clear()
        .envs(desk.environment().iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()))
}

/// Returns how long after its start the program's window looked as it looks in the end.
fn first_screen(desk: &Desk, program: &Path) -> Duration {
    until_empty(desk);
    let started = Instant::now();
    let mut process = start(desk, program);
    let seen = last_change(desk);
    end(&mut process);
    let complete = seen.complete.expect("something was drawn");
    complete.duration_since(started)
}

struct Seen {
    changes: usize,
    /// When the screen first looked as it did in the end.
    complete: Option<Instant>,
}

/// Looks at the screen until it is drawn on and then rests.
fn last_change(desk: &Desk) -> Seen {
    let pixels = desk.pixels();
    let mut looks: Vec<(Instant, Picture)> = Vec::new();
    let began = Instant::now();
    loop {
        let now = Instant::now();
        let picture = look(&pixels);
        match looks.last() {
            Some((_, last)) if *last == picture => {
                let rests = looks.last().is_some_and(|(at, _)| now.duration_since(*at) > QUIET);
                if rests && picture.ink().len() > INK_MIN {
                    break;
                }
            }
            _ => looks.push((now, picture)),
        }
        assert!(began.elapsed() < START_MAX, "the screen does not come to rest");
        sleep(GLANCE);
    }
    let last = &looks.last().expect("a look").1;
    let ink = last.ink();
    let complete = looks.iter().find(|(_, picture)| last.missing_in(picture, &ink) <= MISSING_MAX);
    Seen { changes: looks.len() - 1, complete: complete.map(|(at, _)| *at) }
}

/// Waits until the last program's window is gone from the screen.
fn until_empty(desk: &Desk) {
    let began = Instant::now();
    while !look(&desk.pixels()).is_plain() {
        assert!(began.elapsed() < START_MAX, "a window stays");
        sleep(GLANCE);
    }
}

/// Processor time of the process and all that it started.
fn ticks(root: u32) -> f64 {
    let mut parents: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
    for entry in fs::read_dir("/proc").expect("Linux").flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let Ok(line) = fs::read_to_string(entry.path().join("stat")) else { continue };
        // The name in parentheses may hold anything; what counts comes after it.
        let Some((_, rest)) = line.rsplit_once(") ") else { continue };
        let words: Vec<&str> = rest.split(' ').collect();
        let number = |at: usize| words.get(at).and_then(|word| word.parse::<f64>().ok()).unwrap_or_default();
        parents.insert(id, (number(1) as u32, number(11) + number(12)));
    }
    let belongs = |mut id: u32| {
        while id != root {
            match parents.get(&id) {
                Some((parent, _)) if *parent != 0 => id = *parent,
                _ => return false,
            }
        }
        true
    };
    parents.iter().filter(|(id, _)| belongs(**id)).map(|(_, (_, ticks))| ticks).sum()
}

fn median(values: &[f64]) -> f64 {
    part(values, 0.5)
}

/// The value that this part of them does not exceed.
fn part(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * part).round() as usize]
}
