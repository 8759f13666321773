//! The loop of a run: asks the scheduler what to do, does it, and tells it what happened.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use evenshelf_core::operation::OutcomeKind;
use evenshelf_core::schedule::{Action, Event, Outcome, Scheduler};
use tokio::sync::mpsc;

use super::control::{RunControl, Wish};
use super::record::{Ended, ended, record};
use super::send::{Sent, send};
use super::settle::settle;
use super::shared::Shared;
use super::tasks::TaskBook;
use crate::clock::now_ms;
use crate::error::EngineError;
use crate::ledger::runs::{self, Counts, RunState};
use crate::progress::{Observer, Progress, RunProgress};

/// The window and the terminal are told at most this often.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// The rate shown is that of the last so many seconds.
const RATE_WINDOW: Duration = Duration::from_secs(10);
/// How far the true time may lie from the predicted one: a range, since Shopify's pace changes.
const ETA_LOW: f64 = 0.8;
const ETA_HIGH: f64 = 1.5;

/// Why the loop ended before everything had an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Early {
    /// A person or the system wanted it.
    Interrupted,
    /// The store wants something done first; in the owner's words.
    Stopped(String),
}

/// Runs until every task has ended, or the run must stop.
pub(super) struct Driver<'a> {
    pub shared: Arc<Shared>,
    pub scheduler: Scheduler,
    pub book: TaskBook,
    pub control: &'a RunControl,
    pub observer: &'a Observer,
    /// Outcomes so far; counted here, since counting a large journal four times a second would cost its share.
    pub counts: Counts,
}

impl Driver<'_> {
    /// Drives the run to its end, or to where it must stop.
    pub async fn drive(mut self) -> Result<Option<Early>, EngineError> {
        let (sender, mut replies) = mpsc::unbounded_channel::<Result<Sent, EngineError>>();
        let mut pace = Pace::new(self.counts.planned);
        let (mut interrupted, mut stopped) = (false, None);
        loop {
            // One who pressed Ctrl-C while the store was still being read wants nothing sent at all.
            while let Some(wish) = self.control.pending() {
                interrupted |= self.obey(wish).await?;
            }
            let mut finished = Vec::new();
            while let Some(action) = self.scheduler.poll(self.shared.now()) {
                match action {
                    Action::Finish { task, outcome } => self.finish(task, outcome, &mut finished),
                    Action::Stop(reason) => {
                        stopped.get_or_insert_with(|| format!("{reason:?}"));
                    }
                    Action::Send { call, tasks, .. } => {
                        // What waited for an operation sees its outcome, in the ledger too.
                        self.record(std::mem::take(&mut finished)).await?;
                        let tasks = self.with_operations(tasks);
                        let shared = self.shared.clone();
                        spawn(&sender, async move { send(&shared, call, &tasks).await });
                    }
                    Action::Settle { call, tasks, .. } => {
                        self.record(std::mem::take(&mut finished)).await?;
                        let tasks = self.with_operations(tasks);
                        let shared = self.shared.clone();
                        spawn(&sender, async move { settle(&shared, call, &tasks).await });
                    }
                }
            }
            self.record(finished).await?;
            if self.scheduler.is_idle() {
                break;
            }
            let wakeup = self.scheduler.next_wakeup();
            let now = self.shared.now();
            let sleep =
                wakeup.map_or(TELL_EVERY, |at| Duration::from_millis(at.ms_since(now)).min(TELL_EVERY));
            tokio::select! {
                reply = replies.recv() => match reply {
                    Some(reply) => {
                        self.take(reply?, &mut stopped).await?;
                        // What else has come in meanwhile needs no turn of its own.
                        while let Ok(reply) = replies.try_recv() {
                            self.take(reply?, &mut stopped).await?;
                        }
                    }
                    None => break,
                },
                wish = self.control.next() => {
                    interrupted |= self.obey(wish).await?;
                }
                () = tokio::time::sleep(sleep) => {}
            }
            self.tell(&mut pace);
        }
        self.tell(&mut pace);
        Ok(match (interrupted, stopped) {
            (true, _) => Some(Early::Interrupted),
            (false, Some(why)) => Some(Early::Stopped(why)),
            (false, None) => None,
        })
    }

    fn with_operations(
        &self,
        tasks: Vec<evenshelf_core::schedule::TaskId>,
    ) -> Vec<(evenshelf_core::schedule::TaskId, Vec<u64>)> {
        tasks.into_iter().map(|task| (task, self.book.operations(task).to_vec())).collect()
    }

    fn finish(
        &mut self,
        task: evenshelf_core::schedule::TaskId,
        outcome: Outcome,
        finished: &mut Vec<Ended>,
    ) {
        let operations = self.book.operations(task);
        finished.extend(operations.iter().filter_map(|id| ended(&self.shared, *id, outcome)));
    }

    async fn take(&mut self, sent: Sent, stopped: &mut Option<String>) -> Result<(), EngineError> {
        let mut gone = Vec::new();
        for (task, operation) in sent.left {
            self.book.remove(task, &[operation]);
            gone.extend(ended(&self.shared, operation, Outcome::Rejected));
        }
        self.record(gone).await?;
        if let Some(why) = sent.stopped {
            stopped.get_or_insert(why);
        }
        self.scheduler.handle(self.shared.now(), sent.event);
        Ok(())
    }

    /// Does what the owner wants; returns whether the run is to be interrupted.
    async fn obey(&mut self, wish: Wish) -> Result<bool, EngineError> {
        let now = self.shared.now();
        let (event, state) = match wish {
            Wish::Pause => (Event::Pause, Some(RunState::Paused)),
            Wish::Resume => (Event::Resume, Some(RunState::Running)),
            Wish::Interrupt => (Event::Halt, None),
            Wish::Cancel => (Event::Cancel, None),
            Wish::Workers(range) => (Event::SetWorkers(range), None),
        };
        self.scheduler.handle(now, event);
        if let Some(state) = state {
            let run = self.shared.run;
            self.shared.ledger.write(move |tx| runs::set_state(tx, run, state, now_ms())).await?;
        }
        Ok(wish == Wish::Interrupt)
    }

    async fn record(&mut self, ended: Vec<Ended>) -> Result<(), EngineError> {
        let kinds: Vec<OutcomeKind> = ended.iter().map(|end| end.kind).collect();
        record(&self.shared, ended).await?;
        for kind in kinds {
            self.counts.count(kind);
        }
        Ok(())
    }

    fn tell(&self, pace: &mut Pace) {
        if pace.told.is_some_and(|told| told.elapsed() < TELL_EVERY) {
            return;
        }
        pace.told = Some(Instant::now());
        let counts = self.counts;
        let progress = self.scheduler.progress();
        let done = counts.planned - counts.open();
        let (rate, eta_seconds) = pace.step(done);
        (self.observer)(Progress::Running(RunProgress {
            run: self.shared.run,
            counts,
            done,
            total: counts.planned,
            rate,
            eta_seconds,
            in_flight: progress.calls_in_flight,
            workers: progress.workers,
            waiting: self.scheduler.waiting(),
            elapsed_ms: self.shared.now().0,
        }));
    }
}

/// Does a call beside the loop. Every call comes back, even one that breaks off: the scheduler waits for it.
fn spawn(
    sender: &mpsc::UnboundedSender<Result<Sent, EngineError>>,
    call: impl Future<Output = Result<Sent, EngineError>> + Send + 'static,
) {
    let sender = sender.clone();
    tokio::spawn(async move {
        let sent = tokio::spawn(call).await.unwrap_or_else(|error| Err(EngineError::broke_off(&error)));
        // The loop may have ended with an error of another call; then nobody waits for this one.
        let _ = sender.send(sent);
    });
}

/// Measures how fast operations end.
struct Pace {
    total: u64,
    told: Option<Instant>,
    seen: VecDeque<(Instant, u64)>,
}

impl Pace {
    fn new(total: u64) -> Self {
        Self { total, told: None, seen: VecDeque::new() }
    }

    /// Returns operations a second and the seconds that are left, as a range.
    fn step(&mut self, done: u64) -> (f64, Option<(u64, u64)>) {
        let now = Instant::now();
        self.seen.push_back((now, done));
        while self.seen.len() > 2 && self.seen.front().is_some_and(|(at, _)| now - *at > RATE_WINDOW) {
            self.seen.pop_front();
        }
        let Some((first_at, first_done)) = self.seen.front().copied() else { return (0.0, None) };
        let seconds = (now - first_at).as_secs_f64();
        if seconds <= 0.0 || done <= first_done {
            return (0.0, None);
        }
        let rate = (done - first_done) as f64 / seconds;
        let left = self.total.saturating_sub(done) as f64 / rate;
        (rate, Some(((left * ETA_LOW).floor() as u64, (left * ETA_HIGH).ceil() as u64)))
    }
}
