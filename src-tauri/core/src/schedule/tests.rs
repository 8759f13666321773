//! Small runs, event by event.

use super::*;
use crate::bucket::{BucketConfig, CostReport, Points, ThrottleStatus};
use crate::pool::{BatchConfig, WorkerRange};
use crate::retry::{BreakerConfig, Failure, RetryConfig};

const PLAIN: Priority = Priority::Normal;

fn task(id: u64) -> Task {
    Task {
        id: TaskId(id),
        product: None,
        kind: BatchKind(0),
        priority: PLAIN,
        cost: Points::whole(10),
        after: Vec::new(),
    }
}

fn of_product(id: u64, product: u64) -> Task {
    Task { product: Some(ProductKey(product)), ..task(id) }
}

fn after(id: u64, blocker: u64) -> Task {
    Task { after: vec![TaskId(blocker)], ..task(id) }
}

fn status(available: u32) -> ThrottleStatus {
    ThrottleStatus {
        maximum: Points::whole(2_000),
        available: Points::whole(available),
        restore_per_second: Points::whole(100),
    }
}

fn config(workers: u32, available: u32) -> Config {
    Config {
        workers: WorkerRange::fixed(workers),
        bucket: BucketConfig { known: Some(status(available)), margin_ms: 0, ..BucketConfig::default() },
        ..Config::default()
    }
}

/// A scheduler, a clock, and what came out of it.
struct Run {
    scheduler: Scheduler,
    now: u64,
}

impl Run {
    fn new(config: Config, tasks: Vec<Task>) -> Self {
        let mut run = Self { scheduler: Scheduler::new(config, Moment(0)), now: 0 };
        run.tell(Event::Submit(tasks));
        run
    }

    fn tell(&mut self, event: Event) {
        self.scheduler.handle(Moment(self.now), event);
    }

    /// Returns what is to be done now, in short: `send 1: 5 6`, `look 2: 5`, `5 Applied`.
    fn acts(&mut self) -> Vec<String> {
        let mut acts = Vec::new();
        while let Some(action) = self.scheduler.poll(Moment(self.now)) {
            let list = |tasks: Vec<TaskId>| tasks.iter().map(|id| format!(" {}", id.0)).collect::<String>();
            acts.push(match action {
                Action::Send { call, tasks, .. } => format!("send {}:{}", call.0, list(tasks)),
                Action::Settle { call, tasks, .. } => format!("look {}:{}", call.0, list(tasks)),
                Action::Finish { task, outcome } => format!("{} {outcome:?}", task.0),
                Action::Stop(reason) => format!("stop {reason:?}"),
            });
        }
        acts
    }

    fn wake(&mut self) -> Vec<String> {
        let at = self.scheduler.next_wakeup().expect("a wake-up");
        assert!(at.0 > self.now, "woken at {} when it is {}", at.0, self.now);
        self.now = at.0;
        self.acts()
    }

    fn reply(&mut self, call: u64, results: &[(u64, TaskResult)]) -> Vec<String> {
        let results = results.iter().map(|(id, result)| (TaskId(*id), *result)).collect();
        self.tell(Event::Replied { call: CallId(call), results, cost: None, latency_ms: 100 });
        self.acts()
    }

    fn fail(&mut self, call: u64, failure: Failure) -> Vec<String> {
        self.tell(Event::Failed { call: CallId(call), failure });
        self.acts()
    }

    fn find(&mut self, call: u64, findings: &[(u64, Settlement)]) -> Vec<String> {
        let findings = findings.iter().map(|(id, found)| (TaskId(*id), *found)).collect();
        self.tell(Event::Settled { call: CallId(call), findings, cost: None, latency_ms: 100 });
        self.acts()
    }
}

use Settlement::{NotApplied, Repeat};
use TaskResult::{Applied, NotYet, Rejected, Retry};

#[test]
fn urgent_goes_first_and_lifts_what_it_waits_for() {
    let low = |task: Task| Task { priority: Priority::Low, ..task };
    let urgent = |task: Task| Task { priority: Priority::Urgent, ..task };
    let tasks = vec![
        task(0),
        low(of_product(1, 7)),
        low(task(2)),
        urgent(of_product(3, 7)),
        urgent(after(4, 2)),
        task(5),
        Task { priority: Priority::High, ..task(6) },
    ];
    let mut run = Run::new(config(1, 2_000), tasks);
    let mut order = run.acts();
    for (call, id) in [(1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (6, 0), (7, 5)] {
        order.extend(run.reply(call, &[(id, Applied)]));
    }
    let sends: Vec<&String> = order.iter().filter(|act| act.starts_with("send")).collect();
    assert_eq!(
        sends,
        ["send 1: 1", "send 2: 2", "send 3: 3", "send 4: 4", "send 5: 6", "send 6: 0", "send 7: 5"]
    );
    assert!(run.scheduler.is_idle());
}

#[test]
fn a_task_moved_up_or_down_takes_its_blockers_along() {
    let mut run = Run::new(config(1, 2_000), vec![task(0), task(1), of_product(2, 7), of_product(3, 7)]);
    run.tell(Event::Reprioritise { task: TaskId(3), priority: Priority::Urgent });
    // Down again, but not below the one behind it.
    run.tell(Event::Reprioritise { task: TaskId(2), priority: Priority::Low });
    assert_eq!(run.acts(), ["send 1: 2"]);
    assert_eq!(run.reply(1, &[(2, Applied)]), ["2 Applied", "send 2: 3"]);
    run.tell(Event::Reprioritise { task: TaskId(0), priority: Priority::Low });
    assert_eq!(run.reply(2, &[(3, Applied)]), ["3 Applied", "send 3: 1"]);
}

#[test]
fn a_task_that_did_not_end_well_takes_its_dependants_down() {
    let tasks = vec![task(0), after(1, 0), after(2, 1), after(3, 9), task(4)];
    let mut run = Run::new(config(4, 2_000), tasks);
    assert_eq!(run.acts(), ["3 Failed(UnknownDependency)", "send 1: 0", "send 2: 4"]);
    let ends = run.reply(1, &[(0, Rejected)]);
    assert_eq!(
        ends,
        [
            "0 Rejected",
            "1 Skipped(DependencyNotApplied(TaskId(0)))",
            "2 Skipped(DependencyNotApplied(TaskId(1)))"
        ]
    );
    run.tell(Event::Submit(vec![after(5, 0), after(6, 4)]));
    assert_eq!(run.acts(), ["5 Skipped(DependencyNotApplied(TaskId(0)))"]);
    assert_eq!(run.reply(2, &[(4, Applied)]), ["4 Applied", "send 3: 6"]);
}

#[test]
fn a_lost_reply_is_looked_up_and_sent_again_only_when_the_store_can_no_longer_be_at_it() {
    let mut run = Run::new(config(4, 2_000), vec![of_product(0, 7), of_product(1, 7)]);
    assert_eq!(run.acts(), ["send 1: 0"]);
    assert_eq!(run.fail(1, Failure::InDoubt { may_still_run: true }), ["look 2: 0"]);
    assert_eq!(run.find(2, &[(0, Settlement::Unchanged)]), [""; 0]);
    assert_eq!(
        run.scheduler.waiting(),
        Some(WaitReason::Settling { until: Moment(10_500), tasks: 1 }),
        "the store may be working on it yet"
    );
    assert_eq!(run.wake(), ["look 3: 0"]);
    assert_eq!(run.find(3, &[(0, NotApplied)]), ["send 4: 0"]);
    assert_eq!(run.fail(4, Failure::InDoubt { may_still_run: false }), ["look 5: 0"]);
    assert_eq!(run.find(5, &[(0, Settlement::Applied)]), ["0 Applied", "send 6: 1"]);
}

#[test]
fn what_was_in_doubt_before_the_program_died_is_looked_up_first() {
    let mut run = Run::new(config(4, 2_000), vec![]);
    run.tell(Event::Recall { ended_well: vec![TaskId(0)], ended_badly: vec![TaskId(1)] });
    run.tell(Event::SubmitInDoubt { tasks: vec![of_product(2, 7)], may_still_run: false });
    run.tell(Event::Submit(vec![of_product(3, 7), after(4, 0), after(5, 1), task(0)]));
    assert_eq!(run.acts(), ["5 Skipped(DependencyNotApplied(TaskId(1)))", "look 1: 2", "send 2: 4"]);
    assert_eq!(run.find(1, &[(2, Settlement::Unchanged)]), ["2 Unchanged", "send 3: 3"]);
}

#[test]
fn a_document_holds_one_kind_and_each_alias_has_its_own_end() {
    let other = Task { kind: BatchKind(1), ..task(2) };
    let config = Config { batch: BatchConfig::fixed(10), ..config(1, 2_000) };
    let mut run = Run::new(config, vec![task(0), task(1), other, task(3), task(4)]);
    assert_eq!(run.acts(), ["send 1: 0 1 3 4"]);
    let acts = run.reply(1, &[(0, Applied), (1, Rejected), (3, Retry)]);
    assert_eq!(acts, ["0 Applied", "1 Rejected", "look 2: 4"], "what the reply leaves out is in doubt");
    assert_eq!(run.find(2, &[(4, Settlement::Applied)]), ["4 Applied", "send 3: 2"]);
    assert_eq!(run.reply(3, &[(2, Applied)]), ["2 Applied", "send 4: 3"]);
    assert_eq!(run.reply(4, &[(3, Applied)]), ["3 Applied"]);
    assert!(run.scheduler.is_idle());
}

#[test]
fn attempts_are_counted_and_waits_stay_below_their_bound() {
    let retry = RetryConfig { attempts_max: 4, base_ms: 100, max_ms: 250 };
    let mut run = Run::new(Config { retry, ..config(1, 2_000) }, vec![task(0)]);
    let mut acts = run.acts();
    for (call, bound_ms) in [(1, 100), (2, 200), (3, 250)] {
        assert_eq!(acts, [format!("send {call}: 0")]);
        let failed_at = run.now;
        acts = run.fail(call, Failure::Retry);
        if acts.is_empty() {
            acts = run.wake();
        }
        assert!(run.now - failed_at <= bound_ms, "{} ms after failure {call}", run.now - failed_at);
    }
    assert_eq!(acts, ["send 4: 0"]);
    assert_eq!(run.fail(4, Failure::Retry), ["0 Failed(AttemptsUsedUp)"]);
}

#[test]
fn what_came_too_early_is_no_failure_and_does_not_go_on_for_ever() {
    let retry = RetryConfig { attempts_max: 1, base_ms: 1, max_ms: 1 };
    let settle = SettleConfig { attempts_max: 3, ..SettleConfig::default() };
    let mut run = Run::new(Config { retry, settle, ..config(1, 2_000) }, vec![task(0)]);
    let mut acts = run.acts();
    for call in 1..=3 {
        assert_eq!(acts, [format!("send {call}: 0")]);
        acts = run.reply(call, &[(0, NotYet)]);
        if acts.is_empty() {
            acts = run.wake();
        }
    }
    assert_eq!(acts, ["0 Failed(AttemptsUsedUp)"]);
}

#[test]
fn points_are_set_aside_before_and_given_back_after() {
    let mut run = Run::new(config(10, 25), vec![task(0), task(1), task(2)]);
    assert_eq!(run.acts(), ["send 1: 0", "send 2: 1"]);
    assert_eq!(run.scheduler.waiting(), Some(WaitReason::RateLimit { until: Moment(50) }));
    let cost =
        CostReport { requested: Points::whole(10), actual: Some(Points::whole(3)), status: status(12) };
    run.tell(Event::Replied {
        call: CallId(1),
        results: vec![(TaskId(0), Applied)],
        cost: Some(cost),
        latency_ms: 10,
    });
    assert_eq!(run.acts(), ["0 Applied", "send 3: 2"]);
}

#[test]
fn a_refusal_for_points_burns_no_attempt_and_waits_as_long_as_it_says() {
    let retry = RetryConfig { attempts_max: 1, base_ms: 1, max_ms: 1 };
    let mut run = Run::new(Config { retry, ..config(2, 2_000) }, vec![task(0)]);
    assert_eq!(run.acts(), ["send 1: 0"]);
    let cost = CostReport { requested: Points::whole(10), actual: None, status: status(2) };
    run.tell(Event::Throttled { call: CallId(1), cost: Some(cost) });
    assert_eq!(run.acts(), [""; 0]);
    assert!(matches!(run.scheduler.waiting(), Some(WaitReason::Throttled { until: Moment(80 | 81) })));
    assert_eq!(run.wake(), ["send 2: 0"]);
}

#[test]
fn a_costly_task_is_not_passed_by_cheap_ones() {
    let costly = Task { cost: Points::whole(500), ..task(0) };
    let mut run = Run::new(config(4, 100), vec![costly, task(1)]);
    assert_eq!(run.acts(), [""; 0]);
    assert_eq!(run.scheduler.waiting(), Some(WaitReason::RateLimit { until: Moment(4_000) }));
    assert_eq!(run.wake(), ["send 1: 0"]);
    run.tell(Event::Submit(vec![Task { cost: Points::whole(1_001), ..task(2) }]));
    assert_eq!(run.acts(), ["2 Failed(TooExpensive)"]);
}

#[test]
fn a_dead_store_is_tried_by_one_call_at_a_time_and_given_up_in_the_end() {
    let breaker = BreakerConfig { failures_max: 3, base_ms: 100, max_ms: 1_000, probes_max: 2 };
    let config = Config { breaker, ..config(3, 2_000) };
    let mut run = Run::new(config, (0..5).map(task).collect());
    assert_eq!(run.acts(), ["send 1: 0", "send 2: 1", "send 3: 2"]);
    assert_eq!(run.fail(1, Failure::InDoubt { may_still_run: false }), ["look 4: 0"]);
    assert_eq!(run.fail(2, Failure::InDoubt { may_still_run: false }), ["look 5: 1"]);
    assert_eq!(run.fail(3, Failure::InDoubt { may_still_run: false }), [""; 0]);
    assert!(matches!(run.scheduler.waiting(), Some(WaitReason::StoreDown { failures: 3, .. })));
    assert_eq!(run.wake(), [""; 0]);
    assert_eq!(run.scheduler.waiting(), Some(WaitReason::Probing { failures: 3 }), "two looks are under way");
    run.now += 10_000;
    assert_eq!(run.fail(4, Failure::Retry), [""; 0]);
    assert_eq!(run.fail(5, Failure::Retry), ["look 6: 2"]);
    assert_eq!(run.fail(6, Failure::Retry), [""; 0]);
    let probe = run.wake();
    assert_eq!(probe.len(), 1, "{probe:?}");
    let acts = run.fail(7, Failure::Retry);
    assert_eq!(acts.last().map(String::as_str), Some("stop StoreUnreachable"));
    assert_eq!(acts.len(), 6, "{acts:?}");
    let outcomes = run.scheduler.progress().outcomes;
    assert_eq!((outcomes.in_doubt, outcomes.skipped), (3, 2));
}

#[test]
fn a_pause_holds_everything_and_a_cancellation_settles_what_is_in_doubt() {
    let mut run = Run::new(config(2, 2_000), (0..4).map(task).collect());
    assert_eq!(run.acts(), ["send 1: 0", "send 2: 1"]);
    run.tell(Event::Pause);
    assert_eq!(run.fail(1, Failure::InDoubt { may_still_run: false }), [""; 0]);
    assert_eq!(run.scheduler.waiting(), Some(WaitReason::Paused));
    run.tell(Event::Cancel);
    assert_eq!(run.acts(), ["2 Skipped(Cancelled)", "3 Skipped(Cancelled)", "look 3: 0"]);
    assert_eq!(run.find(3, &[(0, NotApplied)]), ["0 Skipped(Cancelled)"]);
    assert_eq!(run.reply(2, &[(1, Applied)]), ["1 Applied"]);
    assert!(run.scheduler.is_idle());
}

#[test]
fn a_cancellation_sends_again_what_only_its_key_can_tell() {
    let mut run = Run::new(config(2, 2_000), (0..3).map(task).collect());
    assert_eq!(run.acts(), ["send 1: 0", "send 2: 1"]);
    run.tell(Event::Cancel);
    assert_eq!(run.acts(), ["2 Skipped(Cancelled)"]);
    assert_eq!(run.fail(1, Failure::InDoubt { may_still_run: false }), ["look 3: 0"]);
    assert_eq!(run.find(3, &[(0, Repeat)]), ["send 4: 0"]);
    assert_eq!(run.reply(2, &[(1, Retry)]), ["1 Skipped(Cancelled)"]);
    // It is no wiser after a refusal for points or a call that never arrived.
    run.tell(Event::Throttled { call: CallId(4), cost: None });
    run.now += 60_000;
    assert_eq!(run.acts(), ["send 5: 0"]);
    assert_eq!(run.reply(5, &[(0, Applied)]), ["0 Applied"]);
    assert!(run.scheduler.is_idle());
}

#[test]
fn a_stop_leaves_in_doubt_what_was_sent_again_only_to_learn_of_it() {
    let mut run = Run::new(config(1, 2_000), (0..2).map(task).collect());
    assert_eq!(run.acts(), ["send 1: 0"]);
    assert_eq!(run.fail(1, Failure::InDoubt { may_still_run: false }), ["look 2: 0"]);
    assert_eq!(run.find(2, &[(0, Repeat)]), ["send 3: 0"]);
    run.tell(Event::Halt);
    assert_eq!(run.acts(), ["1 Skipped(Stopped)"]);
    assert_eq!(run.reply(3, &[(0, Retry)]), ["0 InDoubt", "stop Interrupted"]);
}

#[test]
fn a_stop_leaves_doubts_for_the_next_run() {
    let mut run = Run::new(config(3, 2_000), (0..4).map(task).collect());
    assert_eq!(run.acts().len(), 3);
    assert_eq!(run.fail(1, Failure::InDoubt { may_still_run: true }), ["look 4: 0"]);
    let acts = run.fail(2, Failure::Stop(StopReason::Authentication));
    assert_eq!(acts, ["3 Skipped(Stopped)", "1 Skipped(Stopped)"]);
    assert_eq!(run.fail(4, Failure::Retry), ["0 InDoubt"]);
    assert_eq!(run.reply(3, &[(2, Applied)]), ["2 Applied", "stop Authentication"]);
    assert_eq!(run.scheduler.progress().outcomes.total(), 4);
}

#[test]
fn the_first_call_goes_alone_where_the_budget_is_not_known() {
    let mut unknown = config(4, 0);
    unknown.bucket.known = None;
    let mut run = Run::new(unknown, (0..3).map(task).collect());
    assert_eq!(run.acts(), ["send 1: 0"]);
    let cost =
        CostReport { requested: Points::whole(10), actual: Some(Points::whole(10)), status: status(1_000) };
    run.tell(Event::Replied {
        call: CallId(1),
        results: vec![(TaskId(0), Applied)],
        cost: Some(cost),
        latency_ms: 10,
    });
    assert_eq!(run.acts(), ["0 Applied", "send 2: 1", "send 3: 2"]);
}

#[test]
fn ended_tasks_leave_nothing_but_their_ids() {
    let tasks = (0..1_000).map(|id| Task {
        product: Some(ProductKey(id % 100)),
        after: (id > 0).then(|| TaskId(id - 1)).into_iter().collect(),
        ..task(id)
    });
    let mut run = Run::new(config(10, 2_000), tasks.collect());
    let mut acts = run.acts();
    for call in 1..=900 {
        run.now += 100;
        let send = acts.iter().find(|act| act.starts_with("send")).cloned();
        assert_eq!(send, Some(format!("send {call}: {}", call - 1)));
        acts = run.reply(call, &[(call - 1, Applied)]);
        if run.scheduler.progress().calls_in_flight == 0 {
            acts = run.wake();
        }
    }
    run.reply(901, &[(900, Rejected)]);
    assert!(run.scheduler.is_idle());
    let outcomes = run.scheduler.progress().outcomes;
    assert_eq!((outcomes.applied, outcomes.rejected, outcomes.skipped), (900, 1, 99));
    assert_eq!(run.scheduler.book.sizes(), [0, 0, 0, 2]);
}
