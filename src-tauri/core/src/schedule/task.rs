//! What is given to the scheduler, and how each piece of it can end.

use serde::{Deserialize, Serialize};

use crate::bucket::Points;

/// Names one task for the whole run and for its resumption. Dense ids keep the memory of finished tasks small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaskId(pub u64);

/// Names one call to the store: a write or a look at what became of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CallId(pub u64);

/// Names a product within one run. Tasks of one product are carried out in the order in which they were submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProductKey(pub u64);

/// Says which tasks may share a document: those of an equal kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BatchKind(pub u16);

/// Says who goes first. The order of the variants is the order of service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Urgent,
    High,
    #[default]
    Normal,
    Low,
}

impl Priority {
    /// Every priority, the most pressing first.
    pub const ALL: [Self; 4] = [Self::Urgent, Self::High, Self::Normal, Self::Low];
}

/// One operation to be carried out in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// An id that this run has not seen. A task whose id is known already is ignored.
    pub id: TaskId,
    /// At most one call is under way for a product, and its tasks keep their order. `None` orders nothing.
    pub product: Option<ProductKey>,
    pub kind: BatchKind,
    pub priority: Priority,
    /// The requested cost of this task alone.
    pub cost: Points,
    /// Tasks submitted earlier (also earlier in the same list) that must end well before this one is sent.
    pub after: Vec<TaskId>,
}

/// How a task ended. Each submitted task gets exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The store carried it out.
    Applied,
    /// The store was found to be so already.
    Unchanged,
    /// The store refused it for good.
    Rejected,
    Failed(FailReason),
    /// It was never sent, or the store is known not to have carried it out, and it will not be sent again in this run.
    Skipped(SkipReason),
    /// It was sent, the run stopped, and nobody looked what became of it. To be settled before anything else.
    InDoubt,
}

impl Outcome {
    /// Returns whether tasks that wait for this one may go on.
    #[must_use]
    pub fn is_well(self) -> bool {
        matches!(self, Self::Applied | Self::Unchanged)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailReason {
    /// Every allowed attempt failed, and the store is known not to have carried it out.
    AttemptsUsedUp,
    /// It costs more than one document, or more than the store's whole budget, may cost.
    TooExpensive,
    /// It waits for a task that was not submitted before it.
    UnknownDependency,
    /// Nobody could find out what became of it: every look failed, or reading cannot tell.
    CannotSettle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// The task named here did not end well.
    DependencyNotApplied(TaskId),
    Cancelled,
    /// The run stopped before its turn came. A resumed run submits it again.
    Stopped,
}
