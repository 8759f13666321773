//! The world around the scheduler: a store, a line that loses things, a journal that survives, and a clock.

mod line;

use std::collections::BTreeMap;

use evenshelf_core::bucket::Points;
use evenshelf_core::pool::WorkerRange;
use evenshelf_core::retry::StopReason;
use evenshelf_core::schedule::{
    Action, Event, Moment, Outcome, Scheduler, SkipReason, Task, TaskId, TaskResult,
};

use line::Request;

use super::dice::Dice;
use super::oracle::Oracle;
use super::scenario::{Cue, Nature, Scenario};
use super::store::Store;
use super::trace::Trace;

/// No run takes longer than this, in simulated time: a day.
const RUN_MS_MAX: u64 = 24 * 3_600 * 1_000;
/// Nor more events than this.
const STEPS_MAX: u64 = 2_000_000;

pub(super) struct World<'a> {
    scenario: &'a Scenario,
    dice: Dice,
    now_ms: u64,
    queue: BTreeMap<(u64, u64), Happening>,
    queued: u64,
    store: Store,
    /// Absent while the program is dead.
    scheduler: Option<Scheduler>,
    life: u32,
    journal: Vec<Record>,
    journal_steps: u64,
    crash_steps: Vec<u64>,
    resumptions: u32,
    oracle: Oracle<'a>,
    trace: Trace,
}

/// What the journal holds of a task.
#[derive(Debug, Clone, Copy, Default)]
struct Record {
    is_submitted: bool,
    is_intended: bool,
    outcome: Option<Outcome>,
}

#[derive(Debug, Clone)]
enum Happening {
    Arrives(Request),
    Effect(TaskId),
    Complete { request: Request, results: Vec<(TaskId, TaskResult)>, actual: Points, is_cut_off: bool },
    Delivered { life: u32, event: Event },
    Submission { first: usize, end: usize },
    Cue(Cue),
    OthersSpend,
    Restart,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Summary {
    pub tasks: u64,
    pub applied: u64,
    pub calls: u64,
    pub throttled: u64,
    pub lives: u64,
    pub looks: u64,
    pub ended_ms: u64,
}

impl<'a> World<'a> {
    pub fn new(scenario: &'a Scenario, is_traced: bool) -> Self {
        let mut world = Self {
            scenario,
            dice: Dice::new(scenario.dice_seed),
            now_ms: 0,
            queue: BTreeMap::new(),
            queued: 0,
            store: Store::new(scenario.bucket),
            scheduler: Some(Scheduler::new(scenario.config.clone(), Moment(0))),
            life: 1,
            journal: vec![Record::default(); scenario.tasks.len()],
            journal_steps: 0,
            crash_steps: scenario.crash_steps.clone(),
            resumptions: scenario.resumptions,
            oracle: Oracle::new(scenario),
            trace: Trace::new(is_traced),
        };
        world.schedule_script();
        world
    }

    /// Runs to the end, or to the first broken promise.
    pub fn run(mut self) -> Result<Summary, (String, Vec<String>)> {
        match self.run_to_end() {
            Ok(()) => {
                Ok(Summary { ended_ms: self.now_ms, lives: u64::from(self.life), ..self.oracle.summary() })
            }
            Err(message) => Err((message, self.trace.into_lines())),
        }
    }

    fn run_to_end(&mut self) -> Result<(), String> {
        let mut steps = 0;
        loop {
            self.act()?;
            let wakeup = self.scheduler.as_ref().and_then(Scheduler::next_wakeup);
            let happens = self.queue.first_key_value().map(|((at_ms, _), _)| *at_ms);
            match (happens, wakeup) {
                (None, None) => break,
                (Some(at_ms), wakeup) if wakeup.is_none_or(|wakeup| at_ms <= wakeup.0) => {
                    self.now_ms = at_ms;
                    let Some((_, happening)) = self.queue.pop_first() else { break };
                    self.happen(happening)?;
                }
                (_, Some(wakeup)) => {
                    if wakeup.0 <= self.now_ms {
                        return Err(format!("asks to be woken at {} when it is {}", wakeup.0, self.now_ms));
                    }
                    self.now_ms = wakeup.0;
                }
                (Some(_), None) => break,
            }
            steps += 1;
            if steps > STEPS_MAX || self.now_ms > RUN_MS_MAX {
                let waiting =
                    self.scheduler.as_ref().map(|scheduler| (scheduler.waiting(), scheduler.progress()));
                return Err(format!("does not end: {steps} steps, {} ms, {waiting:?}", self.now_ms));
            }
        }
        let outcomes = self.journal.iter().map(|record| record.outcome).collect();
        self.oracle.check_end(&self.store, outcomes)
    }

    fn schedule_script(&mut self) {
        let tasks = &self.scenario.tasks;
        let mut first = 0;
        while first < tasks.len() {
            let at_ms = tasks[first].arrives_ms;
            let end = tasks[first..].iter().position(|piece| piece.arrives_ms != at_ms);
            let end = end.map_or(tasks.len(), |count| first + count);
            self.plan(at_ms, Happening::Submission { first, end });
            first = end;
        }
        for &(at_ms, cue) in &self.scenario.script {
            self.plan(at_ms, Happening::Cue(cue));
        }
        if self.scenario.faults.others_points > 0 {
            self.plan(0, Happening::OthersSpend);
        }
    }

    fn plan(&mut self, at_ms: u64, happening: Happening) {
        self.queued += 1;
        self.queue.insert((at_ms, self.queued), happening);
    }

    /// Does all the scheduler asks for at this moment.
    fn act(&mut self) -> Result<(), String> {
        let now = Moment(self.now_ms);
        while let Some(scheduler) = &mut self.scheduler {
            let Some(action) = scheduler.poll(now) else { break };
            self.trace.line(self.now_ms, &action);
            match action {
                Action::Finish { task, outcome } => {
                    if self.step_crashes() {
                        break;
                    }
                    self.oracle.finished(task, outcome)?;
                    self.journal[task.0 as usize].outcome = Some(outcome);
                }
                Action::Send { call, tasks, reserved } => {
                    self.oracle.sent(self.now_ms, call, &tasks, reserved)?;
                    if self.step_crashes() {
                        break;
                    }
                    for task in &tasks {
                        self.journal[task.0 as usize].is_intended = true;
                    }
                    if self.step_crashes() {
                        break;
                    }
                    self.send(call, tasks, reserved, false);
                    if self.step_crashes() {
                        break;
                    }
                }
                Action::Settle { call, tasks, reserved } => {
                    self.oracle.looked(self.now_ms, call, &tasks)?;
                    self.send(call, tasks, reserved, true);
                }
                Action::Stop(reason) => {
                    self.oracle.stopped(reason)?;
                    self.scheduler = None;
                    if self.resumptions > 0 {
                        self.resumptions -= 1;
                        let pause_ms = self.dice.between(1_000, 600_000);
                        self.plan(self.now_ms + pause_ms, Happening::Restart);
                    }
                    break;
                }
            }
        }
        match &self.scheduler {
            Some(scheduler) => self.oracle.at_rest(scheduler),
            None => Ok(()),
        }
    }

    /// Counts a step of the journal and returns whether the program dies at it.
    fn step_crashes(&mut self) -> bool {
        self.journal_steps += 1;
        if !self.crash_steps.contains(&self.journal_steps) {
            return false;
        }
        self.trace.line(self.now_ms, "crash");
        self.scheduler = None;
        let pause_ms = self.dice.between(1, 30_000);
        self.plan(self.now_ms + pause_ms, Happening::Restart);
        true
    }

    fn happen(&mut self, happening: Happening) -> Result<(), String> {
        match happening {
            Happening::Arrives(request) => self.arrives(request),
            Happening::Effect(task) => {
                let is_keyed = self.scenario.tasks[task.0 as usize].nature == Nature::Keyed;
                if is_keyed && self.store.effects(task) > 0 {
                    return Ok(());
                }
                self.trace.line(self.now_ms, format_args!("effect {task:?}"));
                self.store.carry_out(task);
                self.oracle.took_effect(&self.store, task)?;
            }
            Happening::Complete { request, results, actual, is_cut_off } => {
                self.complete(request, results, actual, is_cut_off);
            }
            Happening::Delivered { life, event } => self.delivered(life, event)?,
            Happening::Submission { first, end } => self.submit(first, end),
            Happening::Cue(cue) => self.cue(cue),
            Happening::OthersSpend => {
                let points = self.dice.between(1, self.scenario.faults.others_points);
                self.store.spend_by_others(self.now_ms, Points::whole(points as u32));
                if self.oracle.has_live() || self.now_ms < 60_000 {
                    let wait_ms = self.dice.between(1, 2_000);
                    self.plan(self.now_ms + wait_ms, Happening::OthersSpend);
                }
            }
            Happening::Restart => self.restart(),
        }
        Ok(())
    }

    fn handle(&mut self, event: Event) {
        if let Some(scheduler) = &mut self.scheduler {
            self.trace.line(self.now_ms, &event);
            self.oracle.told(self.now_ms, &event);
            scheduler.handle(Moment(self.now_ms), event);
        }
    }

    fn submit(&mut self, first: usize, end: usize) {
        for record in &mut self.journal[first..end] {
            record.is_submitted = true;
        }
        if self.scheduler.is_none() {
            return;
        }
        let tasks: Vec<Task> =
            self.scenario.tasks[first..end].iter().map(|piece| piece.task.clone()).collect();
        self.oracle.submitted(self.now_ms, &tasks);
        self.handle(Event::Submit(tasks));
    }

    fn cue(&mut self, cue: Cue) {
        match cue {
            Cue::Pause => self.handle(Event::Pause),
            Cue::Resume => self.handle(Event::Resume),
            Cue::Cancel => self.handle(Event::Cancel),
            Cue::Halt => self.handle(Event::Halt),
            Cue::Workers(workers) => self.handle(Event::SetWorkers(WorkerRange::fixed(workers))),
            Cue::Reprioritise(task, priority) => self.handle(Event::Reprioritise { task, priority }),
            Cue::OwnRead(points) => {
                let points = Points::whole(points as u32);
                let Ok(()) = self.store.charge(self.now_ms, points) else { return };
                let report = self.store.refund(self.now_ms, points, points);
                let (life, at_ms) = (self.life, self.now_ms + self.transit_ms());
                self.plan(at_ms, Happening::Delivered { life, event: Event::OtherSpending(report) });
            }
            Cue::Limits { is_halved } => {
                let whole = self.scenario.bucket;
                let share = |points: Points| {
                    if is_halved { Points::from_thousandths(points.thousandths() / 2) } else { points }
                };
                self.store.set_limits(self.now_ms, share(whole.maximum), share(whole.restore_per_second));
            }
        }
    }

    /// Starts the program again with what the journal holds.
    fn restart(&mut self) {
        self.life += 1;
        self.trace.line(self.now_ms, format_args!("life {}", self.life));
        let mut config = self.scenario.config.clone();
        config.bucket.known = None;
        config.seed = config.seed.wrapping_add(u64::from(self.life));
        self.scheduler = Some(Scheduler::new(config, Moment(self.now_ms)));
        let (mut ended_well, mut ended_badly, mut in_doubt, mut unfinished) =
            (vec![], vec![], vec![], vec![]);
        for (record, piece) in self.journal.iter_mut().zip(&self.scenario.tasks) {
            let task = &piece.task;
            match record.outcome {
                _ if !record.is_submitted => {}
                Some(Outcome::InDoubt) => in_doubt.push(task.clone()),
                Some(Outcome::Skipped(SkipReason::Stopped)) => unfinished.push(task.clone()),
                Some(outcome) if outcome.is_well() => ended_well.push(task.id),
                Some(_) => ended_badly.push(task.id),
                None if record.is_intended => in_doubt.push(task.clone()),
                None => unfinished.push(task.clone()),
            }
            if matches!(record.outcome, Some(Outcome::InDoubt | Outcome::Skipped(SkipReason::Stopped))) {
                // A skipped task is known not to have been carried out: its intent is settled.
                record.is_intended = record.outcome == Some(Outcome::InDoubt);
                record.outcome = None;
            }
        }
        self.oracle.reborn(self.now_ms, &in_doubt, &unfinished);
        self.handle(Event::Recall { ended_well, ended_badly });
        self.handle(Event::SubmitInDoubt { tasks: in_doubt, may_still_run: true });
        self.handle(Event::Submit(unfinished));
    }

    fn delivered(&mut self, life: u32, event: Event) -> Result<(), String> {
        if life != self.life || self.scheduler.is_none() {
            return Ok(());
        }
        if let Event::Throttled { .. } = event {
            self.oracle.throttled(self.life)?;
        }
        if matches!(event, Event::Replied { .. }) && self.step_crashes() {
            return Ok(());
        }
        // Sometimes a reply comes twice; the second must not matter.
        let twice = self.dice.per_mille(10).then(|| event.clone());
        self.handle(event);
        if let Some(event) = twice.filter(|event| !matches!(event, Event::OtherSpending(_))) {
            self.handle(event);
        }
        Ok(())
    }
}

/// A stop that no scenario calls for.
pub(super) fn is_unexpected(reason: StopReason) -> bool {
    !matches!(reason, StopReason::Interrupted | StopReason::StoreUnreachable)
}
