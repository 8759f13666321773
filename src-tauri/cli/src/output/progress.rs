//! How far it is: a bar on a terminal, a line now and then elsewhere, nothing when asked to be quiet.

use std::io::{self, IsTerminal, Write};
use std::mem::discriminant;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use evenshelf_engine::progress::{Observer, Progress, RunProgress};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::words;

/// Faster than four times a second nobody reads.
const UPDATES_PER_SECOND: u8 = 4;
const TICK: Duration = Duration::from_millis(250);

/// A log wants to know that it goes on, not each step.
const LINE_EVERY: Duration = Duration::from_secs(5);

const SPINNER: &str = "{spinner} {wide_msg}";
const BAR: &str = "{spinner} [{bar:24}] {wide_msg}";

/// What shows progress until it is finished. Clones show on the same line.
#[derive(Clone)]
pub struct Shown {
    way: Arc<Way>,
}

enum Way {
    Silent,
    Bar(ProgressBar),
    Lines(Mutex<Lines>),
}

struct Lines {
    last: Instant,
    /// A wait for somebody else is said at once, but once.
    waiting_said: bool,
}

impl Shown {
    pub fn start(quiet: bool) -> Self {
        let way = if quiet {
            Way::Silent
        } else if io::stderr().is_terminal() {
            let target = ProgressDrawTarget::stderr_with_hz(UPDATES_PER_SECOND);
            let bar = ProgressBar::with_draw_target(None, target).with_style(style(SPINNER));
            bar.enable_steady_tick(TICK);
            Way::Bar(bar)
        } else {
            Way::Lines(Mutex::new(Lines { last: Instant::now(), waiting_said: false }))
        };
        Self { way: Arc::new(way) }
    }

    /// Returns what the engine tells its progress to.
    pub fn observer(&self) -> Observer {
        let way = self.way.clone();
        let before: Mutex<Option<std::mem::Discriminant<Progress>>> = Mutex::new(None);
        Arc::new(move |progress| {
            if let Progress::Warning { text } = &progress {
                way.say(&format!("Warning: {text}."));
                return;
            }
            if let Progress::BackedUp { products, path } = &progress {
                way.note(&format!(
                    "The store as it is now is kept in {} ({}).",
                    path.display(),
                    words::count(*products, "product", "products")
                ));
                return;
            }
            let step = discriminant(&progress);
            let is_new = before.lock().unwrap_or_else(PoisonError::into_inner).replace(step) != Some(step);
            way.show(&progress, is_new);
        })
    }

    /// Says something in between, without disturbing the bar.
    pub fn say(&self, words: &str) {
        self.way.say(words);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Way::Bar(bar) = &*self.way {
            bar.finish_and_clear();
        }
    }
}

impl Way {
    fn say(&self, words: &str) {
        let print = || {
            let _ = writeln!(io::stderr(), "{words}");
        };
        match self {
            Self::Bar(bar) => bar.suspend(print),
            Self::Silent | Self::Lines(_) => print(),
        }
    }

    /// Says something that helps and need not be read.
    fn note(&self, words: &str) {
        if !matches!(self, Self::Silent) {
            self.say(words);
        }
    }

    fn show(&self, progress: &Progress, is_new: bool) {
        match self {
            Self::Silent => {}
            Self::Bar(bar) => {
                if is_new {
                    bar.set_style(style(if share(progress).is_some() { BAR } else { SPINNER }));
                }
                if let Some((done, of)) = share(progress) {
                    bar.set_length(of);
                    bar.set_position(done);
                }
                bar.set_message(line(progress));
            }
            Self::Lines(lines) => {
                let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
                let waits = matches!(progress, Progress::WaitingForLock { .. });
                let is_due = lines.last.elapsed() >= LINE_EVERY;
                if is_due || (waits && !lines.waiting_said) {
                    lines.last = Instant::now();
                    lines.waiting_said |= waits;
                    let _ = writeln!(io::stderr(), "{}", line(progress));
                }
            }
        }
    }
}

/// A template that indicatif cannot read would fall back to its own; ours are constants, and tested.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("━╸ ")
}

/// Returns how much of how much is done, where that is known.
fn share(progress: &Progress) -> Option<(u64, u64)> {
    match progress {
        Progress::Running(run) => Some((run.done, run.total)),
        Progress::Verifying { products, of } => Some((*products, *of)),
        Progress::WaitingForLock { .. }
        | Progress::Warning { .. }
        | Progress::Pulling { .. }
        | Progress::Planning { .. }
        | Progress::BackingUp { .. }
        | Progress::BackedUp { .. }
        | Progress::Settling { .. } => None,
    }
}

/// Returns the progress as one line.
fn line(progress: &Progress) -> String {
    match progress {
        Progress::WaitingForLock { holder } => format!("Waiting: the store is in use by {holder}"),
        Progress::Pulling { products, waiting } => {
            let read = format!("Reading the store: {}", words::count(*products, "product", "products"));
            match waiting {
                Some(reason) => format!("{read} · waiting: {reason}"),
                None => read,
            }
        }
        Progress::Planning { products } => {
            format!("Comparing: {}", words::count(*products, "product", "products"))
        }
        Progress::BackingUp { products } => {
            format!(
                "Keeping a copy of the store in a file: {}",
                words::count(*products, "product", "products")
            )
        }
        Progress::BackedUp { path, .. } => format!("The store is kept in {}", path.display()),
        Progress::Settling { operations } => format!(
            "Checking what became of {} of an earlier run",
            words::count(*operations, "operation", "operations")
        ),
        Progress::Warning { text } => text.clone(),
        Progress::Running(run) => running(run),
        Progress::Verifying { products, of } => {
            format!(
                "Reading back: {} of {}",
                words::number(*products),
                words::count(*of, "product", "products")
            )
        }
    }
}

fn running(run: &RunProgress) -> String {
    let mut line = format!("{} of {}", words::number(run.done), words::number(run.total));
    if run.rate > 0.0 {
        line.push_str(&format!(" · {}", words::rate(run.rate)));
    }
    if let Some((low, high)) = run.eta_seconds {
        line.push_str(&format!(" · {} left", words::about(low, high)));
    }
    match run.waiting.and_then(|reason| words::waiting(reason, run.elapsed_ms)) {
        Some(reason) => line.push_str(&format!(" · waiting: {reason}")),
        None => {
            let workers = words::count(run.workers.into(), "parallel connection", "parallel connections");
            line.push_str(&format!(" · {workers}"));
        }
    }
    let refused = run.counts.rejected + run.counts.failed;
    if refused > 0 {
        line.push_str(&format!(" · {} refused or failed", words::number(refused)));
    }
    line
}

#[cfg(test)]
mod tests {
    use evenshelf_core::schedule::{Moment, WaitReason};
    use evenshelf_engine::ledger::runs::Counts;

    use super::*;

    #[test]
    fn lines() {
        let run = RunProgress {
            run: 1,
            counts: Counts::default(),
            done: 1_204,
            total: 5_000,
            rate: 34.4,
            calls: 210,
            eta_seconds: Some((100, 170)),
            in_flight: 6,
            workers: 6,
            paused: false,
            waiting: None,
            elapsed_ms: 10_000,
            budget: None,
        };
        let slow = RunProgress {
            counts: Counts { rejected: 2, failed: 1, ..Counts::default() },
            waiting: Some(WaitReason::RateLimit { until: Moment(18_000) }),
            rate: 0.0,
            eta_seconds: None,
            ..run.clone()
        };
        for (progress, expected) in [
            (Progress::Pulling { products: 1_200, waiting: None }, "Reading the store: 1,200 products"),
            (
                Progress::Pulling { products: 1, waiting: Some("Shopify's queue".into()) },
                "Reading the store: 1 product · waiting: Shopify's queue",
            ),
            (
                Progress::Running(run),
                "1,204 of 5,000 · 34 a second · about 1–3 min left · 6 parallel connections",
            ),
            (
                Progress::Running(slow),
                "1,204 of 5,000 · waiting: Shopify's speed limit (8 s) · 3 refused or failed",
            ),
            (
                Progress::BackingUp { products: 1_000 },
                "Keeping a copy of the store in a file: 1,000 products",
            ),
            (Progress::Verifying { products: 2, of: 50 }, "Reading back: 2 of 50 products"),
        ] {
            assert_eq!(line(&progress), expected);
        }
    }

    #[test]
    fn templates_can_be_read() {
        for template in [SPINNER, BAR] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
