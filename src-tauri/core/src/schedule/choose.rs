//! What to do next, and why nothing where it is nothing.

use super::Priority;
use super::ready::Place;
use super::{
    Action, Call, CallId, Ending, Errand, FailReason, Moment, Outcome, Scheduler, TaskId, Wait, WaitReason,
};
use crate::bucket::{Affordable, Points};
use crate::retry::{Gate, StopReason};

impl Scheduler {
    pub(super) fn choose(&mut self) -> Option<Action> {
        loop {
            if let Some((task, outcome)) = self.book.next_ended() {
                return Some(Action::Finish { task, outcome });
            }
            if let Some(action) = self.tell_stop() {
                return Some(action);
            }
            match self.choose_call() {
                Choice::Call(action) => return Some(action),
                Choice::Wait(wait) => {
                    self.wait = Some(wait);
                    return None;
                }
                // Something ended on the way: its outcome comes first.
                Choice::Again => {}
            }
        }
    }

    fn tell_stop(&mut self) -> Option<Action> {
        match self.ending {
            Some(Ending::Stop(reason)) if self.calls.is_empty() && !self.is_stop_told => {
                self.is_stop_told = true;
                Some(Action::Stop(reason))
            }
            _ => None,
        }
    }

    fn choose_call(&mut self) -> Choice {
        self.book.wake(self.now);
        if self.is_stop_told {
            return wait(WaitReason::Stopped, None);
        }
        if self.book.len() == 0 {
            return wait(WaitReason::Idle, None);
        }
        if self.is_paused && self.ending.is_none() {
            return wait(WaitReason::Paused, None);
        }
        let has_look = self.book.doubts.first().is_some_and(|(at, _)| *at <= self.now);
        if !has_look && self.book.ready.is_empty() {
            return self.wait_for_tasks();
        }
        let failures = self.breaker.failures();
        match self.breaker.gate(self.now) {
            Gate::Open => {}
            Gate::Closed { until } => return wait(WaitReason::StoreDown { until, failures }, Some(until)),
            Gate::Probe if self.calls.is_empty() => {}
            Gate::Probe => return wait(WaitReason::Probing { failures }, None),
            Gate::GivenUp => {
                self.end_early(Ending::Stop(StopReason::StoreUnreachable));
                return if self.calls.is_empty() {
                    Choice::Again
                } else {
                    wait(WaitReason::Probing { failures }, None)
                };
            }
        }
        if self.now < self.hold_until {
            return wait(WaitReason::Throttled { until: self.hold_until }, Some(self.hold_until));
        }
        let limit = self.limit.workers();
        if self.in_flight() >= limit {
            return wait(WaitReason::Workers { limit }, None);
        }
        if has_look { self.choose_look() } else { self.choose_send() }
    }

    fn choose_look(&mut self) -> Choice {
        let settle = self.config.settle;
        let tasks_max = settle.tasks_max.max(1) as usize;
        let due = self.book.doubts.iter().take_while(|(at, _)| *at <= self.now);
        let tasks: Vec<TaskId> = due.take(tasks_max).map(|(_, id)| *id).collect();
        let cost = settle.points_base + settle.points_per_task.times(tasks.len() as u64);
        match self.bucket.affordable(self.now, cost) {
            Affordable::Now => self.begin(Errand::Settle, tasks, cost),
            Affordable::At(until) => wait(WaitReason::RateLimit { until }, Some(until)),
            Affordable::Unknown => self.wait_for_replies(),
            Affordable::Never => {
                for id in tasks {
                    self.book.end(self.now, id, Outcome::Failed(FailReason::CannotSettle));
                }
                Choice::Again
            }
        }
    }

    fn choose_send(&mut self) -> Choice {
        let Some(head) = self.book.ready.head(self.now, self.config.ageing_ms) else {
            return self.wait_for_tasks();
        };
        let Some(entry) = self.book.get(head.2) else {
            return self.wait_for_tasks();
        };
        let (kind, head_cost) = (entry.kind, entry.cost);
        let points_max = self.bucket.document_max().map_or(self.config.batch.points_max, |most| {
            self.config.batch.points_max.min(most).max(head_cost)
        });
        let mut tasks = vec![head.2];
        let mut costs = vec![head_cost];
        let mut cost = head_cost;
        let seats = self.batch.tasks() as usize;
        for place in self.book.ready.companions(head, kind).take(seats.saturating_sub(1)) {
            // An urgent task does not wait while others are carried out before it.
            let is_slower = head.0 == Priority::Urgent && place.0 != Priority::Urgent;
            let Some(companion) = self.book.get(place.2) else { continue };
            if is_slower || cost + companion.cost > points_max {
                break;
            }
            tasks.push(place.2);
            costs.push(companion.cost);
            cost = cost + companion.cost;
        }
        match self.bucket.affordable(self.now, cost) {
            Affordable::Now => self.begin(Errand::Send, tasks, cost),
            Affordable::Unknown => self.wait_for_replies(),
            Affordable::Never if tasks.len() == 1 => {
                self.book.end(self.now, head.2, Outcome::Failed(FailReason::TooExpensive));
                Choice::Again
            }
            Affordable::Never => self.send_what_is_payable(head, tasks, &costs),
            Affordable::At(until) if tasks.len() == 1 => self.wait_for_points(until),
            Affordable::At(_) => self.send_what_is_payable(head, tasks, &costs),
        }
    }

    /// Sends as many of `tasks` as can be paid for, if that is worth a call; otherwise waits until it is.
    fn send_what_is_payable(&mut self, head: Place, mut tasks: Vec<TaskId>, costs: &[Points]) -> Choice {
        // A document is not held back for more than what comes back while it waits, an urgent one not at all.
        let fill_wait_ms = if head.0 == Priority::Urgent { 0 } else { self.config.batch.fill_wait_ms };
        let worth = self.bucket.restored_in(fill_wait_ms).unwrap_or(Points::ZERO);
        let mut wanted = costs[0];
        let mut wanted_count = 1;
        for cost in &costs[1..] {
            if wanted + *cost > worth {
                break;
            }
            wanted = wanted + *cost;
            wanted_count += 1;
        }
        match self.bucket.affordable(self.now, wanted) {
            Affordable::Now => {}
            Affordable::At(until) => return self.wait_for_points(until),
            Affordable::Unknown | Affordable::Never => return self.wait_for_replies(),
        }
        let mut cost = wanted;
        let mut count = wanted_count;
        for next in &costs[wanted_count..] {
            if self.bucket.affordable(self.now, cost + *next) != Affordable::Now {
                break;
            }
            cost = cost + *next;
            count += 1;
        }
        tasks.truncate(count);
        self.begin(Errand::Send, tasks, cost)
    }

    fn begin(&mut self, errand: Errand, tasks: Vec<TaskId>, cost: Points) -> Choice {
        self.calls_made += 1;
        let call = CallId(self.calls_made);
        for id in &tasks {
            if let (Errand::Send, Some(entry)) = (errand, self.book.get(*id)) {
                let class = entry.priority;
                self.book.ready.served(self.now, class);
            }
            self.book.start(*id);
        }
        if errand == Errand::Send {
            self.sending += tasks.len() as u64;
        }
        let reservation = self.bucket.reserve(self.now, cost);
        let record = Call { errand, tasks: tasks.clone(), reservation, sent: self.now };
        self.calls.insert(call, record);
        Choice::Call(match errand {
            Errand::Send => Action::Send { call, tasks, reserved: cost },
            Errand::Settle => Action::Settle { call, tasks, reserved: cost },
        })
    }

    /// Nothing can be sent and nothing is to be looked up: says what that waits for.
    fn wait_for_tasks(&self) -> Choice {
        let retry_at = self.book.delayed.first().map(|(at, _)| *at);
        let look_at = self.book.doubts.first().map(|(at, _)| *at);
        let until = soonest(retry_at, look_at);
        let reason = match (self.in_flight(), retry_at, look_at) {
            (1.., _, _) | (0, None, None) => WaitReason::Replies { in_flight: self.in_flight() },
            (0, Some(at), look_at) if look_at.is_none_or(|look_at| at <= look_at) => {
                WaitReason::Retrying { until: at, tasks: self.book.delayed.len() as u64 }
            }
            (0, _, Some(at)) => WaitReason::Settling { until: at, tasks: self.book.doubts.len() as u64 },
            (0, Some(at), None) => WaitReason::Retrying { until: at, tasks: self.book.delayed.len() as u64 },
        };
        wait(reason, until)
    }

    /// The head of the queue waits for points; a task that comes back before then may take its place.
    fn wait_for_points(&self, until: Moment) -> Choice {
        let retry_at = self.book.delayed.first().map(|(at, _)| *at);
        let look_at = self.book.doubts.first().map(|(at, _)| *at);
        wait(WaitReason::RateLimit { until }, soonest(Some(until), soonest(retry_at, look_at)))
    }

    fn wait_for_replies(&self) -> Choice {
        wait(WaitReason::Replies { in_flight: self.in_flight() }, None)
    }
}

enum Choice {
    Call(Action),
    Wait(Wait),
    Again,
}

fn wait(reason: WaitReason, until: Option<Moment>) -> Choice {
    Choice::Wait(Wait { reason, until })
}

fn soonest(one: Option<Moment>, other: Option<Moment>) -> Option<Moment> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
