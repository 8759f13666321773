//! One process at a time for each store of a data directory.
//!
//! The lock is the operating system's, on `locks/<store id>.lock`, so it goes with its process however that ends.
//! Who holds it stands in `locks/<store id>.json` beside it, for the message to those who wait: in a file of its
//! own, since on Windows nobody else can read a file that is locked. Across machines it guards nothing.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sysinfo::{Pid, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System};

/// How often one who waits looks again. A person notices no quarter of a second, and looking costs one call.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// Who holds a store's lock, in their own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// `None` where it is not known: a process that has just taken the lock, or could not write its name.
    pub pid: Option<u32>,
    /// `evenshelf`, or the window.
    pub program: String,
    /// What it does: `sync`, `pull`.
    pub doing: String,
    /// Unix milliseconds.
    pub since: Option<i64>,
}

/// Why a store's lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("the store is in use by {0}")]
    HeldBy(Holder),
    #[error("could not take the lock {}: {cause}", path.display())]
    Io { path: PathBuf, cause: io::Error },
}

/// The right to change a store. It ends when this is dropped, and with the process at the latest.
#[derive(Debug)]
pub struct StoreLock {
    /// Locked as long as it is open.
    file: File,
    holder_path: PathBuf,
}

impl Holder {
    /// Returns this process as a holder.
    pub fn this_process(program: &str, doing: &str, since: i64) -> Self {
        Self {
            pid: Some(std::process::id()),
            program: program.to_owned(),
            doing: doing.to_owned(),
            since: Some(since),
        }
    }

    fn unknown() -> Self {
        Self { pid: None, program: "another process".to_owned(), doing: String::new(), since: None }
    }

    /// Whether the noted process is there. One that is not has left its name behind, and somebody else has the
    /// lock who has not written theirs yet.
    fn is_alive(&self) -> bool {
        let Some(pid) = self.pid.map(Pid::from_u32) else { return false };
        // Where the system tells nothing of its processes, the name that was left is the best there is.
        let Ok(mut system) = System::new() else { return true };
        system.refresh_processes_specifics(
            ProcessesToUpdate::Some(&[pid]),
            true,
            ProcessRefreshKind::nothing(),
        );
        system
            .process(pid)
            .is_some_and(|process| !matches!(process.status(), ProcessStatus::Zombie | ProcessStatus::Dead))
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.program)?;
        if !self.doing.is_empty() {
            write!(f, " {}", self.doing)?;
        }
        match self.pid {
            Some(pid) => write!(f, " (process {pid})"),
            None => Ok(()),
        }
    }
}

impl StoreLock {
    /// Takes the lock of a store, or tells who has it.
    pub fn try_acquire(data_dir: &Path, store: i64, me: &Holder) -> Result<Self, LockError> {
        let directory = data_dir.join("locks");
        let path = directory.join(format!("{store}.lock"));
        let holder_path = directory.join(format!("{store}.json"));

        let file =
            open_private(&directory, &path).map_err(|cause| LockError::Io { path: path.clone(), cause })?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::HeldBy(read_holder(&holder_path))),
            Err(TryLockError::Error(cause)) => return Err(LockError::Io { path, cause }),
        }
        // Only words for others: the lock holds without them.
        if let Ok(json) = serde_json::to_vec(me) {
            drop(fs::write(&holder_path, json));
        }
        Ok(Self { file, holder_path })
    }

    /// Takes the lock of a store once it is free. `on_wait` hears for whom it waits, again whenever that changes.
    /// There is no limit of time: a full sync of somebody else may rightly take an hour. Drop the future to give
    /// up.
    pub async fn acquire(
        data_dir: &Path,
        store: i64,
        me: &Holder,
        mut on_wait: impl FnMut(&Holder),
    ) -> Result<Self, LockError> {
        let mut told = None;
        loop {
            match Self::try_acquire(data_dir, store, me) {
                Err(LockError::HeldBy(holder)) => tell(&mut told, holder, &mut on_wait),
                taken_or_failed => return taken_or_failed,
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Does what [`StoreLock::acquire`] does, for threads outside the async runtime. It goes on waiting for as
    /// long as `on_wait`, asked at every look, returns true.
    pub fn acquire_blocking(
        data_dir: &Path,
        store: i64,
        me: &Holder,
        mut on_wait: impl FnMut(&Holder) -> bool,
    ) -> Result<Self, LockError> {
        loop {
            match Self::try_acquire(data_dir, store, me) {
                Err(LockError::HeldBy(holder)) if on_wait(&holder) => std::thread::sleep(LOOK_AGAIN),
                taken_or_given_up => return taken_or_given_up,
            }
        }
    }
}

impl Drop for StoreLock {
    fn drop(&mut self) {
        // The name goes first: after it the lock may be somebody else's. The lock's own file stays, since a
        // waiter may have it open, and a second file of that name would be a second lock.
        drop(fs::remove_file(&self.holder_path));
        drop(self.file.unlock());
    }
}

fn tell(told: &mut Option<Holder>, holder: Holder, on_wait: &mut impl FnMut(&Holder)) {
    if told.as_ref() != Some(&holder) {
        on_wait(&holder);
        *told = Some(holder);
    }
}

fn open_private(directory: &Path, path: &Path) -> io::Result<File> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        builder.mode(0o700);
        options.mode(0o600);
    }
    builder.create(directory)?;
    options.open(path)
}

fn read_holder(path: &Path) -> Holder {
    let noted = fs::read(path).ok().and_then(|json| serde_json::from_slice::<Holder>(&json).ok());
    noted.filter(Holder::is_alive).unwrap_or_else(Holder::unknown)
}

#[cfg(test)]
mod tests;
