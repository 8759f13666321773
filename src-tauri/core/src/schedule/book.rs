//! The book of live tasks: who waits for whom, whose turn has come, and how each one ended.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::ids::IdSet;
use super::moment::Moment;
use super::progress::Outcomes;
use super::ready::{Place, Ready};
use super::task::{BatchKind, FailReason, Outcome, Priority, ProductKey, SkipReason, Task, TaskId};
use crate::bucket::Points;

/// A task that has not ended.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub product: Option<ProductKey>,
    pub kind: BatchKind,
    pub priority: Priority,
    pub cost: Points,
    /// The order of submission.
    pub turn: u64,
    /// Failed attempts to send it.
    pub attempts: u32,
    /// Failed looks at what became of it.
    pub looks: u32,
    /// Set while it is in doubt: from this moment on the store is no longer working on it.
    pub settled_from: Option<Moment>,
    /// It is sent again under its own key because nothing else can tell what became of it.
    pub replays: bool,
    pub state: State,
    /// Tasks that must end well before this one. Emptied as they do.
    after: Vec<TaskId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Waits for other tasks.
    Blocked,
    Ready,
    /// Is tried again at this moment.
    Delayed(Moment),
    /// Is looked up at this moment.
    Doubt(Moment),
    /// Is part of a call.
    UnderWay,
}

/// All live tasks.
///
/// Invariants: a task is in `ready`, `delayed` or `doubts` exactly when its state says so; only the first live task of a
/// product's line is in any of them or under way; a task stands at least as high in priority as all that wait for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Book {
    entries: BTreeMap<TaskId, Entry>,
    /// The tasks of each product in their order. Ended ones may linger behind the first.
    lines: BTreeMap<ProductKey, VecDeque<TaskId>>,
    dependants: BTreeMap<TaskId, Vec<TaskId>>,
    pub ready: Ready,
    pub delayed: BTreeSet<(Moment, TaskId)>,
    pub doubts: BTreeSet<(Moment, TaskId)>,
    ended_well: IdSet,
    ended_badly: IdSet,
    ended: VecDeque<(TaskId, Outcome)>,
    pub outcomes: Outcomes,
    turns: u64,
    in_doubt: u64,
}

impl Book {
    pub fn get(&self, id: TaskId) -> Option<&Entry> {
        self.entries.get(&id)
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn in_doubt(&self) -> u64 {
        self.in_doubt
    }

    /// Returns the next ended task that was not handed out yet.
    pub fn next_ended(&mut self) -> Option<(TaskId, Outcome)> {
        self.ended.pop_front()
    }

    /// Takes a task in. `doubt`: it was sent before, and the store may be working on it until that moment.
    pub fn add(&mut self, now: Moment, task: Task, doubt: Option<Moment>) {
        let Task { id, product, kind, priority, cost, after } = task;
        if self.is_known(id) {
            return;
        }
        self.turns += 1;
        let mut entry = Entry {
            product,
            kind,
            priority,
            cost,
            turn: self.turns,
            attempts: 0,
            looks: 0,
            settled_from: doubt,
            replays: false,
            state: State::Blocked,
            after: Vec::new(),
        };
        let mut fate = None;
        if doubt.is_some() {
            self.in_doubt += 1;
        } else {
            for blocker in after {
                if self.entries.contains_key(&blocker) {
                    entry.after.push(blocker);
                    self.dependants.entry(blocker).or_default().push(id);
                } else if self.ended_badly.contains(blocker) {
                    fate = fate.or(Some(Outcome::Skipped(SkipReason::DependencyNotApplied(blocker))));
                } else if !self.ended_well.contains(blocker) {
                    fate = fate.or(Some(Outcome::Failed(FailReason::UnknownDependency)));
                }
            }
        }
        self.entries.insert(id, entry);
        if let Some(product) = product {
            self.lines.entry(product).or_default().push_back(id);
        }
        match fate {
            Some(outcome) => self.end(now, id, outcome),
            None => {
                self.raise_blockers(now, id);
                self.consider(now, id);
            }
        }
    }

    /// Learns of a task that ended in an earlier life of the run.
    pub fn recall(&mut self, id: TaskId, is_well: bool) {
        if !self.is_known(id) {
            if is_well { &mut self.ended_well } else { &mut self.ended_badly }.insert(id);
        }
    }

    /// Marks a ready task, or one whose look is due, as part of a call.
    pub fn start(&mut self, id: TaskId) {
        self.leave(id);
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.state = State::UnderWay;
        }
    }

    /// Puts a task back among those that can be sent, from `at` on.
    pub fn send_again(&mut self, now: Moment, id: TaskId, at: Moment) {
        self.leave(id);
        let Some(entry) = self.entries.get_mut(&id) else { return };
        if entry.settled_from.take().is_some() {
            self.in_doubt -= 1;
        }
        if at > now {
            entry.state = State::Delayed(at);
            self.delayed.insert((at, id));
        } else {
            entry.state = State::Blocked;
            self.consider(now, id);
        }
    }

    /// Marks a task as in doubt, to be looked up at `at`. What is found before `settled_from` need not be the end.
    pub fn doubt(&mut self, id: TaskId, at: Moment, settled_from: Moment) {
        self.leave(id);
        if let Some(entry) = self.entries.get_mut(&id) {
            if entry.settled_from.replace(settled_from).is_none() {
                self.in_doubt += 1;
            }
            entry.state = State::Doubt(at);
            self.doubts.insert((at, id));
        }
    }

    /// Learns whether it is known that the task was not carried out, or whether only sending it again can tell.
    pub fn set_replays(&mut self, id: TaskId, replays: bool) {
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.replays = replays;
        }
    }

    /// Returns whether the task is sent again only to learn what became of it.
    pub fn replays(&self, id: TaskId) -> bool {
        self.entries.get(&id).is_some_and(|entry| entry.replays)
    }

    /// Counts a failed attempt and returns how many there were.
    pub fn count_attempt(&mut self, id: TaskId) -> u32 {
        self.entries.get_mut(&id).map_or(0, |entry| {
            entry.attempts += 1;
            entry.attempts
        })
    }

    /// Counts a failed look and returns how many there were.
    pub fn count_look(&mut self, id: TaskId) -> u32 {
        self.entries.get_mut(&id).map_or(0, |entry| {
            entry.looks += 1;
            entry.looks
        })
    }

    /// Makes the tasks ready whose wait is over.
    pub fn wake(&mut self, now: Moment) {
        while let Some((at, id)) = self.delayed.first().copied().filter(|(at, _)| *at <= now) {
            self.delayed.remove(&(at, id));
            if let Some(entry) = self.entries.get_mut(&id) {
                entry.state = State::Blocked;
            }
            self.consider(now, id);
        }
    }

    /// Ends a task, and with it those that can no longer be carried out because of it.
    pub fn end(&mut self, now: Moment, id: TaskId, outcome: Outcome) {
        let mut ending = vec![(id, outcome)];
        while let Some((id, outcome)) = ending.pop() {
            self.leave(id);
            let Some(entry) = self.entries.remove(&id) else { continue };
            if entry.settled_from.is_some() {
                self.in_doubt -= 1;
            }
            let is_well = outcome.is_well();
            if is_well { &mut self.ended_well } else { &mut self.ended_badly }.insert(id);
            self.outcomes.count(outcome);
            self.ended.push_back((id, outcome));
            for dependant in self.dependants.remove(&id).unwrap_or_default() {
                if is_well {
                    if let Some(entry) = self.entries.get_mut(&dependant) {
                        entry.after.retain(|blocker| *blocker != id);
                    }
                    self.consider(now, dependant);
                } else {
                    let reason = match outcome {
                        // Not its blocker's fault, but the run's.
                        Outcome::Skipped(reason @ (SkipReason::Cancelled | SkipReason::Stopped)) => reason,
                        _ => SkipReason::DependencyNotApplied(id),
                    };
                    ending.push((dependant, Outcome::Skipped(reason)));
                }
            }
            if let Some(product) = entry.product {
                self.advance_line(now, product);
            }
        }
    }

    /// Ends every task that is not under way. Those in doubt end as `in_doubt` says, or stay if it says nothing.
    pub fn end_waiting(&mut self, now: Moment, reason: SkipReason, in_doubt: Option<Outcome>) {
        let waiting: Vec<(TaskId, bool)> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.state != State::UnderWay)
            .map(|(id, entry)| (*id, entry.settled_from.is_some() || entry.replays))
            .collect();
        for (id, is_in_doubt) in waiting {
            match (is_in_doubt, in_doubt) {
                (false, _) => self.end(now, id, Outcome::Skipped(reason)),
                (true, Some(outcome)) => self.end(now, id, outcome),
                (true, None) => {}
            }
        }
    }

    /// Moves a waiting task to another priority: up with all it waits for, down no further than what waits for it.
    pub fn reprioritise(&mut self, now: Moment, id: TaskId, priority: Priority) {
        let Some(entry) = self.entries.get(&id) else { return };
        let next_in_line = entry.product.and_then(|product| {
            let mut line = self.lines.get(&product)?.iter();
            line.find(|other| **other == id)?;
            line.find(|other| self.entries.contains_key(other)).copied()
        });
        let waiting = self.dependants.get(&id).into_iter().flatten().copied().chain(next_in_line);
        let floor = waiting.filter_map(|other| self.entries.get(&other)).map(|other| other.priority).min();
        self.set_priority(now, id, floor.map_or(priority, |floor| priority.min(floor)));
        self.raise_blockers(now, id);
    }

    /// Returns how many things are kept: live tasks, lines, waits, and runs of ended ids.
    #[cfg(test)]
    pub fn sizes(&self) -> [usize; 4] {
        let runs = self.ended_well.runs() + self.ended_badly.runs();
        [self.entries.len(), self.lines.len(), self.dependants.len(), runs]
    }

    fn is_known(&self, id: TaskId) -> bool {
        self.entries.contains_key(&id) || self.ended_well.contains(id) || self.ended_badly.contains(id)
    }

    /// Makes a blocked task ready (or due for a look) if nothing stands before it any more.
    fn consider(&mut self, now: Moment, id: TaskId) {
        let Some(entry) = self.entries.get(&id) else { return };
        if entry.state != State::Blocked || !entry.after.is_empty() {
            return;
        }
        let has_turn = entry
            .product
            .is_none_or(|product| self.lines.get(&product).and_then(VecDeque::front) == Some(&id));
        if !has_turn {
            return;
        }
        let (place, kind) = (place(id, entry), entry.kind);
        let state = if entry.settled_from.is_some() { State::Doubt(now) } else { State::Ready };
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.state = state;
        }
        match state {
            State::Doubt(at) => {
                self.doubts.insert((at, id));
            }
            _ => self.ready.insert(now, place, kind),
        }
    }

    /// Takes a task out of the set its state names.
    fn leave(&mut self, id: TaskId) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let (state, place, kind) = (entry.state, place(id, entry), entry.kind);
        entry.state = State::Blocked;
        match state {
            State::Blocked | State::UnderWay => {}
            State::Ready => self.ready.remove(place, kind),
            State::Delayed(at) => {
                self.delayed.remove(&(at, id));
            }
            State::Doubt(at) => {
                self.doubts.remove(&(at, id));
            }
        }
    }

    fn advance_line(&mut self, now: Moment, product: ProductKey) {
        let Some(line) = self.lines.get_mut(&product) else { return };
        while line.front().is_some_and(|id| !self.entries.contains_key(id)) {
            line.pop_front();
        }
        match line.front().copied() {
            Some(next) => self.consider(now, next),
            None => {
                self.lines.remove(&product);
            }
        }
    }

    /// Lifts everything that `id` waits for to its priority.
    fn raise_blockers(&mut self, now: Moment, id: TaskId) {
        let mut raised = vec![id];
        while let Some(id) = raised.pop() {
            let Some(entry) = self.entries.get(&id) else { continue };
            let priority = entry.priority;
            let mut blockers = entry.after.clone();
            if let Some(line) = entry.product.and_then(|product| self.lines.get(&product)) {
                // The rest of the line is lifted through its neighbour.
                let mut before = line.iter().rev().skip_while(|other| **other != id).skip(1);
                blockers.extend(before.find(|other| self.entries.contains_key(other)));
            }
            for blocker in blockers {
                if self.entries.get(&blocker).is_some_and(|entry| entry.priority > priority) {
                    self.set_priority(now, blocker, priority);
                    raised.push(blocker);
                }
            }
        }
    }

    fn set_priority(&mut self, now: Moment, id: TaskId, priority: Priority) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let (old, kind, is_ready) = (place(id, entry), entry.kind, entry.state == State::Ready);
        entry.priority = priority;
        let new = place(id, entry);
        if is_ready && old != new {
            self.ready.remove(old, kind);
            self.ready.insert(now, new, kind);
        }
    }
}

/// Returns a task's place among those that are ready.
pub(super) fn place(id: TaskId, entry: &Entry) -> Place {
    (entry.priority, entry.turn, id)
}
