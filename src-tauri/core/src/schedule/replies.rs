//! What the scheduler learns from the end of a call.

use std::collections::BTreeMap;

use super::{
    Call, CallId, Ending, Errand, FailReason, Moment, Outcome, Scheduler, Settlement, SkipReason, TaskId,
    TaskResult,
};
use crate::bucket::CostReport;
use crate::pool::Strain;
use crate::retry::{Failure, StopReason};

/// The wait after a refusal without figures: what Shopify advises.
const THROTTLED_WAIT_MS: u64 = 1_000;

impl Scheduler {
    pub(super) fn replied(
        &mut self,
        call: CallId,
        results: Vec<(TaskId, TaskResult)>,
        cost: Option<CostReport>,
        latency_ms: u64,
    ) {
        let Some(call) = self.close(call, Errand::Send) else { return };
        let tasks_count = u32::try_from(call.tasks.len()).unwrap_or(u32::MAX);
        let is_wanted = self.in_flight() + 1 >= self.limit.workers() && !self.book.ready.is_empty();
        self.bucket.replied(self.now, &call.reservation, cost);
        self.answered();
        self.limit.replied(self.now, call.sent, latency_ms, tasks_count, is_wanted);
        self.batch.replied(tasks_count, latency_ms);

        let mut results: BTreeMap<TaskId, TaskResult> = results.into_iter().collect();
        let (mut failed, mut early) = (Vec::new(), Vec::new());
        for id in call.tasks {
            match results.remove(&id).unwrap_or(TaskResult::InDoubt) {
                TaskResult::Applied => self.book.end(self.now, id, Outcome::Applied),
                TaskResult::Rejected => self.book.end(self.now, id, Outcome::Rejected),
                TaskResult::Retry => failed.push(id),
                TaskResult::NotYet => early.push(id),
                TaskResult::InDoubt => {
                    self.book.count_attempt(id);
                    self.book.doubt(id, self.now, self.now);
                }
            }
        }
        // The store is well, so the first retry goes at once.
        self.try_again(&failed, true, 1, 0);
        self.try_later(&early);
        self.apply_ending();
    }

    pub(super) fn settled(
        &mut self,
        call: CallId,
        findings: Vec<(TaskId, Settlement)>,
        cost: Option<CostReport>,
    ) {
        let Some(call) = self.close(call, Errand::Settle) else { return };
        self.bucket.replied(self.now, &call.reservation, cost);
        self.answered();

        let mut findings: BTreeMap<TaskId, Settlement> = findings.into_iter().collect();
        let mut unseen = Vec::new();
        for id in call.tasks {
            match findings.remove(&id) {
                None => unseen.push(id),
                Some(Settlement::Applied) => self.book.end(self.now, id, Outcome::Applied),
                Some(found) => self.found(id, call.sent, found),
            }
        }
        self.look_again(&unseen, true);
        self.apply_ending();
    }

    pub(super) fn throttled(&mut self, call: CallId, cost: Option<CostReport>) {
        let Some(call) = self.close_any(call) else { return };
        self.bucket.refused(self.now, &call.reservation, cost);
        self.breaker.answered();
        self.limit.strained(self.now, call.sent, Strain::Throttled);
        self.throttled = self.throttled.saturating_add(1);
        let told_ms = cost.map_or(THROTTLED_WAIT_MS, |cost| {
            (cost.requested - cost.status.available)
                .ms_at(cost.status.restore_per_second)
                .unwrap_or(THROTTLED_WAIT_MS)
        });
        // Where the figures say "now" and the store says no, somebody else is faster: wait longer each time.
        let retry = self.config.retry;
        let spread_ms = self.backoff.wait_ms(retry.base_ms, retry.max_ms, self.throttled);
        self.hold(told_ms.saturating_add(spread_ms).max(1));
        for id in call.tasks {
            match call.errand {
                Errand::Send => self.send_again_or_end(id, self.now),
                Errand::Settle => self.doubt_again(id, self.now),
            }
        }
        self.apply_ending();
    }

    pub(super) fn failed(&mut self, call: CallId, failure: Failure) {
        let Some(call) = self.close_any(call) else { return };
        let tasks_count = u32::try_from(call.tasks.len()).unwrap_or(u32::MAX);
        // While the store is down the tasks are not to blame.
        let counts = !self.breaker.is_tripped();
        match failure {
            Failure::Retry | Failure::RetryAfter { .. } | Failure::Stop(_) => {
                self.bucket.refused(self.now, &call.reservation, None);
            }
            Failure::InDoubt { may_still_run } => {
                let until = self.settled_from(may_still_run);
                self.bucket.lost(self.now, &call.reservation, until);
                if call.errand == Errand::Send {
                    self.batch.lost(tasks_count);
                }
            }
        }
        let wait_ms = match failure {
            Failure::Stop(reason) => return self.stopped(call, reason),
            Failure::RetryAfter { wait_ms } => {
                self.hold(wait_ms.min(self.config.retry.max_ms));
                wait_ms
            }
            Failure::Retry | Failure::InDoubt { .. } => 0,
        };
        self.limit.strained(self.now, call.sent, Strain::Failed);
        match failure {
            // An answer all the same: the store is there.
            Failure::RetryAfter { .. } => self.breaker.answered(),
            _ => self.breaker.failed(self.now, call.sent, &mut self.backoff),
        }
        match (call.errand, failure) {
            (Errand::Settle, _) => self.look_again(&call.tasks, counts),
            (Errand::Send, Failure::InDoubt { may_still_run }) => {
                let settled_from = self.settled_from(may_still_run);
                for id in call.tasks {
                    if counts {
                        self.book.count_attempt(id);
                    }
                    self.book.doubt(id, self.now, settled_from);
                }
            }
            (Errand::Send, _) => self.try_again(&call.tasks, counts, 0, wait_ms),
        }
        self.apply_ending();
    }

    fn stopped(&mut self, call: Call, reason: StopReason) {
        self.end_early(Ending::Stop(reason));
        for id in call.tasks {
            match call.errand {
                Errand::Send if !self.book.replays(id) => {
                    self.book.end(self.now, id, Outcome::Skipped(SkipReason::Stopped))
                }
                Errand::Send | Errand::Settle => self.book.end(self.now, id, Outcome::InDoubt),
            }
        }
    }

    /// Sends tasks again that are known not to have been carried out, all at one time so that they can share a document.
    /// So many attempts as `attempts_free` are followed by no wait.
    fn try_again(&mut self, tasks: &[TaskId], counts: bool, attempts_free: u32, wait_ms_min: u64) {
        let mut left = Vec::new();
        let mut attempts_most = 1;
        for &id in tasks {
            let attempts = if counts { self.book.count_attempt(id) } else { 0 };
            attempts_most = attempts_most.max(attempts);
            if attempts >= self.config.retry.attempts_max {
                let reason =
                    if self.book.replays(id) { FailReason::CannotSettle } else { FailReason::AttemptsUsedUp };
                self.book.end(self.now, id, Outcome::Failed(reason));
            } else {
                left.push(id);
            }
        }
        if left.is_empty() {
            return;
        }
        let retry = self.config.retry;
        let spread_ms = self.backoff.wait_ms(retry.base_ms, retry.max_ms, attempts_most - attempts_free);
        let at = self.now.plus_ms(wait_ms_min.max(spread_ms));
        for id in left {
            self.send_again_or_end(id, at);
        }
    }

    /// Sends tasks later that came too early. That is no failure of theirs, but it does not go on for ever.
    fn try_later(&mut self, tasks: &[TaskId]) {
        let retry = self.config.retry;
        for &id in tasks {
            let looks = self.book.count_look(id);
            if looks >= self.config.settle.attempts_max {
                self.book.end(self.now, id, Outcome::Failed(FailReason::AttemptsUsedUp));
                continue;
            }
            let wait_ms = self.backoff.wait_ms(retry.base_ms, retry.max_ms, looks);
            self.send_again_or_end(id, self.now.plus_ms(wait_ms));
        }
    }

    /// Looks again later at tasks of which the last look said nothing.
    fn look_again(&mut self, tasks: &[TaskId], counts: bool) {
        if tasks.is_empty() {
            return;
        }
        let retry = self.config.retry;
        let mut looks_most = 1;
        let mut left = Vec::new();
        for &id in tasks {
            let looks = if counts { self.book.count_look(id) } else { 0 };
            looks_most = looks_most.max(looks);
            let may_still_run = self.book.get(id).and_then(|entry| entry.settled_from) > Some(self.now);
            if looks >= self.config.settle.attempts_max && !may_still_run {
                self.book.end(self.now, id, Outcome::Failed(FailReason::CannotSettle));
            } else {
                left.push(id);
            }
        }
        let wait_ms = self.backoff.wait_ms(retry.base_ms, retry.max_ms, looks_most);
        for id in left {
            self.doubt_again(id, self.now.plus_ms(wait_ms));
        }
    }

    /// Takes in what a look, begun at `looked`, found other than the task's work.
    fn found(&mut self, id: TaskId, looked: Moment, found: Settlement) {
        let Some(entry) = self.book.get(id) else { return };
        let attempts = entry.attempts;
        let settled_from = entry.settled_from.unwrap_or(looked);
        if looked < settled_from {
            // The store may be working on it yet, and could undo what the next task of the product does.
            self.book.doubt(id, settled_from, settled_from);
            return;
        }
        self.book.set_replays(id, found == Settlement::Repeat);
        match found {
            Settlement::Applied => self.book.end(self.now, id, Outcome::Applied),
            Settlement::Unchanged => self.book.end(self.now, id, Outcome::Unchanged),
            Settlement::Unknowable => self.book.end(self.now, id, Outcome::Failed(FailReason::CannotSettle)),
            Settlement::NotApplied if attempts >= self.config.retry.attempts_max && self.ending.is_none() => {
                self.book.end(self.now, id, Outcome::Failed(FailReason::AttemptsUsedUp));
            }
            Settlement::Repeat if attempts >= self.config.retry.attempts_max => {
                self.book.end(self.now, id, Outcome::Failed(FailReason::CannotSettle));
            }
            Settlement::NotApplied | Settlement::Repeat => self.send_again_or_end(id, self.now),
        }
    }

    /// Puts a task back in the queue, or ends it if the run is ending: as skipped where it is known not to have been
    /// carried out. What only its own key can tell goes out in a cancelled run as well.
    fn send_again_or_end(&mut self, id: TaskId, at: Moment) {
        let outcome = match (self.ending, self.book.replays(id)) {
            (None, _) | (Some(Ending::Cancel), true) => return self.book.send_again(self.now, id, at),
            (Some(Ending::Cancel), false) => Outcome::Skipped(SkipReason::Cancelled),
            (Some(Ending::Stop(_)), false) => Outcome::Skipped(SkipReason::Stopped),
            (Some(Ending::Stop(_)), true) => Outcome::InDoubt,
        };
        self.book.end(self.now, id, outcome);
    }

    fn doubt_again(&mut self, id: TaskId, at: Moment) {
        let settled_from = self.book.get(id).and_then(|entry| entry.settled_from).unwrap_or(self.now);
        self.book.doubt(id, at, settled_from);
    }

    fn hold(&mut self, wait_ms: u64) {
        self.hold_until = self.hold_until.max(self.now.plus_ms(wait_ms));
    }

    fn answered(&mut self) {
        self.breaker.answered();
        self.throttled = 0;
    }

    fn close(&mut self, id: CallId, errand: Errand) -> Option<Call> {
        if self.calls.get(&id)?.errand != errand {
            return None;
        }
        self.close_any(id)
    }

    fn close_any(&mut self, id: CallId) -> Option<Call> {
        let call = self.calls.remove(&id)?;
        if call.errand == Errand::Send {
            self.sending -= call.tasks.len() as u64;
        }
        Some(call)
    }
}
