//! How fast a run is, and how long it will take still.
//!
//! Paused time does not count. The time that is left is told as a range of moments: as long as what is seen agrees
//! with it, it only comes nearer and narrower; where the pace changed, a new one takes its place.

use std::collections::VecDeque;

use crate::bucket::{Points, ThrottleStatus};
use crate::schedule::Moment;

/// The rate that is shown is that of the last so many milliseconds.
const RATE_WINDOW_MS: u64 = 10_000;
/// The time left is reckoned from a longer while, so that one slow answer does not move it.
const LEFT_WINDOW_MS: u64 = 30_000;
/// What is seen in less time says nothing of the rest.
const KNOWN_AFTER_MS: u64 = 1_000;
/// How far the true time may lie from the predicted one: Shopify's pace changes.
const LOW: f64 = 0.8;
const HIGH: f64 = 1.5;

/// Where a run stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Operations that have an outcome.
    pub done: u64,
    pub total: u64,
    pub paused: bool,
    /// Points the run has spent so far.
    pub spent: Points,
    pub budget: Option<ThrottleStatus>,
}

/// What can be said of the pace.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Seen {
    /// Operations a second, over the last seconds; zero while paused.
    pub rate: f64,
    /// Seconds that are left, as a range; `None` while nothing is known. While paused: as it was.
    pub left_seconds: Option<(u64, u64)>,
}

/// Measures the pace of one run.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// Active time, without pauses, and what was done and spent by then.
    seen: VecDeque<(u64, u64, Points)>,
    active_ms: u64,
    last: Option<Moment>,
    was_paused: bool,
    /// The first and the last moment of active time at which it should end.
    ends_ms: Option<(f64, f64)>,
}

impl Pace {
    /// Takes in where the run stands now; to be called a few times a second.
    pub fn step(&mut self, now: Moment, standing: Standing) -> Seen {
        let passed_ms = self.last.map_or(0, |last| now.ms_since(last));
        self.last = Some(now);
        if standing.paused {
            // The step in which the pause began still counts.
            self.active_ms += if self.was_paused { 0 } else { passed_ms };
            self.was_paused = true;
            return Seen { rate: 0.0, left_seconds: self.left() };
        }
        self.active_ms += if self.was_paused { 0 } else { passed_ms };
        if std::mem::take(&mut self.was_paused) {
            // What ended meanwhile was under way before, and says nothing of the pace to come.
            self.seen.clear();
        }
        self.seen.push_back((self.active_ms, standing.done, standing.spent));
        while self.seen.len() > 2 && self.active_ms - self.seen[0].0 > LEFT_WINDOW_MS {
            self.seen.pop_front();
        }
        let shown_from = self.seen.iter().find(|(at_ms, ..)| self.active_ms - at_ms <= RATE_WINDOW_MS);
        let rate = shown_from.map_or(0.0, |from| self.rate_since(*from, standing.done));
        self.reckon(standing);
        Seen { rate, left_seconds: self.left() }
    }

    fn rate_since(&self, (at_ms, done, _): (u64, u64, Points), now_done: u64) -> f64 {
        let ms = self.active_ms - at_ms;
        if ms == 0 { 0.0 } else { now_done.saturating_sub(done) as f64 * 1_000.0 / ms as f64 }
    }

    fn reckon(&mut self, standing: Standing) {
        let Some(first) = self.seen.front().copied() else { return };
        let rate = self.rate_since(first, standing.done);
        let left = standing.total.saturating_sub(standing.done) as f64;
        let now = self.active_ms as f64;
        if left == 0.0 {
            self.ends_ms = Some((now, now));
            return;
        }
        if rate <= 0.0 || self.active_ms - first.0 < KNOWN_AFTER_MS {
            return;
        }
        let mut left_ms = left / rate * 1_000.0;
        // While the bucket is still full it goes faster than it can go on.
        if let Some(budget) = standing.budget {
            let done = standing.done.saturating_sub(first.1).max(1) as f64;
            let needed = (standing.spent - first.2).as_f64() / done * left - budget.available.as_f64();
            let restore = budget.restore_per_second.as_f64();
            if restore > 0.0 {
                left_ms = left_ms.max(needed / restore * 1_000.0);
            }
        }
        let (low, high) = (now + left_ms * LOW, now + left_ms * HIGH);
        self.ends_ms = Some(match self.ends_ms {
            Some((first, last)) if (first..=last).contains(&(now + left_ms)) => {
                (first.max(low), last.min(high))
            }
            _ => (low, high),
        });
    }

    fn left(&self) -> Option<(u64, u64)> {
        let (first, last) = self.ends_ms?;
        let seconds = |end_ms: f64| ((end_ms - self.active_ms as f64) / 1_000.0).max(0.0);
        Some((seconds(first).floor() as u64, seconds(last).ceil() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(done: u64, paused: bool) -> Standing {
        Standing { done, total: 1_000, paused, spent: Points::ZERO, budget: None }
    }

    #[test]
    fn nothing_is_known_at_first_and_the_range_comes_nearer_without_a_jump() {
        let mut pace = Pace::default();
        assert_eq!(pace.step(Moment(0), at(0, false)), Seen::default());
        assert_eq!(pace.step(Moment(500), at(5, false)).left_seconds, None);
        let mut last = pace.step(Moment(1_000), at(10, false)).left_seconds.expect("known by now");
        assert_eq!(last, (79, 149));
        for second in 2..=99 {
            // An unsteady pace: some seconds bring 5, others 15.
            let done = second * 10 - if second % 2 == 0 { 0 } else { 5 };
            let seen = pace.step(Moment(second * 1_000), at(done, false));
            let (low, high) = seen.left_seconds.expect("stays known");
            assert!(high <= last.1 && low <= high, "{second}: {:?} after {last:?}", (low, high));
            last = (low, high);
        }
        assert_eq!(pace.step(Moment(100_000), at(1_000, false)).left_seconds, Some((0, 0)));
    }

    #[test]
    fn a_pace_that_changed_gives_another_range() {
        let mut pace = Pace::default();
        for second in 0..=10 {
            pace.step(Moment(second * 1_000), at(second * 50, false));
        }
        let before = pace.step(Moment(10_500), at(525, false)).left_seconds.expect("known");
        let mut after = before;
        for second in 11..60 {
            after = pace.step(Moment(second * 1_000), at(525 + second, false)).left_seconds.expect("known");
        }
        assert!(after.0 > before.1 * 5, "{before:?}, then {after:?}");
    }

    #[test]
    fn a_pause_stops_the_clock() {
        let mut pace = Pace::default();
        for second in 0..=20 {
            pace.step(Moment(second * 1_000), at(second * 10, false));
        }
        let before = pace.step(Moment(21_000), at(210, true));
        assert_eq!(before.rate, 0.0);
        let after = pace.step(Moment(3_621_000), at(210, true));
        assert_eq!(before.left_seconds, after.left_seconds);
        let resumed = pace.step(Moment(3_622_000), at(210, false));
        assert_eq!((resumed.rate, resumed.left_seconds), (0.0, before.left_seconds));
        let going = pace.step(Moment(3_623_000), at(220, false));
        assert!((going.rate - 10.0).abs() < 0.01, "{going:?}");
    }

    #[test]
    fn a_bucket_that_empties_is_foreseen() {
        let mut pace = Pace::default();
        let status = |available| {
            let [maximum, available] = [2_000, available].map(Points::whole);
            Some(ThrottleStatus { maximum, available, restore_per_second: Points::whole(100) })
        };
        pace.step(Moment(0), Standing { budget: status(2_000), ..at(0, false) });
        let spent = Points::whole(1_000);
        let seen = pace.step(Moment(2_000), Standing { spent, budget: status(1_000), ..at(100, false) });
        // 900 operations cost 9,000 points: 80 s at 100 a second, not the 18 s of the burst.
        assert_eq!(seen.left_seconds, Some((64, 120)));
    }
}
