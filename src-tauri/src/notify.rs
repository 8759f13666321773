//! Native notifications: at the end of a run, and when a run needs its owner. Made here and not by the page, since a
//! hidden page may be asleep.

use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_notification::NotificationExt;

use crate::api::{Counts, Job, JobKind, JobOutcome, JobStep, RefusalCode, RunState, WaitKind};
use crate::desk::Desk;
use crate::words::{count, duration};
use crate::{settings, window};

/// How long a store may be silent in a run before its owner is told. The run goes on trying.
const DOWN_TOLD_AFTER_MS: i64 = 60_000;

/// The name under which a notification carries the place it leads to.
const PLACE: &str = "goto";

/// What is told, and which place a click on it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub body: String,
    pub place: String,
}

/// Returns what is told of a job that has ended; `None` for one that its owner stopped or was waiting for.
pub fn of_end(job: &Job, now_ms: i64) -> Option<Notice> {
    let (JobKind::Run, Some(store)) = (job.kind, &job.store) else { return None };
    match job.outcome.as_ref()? {
        JobOutcome::Run { run, state, counts } => {
            of_run(store, *run, *state, counts, now_ms - job.started_at_ms)
        }
        JobOutcome::Refused { refusal } => {
            let body = match refusal.code {
                RefusalCode::Stopped => return None,
                RefusalCode::Authentication => "Shopify refused the key.".to_owned(),
                RefusalCode::Scopes => "The app lacks an access scope.".to_owned(),
                RefusalCode::StoreUnreachable => "The store does not answer.".to_owned(),
                RefusalCode::StoreBusy => "Another program works on the same store.".to_owned(),
                _ => sentence(&refusal.detail),
            };
            Some(Notice {
                title: format!("{store}: the run stopped"),
                body: format!("{body} Nothing is lost: it can go on from where it stands."),
                place: "activity".to_owned(),
            })
        }
        JobOutcome::Copied { .. } | JobOutcome::Planned { .. } => None,
    }
}

fn of_run(store: &str, run: i64, state: RunState, counts: &Counts, took_ms: i64) -> Option<Notice> {
    let title = match state {
        RunState::Completed | RunState::CompletedWithFailures => {
            let applied = counts.applied + counts.unchanged;
            match applied {
                0 => format!("{store}: nothing was applied"),
                _ => format!("{store}: {} applied", count(applied, "update", "updates")),
            }
        }
        RunState::Failed => format!("{store}: the run failed"),
        // The owner's own doing.
        RunState::Interrupted
        | RunState::Cancelled
        | RunState::Superseded
        | RunState::Planned
        | RunState::Running
        | RunState::Paused => return None,
    };
    let mut body = vec![format!("Took {}.", duration(took_ms))];
    let refused = counts.rejected;
    let missed = counts.failed + counts.skipped;
    if refused > 0 {
        body.push(count(refused, "update was refused by Shopify.", "updates were refused by Shopify."));
    }
    if missed > 0 {
        body.push(count(missed, "update did not go through.", "updates did not go through."));
    }
    if counts.held > 0 {
        body.push(count(counts.held, "update is held back.", "updates are held back."));
    }
    Some(Notice { title, body: body.join(" "), place: format!("history:{run}") })
}

/// A cause in the program's words becomes a sentence.
fn sentence(cause: &str) -> String {
    let mut letters = cause.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// Watches a run for a store that stays silent.
#[derive(Debug, Default)]
pub struct Silence {
    since_ms: Option<i64>,
    told: bool,
}

impl Silence {
    /// Looks at a job's step; returns what is told, once for each silence.
    pub fn look(&mut self, store: &str, step: &JobStep, now_ms: i64) -> Option<Notice> {
        let JobStep::Running { run } = step else { return None };
        let silent = run
            .waiting
            .as_ref()
            .is_some_and(|wait| matches!(wait.kind, WaitKind::StoreDown | WaitKind::Probing));
        if !silent {
            *self = Self::default();
            return None;
        }
        let since = *self.since_ms.get_or_insert(now_ms);
        if self.told || now_ms - since < DOWN_TOLD_AFTER_MS {
            return None;
        }
        self.told = true;
        Some(Notice {
            title: format!("{store}: the store does not answer"),
            body: "Evenshelf keeps trying. Nothing is lost.".to_owned(),
            place: "activity".to_owned(),
        })
    }
}

/// Shows a notice if the owner wants notifications. A desktop that shows none loses nothing: it is all in the window.
pub async fn show<R: Runtime>(app: &AppHandle<R>, notice: Notice) {
    let wanted = settings::read(&app.state::<Desk>()).await.map_or(true, |settings| settings.notifications);
    if !wanted {
        return;
    }
    let shown =
        app.notification().builder().title(notice.title).body(notice.body).extra(PLACE, notice.place).show();
    if let Err(error) = shown {
        eprintln!("a notification was not shown: {error}");
    }
}

/// Brings the window to the place of a notification that is clicked.
pub fn follow_clicks<R: Runtime>(app: &AppHandle<R>) {
    let target = app.clone();
    let listening = app.notification().on_action(move |action| {
        let place = action.notification().and_then(|shown| shown.extra().get(PLACE)?.as_str());
        window::show_at(&target, place.unwrap_or("activity"));
    });
    if let Err(error) = listening {
        eprintln!("clicks on notifications are not heard: {error}");
    }
}

#[cfg(test)]
mod tests;
