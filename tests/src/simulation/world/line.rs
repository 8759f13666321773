//! The line to the store, and the store's way with a call: what is lost, refused, cut off or answered.

use evenshelf_core::bucket::{CostReport, Points};
use evenshelf_core::retry::Failure;
use evenshelf_core::schedule::{CallId, Event, Settlement, TaskId, TaskResult};

use super::super::scenario::Nature;
use super::{Happening, World};

/// Shopify cuts a call off after this time.
const CUT_OFF_MS: u64 = 10_000;

/// A call on its way to the store, in it, or back.
#[derive(Debug, Clone)]
pub(super) struct Request {
    life: u32,
    call: CallId,
    is_look: bool,
    tasks: Vec<TaskId>,
    requested: Points,
    sent_ms: u64,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Answered,
    ConnectRefused,
    LostBefore,
    LostRunning,
    LostAfter,
    Refused503,
    TooMany429,
    Internal500,
}

impl World<'_> {
    pub(super) fn transit_ms(&mut self) -> u64 {
        self.dice.between(1, self.scenario.faults.transit_ms_max)
    }

    pub(super) fn send(&mut self, call: CallId, tasks: Vec<TaskId>, requested: Points, is_look: bool) {
        let fate = self.fate();
        let (life, sent_ms) = (self.life, self.now_ms);
        let request = Request { life, call, is_look, tasks, requested, sent_ms, fate };
        match fate {
            Fate::ConnectRefused => self.fail(&request, Failure::Retry, 1),
            Fate::LostBefore => {
                let noticed_ms = self.dice.pick(&[5, 500, 15_000]);
                self.fail(&request, Failure::InDoubt { may_still_run: true }, noticed_ms);
            }
            _ => {
                let at_ms = self.now_ms + self.transit_ms();
                self.plan(at_ms, Happening::Arrives(request));
            }
        }
    }

    fn fate(&mut self) -> Fate {
        if self
            .scenario
            .outages
            .iter()
            .any(|(from_ms, until_ms)| (*from_ms..*until_ms).contains(&self.now_ms))
        {
            return if self.dice.per_mille(300) { Fate::LostBefore } else { Fate::ConnectRefused };
        }
        let faults = self.scenario.faults;
        let fates = [
            (faults.lost_before, Fate::LostBefore),
            (faults.lost_running, Fate::LostRunning),
            (faults.lost_after, Fate::LostAfter),
            (faults.refused_503, Fate::Refused503),
            (faults.too_many_429, Fate::TooMany429),
            (faults.internal_500, Fate::Internal500),
        ];
        let mut throw = self.dice.between(0, 999);
        for (share, fate) in fates {
            if throw < share {
                return fate;
            }
            throw -= share;
        }
        Fate::Answered
    }

    fn fail(&mut self, request: &Request, failure: Failure, after_ms: u64) {
        let event = Event::Failed { call: request.call, failure };
        self.plan(self.now_ms + after_ms, Happening::Delivered { life: request.life, event });
    }

    pub(super) fn arrives(&mut self, request: Request) {
        match request.fate {
            Fate::Refused503 => return self.fail(&request, Failure::Retry, 2),
            Fate::TooMany429 => {
                let wait_ms = self.dice.between(100, 3_000);
                return self.fail(&request, Failure::RetryAfter { wait_ms }, 2);
            }
            _ => {}
        }
        if let Err(report) = self.store.charge(self.now_ms, request.requested) {
            let transit_ms = self.transit_ms();
            match request.fate {
                Fate::LostRunning | Fate::LostAfter => {
                    self.fail(&request, Failure::InDoubt { may_still_run: true }, transit_ms);
                }
                _ => {
                    let event = Event::Throttled { call: request.call, cost: Some(report) };
                    self.plan(self.now_ms + transit_ms, Happening::Delivered { life: request.life, event });
                }
            }
            return;
        }
        if request.is_look {
            let at_ms = self.now_ms + self.dice.between(1, 60);
            let actual = request.requested;
            self.plan(at_ms, Happening::Complete { request, results: Vec::new(), actual, is_cut_off: false });
        } else {
            self.carry_out(request);
        }
    }

    /// Runs the aliases of a document one after the other.
    fn carry_out(&mut self, request: Request) {
        let faults = self.scenario.faults;
        let begun_ms = self.now_ms;
        let mut at_ms = begun_ms;
        let mut results = Vec::new();
        let mut actual = Points::ZERO;
        let mut is_cut_off = false;
        let broken_at = (request.fate == Fate::Internal500)
            .then(|| self.dice.between(0, request.tasks.len() as u64) as usize);
        for (index, &task) in request.tasks.iter().enumerate() {
            let is_slow = self.dice.per_mille(faults.slow);
            at_ms += if is_slow {
                self.dice.between(500, 6_000)
            } else {
                self.dice.between(1, faults.alias_ms_max)
            };
            is_cut_off = at_ms - begun_ms > CUT_OFF_MS;
            if is_cut_off || broken_at.is_some_and(|broken_at| index >= broken_at) {
                break;
            }
            let piece = &self.scenario.tasks[task.0 as usize];
            let share = piece.task.cost.thousandths() * piece.actual_share as i64 / 1_000;
            actual = actual + Points::from_thousandths(share);
            let (result, has_effect) = if piece.nature == Nature::Invalid {
                (Some(TaskResult::Rejected), false)
            } else if self.dice.per_mille(faults.alias_retry) {
                (Some(TaskResult::Retry), false)
            } else if self.dice.per_mille(faults.alias_doubt) {
                (self.dice.per_mille(500).then_some(TaskResult::InDoubt), self.dice.per_mille(500))
            } else {
                (Some(TaskResult::Applied), true)
            };
            results.extend(result.map(|result| (task, result)));
            if has_effect {
                self.plan(at_ms, Happening::Effect(task));
            }
        }
        let at_ms = at_ms.min(begun_ms + CUT_OFF_MS);
        if request.fate == Fate::LostRunning {
            let noticed_ms = self.dice.between(0, at_ms - begun_ms);
            self.fail(&request, Failure::InDoubt { may_still_run: true }, noticed_ms);
        }
        self.plan(at_ms, Happening::Complete { request, results, actual, is_cut_off });
    }

    pub(super) fn complete(
        &mut self,
        request: Request,
        results: Vec<(TaskId, TaskResult)>,
        actual: Points,
        is_cut_off: bool,
    ) {
        let report = self.store.refund(self.now_ms, request.requested, actual);
        let transit_ms = self.transit_ms();
        match request.fate {
            // A write was given up while it ran.
            Fate::LostRunning if !request.is_look => return,
            Fate::LostAfter | Fate::LostRunning => {
                return self.fail(&request, Failure::InDoubt { may_still_run: true }, transit_ms);
            }
            Fate::Internal500 => {
                return self.fail(&request, Failure::InDoubt { may_still_run: false }, transit_ms);
            }
            _ if is_cut_off => {
                return self.fail(&request, Failure::InDoubt { may_still_run: false }, transit_ms);
            }
            _ => {}
        }
        let event = if request.is_look {
            let (call, latency_ms) = (request.call, self.now_ms + transit_ms - request.sent_ms);
            Event::Settled { call, findings: self.findings(&request), cost: Some(report), latency_ms }
        } else {
            self.answer(&request, results, report, transit_ms)
        };
        self.plan(self.now_ms + transit_ms, Happening::Delivered { life: request.life, event });
    }

    fn answer(
        &self,
        request: &Request,
        results: Vec<(TaskId, TaskResult)>,
        cost: CostReport,
        transit_ms: u64,
    ) -> Event {
        let latency_ms = self.now_ms + transit_ms - request.sent_ms;
        Event::Replied { call: request.call, results, cost: Some(cost), latency_ms }
    }

    fn findings(&mut self, request: &Request) -> Vec<(TaskId, Settlement)> {
        let mut findings = Vec::new();
        for &task in &request.tasks {
            let piece = &self.scenario.tasks[task.0 as usize];
            let settlement = match piece.nature {
                Nature::AlreadySo => Settlement::Unchanged,
                Nature::Unreadable => Settlement::Unknowable,
                Nature::Keyed => Settlement::Repeat,
                Nature::Plain | Nature::Invalid if self.store.effects(task) > 0 => Settlement::Applied,
                Nature::Plain | Nature::Invalid => Settlement::NotApplied,
            };
            // Now and then a look leaves one out.
            if !self.dice.per_mille(self.scenario.faults.alias_doubt) {
                findings.push((task, settlement));
            }
        }
        findings
    }
}
