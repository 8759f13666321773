//! What the limits learn.

use super::*;
use crate::schedule::Moment;

/// Answers `calls` calls cleanly, one after the other, with work waiting.
fn answer(limit: &mut ConcurrencyLimit, from_ms: u64, calls: u64, latency_ms: u64) {
    for call in 0..calls {
        let sent = Moment(from_ms + call);
        limit.replied(sent.plus_ms(latency_ms), sent, latency_ms, 1, true);
    }
}

#[test]
fn the_limit_rises_on_clean_replies_and_stops_at_its_bound() {
    let mut limit = ConcurrencyLimit::new(WorkerRange { start: 2, max: 8 });
    limit.replied(Moment(1), Moment(0), 100, 1, false);
    assert_eq!(limit.workers(), 2, "nobody wanted more");
    answer(&mut limit, 0, 3, 100);
    assert_eq!(limit.workers(), 5, "quickly, until the first strain");
    answer(&mut limit, 10, 50, 100);
    assert_eq!(limit.workers(), 8);
}

#[test]
fn strain_cuts_once_for_each_round_and_never_below_one() {
    let mut limit = ConcurrencyLimit::new(WorkerRange::fixed(10));
    limit.strained(Moment(100), Moment(0), Strain::Throttled);
    assert_eq!(limit.workers(), 7);
    limit.strained(Moment(101), Moment(50), Strain::Throttled);
    assert_eq!(limit.workers(), 7, "sent before the cut");
    for round in 1..20 {
        limit.strained(Moment(100 + round * 10), Moment(100 + round * 10), Strain::Throttled);
    }
    assert_eq!(limit.workers(), 1);
    answer(&mut limit, 1_000, 6, 100);
    assert_eq!(limit.workers(), 4, "one for each round: 1 + 2 + 3");
}

#[test]
fn five_percent_of_failures_do_not_count_as_strain_and_a_third_does() {
    for (every, expected) in [(20, 10), (3, 1)] {
        let mut limit = ConcurrencyLimit::new(WorkerRange::fixed(10));
        for call in 1..200_u64 {
            let sent = Moment(call * 100);
            if call % every == 0 {
                limit.strained(sent.plus_ms(50), sent, Strain::Failed);
            } else {
                limit.replied(sent.plus_ms(50), sent, 50, 1, false);
            }
        }
        assert_eq!(limit.workers(), expected, "one failure in {every}");
    }
}

#[test]
fn rising_latency_cuts_and_a_slow_but_steady_store_does_not() {
    let mut limit = ConcurrencyLimit::new(WorkerRange::fixed(10));
    answer(&mut limit, 0, 100, 2_000);
    assert_eq!(limit.workers(), 10);
    answer(&mut limit, 10_000, 10, 9_000);
    assert!(limit.workers() < 10, "{limit:?}");
}

#[test]
fn documents_grow_while_replies_are_quick_and_shrink_when_they_are_slow_or_lost() {
    let config = BatchConfig { tasks_start: 10, tasks_max: 50, target_ms: 4_000, ..BatchConfig::default() };
    let mut size = BatchSize::new(config);
    size.replied(3, 10);
    assert_eq!(size.tasks(), 10, "half empty documents say nothing");
    size.replied(10, 3_000);
    assert_eq!(size.tasks(), 10, "near the target");
    (0..20).for_each(|_| size.replied(size.tasks(), 500));
    assert_eq!(size.tasks(), 50);
    size.replied(50, 5_000);
    assert_eq!(size.tasks(), 25);
    size.lost(20);
    assert_eq!(size.tasks(), 10);
    (0..10).for_each(|_| size.lost(size.tasks()));
    assert_eq!(size.tasks(), 1);
}
