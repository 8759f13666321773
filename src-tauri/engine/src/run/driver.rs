//! The loop of a run: asks the scheduler what to do, does it, and tells it what happened.

use std::sync::Arc;
use std::time::{Duration, Instant};

use evenshelf_core::operation::OutcomeKind;
use evenshelf_core::pace::{Pace, Standing};
use evenshelf_core::schedule::{Action, Event, Outcome, Scheduler, Task};
use tokio::sync::mpsc;

use super::Around;
use super::drive::Course;
use super::record::{Ended, ended, record};
use super::samples::{Figures, Sampler};
use super::send::{Sent, Stopped, send};
use super::settle::settle;
use super::shared::Shared;
use super::tasks::TaskBook;
use crate::clock::now_ms;
use crate::control::{Connections, End, RunControl, Wanted};
use crate::error::EngineError;
use crate::ledger::runs::{self, Counts, RunState};
use crate::ledger::samples::{self, Sample};
use crate::progress::{BudgetLevel, Observer, Progress, RunProgress};

/// The window and the terminal are told at most this often.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// Samples that found no outcome to ride with are written after so long.
const SAMPLES_WRITTEN_EVERY: Duration = Duration::from_secs(10);

/// Why the loop ended before everything had an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Early {
    /// A person or the system wanted it.
    Interrupted,
    /// The store wants something done first; in the owner's words.
    Stopped(Stopped),
}

/// Runs until every task has ended, or the run must stop.
pub(super) struct Driver<'a> {
    shared: Arc<Shared>,
    scheduler: Scheduler,
    book: TaskBook,
    /// What is submitted once everything else has ended.
    later: Vec<Task>,
    control: &'a RunControl,
    observer: &'a Observer,
    course: Course,
    /// Outcomes so far; counted here, since counting a large journal four times a second would cost its share.
    counts: Counts,
    /// Requests that wrote, those of earlier lives of the run included.
    calls: u64,
    /// What the owner wants, as far as it was heard.
    heard: Wanted,
    pace: Pace,
    told: Option<Instant>,
    sampler: Sampler,
    sampled: Instant,
}

impl<'a> Driver<'a> {
    pub fn new(
        shared: Arc<Shared>,
        scheduler: Scheduler,
        (book, later): (TaskBook, Vec<Task>),
        around: &Around<'a>,
        course: Course,
        counts: Counts,
        calls: u64,
    ) -> Self {
        Self {
            shared,
            scheduler,
            book,
            later,
            control: around.control,
            observer: around.observer,
            course,
            counts,
            calls,
            heard: Wanted::default(),
            pace: Pace::default(),
            told: None,
            sampler: Sampler::default(),
            sampled: Instant::now(),
        }
    }

    /// Drives the run to its end, or to where it must stop.
    pub async fn drive(mut self) -> Result<Option<Early>, EngineError> {
        let (sender, mut replies) = mpsc::unbounded_channel::<Result<Sent, EngineError>>();
        let mut wishes = self.control.listen();
        let mut stopped = None;
        loop {
            // What was wished while the store was still being read holds before the first call.
            let wanted = *wishes.borrow_and_update();
            self.obey(wanted).await?;
            let mut finished = Vec::new();
            while let Some(action) = self.scheduler.poll(self.shared.now()) {
                match action {
                    Action::Finish { task, outcome } => self.finish(task, outcome, &mut finished),
                    Action::Stop(reason) => {
                        stopped.get_or_insert_with(|| Stopped { what: format!("{reason:?}"), reason: None });
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
                // Of a run that ends early, it stays in the journal as it is.
                let later = std::mem::take(&mut self.later);
                if later.is_empty() || stopped.is_some() || self.heard.end.is_some() {
                    break;
                }
                self.scheduler.handle(self.shared.now(), Event::Submit(later));
                continue;
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
                // The control lives as long as the run does.
                _ = wishes.changed() => {}
                () = tokio::time::sleep(sleep) => {}
            }
            self.tell().await?;
        }
        self.tell().await?;
        let rest = self.sampler.finish();
        self.write_samples(rest).await?;
        Ok(match (self.heard.end, stopped) {
            (Some(End::Interrupt), _) => Some(Early::Interrupted),
            (_, Some(why)) => Some(Early::Stopped(why)),
            (_, None) => None,
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

    async fn take(&mut self, sent: Sent, stopped: &mut Option<Stopped>) -> Result<(), EngineError> {
        let mut gone = Vec::new();
        for (task, operation) in sent.left {
            self.book.remove(task, &[operation]);
            gone.extend(ended(&self.shared, operation, Outcome::Rejected));
        }
        self.record(gone).await?;
        self.calls += u64::from(sent.wrote);
        if let Some(why) = sent.stopped {
            stopped.get_or_insert(why);
        }
        self.scheduler.handle(self.shared.now(), sent.event);
        Ok(())
    }

    /// Does what the owner wants and was not heard yet.
    async fn obey(&mut self, wanted: Wanted) -> Result<(), EngineError> {
        let heard = std::mem::replace(&mut self.heard, wanted);
        if wanted.connections != heard.connections {
            self.reconnect(wanted.connections).await?;
        }
        if wanted.end != heard.end {
            self.end(wanted.end).await?;
        }
        // What ends does not pause, and an interrupted run is not going on.
        if wanted.paused != heard.paused && wanted.end.is_none() {
            let (event, state) = if wanted.paused {
                (Event::Pause, RunState::Paused)
            } else {
                (Event::Resume, RunState::Running)
            };
            self.scheduler.handle(self.shared.now(), event);
            self.set_state(state).await?;
        }
        Ok(())
    }

    async fn end(&mut self, end: Option<End>) -> Result<(), EngineError> {
        let (now, run) = (self.shared.now(), self.shared.run);
        match (end, self.course) {
            (None, _) => {}
            // A newer sync was cancelled: the run that it would have replaced is left as it is.
            (Some(End::Interrupt), _) | (Some(End::Cancel), Course::Supersede) => {
                self.heard.end = Some(End::Interrupt);
                self.scheduler.handle(now, Event::Halt);
            }
            (Some(End::Cancel), Course::GiveUp) => {}
            (Some(End::Cancel), Course::Whole) => {
                // Written down first: a run that was cancelled sends nothing new after a crash, either.
                self.shared.ledger.write(move |tx| runs::set_giving_up(tx, run)).await?;
                self.scheduler.handle(now, Event::Cancel);
                self.set_state(RunState::Running).await?;
            }
        }
        Ok(())
    }

    /// Takes another number of connections, and keeps it with the run.
    async fn reconnect(&mut self, connections: Connections) -> Result<(), EngineError> {
        let Some(range) = connections.range() else { return Ok(()) };
        self.scheduler.handle(self.shared.now(), Event::SetWorkers(range));
        let (run, workers) = (self.shared.run, connections.workers());
        let write = self.shared.ledger.write(move |tx| runs::set_workers(tx, run, workers));
        Ok(write.await?)
    }

    async fn set_state(&self, state: RunState) -> Result<(), EngineError> {
        let run = self.shared.run;
        Ok(self.shared.ledger.write(move |tx| runs::set_state(tx, run, state, now_ms())).await?)
    }

    async fn record(&mut self, ended: Vec<Ended>) -> Result<(), EngineError> {
        if ended.is_empty() {
            return Ok(());
        }
        let kinds: Vec<OutcomeKind> = ended.iter().map(|end| end.kind).collect();
        // Samples ride along, so that they cost no commit of their own.
        record(&self.shared, ended, self.sampler.take_waiting()).await?;
        self.sampled = Instant::now();
        for kind in kinds {
            self.counts.count(kind);
        }
        Ok(())
    }

    /// Tells how far it is, a few times a second.
    async fn tell(&mut self) -> Result<(), EngineError> {
        if self.told.is_some_and(|told| told.elapsed() < TELL_EVERY) {
            return Ok(());
        }
        self.told = Some(Instant::now());
        let now = self.shared.now();
        let counts = self.counts;
        let progress = self.scheduler.progress();
        let (done, total) = (counts.done(), counts.to_do());
        let paused = self.heard.paused && self.heard.end.is_none();
        let standing = Standing { done, total, paused, spent: progress.spent, budget: progress.bucket };
        let seen = self.pace.step(now, standing);
        let budget = progress.bucket.map(BudgetLevel::from);
        (self.observer)(Progress::Running(RunProgress {
            run: self.shared.run,
            counts,
            done,
            total,
            rate: seen.rate,
            calls: self.calls,
            eta_seconds: seen.left_seconds,
            in_flight: progress.calls_in_flight,
            workers: progress.workers,
            paused,
            waiting: self.scheduler.waiting(),
            elapsed_ms: now.0,
            budget,
        }));
        let figures = Figures {
            done,
            budget: budget.map(|budget| budget.available),
            workers: progress.workers,
            in_flight: progress.calls_in_flight,
        };
        self.sampler.step(now, now_ms(), figures);
        if self.sampled.elapsed() >= SAMPLES_WRITTEN_EVERY {
            let waiting = self.sampler.take_waiting();
            self.write_samples(waiting).await?;
        }
        Ok(())
    }

    async fn write_samples(&mut self, waiting: Vec<Sample>) -> Result<(), EngineError> {
        self.sampled = Instant::now();
        if waiting.is_empty() {
            return Ok(());
        }
        let (store, run) = (self.shared.store.id, self.shared.run);
        Ok(self.shared.ledger.write(move |tx| samples::add(tx, store, Some(run), &waiting)).await?)
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
