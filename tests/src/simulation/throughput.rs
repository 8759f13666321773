//! How near a faultless run comes to what the budget alone dictates, in simulated time.

use std::collections::BTreeMap;

use evenshelf_core::bucket::{BucketConfig, CostReport, Points, ThrottleStatus};
use evenshelf_core::schedule::{
    Action, BatchKind, Config, Event, Moment, Priority, Scheduler, Task, TaskId, TaskResult,
};

use super::store::Store;

/// A run of equal updates against a store that is quick and never fails.
#[derive(Debug, Clone)]
pub struct Course {
    pub tasks: u64,
    pub points_per_task: u32,
    pub bucket: ThrottleStatus,
    pub latency_ms: u64,
    pub config: Config,
    /// Whether the settings know the bucket beforehand.
    pub is_known: bool,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finish {
    pub ended_ms: u64,
    /// The time that the budget alone dictates.
    pub budget_ms: u64,
    pub calls: u64,
    pub throttled: u64,
    pub applied: u64,
}

enum Step {
    Arrives { tasks: Vec<TaskId>, requested: Points },
    Replies { event: Event },
}

/// Runs the course to its end.
pub fn run(course: &Course) -> Finish {
    let cost = Points::whole(course.points_per_task);
    let known = course.is_known.then_some(course.bucket);
    let config = Config { bucket: BucketConfig { known, ..course.config.bucket }, ..course.config.clone() };
    let mut scheduler = Scheduler::new(config, Moment(0));
    let mut store = Store::new(course.bucket);
    let tasks = (0..course.tasks).map(|id| Task {
        id: TaskId(id),
        product: None,
        kind: BatchKind(1),
        priority: Priority::Normal,
        cost,
        after: Vec::new(),
    });
    scheduler.handle(Moment(0), Event::Submit(tasks.collect()));

    let mut steps: BTreeMap<(u64, u64), Step> = BTreeMap::new();
    let mut number = 0;
    let mut now_ms = 0;
    let mut finish = Finish { ended_ms: 0, budget_ms: budget_ms(course), calls: 0, throttled: 0, applied: 0 };
    loop {
        while let Some(action) = scheduler.poll(Moment(now_ms)) {
            match action {
                Action::Send { call, tasks, reserved } => {
                    number = call.0;
                    finish.calls += 1;
                    let at_ms = now_ms + course.latency_ms / 2;
                    steps.insert((at_ms, number), Step::Arrives { tasks, requested: reserved });
                }
                Action::Finish { .. } => {
                    finish.applied = scheduler.progress().outcomes.applied;
                    finish.ended_ms = now_ms;
                }
                Action::Settle { .. } | Action::Stop(_) => return finish,
            }
        }
        let wakeup_ms = scheduler.next_wakeup().map(|at| at.0);
        let step_ms = steps.first_key_value().map(|((at_ms, _), _)| *at_ms);
        match (step_ms, wakeup_ms) {
            (None, None) => return finish,
            (None, Some(wakeup_ms)) => now_ms = wakeup_ms,
            (Some(step_ms), Some(wakeup_ms)) if wakeup_ms < step_ms => now_ms = wakeup_ms,
            (Some(_), _) => {
                let Some(((at_ms, call), step)) = steps.pop_first() else { return finish };
                now_ms = at_ms;
                match step {
                    Step::Arrives { tasks, requested } => {
                        let (event, latency_ms) = answer(course, &mut store, now_ms, call, tasks, requested);
                        finish.throttled += u64::from(matches!(event, Event::Throttled { .. }));
                        steps.insert((now_ms + latency_ms, call), Step::Replies { event });
                    }
                    Step::Replies { event } => scheduler.handle(Moment(now_ms), event),
                }
            }
        }
        number = number.max(1);
    }
}

fn answer(
    course: &Course,
    store: &mut Store,
    now_ms: u64,
    call: u64,
    tasks: Vec<TaskId>,
    requested: Points,
) -> (Event, u64) {
    let call = evenshelf_core::schedule::CallId(call);
    let latency_ms = course.latency_ms - course.latency_ms / 2;
    match store.charge(now_ms, requested) {
        Err(report) => (Event::Throttled { call, cost: Some(report) }, latency_ms),
        Ok(()) => {
            let cost: CostReport = store.refund(now_ms, requested, requested);
            let results = tasks.into_iter().map(|id| (id, TaskResult::Applied)).collect();
            (Event::Replied { call, results, cost: Some(cost), latency_ms: course.latency_ms }, latency_ms)
        }
    }
}

fn budget_ms(course: &Course) -> u64 {
    let total = Points::whole(course.points_per_task).times(course.tasks);
    let missing = (total - course.bucket.available).thousandths().max(0);
    (missing * 1_000 / course.bucket.restore_per_second.thousandths().max(1)) as u64
}
