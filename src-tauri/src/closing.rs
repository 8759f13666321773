//! What closing the window, stopping, and the end of the session do to what is under way.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use tauri::{AppHandle, Emitter, Manager, Runtime, async_runtime};

use crate::api::ClosingChoice;
use crate::desk::Desk;
use crate::{demo, events, jobs_run, window};

/// How long calls that are under way may take when the program is to end. Shopify cuts a call off after ten seconds
/// (<https://shopify.dev/docs/api/usage/response-codes>); what is left is for writing down how it ended. What is not
/// written down by then is found out at the next start.
const STOP_MAX: Duration = Duration::from_secs(15);

/// What to do when somebody closes the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Nothing is under way that writes: the program ends.
    Quit,
    /// The page asks.
    Ask,
    /// The question stands and the window is closed again: whoever cannot answer keeps the work going.
    Hide,
    /// The program is ending already.
    Wait,
}

/// Where the closing of the window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    Asked,
    Ending,
}

/// Decides from how many jobs write, and where the closing stands.
fn decide(writing: usize, stage: Stage) -> Decision {
    match (stage, writing) {
        (Stage::Ending, _) => Decision::Wait,
        (_, 0) => Decision::Quit,
        (Stage::Open, _) => Decision::Ask,
        (Stage::Asked, _) => Decision::Hide,
    }
}

/// Remembers where the closing stands.
#[derive(Debug, Default)]
pub struct Closing(AtomicU8);

impl Closing {
    fn stage(&self) -> Stage {
        match self.0.load(Ordering::SeqCst) {
            0 => Stage::Open,
            1 => Stage::Asked,
            _ => Stage::Ending,
        }
    }

    fn set(&self, stage: Stage) {
        self.0.store(stage as u8, Ordering::SeqCst);
    }

    /// Returns whether the program is on its way out.
    pub fn is_ending(&self) -> bool {
        self.stage() == Stage::Ending
    }
}

/// Somebody closes the window. Returns whether it must stay for now.
pub fn asked<R: Runtime>(app: &AppHandle<R>) -> bool {
    let desk = app.state::<Desk>();
    let writing = desk.jobs().writing().count();
    match decide(writing, desk.closing.stage()) {
        Decision::Quit => {
            // Gone for the eye at once; the way out itself takes the demo store along.
            window::hide(app);
            quit(app.clone());
            true
        }
        Decision::Ask => {
            desk.closing.set(Stage::Asked);
            let _ = app.emit(events::CLOSING, ());
            true
        }
        Decision::Hide => {
            answer(app, ClosingChoice::KeepRunning);
            true
        }
        Decision::Wait => true,
    }
}

/// Somebody wants the program to end: the tray, or a key in the window. Asks where something writes.
pub fn quit_or_ask<R: Runtime>(app: &AppHandle<R>) {
    if app.state::<Desk>().jobs().writing().count() > 0 {
        window::show(app);
    }
    // The window stays or goes as if it had been closed by hand.
    let _ = asked(app);
}

/// Carries out the owner's answer.
pub fn answer<R: Runtime>(app: &AppHandle<R>, choice: ClosingChoice) {
    let desk = app.state::<Desk>();
    if desk.closing.is_ending() {
        return;
    }
    desk.closing.set(Stage::Open);
    match choice {
        ClosingChoice::Stay => {}
        ClosingChoice::KeepRunning => window::hide(app),
        ClosingChoice::StopAndQuit => quit(app.clone()),
    }
}

/// Ends the program: runs are interrupted and waited for, everything else is let go, the demo store is closed.
/// Returns at once; a second call changes nothing.
pub fn quit<R: Runtime>(app: AppHandle<R>) {
    let desk = app.state::<Desk>();
    if desk.closing.is_ending() {
        return;
    }
    desk.closing.set(Stage::Ending);
    async_runtime::spawn(async move {
        let desk = app.state::<Desk>();
        jobs_run::stop_all(&desk);
        if tokio::time::timeout(STOP_MAX, desk.at_rest()).await.is_err() {
            eprintln!(
                "what was under way did not end in {} s; it is looked up at the next start",
                STOP_MAX.as_secs()
            );
        }
        demo::close(&desk).await;
        app.exit(0);
    });
}

/// Ends the program as well when the session or a terminal asks for it.
pub fn on_signals<R: Runtime>(app: AppHandle<R>) {
    async_runtime::spawn(async move {
        asked_to_stop().await;
        quit(app);
    });
}

/// Returns when somebody wants the program to end. A signal that cannot be listened for ends it as it always did.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::SignalKind;
        tokio::select! {
            () = ctrl_c() => {}
            () = arrived(SignalKind::terminate()) => {}
            () = arrived(SignalKind::hangup()) => {}
        }
    }
    #[cfg(not(unix))]
    ctrl_c().await;
}

#[cfg(unix)]
async fn arrived(kind: tokio::signal::unix::SignalKind) {
    match tokio::signal::unix::signal(kind) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_asks_only_where_something_writes() {
        for (writing, stage, expected) in [
            (0, Stage::Open, Decision::Quit),
            (1, Stage::Open, Decision::Ask),
            (2, Stage::Asked, Decision::Hide),
            // The run ended while the question stood.
            (0, Stage::Asked, Decision::Quit),
            (1, Stage::Ending, Decision::Wait),
            (0, Stage::Ending, Decision::Wait),
        ] {
            assert_eq!(decide(writing, stage), expected, "{writing} {stage:?}");
        }
    }
}
