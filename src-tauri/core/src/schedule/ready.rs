//! The tasks that could be sent now, in the order of their turn.

use std::collections::{BTreeMap, BTreeSet};

use super::moment::Moment;
use super::task::{BatchKind, Priority, TaskId};

/// A task's place: its priority, then the order of submission.
pub(super) type Place = (Priority, u64, TaskId);

/// Urgent before high before normal before low, first in first out within one. A priority that has had no turn for the
/// ageing time gets the next one: a deep queue of low tasks neither starves nor stands before an urgent one.
#[derive(Debug, Clone, Default)]
pub(super) struct Ready {
    queues: [BTreeSet<Place>; 4],
    kinds: BTreeMap<BatchKind, BTreeSet<Place>>,
    /// When each priority had its last turn, or first had something to send after having nothing.
    served: [Moment; 4],
}

impl Ready {
    pub fn is_empty(&self) -> bool {
        self.queues.iter().all(BTreeSet::is_empty)
    }

    pub fn insert(&mut self, now: Moment, place: Place, kind: BatchKind) {
        let class = place.0 as usize;
        if self.queues[class].is_empty() {
            self.served[class] = now;
        }
        self.queues[class].insert(place);
        self.kinds.entry(kind).or_default().insert(place);
    }

    pub fn remove(&mut self, place: Place, kind: BatchKind) {
        self.queues[place.0 as usize].remove(&place);
        if let Some(places) = self.kinds.get_mut(&kind) {
            places.remove(&place);
            if places.is_empty() {
                self.kinds.remove(&kind);
            }
        }
    }

    /// Returns whose turn it is. Until that task is sent, no other is: a costly one is not passed by cheaper ones.
    pub fn head(&self, now: Moment, ageing_ms: u64) -> Option<Place> {
        let waiting = || Priority::ALL.into_iter().filter(|class| !self.queues[*class as usize].is_empty());
        let first = waiting().next()?;
        let aged = waiting()
            .filter(|class| now.ms_since(self.served[*class as usize]) >= ageing_ms)
            .min_by_key(|class| (self.served[*class as usize], *class));
        self.queues[aged.unwrap_or(first) as usize].first().copied()
    }

    /// Returns the tasks of `kind` that could ride with `head`, in the order of their turn.
    pub fn companions(&self, head: Place, kind: BatchKind) -> impl Iterator<Item = Place> + '_ {
        self.kinds.get(&kind).into_iter().flatten().copied().filter(move |place| *place != head)
    }

    /// Learns that a priority had its turn.
    pub fn served(&mut self, now: Moment, class: Priority) {
        self.served[class as usize] = now;
    }
}
