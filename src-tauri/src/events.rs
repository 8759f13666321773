//! When the page is told that something moved: at most four times a second, only when something moved, and the last
//! state always.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tauri::{AppHandle, Emitter, Manager, Runtime, async_runtime};
use tokio::sync::Notify;

use crate::desk::Desk;
use crate::{tray, window};

/// The whole list of jobs.
pub const ACTIVITY: &str = "activity";
/// Stores, runs or reviews changed.
pub const LEDGER: &str = "ledger";
/// The owner wants to close the window while something is under way.
pub const CLOSING: &str = "closing";
/// A file was dropped on the window, or opened with the program.
pub const OPENED_FILE: &str = "opened_file";
/// A file is being dragged over the window, or no longer.
pub const DRAGGING: &str = "dragging";
/// A notification or the tray asks for a place.
pub const GOTO: &str = "goto";

/// Between two messages of one kind: four a second (design, §7).
const EVERY_MS: u64 = 250;

/// When one kind of message was last sent, and what it said.
#[derive(Debug, Default)]
pub struct Pace {
    sent: Option<Sent>,
}

#[derive(Debug, Clone, Copy)]
struct Sent {
    at_ms: u64,
    version: u64,
}

/// What to do about a state of the given version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Now {
    /// It was told already.
    Rest,
    Send,
    /// Too soon: look again after so many milliseconds, when there may be more to tell.
    Wait(u64),
}

impl Pace {
    /// Decides at `now_ms` about a state of `version`. After [`Now::Send`] call [`Pace::sent`].
    pub fn look(&self, now_ms: u64, version: u64) -> Now {
        match self.sent {
            // Nothing has happened since the start of the program, and everybody knows.
            None if version == 0 => Now::Rest,
            None => Now::Send,
            Some(sent) if sent.version == version => Now::Rest,
            Some(sent) => match (sent.at_ms + EVERY_MS).saturating_sub(now_ms) {
                0 => Now::Send,
                left => Now::Wait(left),
            },
        }
    }

    pub fn sent(&mut self, now_ms: u64, version: u64) {
        self.sent = Some(Sent { at_ms: now_ms, version });
    }
}

/// Rings when there may be something to tell.
#[derive(Debug, Default)]
pub struct Bell {
    moved: Notify,
    /// Grows when stores, runs or reviews changed.
    ledger: AtomicU64,
}

impl Bell {
    /// Says that a job may have moved.
    pub fn ring(&self) {
        self.moved.notify_one();
    }

    /// Says that stores, runs or reviews changed.
    pub fn ledger_changed(&self) {
        self.ledger.fetch_add(1, Ordering::Relaxed);
        self.moved.notify_one();
    }
}

/// Tells the page from now on, until the program ends.
pub fn tell_from_now_on<R: Runtime>(app: AppHandle<R>) {
    async_runtime::spawn(async move {
        let began = Instant::now();
        let now_ms = || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (mut activity, mut ledger) = (Pace::default(), Pace::default());
        let mut in_tray = tray::Shown::default();
        loop {
            let desk = app.state::<Desk>();
            let version = desk.jobs().version();
            let first = activity.look(now_ms(), version);
            if first == Now::Send {
                let (list, version, percent, menu) = {
                    let jobs = desk.jobs();
                    (jobs.list().to_vec(), jobs.version(), jobs.percent(), tray::Shown::of(&jobs))
                };
                activity.sent(now_ms(), version);
                // Only a page that is gone cannot be told, and the next one asks.
                let _ = app.emit(ACTIVITY, list);
                window::show_percent(&app, percent);
                if menu != in_tray {
                    in_tray = menu;
                    tray::refresh(&app, menu);
                }
            }
            let version = desk.bell.ledger.load(Ordering::Relaxed);
            let second = ledger.look(now_ms(), version);
            if second == Now::Send {
                ledger.sent(now_ms(), version);
                let _ = app.emit(LEDGER, ());
            }
            match soonest(first, second) {
                Some(left) => tokio::time::sleep(Duration::from_millis(left)).await,
                None => desk.bell.moved.notified().await,
            }
        }
    });
}

/// How long to wait before looking again; `None`: until the bell rings.
fn soonest(first: Now, second: Now) -> Option<u64> {
    let left = |now| match now {
        Now::Wait(left) => Some(left),
        Now::Rest | Now::Send => None,
    };
    left(first).into_iter().chain(left(second)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A thousand steps a second for ten seconds reach the page forty times, and the last one is among them.
    #[test]
    fn many_steps_become_four_messages_a_second() {
        let mut pace = Pace::default();
        let mut told = Vec::new();
        for now_ms in 0..10_000 {
            let version = now_ms + 1;
            if pace.look(now_ms, version) == Now::Send {
                pace.sent(now_ms, version);
                told.push(now_ms);
            }
        }
        assert_eq!(told.len(), 40);
        assert!(told.windows(2).all(|two| two[1] - two[0] == EVERY_MS));

        // Nothing moves any more: what was said last is not the last state yet, and comes after its wait.
        assert_eq!(pace.look(9_999, 10_000), Now::Wait(1));
        assert_eq!(pace.look(10_000, 10_000), Now::Send);
        pace.sent(10_000, 10_000);
        assert_eq!(pace.look(1_000_000, 10_000), Now::Rest);
    }

    #[test]
    fn a_single_step_is_told_at_once_and_silence_is_not_broken() {
        let mut pace = Pace::default();
        assert_eq!(pace.look(7, 0), Now::Rest);
        assert_eq!(pace.look(7, 1), Now::Send);
        pace.sent(7, 1);
        assert_eq!(pace.look(8, 1), Now::Rest);
        assert_eq!(pace.look(8, 2), Now::Wait(249));
        assert_eq!(pace.look(257, 2), Now::Send);
    }

    #[test]
    fn the_sooner_of_two_waits_counts() {
        assert_eq!(soonest(Now::Rest, Now::Send), None);
        assert_eq!(soonest(Now::Wait(9), Now::Rest), Some(9));
        assert_eq!(soonest(Now::Wait(9), Now::Wait(4)), Some(4));
    }
}
