//! How near a run comes to what the budget, or the best schedule, allows: in simulated time.

use std::collections::BTreeMap;

use evenshelf_core::bucket::{BucketConfig, Points, ThrottleStatus};
use evenshelf_core::retry::Failure;
use evenshelf_core::schedule::{
    Action, BatchKind, CallId, Config, Event, Moment, Priority, Scheduler, Task, TaskId, TaskResult,
};

use super::dice::Dice;
use super::store::Store;

/// A run of equal updates against a store that is quick and loses nothing.
#[derive(Debug, Clone)]
pub struct Course {
    pub tasks: u64,
    pub points_per_task: u32,
    pub bucket: ThrottleStatus,
    /// Whether the settings know the bucket beforehand.
    pub is_known: bool,
    /// A call takes this long on the whole, half of it on the way there.
    pub latency_ms: u64,
    /// Each way may be so much quicker or slower.
    pub spread_ms: u64,
    /// The actual cost, in thousandths of the requested one.
    pub actual_share: i64,
    /// Attempts that the store turns away, in thousandths.
    pub refused: u64,
    pub seed: u64,
    pub config: Config,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finish {
    pub ended_ms: u64,
    /// The time that the budget alone dictates.
    pub budget_ms: u64,
    /// The time of the best schedule there is, for one who knows beforehand which attempts will fail.
    pub best_ms: u64,
    pub calls: u64,
    /// Calls that were refused for want of points.
    pub throttled: u64,
    pub applied: u64,
}

enum Step {
    Arrives { call: CallId, tasks: Vec<TaskId>, requested: Points, sent_ms: u64 },
    Replies(Event),
}

struct Track<'a> {
    course: &'a Course,
    store: Store,
    dice: Dice,
    steps: BTreeMap<(u64, u64), Step>,
    steps_count: u64,
    attempts: Vec<u64>,
}

/// Runs the course to its end.
pub fn run(course: &Course) -> Finish {
    let known = course.is_known.then_some(course.bucket);
    let bucket = BucketConfig { known, ..course.config.bucket };
    let config = Config { bucket, seed: course.seed, ..course.config.clone() };
    let mut scheduler = Scheduler::new(config, Moment(0));
    scheduler.handle(Moment(0), Event::Submit((0..course.tasks).map(|id| course.task(id)).collect()));

    let mut track = Track {
        course,
        store: Store::new(course.bucket),
        dice: Dice::new(course.seed),
        steps: BTreeMap::new(),
        steps_count: 0,
        attempts: vec![0; course.tasks as usize],
    };
    let mut now_ms = 0;
    let mut finish = Finish {
        ended_ms: 0,
        budget_ms: course.budget_ms(),
        best_ms: course.best_ms(),
        calls: 0,
        throttled: 0,
        applied: 0,
    };
    loop {
        while let Some(action) = scheduler.poll(Moment(now_ms)) {
            match action {
                Action::Send { call, tasks, reserved } => {
                    finish.calls += 1;
                    let step = Step::Arrives { call, tasks, requested: reserved, sent_ms: now_ms };
                    track.after_one_way(now_ms, step);
                }
                Action::Finish { .. } => finish.ended_ms = now_ms,
                Action::Settle { .. } | Action::Stop(_) => return finish,
            }
        }
        finish.applied = scheduler.progress().outcomes.applied;
        let wakeup_ms = scheduler.next_wakeup().map(|at| at.0);
        let step_ms = track.steps.first_key_value().map(|((at_ms, _), _)| *at_ms);
        match (step_ms, wakeup_ms) {
            (None, None) => return finish,
            (None, Some(wakeup_ms)) => now_ms = wakeup_ms,
            (Some(step_ms), Some(wakeup_ms)) if wakeup_ms < step_ms => now_ms = wakeup_ms,
            (Some(step_ms), _) => {
                now_ms = step_ms;
                if let Some(event) = track.step(now_ms) {
                    finish.throttled += u64::from(matches!(event, Event::Throttled { .. }));
                    scheduler.handle(Moment(now_ms), event);
                }
            }
        }
    }
}

impl Track<'_> {
    fn after_one_way(&mut self, now_ms: u64, step: Step) {
        let half_ms = self.course.latency_ms / 2;
        let spread_ms = self.course.spread_ms;
        let way_ms = self.dice.between(half_ms.saturating_sub(spread_ms), half_ms + spread_ms);
        self.steps_count += 1;
        self.steps.insert((now_ms + way_ms, self.steps_count), step);
    }

    /// Takes the next step and returns what reaches the scheduler by it.
    fn step(&mut self, now_ms: u64) -> Option<Event> {
        match self.steps.pop_first()?.1 {
            Step::Replies(event) => Some(event),
            Step::Arrives { call, tasks, requested, sent_ms } => {
                let event = self.answer(now_ms, call, tasks, requested, sent_ms);
                self.after_one_way(now_ms, Step::Replies(event));
                None
            }
        }
    }

    fn answer(
        &mut self,
        now_ms: u64,
        call: CallId,
        tasks: Vec<TaskId>,
        requested: Points,
        sent_ms: u64,
    ) -> Event {
        let is_alone = tasks.len() == 1;
        if let Err(report) = self.store.charge(now_ms, requested) {
            return Event::Throttled { call, cost: Some(report) };
        }
        let results: Vec<(TaskId, TaskResult)> = tasks
            .into_iter()
            .map(|id| {
                let attempt = &mut self.attempts[id.0 as usize];
                let is_refused = self.course.is_refused(id.0, *attempt);
                *attempt += 1;
                (id, if is_refused { TaskResult::Retry } else { TaskResult::Applied })
            })
            .collect();
        if is_alone && results[0].1 == TaskResult::Retry {
            self.store.refund(now_ms, requested, Points::ZERO);
            return Event::Failed { call, failure: Failure::Retry };
        }
        let actual = Points::from_thousandths(requested.thousandths() * self.course.actual_share / 1_000);
        let cost = Some(self.store.refund(now_ms, requested, actual));
        Event::Replied { call, results, cost, latency_ms: (now_ms - sent_ms) * 2 }
    }
}

impl Course {
    fn task(&self, id: u64) -> Task {
        Task {
            id: TaskId(id),
            product: None,
            kind: BatchKind(1),
            priority: Priority::Normal,
            cost: Points::whole(self.points_per_task),
            after: Vec::new(),
        }
    }

    /// An attempt fails or not whenever it is made, so that every schedule meets the same failures.
    fn is_refused(&self, task: u64, attempt: u64) -> bool {
        let seed = self.seed.wrapping_mul(0x1_0000_0001).wrapping_add(task * 1_000 + attempt);
        Dice::new(seed).per_mille(self.refused)
    }

    fn budget_ms(&self) -> u64 {
        let requested = Points::whole(self.points_per_task).times(self.tasks).thousandths();
        let actual = requested * self.actual_share / 1_000;
        let missing = (actual - self.bucket.available.thousandths()).max(0);
        (missing * 1_000 / self.bucket.restore_per_second.thousandths().max(1)) as u64
    }

    fn best_ms(&self) -> u64 {
        let attempts =
            (0..self.tasks).map(|task| 1 + (0..).take_while(|n| self.is_refused(task, *n)).count() as u64);
        let (most, sum) = attempts.fold((0, 0), |(most, sum), attempts| (attempts.max(most), sum + attempts));
        let batch = u64::from(self.config.batch.tasks_max);
        let calls = if batch == 1 { sum } else { self.tasks.div_ceil(batch) };
        calls.div_ceil(u64::from(self.config.workers.max)).max(most) * self.latency_ms
    }
}
