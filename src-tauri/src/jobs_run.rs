//! Jobs as they run: each a task beside the window, heard through the engine's observer, with a hand on it.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use evenshelf_engine::RunControl;
use evenshelf_engine::progress::Observer;
use tauri::{AppHandle, Manager, Runtime, async_runtime};
use tokio::sync::oneshot;

use crate::api::{JobKind, JobOutcome};
use crate::desk::Desk;
use crate::error::ShellError;
use crate::notify::{self, Silence};

/// What a job is given to work with.
#[derive(Clone)]
pub struct Errand {
    pub observer: Observer,
    pub control: RunControl,
}

/// A job to be begun.
pub struct New<'a> {
    pub kind: JobKind,
    pub store: Option<&'a str>,
    pub source: Option<&'a str>,
}

/// A job that was begun: its number, and how it will end.
pub struct Begun {
    pub id: u64,
    pub end: oneshot::Receiver<JobOutcome>,
}

/// Puts a job on the list and starts it. Refused where the store is in use by another job.
pub fn begin<R: Runtime, Work>(
    app: &AppHandle<R>,
    new: New<'_>,
    work: impl FnOnce(Errand) -> Work,
) -> Result<Begun, ShellError>
where
    Work: Future<Output = Result<JobOutcome, ShellError>> + Send + 'static,
{
    let desk = app.state::<Desk>();
    let id = desk.jobs().begin(new.kind, new.store, new.source, now_ms())?;
    let control = RunControl::new();
    desk.hands().insert(id, control.clone());
    desk.bell.ring();
    let work = work(Errand { observer: observer(app, id, new.store), control });
    let (sender, end) = oneshot::channel();
    let app = app.clone();
    async_runtime::spawn(async move {
        // A task of its own, so that a fault in it ends the job and not the list.
        let ended = async_runtime::spawn(work).await.unwrap_or_else(|fault| Err(fault.into()));
        let outcome = ended.unwrap_or_else(|error| JobOutcome::Refused { refusal: error.refusal() });
        let desk = app.state::<Desk>();
        let told = {
            let mut jobs = desk.jobs();
            jobs.end(id, outcome.clone());
            jobs.get(id).and_then(|job| notify::of_end(job, now_ms()))
        };
        if let Some(notice) = told {
            notify::show(&app, notice).await;
        }
        desk.job_ended(id);
        // Only a command that waits for the job is told this way.
        let _ = sender.send(outcome);
    });
    Ok(Begun { id, end })
}

/// Waits for a job that a command needs the result of; what the job was refused with, the command is as well.
pub async fn outcome_of(begun: Begun) -> Result<JobOutcome, ShellError> {
    match begun.end.await {
        Ok(JobOutcome::Refused { refusal }) => Err(ShellError::Refused(refusal)),
        Ok(outcome) => Ok(outcome),
        Err(_) => Err(ShellError::BrokeOff),
    }
}

/// Stops every job, as the end of the program does: runs end what is under way and can go on later, all else leaves
/// nothing behind.
pub fn stop_all(desk: &Desk) {
    for control in desk.hands().values() {
        control.interrupt();
    }
}

/// Returns the hand on a job that goes on.
pub fn hand(desk: &Desk, id: u64) -> Result<RunControl, ShellError> {
    desk.hands().get(&id).cloned().ok_or(ShellError::NoJob(id))
}

/// What the engine tells goes into the list, and from there to the page at its own pace.
fn observer<R: Runtime>(app: &AppHandle<R>, id: u64, store: Option<&str>) -> Observer {
    let app = app.clone();
    let store = store.unwrap_or_default().to_owned();
    let silence = Mutex::new(Silence::default());
    Arc::new(move |progress| {
        let desk = app.state::<Desk>();
        let now = now_ms();
        let notice = {
            let mut jobs = desk.jobs();
            jobs.hear(id, &progress, now);
            jobs.get(id).and_then(|job| {
                silence.lock().unwrap_or_else(PoisonError::into_inner).look(&store, &job.step, now)
            })
        };
        desk.bell.ring();
        if let Some(notice) = notice {
            let app = app.clone();
            async_runtime::spawn(async move { notify::show(&app, notice).await });
        }
    })
}

pub fn now_ms() -> i64 {
    // A clock before 1970 is a broken clock.
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0))
}
