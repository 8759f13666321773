//! The scheduler: decides what is sent when, as a state machine without clock, threads or IO.
//!
//! The driver tells it what happened ([`Scheduler::handle`]), asks for things to do until there are none
//! ([`Scheduler::poll`]), and sleeps until the next event or [`Scheduler::next_wakeup`], whichever comes first. Equal
//! settings and equal events at equal moments give equal actions, so weeks of throttling run in milliseconds and a
//! failure is a seed.
//!
//! What it promises: each submitted task ends in exactly one outcome; a task that may have been carried out is looked
//! up before it is ever sent again; nothing is sent that the budget cannot pay; the tasks of a product keep their order;
//! nothing starves; every wait has a reason and an end.
//!
//! What the driver owes it: the intents of a `Send` are on disk before the request leaves; every call comes back as an
//! event, by a time limit of the driver's own if need be; each `Finish` is on disk before its report is shown; after a
//! restart `Recall`, `SubmitInDoubt` and `Submit` come in this order. Reads that the engine makes beside the schedule
//! are told by `OtherSpending`, or the budget is off by them until the next reply.
//!
//! What it leaves to others: which operations there are and what they cost (`plan`), how a reply is read (the engine),
//! and writing anything down.

mod book;
mod choose;
mod config;
mod event;
mod ids;
mod moment;
mod progress;
mod ready;
mod replies;
mod task;

pub use config::{Config, SettleConfig};
pub use event::{Action, Event, Settlement, TaskResult, WaitReason};
pub use moment::Moment;
pub use progress::{Outcomes, Progress};
pub use task::{BatchKind, CallId, FailReason, Outcome, Priority, ProductKey, SkipReason, Task, TaskId};

use std::collections::BTreeMap;

use book::Book;

use crate::bucket::{CostBucket, Reservation};
use crate::pool::{BatchSize, ConcurrencyLimit};
use crate::retry::{Backoff, Breaker, StopReason};

/// Decides for one store and one run.
#[derive(Debug, Clone)]
pub struct Scheduler {
    config: Config,
    now: Moment,
    book: Book,
    bucket: CostBucket,
    limit: ConcurrencyLimit,
    batch: BatchSize,
    breaker: Breaker,
    backoff: Backoff,
    calls: BTreeMap<CallId, Call>,
    calls_made: u64,
    /// Tasks in calls that write.
    sending: u64,
    /// Nothing is sent before this moment: the store said that it is asked too much.
    hold_until: Moment,
    /// Refusals for want of points since the last clean reply.
    throttled: u32,
    is_paused: bool,
    ending: Option<Ending>,
    is_stop_told: bool,
    /// Why the last `poll` found nothing to do.
    wait: Option<Wait>,
}

/// A call under way.
#[derive(Debug, Clone)]
struct Call {
    errand: Errand,
    tasks: Vec<TaskId>,
    reservation: Reservation,
    sent: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errand {
    Send,
    Settle,
}

/// How a run ends before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Doubts are settled first.
    Cancel,
    /// Doubts stay.
    Stop(StopReason),
}

#[derive(Debug, Clone, Copy)]
struct Wait {
    reason: WaitReason,
    until: Option<Moment>,
}

impl Scheduler {
    #[must_use]
    pub fn new(config: Config, now: Moment) -> Self {
        Self {
            now,
            book: Book::default(),
            bucket: CostBucket::new(config.bucket, now),
            limit: ConcurrencyLimit::new(config.workers),
            batch: BatchSize::new(config.batch),
            breaker: Breaker::new(config.breaker),
            backoff: Backoff::new(config.seed),
            calls: BTreeMap::new(),
            calls_made: 0,
            sending: 0,
            hold_until: now,
            throttled: 0,
            is_paused: false,
            ending: None,
            is_stop_told: false,
            wait: None,
            config,
        }
    }

    /// Takes in what happened. Call [`Self::poll`] afterwards until it returns nothing.
    pub fn handle(&mut self, now: Moment, event: Event) {
        self.advance(now);
        match event {
            Event::Submit(tasks) => self.submit(tasks),
            Event::SubmitInDoubt { tasks, may_still_run } => self.submit_in_doubt(tasks, may_still_run),
            Event::Recall { ended_well, ended_badly } => {
                ended_well.into_iter().for_each(|id| self.book.recall(id, true));
                ended_badly.into_iter().for_each(|id| self.book.recall(id, false));
            }
            Event::Replied { call, results, cost, latency_ms } => {
                self.replied(call, results, cost, latency_ms)
            }
            Event::Settled { call, findings, cost, latency_ms: _ } => self.settled(call, findings, cost),
            Event::Throttled { call, cost } => self.throttled(call, cost),
            Event::Failed { call, failure } => self.failed(call, failure),
            Event::Pause => self.is_paused = true,
            Event::Resume => self.is_paused = false,
            Event::Cancel => self.end_early(Ending::Cancel),
            Event::Halt => self.end_early(Ending::Stop(StopReason::Interrupted)),
            Event::SetWorkers(range) => self.limit.set_range(range),
            Event::Reprioritise { task, priority } => self.book.reprioritise(self.now, task, priority),
            Event::OtherSpending(report) => self.bucket.spent_elsewhere(self.now, report),
        }
    }

    /// Returns the next thing to do, or nothing until the next event or [`Self::next_wakeup`].
    pub fn poll(&mut self, now: Moment) -> Option<Action> {
        self.advance(now);
        self.choose()
    }

    /// Returns when to poll again if nothing happens before. Meant for after a poll that returned nothing.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Moment> {
        self.wait.and_then(|wait| wait.until)
    }

    /// Returns why the last poll found nothing to do, or nothing if it found something.
    #[must_use]
    pub fn waiting(&self) -> Option<WaitReason> {
        self.wait.map(|wait| wait.reason)
    }

    /// Returns whether every task has ended and every outcome was handed out.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        matches!(self.waiting(), Some(WaitReason::Idle | WaitReason::Stopped)) && self.calls.is_empty()
    }

    #[must_use]
    pub fn progress(&self) -> Progress {
        let live = self.book.len() as u64;
        let in_doubt = self.book.in_doubt();
        Progress {
            queued: live - in_doubt - self.sending,
            under_way: self.sending,
            in_doubt,
            outcomes: self.book.outcomes,
            calls_in_flight: self.in_flight(),
            workers: self.limit.workers(),
            batch_tasks: self.batch.tasks(),
            bucket: self.bucket.view(self.now),
            reserved: self.bucket.reserved(),
            spent: self.bucket.spent(),
        }
    }

    /// Time never goes back, whatever the caller says.
    fn advance(&mut self, now: Moment) {
        self.now = self.now.max(now);
        self.wait = None;
    }

    fn in_flight(&self) -> u32 {
        u32::try_from(self.calls.len()).unwrap_or(u32::MAX)
    }

    fn submit(&mut self, tasks: Vec<Task>) {
        for task in tasks {
            let (id, cost) = (task.id, task.cost);
            self.book.add(self.now, task, None);
            if cost > self.config.batch.points_max {
                self.book.end(self.now, id, Outcome::Failed(FailReason::TooExpensive));
            }
        }
        self.apply_ending();
    }

    fn submit_in_doubt(&mut self, tasks: Vec<Task>, may_still_run: bool) {
        let settled_from = self.settled_from(may_still_run);
        for task in tasks {
            self.book.add(self.now, task, Some(settled_from));
        }
        self.apply_ending();
    }

    /// Returns from when on a look at the store is the last word.
    fn settled_from(&self, may_still_run: bool) -> Moment {
        if may_still_run { self.now.plus_ms(self.config.settle.may_run_ms) } else { self.now }
    }

    /// Ends the run early. A stop outranks a cancellation; otherwise the first word stands.
    fn end_early(&mut self, ending: Ending) {
        let is_news = match (self.ending, ending) {
            (None, _) | (Some(Ending::Cancel), Ending::Stop(_)) => true,
            (Some(_), _) => false,
        };
        if is_news {
            self.ending = Some(ending);
            self.apply_ending();
        }
    }

    /// Ends what must not wait any longer in a run that ends early.
    fn apply_ending(&mut self) {
        match self.ending {
            None => {}
            Some(Ending::Cancel) => self.book.end_waiting(self.now, SkipReason::Cancelled, None),
            Some(Ending::Stop(_)) => {
                self.book.end_waiting(self.now, SkipReason::Stopped, Some(Outcome::InDoubt))
            }
        }
    }
}

#[cfg(test)]
mod tests;
