//! What this process holds while it runs: the way to the ledger, the list of jobs and the hands on them, the demo
//! store. It is the shell's one managed state, and lives as long as the program, whatever becomes of the window.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use evenshelf_engine::ledger::LedgerError;
use evenshelf_engine::{EngineError, RunControl, Session};
use tauri::async_runtime;
use tokio::sync::Notify;

use crate::api::OpenedWith;
use crate::closing::Closing;
use crate::demo::DemoStore;
use crate::error::ShellError;
use crate::events::Bell;
use crate::jobs::Jobs;
use crate::sheets::Sheets;

/// Where this process keeps its things, and which program serves the demo store.
#[derive(Debug, Clone)]
pub struct Place {
    /// Fixed at the start; the same the command line uses.
    pub data_dir: PathBuf,
    /// This program's own file: `PROGRAM demo-store …` serves the demo store.
    pub program: PathBuf,
}

pub struct Desk {
    pub place: Place,
    door: Arc<Mutex<Door>>,
    jobs: Mutex<Jobs>,
    /// The owner's hand on each job that goes on.
    hands: Mutex<BTreeMap<u64, RunControl>>,
    /// Rung whenever a job ends.
    ended: Notify,
    /// What the program was opened with, until a page asks for it.
    opened_with: Mutex<Option<OpenedWith>>,
    pub bell: Bell,
    pub closing: Closing,
    pub demo: DemoStore,
    pub sheets: Sheets,
}

/// How far the ledger is open. Looking opens it for reading alone, so that a look leaves nothing behind.
enum Door {
    Closed,
    Reading(Session),
    Writing(Session),
}

impl Desk {
    pub fn new(place: Place) -> Self {
        Self {
            place,
            door: Arc::new(Mutex::new(Door::Closed)),
            jobs: Mutex::default(),
            hands: Mutex::default(),
            ended: Notify::new(),
            opened_with: Mutex::default(),
            bell: Bell::default(),
            closing: Closing::default(),
            demo: DemoStore::default(),
            sheets: Sheets::default(),
        }
    }

    /// Opens the ledger for everything; makes it where there is none.
    pub async fn session(&self) -> Result<Session, ShellError> {
        let (door, data_dir) = (self.door.clone(), self.place.data_dir.clone());
        async_runtime::spawn_blocking(move || open_for_writing(&mut lock(&door), &data_dir)).await?
    }

    /// Opens the ledger for looking; `None` where there is none yet.
    pub async fn look(&self) -> Result<Option<Session>, ShellError> {
        let (door, data_dir) = (self.door.clone(), self.place.data_dir.clone());
        async_runtime::spawn_blocking(move || open_for_looking(&mut lock(&door), &data_dir)).await?
    }

    /// Opens the ledger for everything, but makes none: for what needs something that was kept before.
    pub async fn session_there(&self) -> Result<Session, ShellError> {
        self.look().await?.ok_or(ShellError::NothingYet)?;
        self.session().await
    }

    /// Runs a question to the ledger on a thread that may block. Where there is no ledger yet, nothing that could be
    /// asked for exists.
    pub async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Session) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, ShellError> {
        let session = self.look().await?.ok_or(ShellError::NothingYet)?;
        Ok(async_runtime::spawn_blocking(move || question(&session)).await??)
    }

    pub fn jobs(&self) -> MutexGuard<'_, Jobs> {
        lock(&self.jobs)
    }

    pub fn hands(&self) -> MutexGuard<'_, BTreeMap<u64, RunControl>> {
        lock(&self.hands)
    }

    /// Says that a job has ended.
    pub fn job_ended(&self, id: u64) {
        self.hands().remove(&id);
        self.bell.ledger_changed();
        self.ended.notify_waiters();
    }

    /// Returns once nothing is under way.
    pub async fn at_rest(&self) {
        loop {
            let ended = self.ended.notified();
            tokio::pin!(ended);
            // Listening begins before the look, so that an end in between is not missed.
            ended.as_mut().enable();
            if self.jobs().open().count() == 0 {
                return;
            }
            ended.await;
        }
    }

    pub fn set_opened_with(&self, what: OpenedWith) {
        *lock(&self.opened_with) = Some(what);
    }

    /// Returns what the program was opened with, once.
    pub fn take_opened_with(&self) -> Option<OpenedWith> {
        lock(&self.opened_with).take()
    }
}

fn open_for_writing(door: &mut Door, data_dir: &Path) -> Result<Session, ShellError> {
    if let Door::Writing(session) = door {
        return Ok(session.clone());
    }
    let session = Session::open(data_dir)?;
    *door = Door::Writing(session.clone());
    Ok(session)
}

fn open_for_looking(door: &mut Door, data_dir: &Path) -> Result<Option<Session>, ShellError> {
    match door {
        Door::Writing(session) | Door::Reading(session) => return Ok(Some(session.clone())),
        Door::Closed => {}
    }
    match Session::open_read_only(data_dir) {
        Ok(session) => {
            *door = Door::Reading(session.clone());
            Ok(Some(session))
        }
        Err(EngineError::Ledger(LedgerError::Absent(_))) => Ok(None),
        // Opening for writing brings an older ledger up to date, after a copy was made.
        Err(EngineError::Ledger(LedgerError::Older { .. })) => open_for_writing(door, data_dir).map(Some),
        Err(error) => Err(error.into()),
    }
}

/// A poisoned lock only says that another thread broke off between two whole values.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
