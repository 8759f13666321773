//! The tray, where the desktop has one: show the window, pause or go on, quit.
//!
//! It is never the only way back: many Linux desktops have no tray, and there a second start of the program or a click
//! on a notification shows the window again.

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(target_os = "linux")]
mod status_notifier;

use tauri::{AppHandle, Manager, Runtime};

use crate::api::{Job, JobStep};
use crate::desk::Desk;
use crate::jobs::Jobs;
use crate::{closing, jobs_run, window, words};

#[cfg(not(target_os = "linux"))]
pub use native::{Tray, is_there, refresh, start};
#[cfg(target_os = "linux")]
pub use status_notifier::{Tray, is_there, refresh, start};

/// A line of the tray's menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Show,
    Pause,
    Resume,
    Quit,
}

/// What the tray shows of the run that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    #[default]
    Nothing,
    Running,
    Paused,
}

impl Shown {
    pub fn of(jobs: &Jobs) -> Self {
        let mut runs = jobs.writing().peekable();
        if runs.peek().is_none() {
            return Self::Nothing;
        }
        let paused = |job: &Job| matches!(&job.step, JobStep::Running { run } if run.paused);
        if runs.all(paused) { Self::Paused } else { Self::Running }
    }
}

impl Entry {
    pub fn label(self) -> &'static str {
        match self {
            Self::Show => words::TRAY_SHOW,
            Self::Pause => words::TRAY_PAUSE,
            Self::Resume => words::TRAY_RESUME,
            Self::Quit => words::TRAY_QUIT,
        }
    }
}

/// Returns the menu for what is under way.
pub fn menu(shown: Shown) -> Vec<Entry> {
    let hand = match shown {
        Shown::Nothing => None,
        Shown::Running => Some(Entry::Pause),
        Shown::Paused => Some(Entry::Resume),
    };
    [Some(Entry::Show), hand, Some(Entry::Quit)].into_iter().flatten().collect()
}

/// Does what an entry of the menu says.
pub fn chosen<R: Runtime>(app: &AppHandle<R>, entry: Entry) {
    match entry {
        Entry::Show => window::show(app),
        Entry::Pause | Entry::Resume => {
            let desk = app.state::<Desk>();
            let runs: Vec<u64> = desk.jobs().writing().map(|job| job.id).collect();
            for control in runs.into_iter().filter_map(|id| jobs_run::hand(&desk, id).ok()) {
                if entry == Entry::Pause { control.pause() } else { control.resume() }
            }
        }
        Entry::Quit => closing::quit_or_ask(app),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_follows_the_run() {
        assert_eq!(menu(Shown::Nothing), [Entry::Show, Entry::Quit]);
        assert_eq!(menu(Shown::Running), [Entry::Show, Entry::Pause, Entry::Quit]);
        assert_eq!(menu(Shown::Paused), [Entry::Show, Entry::Resume, Entry::Quit]);
    }
}
