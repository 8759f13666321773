//! The one thread that writes, and the group commit.
//!
//! A sync of the disk costs milliseconds, a statement microseconds. So the thread takes all that waits in its
//! channel into one transaction, each closure in a savepoint of its own, and answers them together after the
//! commit. While it commits, the next group gathers.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc as std_mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::LedgerError;

/// Closures that may wait before those who hand in more have to wait themselves.
const QUEUE_MAX: usize = 1024;

/// Closures that share one commit at most.
const GROUP_MAX: usize = 512;

/// No group gathers for longer than this, so that the first in it does not wait for ever.
const GROUP_TIME_MAX: Duration = Duration::from_millis(50);

/// What a closure became once it has run inside the group's transaction.
struct Done {
    keep: bool,
    /// Tells whoever waits, given how the commit ended.
    answer: Box<dyn FnOnce(Result<(), LedgerError>) + Send>,
}

/// A closure that waits for its turn. Given an error instead of a transaction it does not run, and answers that.
type Job = Box<dyn FnOnce(Result<&Transaction<'_>, LedgerError>) -> Done + Send>;

/// What the thread is asked for.
enum Request {
    Write(Job),
    /// Cannot share a transaction with anything: SQLite rebuilds the file.
    Compact(oneshot::Sender<Result<(), LedgerError>>),
}

#[derive(Debug)]
pub(super) struct Writer {
    /// `None` only while it is dropped.
    sender: Option<mpsc::Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, LedgerError> {
        let (sender, receiver) = mpsc::channel(QUEUE_MAX);
        let thread = thread::Builder::new()
            .name("ledger-writer".into())
            .spawn(move || write_until_closed(connection, receiver))
            .map_err(|error| LedgerError::Broken(error.to_string()))?;
        Ok(Self { sender: Some(sender), thread: Some(thread) })
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let (reply, answer) = oneshot::channel();
        let job = job(f, move |result| drop(reply.send(result)));
        let sender = self.sender.as_ref().ok_or(LedgerError::Stopped)?;
        sender.send(Request::Write(job)).await.map_err(|_| LedgerError::Stopped)?;
        answer.await.map_err(|_| LedgerError::Stopped)?
    }

    pub(super) fn write_blocking<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        if self.is_this_thread() {
            let words = "a closure that writes handed in another one and would wait for itself";
            return Err(LedgerError::Broken(words.into()));
        }
        let (reply, answer) = std_mpsc::sync_channel(1);
        let job = job(f, move |result| drop(reply.send(result)));
        let sender = self.sender.as_ref().ok_or(LedgerError::Stopped)?;
        sender.blocking_send(Request::Write(job)).map_err(|_| LedgerError::Stopped)?;
        answer.recv().map_err(|_| LedgerError::Stopped)?
    }

    pub(super) async fn compact(&self) -> Result<(), LedgerError> {
        let (reply, answer) = oneshot::channel();
        let sender = self.sender.as_ref().ok_or(LedgerError::Stopped)?;
        sender.send(Request::Compact(reply)).await.map_err(|_| LedgerError::Stopped)?;
        answer.await.map_err(|_| LedgerError::Stopped)?
    }

    fn is_this_thread(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| thread.thread().id() == thread::current().id())
    }
}

impl Drop for Writer {
    /// Waits until what was handed in is written and the connection is closed.
    fn drop(&mut self) {
        let on_writer = self.is_this_thread();
        drop(self.sender.take());
        if let Some(thread) = self.thread.take()
            && !on_writer
        {
            // It catches the panics of what it runs; one of its own has nobody left to tell.
            drop(thread.join());
        }
    }
}

/// Wraps a closure and the way back to whoever waits for it.
fn job<T: Send + 'static>(
    f: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError> + Send + 'static,
    reply: impl FnOnce(Result<T, LedgerError>) + Send + 'static,
) -> Job {
    Box::new(move |tx| {
        let result = match tx {
            Ok(tx) => catch_unwind(AssertUnwindSafe(|| f(tx)))
                .unwrap_or_else(|panic| Err(LedgerError::Broken(words_of(&*panic)))),
            Err(error) => Err(error),
        };
        let keep = result.is_ok();
        let answer = move |committed: Result<(), LedgerError>| {
            reply(result.and_then(|value| committed.map(|()| value)));
        };
        Done { keep, answer: Box::new(answer) }
    })
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it panicked".into())
}

fn write_until_closed(mut connection: Connection, mut receiver: mpsc::Receiver<Request>) {
    let mut next = receiver.blocking_recv();
    while let Some(request) = next {
        next = match request {
            Request::Write(first) => {
                let mut group = Vec::new();
                let mut behind = None;
                let committed = write_group(&mut connection, first, &mut receiver, &mut group, &mut behind);
                for done in group {
                    (done.answer)(committed.clone());
                }
                behind
            }
            Request::Compact(reply) => {
                let sql = "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";
                // Nobody may be waiting any more.
                drop(reply.send(connection.execute_batch(sql).map_err(LedgerError::from)));
                None
            }
        };
        next = next.or_else(|| receiver.blocking_recv());
    }
}

/// Runs the first closure and those that wait behind it in one transaction, and commits it. A request of another
/// kind ends the group and comes back as `behind`.
fn write_group(
    connection: &mut Connection,
    first: Job,
    receiver: &mut mpsc::Receiver<Request>,
    group: &mut Vec<Done>,
    behind: &mut Option<Request>,
) -> Result<(), LedgerError> {
    let begun = Instant::now();
    let tx = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(tx) => tx,
        Err(error) => {
            let error = LedgerError::from(error);
            group.push(first(Err(error.clone())));
            return Err(error);
        }
    };

    let mut job = first;
    loop {
        write_one(&tx, job, group)?;
        if group.len() >= GROUP_MAX || begun.elapsed() >= GROUP_TIME_MAX {
            break;
        }
        match receiver.try_recv() {
            Ok(Request::Write(next)) => job = next,
            Ok(other) => {
                *behind = Some(other);
                break;
            }
            Err(_) => break,
        }
    }
    Ok(tx.commit()?)
}

/// Runs one closure in a savepoint. An error here is one of the whole group: its transaction is gone.
fn write_one(tx: &Transaction<'_>, job: Job, group: &mut Vec<Done>) -> Result<(), LedgerError> {
    if let Err(error) = tx.execute_batch("SAVEPOINT one") {
        let error = LedgerError::from(error);
        group.push(job(Err(error.clone())));
        return Err(error);
    }
    let done = job(Ok(tx));
    let keep = done.keep;
    group.push(done);
    // After a full disk or a failed read SQLite rolls the whole transaction back, the work of the others too.
    if tx.is_autocommit() {
        let words = "the transaction was rolled back when another write in it failed";
        return Err(LedgerError::Broken(words.into()));
    }
    let end = if keep { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" };
    Ok(tx.execute_batch(end)?)
}
