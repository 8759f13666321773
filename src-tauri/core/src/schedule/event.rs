//! What happens to the scheduler, and what it asks for.

use serde::{Deserialize, Serialize};

use super::moment::Moment;
use super::task::{CallId, Outcome, Priority, Task, TaskId};
use crate::bucket::{CostReport, Points};
use crate::pool::WorkerRange;
use crate::retry::{Failure, StopReason};

/// Something that happened outside. Every call that was asked for ends in exactly one of `Replied`, `Settled`,
/// `Throttled` and `Failed`; an event for a call that has ended already is ignored.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// New tasks. Give a million of them in chunks.
    Submit(Vec<Task>),
    /// Tasks of an interrupted run that were sent and have no outcome. They are settled first and sent only when they
    /// are known not to have been carried out. Submit them before the unfinished tasks of the same products.
    /// `may_still_run`: the store may be working on them at this moment, so finding nothing proves nothing yet.
    SubmitInDoubt {
        tasks: Vec<Task>,
        may_still_run: bool,
    },
    /// Tasks that ended in an earlier life of the run, so that others can name them in `after`. They get no outcome.
    Recall {
        ended_well: Vec<TaskId>,
        ended_badly: Vec<TaskId>,
    },
    /// The store answered a `Send`. A task of the call that `results` leaves out counts as in doubt.
    Replied {
        call: CallId,
        results: Vec<(TaskId, TaskResult)>,
        cost: Option<CostReport>,
        latency_ms: u64,
    },
    /// The store answered a `Settle`. A task that `findings` leaves out is looked up again.
    Settled {
        call: CallId,
        findings: Vec<(TaskId, Settlement)>,
        cost: Option<CostReport>,
        latency_ms: u64,
    },
    /// The store refused a call (of either kind) for want of points; nothing of it was carried out.
    Throttled {
        call: CallId,
        cost: Option<CostReport>,
    },
    /// A call (of either kind) brought no usable answer.
    Failed {
        call: CallId,
        failure: Failure,
    },
    /// Sends nothing more until `Resume`; calls under way go on.
    Pause,
    Resume,
    /// Lets calls under way end, settles what is in doubt (by a look, or by sending it again under its own key), and
    /// skips the rest.
    Cancel,
    /// Lets calls under way end, skips the rest, and leaves doubts for the next run: the quick way out.
    Halt,
    SetWorkers(WorkerRange),
    /// Moves a task that waits, and whatever it waits for, to another priority.
    Reprioritise {
        task: TaskId,
        priority: Priority,
    },
    /// Somebody else of this program spent points of the same bucket: the engine's own reads.
    OtherSpending(CostReport),
}

/// What became of one task of a call that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskResult {
    Applied,
    /// The store says no, and will say so again.
    Rejected,
    /// It failed, and is known not to have been carried out.
    Retry,
    /// It was not sent: the store is still at work on something it needs. It is looked at again later, as often as a
    /// task in doubt.
    NotYet,
    /// The store has finished with it, but did not say how.
    InDoubt,
}

/// What a look at the store says about a task in doubt. While the store may be working on it, only `Applied` is final;
/// after any other finding there is another look when that time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// Its work is seen: the store was otherwise before.
    Applied,
    /// The store is as wanted, and it cannot be said whose work that is.
    Unchanged,
    /// It was not carried out: it is sent again.
    NotApplied,
    /// Reading cannot tell, and sending it again under its idempotency key can: that counts as a look, so it is done in
    /// a run that is being cancelled, too.
    Repeat,
    /// Reading cannot tell: it ends as failed, for a person to look at.
    Unknowable,
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Write the intents, then send these tasks in one document, in this order.
    Send { call: CallId, tasks: Vec<TaskId>, reserved: Points },
    /// Look in the store what became of these tasks.
    Settle { call: CallId, tasks: Vec<TaskId>, reserved: Points },
    /// Write this outcome down. It is final, and comes once for each task.
    Finish { task: TaskId, outcome: Outcome },
    /// The run is over before its end. The last action there is; each task has had its outcome.
    Stop(StopReason),
}

/// Why nothing is being sent just now. Shown to the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum WaitReason {
    /// The store's points are spent; enough have come back at `until`.
    RateLimit {
        until: Moment,
    },
    /// The store said that it is being asked too much.
    Throttled {
        until: Moment,
    },
    /// Some tasks failed and are tried again at `until`.
    Retrying {
        until: Moment,
        tasks: u64,
    },
    /// It is not known yet what became of some tasks; the next look is at `until`.
    Settling {
        until: Moment,
        tasks: u64,
    },
    /// The store does not answer; the next try is at `until`.
    StoreDown {
        until: Moment,
        failures: u32,
    },
    /// One call tries whether the store answers again.
    Probing {
        failures: u32,
    },
    /// As many calls are under way as may be.
    Workers {
        limit: u32,
    },
    /// What is left waits for calls that are under way.
    Replies {
        in_flight: u32,
    },
    Paused,
    Stopped,
    /// Nothing is left to do.
    Idle,
}
