//! The running store: its state behind a lock, and everything that is not state.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::Instant;

use sha2::{Digest, Sha256};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use crate::bucket::Bucket;
use crate::faults::Dice;
use crate::graphql::coerce::Args;
use crate::http::versions::Version;
use crate::mutate::{self, Env, Outcome};
use crate::options::{Faults, Options};
use crate::state::log::{Log, LogError, with_suffix};
use crate::state::{State, Tx};
use crate::stats::Stats;

/// A shared handle on the store.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

pub struct Inner {
    pub options: Options,
    /// `http://127.0.0.1:port`, the address it answers at.
    pub base: String,
    state: RwLock<State>,
    /// Gone once the store is closed: nothing is written any more, and the file is free for another process.
    log: Mutex<Option<Log>>,
    tasks: Mutex<Vec<AbortHandle>>,
    pub faults: Mutex<Faults>,
    /// Wakes the calls that are held at the door.
    pub faults_set: Notify,
    pub dice: Mutex<Dice>,
    buckets: Mutex<HashMap<u64, Bucket>>,
    pub stats: Stats,
    /// Idempotency keys that are being worked on at this moment.
    pub busy_keys: Mutex<HashSet<(u64, String)>>,
    pub requests: AtomicU64,
    /// Bulk operations that are to stop.
    pub cancelled: Mutex<HashSet<u64>>,
}

impl std::ops::Deref for Store {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

pub fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store {
    /// Opens the state file, filling a new store with its catalogue.
    pub fn open(options: Options, base: String) -> Result<Self, LogError> {
        let (mut log, state) = Log::open(&options.state)?;
        let io = |cause| LogError::Io { path: options.state.clone(), cause };
        let state = match state {
            Some(state) => state,
            None => {
                let mut state = State::default();
                let mut tx = Tx::new(&mut state);
                crate::seed::fill(&mut tx, &options);
                if let Some(line) = tx.commit() {
                    log.write(&line).map_err(io)?;
                }
                state
            }
        };
        std::fs::create_dir_all(with_suffix(&options.state, ".files")).map_err(io)?;
        let dice = Dice::new(options.seed);
        Ok(Self(Arc::new(Inner {
            base,
            state: RwLock::new(state),
            log: Mutex::new(Some(log)),
            tasks: Mutex::default(),
            faults: Mutex::new(options.faults),
            faults_set: Notify::new(),
            dice: Mutex::new(dice),
            buckets: Mutex::default(),
            stats: Stats::default(),
            busy_keys: Mutex::default(),
            requests: AtomicU64::new(0),
            cancelled: Mutex::default(),
            options,
        })))
    }

    pub fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one write: it is in the log before this returns. `then` sees the state it led to, and nobody
    /// else's write in between.
    pub fn write<R, S>(
        &self,
        work: impl FnOnce(&mut Tx) -> (R, bool),
        then: impl FnOnce(&State, R) -> S,
    ) -> std::io::Result<S> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let mut tx = Tx::new(&mut state);
        let (result, keep) = work(&mut tx);
        if keep {
            if let Some(line) = tx.commit() {
                let mut log = lock(&self.log);
                let log = log.as_mut().ok_or(std::io::ErrorKind::NotConnected)?;
                log.write(&line)?;
                log.compact_if_due(&state)?;
            }
        } else {
            drop(tx);
        }
        Ok(then(&state, result))
    }

    /// Runs one write whose result does not depend on the state it led to.
    pub fn change<R>(&self, work: impl FnOnce(&mut Tx) -> R) -> std::io::Result<R> {
        self.write(|tx| (work(tx), true), |_, result| result)
    }

    /// Runs one mutation field, idempotency included, and shows its outcome to `then`.
    pub fn mutate<S>(&self, call: &Call, then: impl FnOnce(&State, Outcome) -> S) -> std::io::Result<S> {
        let staged = |path: &str| self.staged_checksum(path);
        let env = Env {
            app: call.app,
            version: call.version,
            base: &self.base,
            media_delay_us: i64::try_from(self.options.media_delay_ms).unwrap_or(0) * 1000,
            in_bulk: call.in_bulk,
            staged: &staged,
        };
        self.write(
            |tx| {
                let outcome = mutate::idempotency::run(
                    tx,
                    &env,
                    call.name,
                    call.args,
                    call.key.as_deref(),
                    call.concurrent,
                );
                let keep = outcome.as_ref().is_ok_and(|done| done.keep);
                self.stats.mutation(call.name, keep);
                (outcome, keep)
            },
            then,
        )
    }

    /// Returns the folder of uploads and results.
    pub fn files(&self) -> PathBuf {
        with_suffix(&self.options.state, ".files")
    }

    /// Returns where a staged upload lies; its key is not trusted as a path.
    pub fn staged_file(&self, key: &str) -> PathBuf {
        self.files().join(format!("staged-{}", hash(key.as_bytes())))
    }

    fn staged_checksum(&self, key: &str) -> Result<String, &'static str> {
        let bytes = std::fs::read(self.staged_file(key)).map_err(|_| "NO_SUCH_FILE")?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err("INVALID_STAGED_UPLOAD_FILE");
        }
        Ok(hash(&bytes))
    }

    pub fn result_file(&self, bulk: u64) -> PathBuf {
        self.files().join(format!("bulk-{bulk}.jsonl"))
    }

    /// Works on an app's bucket.
    pub fn bucket<R>(&self, app: u64, work: impl FnOnce(&mut Bucket, Instant) -> R) -> R {
        let now = Instant::now();
        let (size, rate) = self
            .options
            .bucket
            .unwrap_or((self.options.plan.bucket_size(), self.options.plan.restore_rate()));
        let mut buckets = lock(&self.buckets);
        let bucket = buckets.entry(app).or_insert_with(|| Bucket::new(size, rate, now));
        work(bucket, now)
    }

    /// Writes the state file anew, as small as it can be.
    pub fn compact(&self) -> std::io::Result<()> {
        let state = self.read();
        match lock(&self.log).as_mut() {
            Some(log) => log.compact(&state),
            None => Ok(()),
        }
    }

    /// Runs something beside the requests, until the store is closed.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = lock(&self.tasks);
        tasks.retain(|task| !task.is_finished());
        tasks.push(tokio::spawn(work).abort_handle());
    }

    /// Returns once calls that write are not held any more.
    pub async fn let_in(&self) {
        loop {
            // Asked for before the look, so that no change falls between the two.
            let set = self.faults_set.notified();
            if !lock(&self.faults).hold {
                return;
            }
            set.await;
        }
    }

    /// Stops all work and lets go of the state file, in whatever state it is.
    pub fn close(&self) {
        for task in lock(&self.tasks).drain(..) {
            task.abort();
        }
        *lock(&self.log) = None;
    }

    pub fn is_closed(&self) -> bool {
        lock(&self.log).is_none()
    }
}

/// One mutation field that is to be run.
pub struct Call<'a> {
    pub app: u64,
    pub version: Version,
    pub name: &'a str,
    pub args: &'a Args,
    pub key: Option<String>,
    /// The key is being worked on by another request.
    pub concurrent: bool,
    pub in_bulk: bool,
}

pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
