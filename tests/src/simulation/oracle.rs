//! Watches a run from outside and says which promise was broken. Knows the rules, not the scheduler's ways.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::bucket::Points;
use evenshelf_core::schedule::{
    CallId, Event, FailReason, Outcome, ProductKey, Scheduler, Settlement, SkipReason, Task, TaskId,
    TaskResult, WaitReason,
};
use evenshelf_core::{pool::WorkerRange, retry::Failure, retry::StopReason};

use super::fairness::Fairness;
use super::scenario::{Nature, Scenario};
use super::store::Store;
use super::world::{Summary, is_unexpected};

pub(super) struct Oracle<'a> {
    scenario: &'a Scenario,
    known: Vec<Known>,
    calls: BTreeMap<CallId, Open>,
    busy: BTreeSet<ProductKey>,
    /// Unfinished tasks of each product, in order.
    lines: BTreeMap<ProductKey, BTreeSet<TaskId>>,
    fairness: Fairness,
    workers: u32,
    submitted: u64,
    finished: u64,
    /// Calls that failed since the store last answered.
    failed_calls: u32,
    is_paused: bool,
    is_ending: bool,
    is_cancelled: bool,
    is_stopping: bool,
    is_stopped: bool,
    summary: Summary,
}

/// A call under way.
#[derive(Debug, Clone, Default)]
struct Open {
    tasks: Vec<TaskId>,
    sent_ms: u64,
    is_write: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Known {
    is_live: bool,
    /// In doubt, and the store may work on it until then.
    doubt_until_ms: Option<u64>,
    /// It is in doubt still, and sent again because only its key can tell.
    replays: bool,
    /// Failed attempts, and those of them that count whatever the breaker thinks.
    failures: u32,
    failures_certain: u32,
    outcome: Option<Outcome>,
}

type Check = Result<(), String>;

impl<'a> Oracle<'a> {
    pub fn new(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            known: vec![Known::default(); scenario.tasks.len()],
            calls: BTreeMap::new(),
            busy: BTreeSet::new(),
            lines: BTreeMap::new(),
            fairness: Fairness::new(scenario),
            workers: scenario.config.workers.max,
            submitted: 0,
            finished: 0,
            failed_calls: 0,
            is_paused: false,
            is_ending: false,
            is_cancelled: false,
            is_stopping: false,
            is_stopped: false,
            summary: Summary { tasks: scenario.tasks.len() as u64, ..Summary::default() },
        }
    }

    pub fn summary(&self) -> Summary {
        self.summary
    }

    pub fn has_live(&self) -> bool {
        self.submitted > self.finished
    }

    pub fn submitted(&mut self, now_ms: u64, tasks: &[Task]) {
        for task in tasks {
            self.submitted += 1;
            self.known[task.id.0 as usize].is_live = true;
            if let Some(product) = task.product {
                self.lines.entry(product).or_default().insert(task.id);
            }
            self.fairness.submitted(now_ms, task);
        }
    }

    /// A new life of the program: nothing is known but what the journal holds.
    pub fn reborn(&mut self, now_ms: u64, in_doubt: &[Task], unfinished: &[Task]) {
        self.calls.clear();
        self.busy.clear();
        self.lines.clear();
        self.fairness = Fairness::new(self.scenario);
        self.workers = self.scenario.config.workers.max;
        self.submitted = 0;
        self.finished = 0;
        self.failed_calls = 0;
        self.is_paused = false;
        self.is_ending = false;
        self.is_cancelled = false;
        self.is_stopping = false;
        self.is_stopped = false;
        let doubt_until_ms = Some(now_ms + self.scenario.config.settle.may_run_ms);
        for task in in_doubt {
            self.known[task.id.0 as usize] = Known { is_live: true, doubt_until_ms, ..Known::default() };
            self.submitted += 1;
            if let Some(product) = task.product {
                self.lines.entry(product).or_default().insert(task.id);
            }
        }
        for task in unfinished {
            self.known[task.id.0 as usize] = Known::default();
        }
        self.submitted(now_ms, unfinished);
    }

    /// An event on its way to the scheduler.
    pub fn told(&mut self, now_ms: u64, event: &Event) {
        let may_run_ms = self.scenario.config.settle.may_run_ms;
        match event {
            Event::Replied { call, results, .. } if self.calls.contains_key(call) => {
                self.failed_calls = 0;
                let results: BTreeMap<_, _> = results.iter().copied().collect();
                for task in self.close(*call).tasks {
                    let result = results.get(&task).copied().unwrap_or(TaskResult::InDoubt);
                    let doubt_until_ms = (result == TaskResult::InDoubt).then_some(now_ms);
                    self.known[task.0 as usize].doubt_until_ms = doubt_until_ms;
                    if matches!(result, TaskResult::Retry | TaskResult::InDoubt) {
                        self.count_failure(task, true);
                    }
                }
            }
            Event::Settled { call, findings, .. } if self.calls.contains_key(call) => {
                self.failed_calls = 0;
                let looked_ms = self.close(*call).sent_ms;
                for (task, settlement) in findings {
                    let known = &mut self.known[task.0 as usize];
                    let goes_again = matches!(settlement, Settlement::NotApplied | Settlement::Repeat);
                    if goes_again && known.doubt_until_ms.is_some_and(|until| looked_ms >= until) {
                        known.doubt_until_ms = None;
                        known.replays = *settlement == Settlement::Repeat;
                    }
                }
            }
            Event::Failed { call, failure } if self.calls.contains_key(call) => {
                let open = self.close(*call);
                let was_up = self.failed_calls < self.scenario.config.breaker.failures_max;
                match failure {
                    Failure::RetryAfter { .. } => self.failed_calls = 0,
                    _ => self.failed_calls += 1,
                }
                if open.is_write {
                    open.tasks.iter().for_each(|task| self.count_failure(*task, was_up));
                }
                if let (true, Failure::InDoubt { may_still_run }) = (open.is_write, failure) {
                    let until_ms = if *may_still_run { now_ms + may_run_ms } else { now_ms };
                    for task in open.tasks {
                        self.known[task.0 as usize].doubt_until_ms = Some(until_ms);
                    }
                }
            }
            Event::Throttled { call, .. } => {
                self.failed_calls = 0;
                self.close(*call);
            }
            Event::SetWorkers(WorkerRange { max, .. }) => self.workers = *max,
            Event::Reprioritise { task, .. } => self.fairness.exclude(*task),
            Event::Pause | Event::Resume => {
                self.is_paused = *event == Event::Pause;
                self.fairness.disturbed();
            }
            Event::Cancel | Event::Halt => {
                self.is_ending = true;
                self.is_cancelled |= *event == Event::Cancel;
                self.is_stopping |= *event == Event::Halt;
            }
            _ => {}
        }
    }

    /// `was_up`: the breaker cannot have tripped, so the failure counts.
    fn count_failure(&mut self, task: TaskId, was_up: bool) {
        let known = &mut self.known[task.0 as usize];
        known.failures += 1;
        known.failures_certain += u32::from(was_up);
    }

    pub fn throttled(&mut self, life: u32) -> Check {
        self.summary.throttled += 1;
        if life == 1 && self.scenario.is_alone {
            return Err("overspent: refused for want of points, and nobody else spends any".into());
        }
        Ok(())
    }

    pub fn sent(&mut self, now_ms: u64, call: CallId, tasks: &[TaskId], reserved: Points) -> Check {
        self.summary.calls += 1;
        let pieces = || tasks.iter().map(|task| &self.scenario.tasks[task.0 as usize].task);
        let cost: Points = pieces().map(|task| task.cost).sum();
        let batch = self.scenario.config.batch;
        if self.calls.len() as u32 >= self.workers && !self.calls.is_empty() {
            // A lower limit does not call back what is under way, but lets nothing more out.
            return Err(format!(
                "{call:?} goes out with {} under way, limit {}",
                self.calls.len(),
                self.workers
            ));
        }
        if cost != reserved {
            return Err(format!("{call:?} reserves {reserved}, its tasks cost {cost}"));
        }
        if tasks.is_empty() || tasks.len() as u32 > batch.tasks_max || cost > batch.points_max {
            return Err(format!("{call:?} has {} tasks for {cost} points", tasks.len()));
        }
        if pieces().any(|task| task.kind != self.scenario.tasks[tasks[0].0 as usize].task.kind) {
            return Err(format!("{call:?} mixes kinds"));
        }
        for task in tasks {
            self.may_be_sent(*task)?;
        }
        self.fairness.sent(now_ms, tasks)?;
        self.open(now_ms, call, tasks, true)
    }

    fn may_be_sent(&self, id: TaskId) -> Check {
        let known = self.known[id.0 as usize];
        let task = &self.scenario.tasks[id.0 as usize].task;
        if !known.is_live || known.outcome.is_some() {
            return Err(format!("{id:?} is sent, but it is not live"));
        }
        let asks = known.replays && self.is_cancelled && !self.is_stopping;
        if (self.is_paused && !self.is_ending) || (self.is_ending && !asks) {
            return Err(format!("{id:?} is sent while paused or after the end was called"));
        }
        if known.failures_certain >= self.scenario.config.retry.attempts_max {
            return Err(format!("{id:?} is sent after {} failed attempts", known.failures));
        }
        if known.doubt_until_ms.is_some() {
            return Err(format!("{id:?} is sent again while in doubt"));
        }
        for blocker in &task.after {
            if !self.known[blocker.0 as usize].outcome.is_some_and(Outcome::is_well) {
                return Err(format!("{id:?} is sent before {blocker:?}, on which it depends, ended well"));
            }
        }
        let first = task.product.and_then(|product| self.lines.get(&product)).and_then(BTreeSet::first);
        if first.is_some_and(|first| *first != id) {
            return Err(format!("{id:?} overtakes {first:?} of the same product"));
        }
        Ok(())
    }

    pub fn looked(&mut self, now_ms: u64, call: CallId, tasks: &[TaskId]) -> Check {
        self.summary.looks += 1;
        if self.is_paused && !self.is_ending {
            return Err(format!("{call:?} looks while paused"));
        }
        if let Some(id) = tasks.iter().find(|id| self.known[id.0 as usize].outcome.is_some()) {
            return Err(format!("{id:?} is looked up after its end"));
        }
        self.open(now_ms, call, tasks, false)
    }

    fn open(&mut self, now_ms: u64, call: CallId, tasks: &[TaskId], is_write: bool) -> Check {
        for id in tasks {
            if let Some(product) = self.scenario.tasks[id.0 as usize].task.product
                && !self.busy.insert(product)
            {
                return Err(format!("{id:?} goes out while another call of {product:?} is under way"));
            }
        }
        match self.calls.insert(call, Open { tasks: tasks.to_vec(), sent_ms: now_ms, is_write }) {
            Some(_) => Err(format!("{call:?} is used twice")),
            None => Ok(()),
        }
    }

    fn close(&mut self, call: CallId) -> Open {
        let open = self.calls.remove(&call).unwrap_or_default();
        for id in &open.tasks {
            if let Some(product) = self.scenario.tasks[id.0 as usize].task.product {
                self.busy.remove(&product);
            }
        }
        open
    }

    pub fn finished(&mut self, id: TaskId, outcome: Outcome) -> Check {
        let known = &mut self.known[id.0 as usize];
        if !known.is_live || known.outcome.is_some() {
            return Err(format!("{id:?} ends twice: {:?}, then {outcome:?}", known.outcome));
        }
        if outcome == Outcome::InDoubt && known.doubt_until_ms.is_none() && !known.replays {
            return Err(format!("{id:?} ends in doubt, and there is none"));
        }
        let attempts_max = self.scenario.config.retry.attempts_max;
        if outcome == Outcome::Failed(FailReason::AttemptsUsedUp) && known.failures < attempts_max {
            return Err(format!("{id:?} is given up after {} of {attempts_max} attempts", known.failures));
        }
        known.outcome = Some(outcome);
        self.finished += 1;
        let task = &self.scenario.tasks[id.0 as usize].task;
        if let Some(line) = task.product.and_then(|product| self.lines.get_mut(&product)) {
            line.remove(&id);
        }
        self.fairness.finished(id);
        match outcome {
            Outcome::Skipped(SkipReason::DependencyNotApplied(blocker)) => {
                let is_true = task.after.contains(&blocker)
                    && self.known[blocker.0 as usize].outcome.is_some_and(|outcome| !outcome.is_well());
                if is_true {
                    Ok(())
                } else {
                    Err(format!("{id:?} is skipped because of {blocker:?}, wrongly"))
                }
            }
            Outcome::Failed(FailReason::UnknownDependency) => {
                Err(format!("{id:?} fails for a dependency that is known"))
            }
            _ => Ok(()),
        }
    }

    pub fn took_effect(&self, store: &Store, id: TaskId) -> Check {
        let times = store.effects(id);
        if times > 1 { Err(format!("{id:?} was carried out {times} times")) } else { Ok(()) }
    }

    pub fn stopped(&mut self, reason: StopReason) -> Check {
        self.is_stopped = true;
        if is_unexpected(reason) {
            return Err(format!("stops for {reason:?}"));
        }
        if self.has_live() || !self.calls.is_empty() {
            return Err(format!("stops with {} tasks open", self.submitted - self.finished));
        }
        Ok(())
    }

    /// The scheduler has nothing to do: that must have a reason, and an end.
    pub fn at_rest(&self, scheduler: &Scheduler) -> Check {
        let progress = scheduler.progress();
        let total = progress.queued + progress.under_way + progress.in_doubt + progress.outcomes.total();
        if total != self.submitted || progress.outcomes.total() != self.finished {
            return Err(format!("{} submitted, {} ended, but: {progress:?}", self.submitted, self.finished));
        }
        let Some(reason) = scheduler.waiting() else { return Err("waits without a reason".into()) };
        let is_idle = reason == WaitReason::Idle;
        if is_idle == self.has_live() {
            return Err(format!("{reason:?} with {} tasks open", self.submitted - self.finished));
        }
        let has_end = scheduler.next_wakeup().is_some() || !self.calls.is_empty();
        if has_end || is_idle || reason == WaitReason::Paused {
            return Ok(());
        }
        Err(format!("waits for ever: {reason:?}"))
    }

    pub fn check_end(&mut self, store: &Store, outcomes: Vec<Option<Outcome>>) -> Check {
        for (piece, outcome) in self.scenario.tasks.iter().zip(&outcomes) {
            let id = piece.task.id;
            let Some(outcome) = *outcome else {
                // A run that stopped and was not taken up again never got to hear of later tasks.
                if self.is_stopped {
                    continue;
                }
                return Err(format!("{id:?} never ends"));
            };
            self.summary.applied += u64::from(outcome == Outcome::Applied);
            let effects = store.effects(id);
            let agrees = match outcome {
                Outcome::Applied => effects == 1,
                Outcome::Unchanged if piece.nature == Nature::AlreadySo => effects <= 1,
                Outcome::InDoubt | Outcome::Failed(FailReason::CannotSettle) => effects <= 1,
                Outcome::Unchanged | Outcome::Rejected | Outcome::Skipped(_) | Outcome::Failed(_) => {
                    effects == 0
                }
            };
            if !agrees {
                return Err(format!("{id:?} ends as {outcome:?} and was carried out {effects} times"));
            }
            if piece.nature == Nature::Invalid && outcome == Outcome::Applied {
                return Err(format!("{id:?} is refused by the store and ends as applied"));
            }
        }
        let mut last: BTreeMap<ProductKey, TaskId> = BTreeMap::new();
        for id in store.order() {
            let Some(product) = self.scenario.tasks[id.0 as usize].task.product else { continue };
            if let Some(before) = last.insert(product, *id)
                && before > *id
            {
                return Err(format!("{before:?} was carried out before {id:?} of the same product"));
            }
        }
        if !self.calls.is_empty() && !self.is_stopped {
            return Err(format!("{} calls never end", self.calls.len()));
        }
        Ok(())
    }
}
