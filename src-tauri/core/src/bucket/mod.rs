//! The store's point budget as we know it: reserved before a call, refunded after it, corrected by what the store says.

mod points;

pub use points::Points;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::schedule::Moment;

/// What a reply says about cost, as Shopify's `extensions.cost`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostReport {
    pub requested: Points,
    /// Absent where nothing was carried out.
    pub actual: Option<Points>,
    pub status: ThrottleStatus,
}

/// The store's own view of the bucket, taken when it finished the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThrottleStatus {
    pub maximum: Points,
    pub available: Points,
    pub restore_per_second: Points,
}

/// What is known of the bucket before the first reply, and what of it is not ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BucketConfig {
    /// `None` sends one call alone, to learn from its reply.
    pub known: Option<ThrottleStatus>,
    /// Thousandths of the maximum that are left to other programs that use the same app.
    pub share_left_to_others: u32,
    /// Restored points of so many milliseconds are left in the bucket, since calls do not all travel equally fast.
    pub margin_ms: u64,
}

impl Default for BucketConfig {
    fn default() -> Self {
        Self { known: None, share_left_to_others: 0, margin_ms: 50 }
    }
}

/// What the budget allows for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Affordable {
    Now,
    At(Moment),
    /// More than the bucket ever holds.
    Never,
    /// Only the reply to a call under way will tell.
    Unknown,
}

/// A call's share of the bucket, kept while the call is under way and handed back when it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    points: Points,
    spent_before: Points,
}

impl Reservation {
    /// Returns the points that were set aside.
    #[must_use]
    pub fn points(&self) -> Points {
        self.points
    }
}

/// The bucket of one store.
///
/// Invariant: `available` never exceeds what the store holds once everything under way has reached it, as long as
/// nobody else spends: points leave it before a call is sent, and come back when the reply says so.
#[derive(Debug, Clone)]
pub struct CostBucket {
    config: BucketConfig,
    status: Option<ThrottleStatus>,
    /// A store that answers without a report has no budget to keep.
    is_unmetered: bool,
    available: Points,
    as_of: Moment,
    /// Set when a call leaves a full bucket: the store's stays full, and wins nothing back, until the call reaches it.
    is_still: bool,
    reserved: Points,
    /// Actual points of all calls that ended: tells what was spent while another call was under way.
    spent: Points,
    /// Calls whose reply was lost, which the store may charge for until the moment given.
    lost: BTreeSet<(Moment, u64, Points)>,
    lost_count: u64,
}

impl CostBucket {
    #[must_use]
    pub fn new(config: BucketConfig, now: Moment) -> Self {
        let available = config.known.map_or(Points::ZERO, |status| status.available.min(status.maximum));
        Self {
            config,
            status: config.known,
            is_unmetered: false,
            available,
            as_of: now,
            is_still: false,
            reserved: Points::ZERO,
            spent: Points::ZERO,
            lost: BTreeSet::new(),
            lost_count: 0,
        }
    }

    /// Returns the bucket as it is believed to be at `now`, or nothing before the first reply.
    #[must_use]
    pub fn view(&self, now: Moment) -> Option<ThrottleStatus> {
        self.status.map(|status| ThrottleStatus { available: self.available_at(now, status), ..status })
    }

    /// Returns the points of calls under way.
    #[must_use]
    pub fn reserved(&self) -> Points {
        self.reserved
    }

    /// Returns the actual points of all calls so far.
    #[must_use]
    pub fn spent(&self) -> Points {
        self.spent
    }

    /// Returns when `cost` can be paid.
    #[must_use]
    pub fn affordable(&self, now: Moment, cost: Points) -> Affordable {
        let Some(status) = self.status else {
            let may_go = self.is_unmetered || self.reserved.is_zero();
            return if may_go { Affordable::Now } else { Affordable::Unknown };
        };
        if cost > status.maximum {
            return Affordable::Never;
        }
        // A call that needs nearly all of the bucket may take what is otherwise left: else it would wait for ever.
        let needed = (cost + self.kept_back(status)).min(status.maximum);
        let available = self.available_at(now, status);
        if available >= needed {
            return Affordable::Now;
        }
        if self.is_still {
            return Affordable::Unknown;
        }
        match (needed - available).ms_at(status.restore_per_second) {
            Some(wait_ms) => Affordable::At(self.as_of.max(now).plus_ms(wait_ms)),
            None => Affordable::Never,
        }
    }

    /// Returns the most that one call may cost and still be paid for some day without touching what is kept back.
    #[must_use]
    pub fn document_max(&self) -> Option<Points> {
        self.status.map(|status| status.maximum - self.kept_back(status))
    }

    /// Returns what can be paid at once.
    #[must_use]
    pub fn payable_now(&self, now: Moment) -> Option<Points> {
        let status = self.status?;
        let available = self.available_at(now, status);
        Some((available - self.kept_back(status)).max(Points::ZERO))
    }

    /// Returns what comes back within `ms`.
    #[must_use]
    pub fn restored_in(&self, ms: u64) -> Option<Points> {
        self.status.map(|status| status.restore_per_second.restored_in(ms))
    }

    /// Sets the points of a call aside. To be done before it is sent, and only when they are affordable.
    pub fn reserve(&mut self, now: Moment, points: Points) -> Reservation {
        self.advance(now);
        self.is_still |= self.status.is_some_and(|status| self.available >= status.maximum);
        self.available = self.available - points;
        self.reserved = self.reserved + points;
        Reservation { points, spent_before: self.spent }
    }

    /// Ends a call that was answered: refunds what it did not use and takes the store's view into account.
    pub fn replied(&mut self, now: Moment, reservation: &Reservation, report: Option<CostReport>) {
        self.advance(now);
        self.is_still = false;
        self.reserved = self.reserved - reservation.points;
        let actual = report.and_then(|report| report.actual).unwrap_or(reservation.points);
        self.available = self.available + reservation.points - actual;
        // Whatever ended while this call was under way may have reached the store after the report was taken.
        let spent_meanwhile = self.spent - reservation.spent_before;
        self.spent = self.spent + actual;
        match report {
            Some(report) => self.correct(now, report.status, spent_meanwhile),
            None => self.is_unmetered = self.status.is_none(),
        }
        self.cap();
    }

    /// Ends a call that the store is known not to have carried out.
    pub fn refused(&mut self, now: Moment, reservation: &Reservation, report: Option<CostReport>) {
        self.advance(now);
        self.is_still = false;
        self.reserved = self.reserved - reservation.points;
        self.available = self.available + reservation.points;
        let spent_meanwhile = self.spent - reservation.spent_before;
        if let Some(report) = report {
            self.correct(now, report.status, spent_meanwhile);
        }
        self.cap();
    }

    /// Ends a call whose reply was lost: it counts as paid for, and the store may still charge for it until `until`.
    pub fn lost(&mut self, now: Moment, reservation: &Reservation, until: Moment) {
        self.advance(now);
        self.is_still = false;
        self.reserved = self.reserved - reservation.points;
        self.spent = self.spent + reservation.points;
        self.lost_count += 1;
        self.lost.insert((until, self.lost_count, reservation.points));
    }

    /// Learns of points spent by this program outside the schedule.
    pub fn spent_elsewhere(&mut self, now: Moment, report: CostReport) {
        self.advance(now);
        if self.status.is_some() {
            self.available = self.available - report.actual.unwrap_or(Points::ZERO);
        }
        self.correct(now, report.status, Points::ZERO);
        self.cap();
    }

    /// Brings our figure within what the store's own figure allows.
    ///
    /// The store has charged for some of the calls under way and not for others; which, nobody can tell. So its
    /// figure is the most there can be, and its figure less everything that may not have reached it is the least.
    /// Between the two our own count is the better one, since it counts each call once.
    fn correct(&mut self, now: Moment, status: ThrottleStatus, spent_meanwhile: Points) {
        let is_first = self.status.is_none();
        self.status = Some(status);
        self.lost = self.lost.split_off(&(now, 0, Points::ZERO));
        let lost = self.lost.iter().fold(Points::ZERO, |sum, (_, _, points)| sum + *points);
        let most = status.available;
        let least = most - self.reserved - spent_meanwhile - lost;
        self.available = if is_first { least } else { self.available.min(most).max(least) };
    }

    fn kept_back(&self, status: ThrottleStatus) -> Points {
        let share = status.maximum.share(u64::from(self.config.share_left_to_others.min(1_000)));
        share + status.restore_per_second.restored_in(self.config.margin_ms)
    }

    fn available_at(&self, now: Moment, status: ThrottleStatus) -> Points {
        let passed_ms = if self.is_still { 0 } else { now.ms_since(self.as_of) };
        let restored = status.restore_per_second.restored_in(passed_ms);
        (self.available + restored).min(status.maximum)
    }

    fn advance(&mut self, now: Moment) {
        if let Some(status) = self.status {
            self.available = self.available_at(now, status);
        }
        self.as_of = self.as_of.max(now);
    }

    fn cap(&mut self) {
        if let Some(status) = self.status {
            self.available = self.available.min(status.maximum);
        }
    }
}

#[cfg(test)]
mod tests;
