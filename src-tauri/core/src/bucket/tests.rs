//! The bucket, figure by figure.

use super::*;

fn status(available: u32) -> ThrottleStatus {
    ThrottleStatus {
        maximum: Points::whole(1_000),
        available: Points::whole(available),
        restore_per_second: Points::whole(50),
    }
}

fn report(actual: u32, available: u32) -> Option<CostReport> {
    let actual = Some(Points::whole(actual));
    Some(CostReport { requested: Points::whole(100), actual, status: status(available) })
}

fn bucket(available: u32) -> CostBucket {
    let known = Some(status(available));
    CostBucket::new(BucketConfig { known, share_left_to_others: 0, margin_ms: 0 }, Moment(0))
}

fn available(bucket: &CostBucket, now_ms: u64) -> f64 {
    bucket.view(Moment(now_ms)).map_or(f64::NAN, |status| status.available.as_f64())
}

#[test]
fn a_call_that_cost_less_gets_the_rest_back_at_once() {
    let mut bucket = bucket(500);
    let first = bucket.reserve(Moment(0), Points::whole(100));
    let second = bucket.reserve(Moment(0), Points::whole(100));
    assert_eq!(available(&bucket, 0), 300.0);
    // The store has charged for the second call too, and says so.
    bucket.replied(Moment(0), &first, report(10, 390));
    assert_eq!(available(&bucket, 0), 390.0);
    bucket.replied(Moment(0), &second, None);
    assert_eq!(available(&bucket, 0), 390.0);
}

#[test]
fn the_stores_figure_bounds_ours_and_calls_under_way_count_once() {
    // What we had before a call of 100, what another call under way reserved, what the store says after the first.
    let rows = [
        ("as expected", 900, 0, 800, 800.0),
        ("somebody else spends", 900, 0, 300, 300.0),
        ("we counted too little", 300, 0, 900, 900.0),
        ("the other call is charged for already", 700, 200, 400, 400.0),
        ("the other call is not charged for yet", 700, 200, 600, 400.0),
        ("the other call is charged for, and somebody else spends", 700, 200, 250, 250.0),
    ];
    for (name, ours, other, theirs, expected) in rows {
        let mut bucket = bucket(ours);
        let call = bucket.reserve(Moment(0), Points::whole(100));
        bucket.reserve(Moment(0), Points::whole(other));
        bucket.replied(Moment(0), &call, report(100, theirs));
        assert_eq!(available(&bucket, 0), expected, "{name}");
    }
}

#[test]
fn a_call_that_ended_meanwhile_may_not_be_in_the_figure() {
    let mut bucket = bucket(500);
    let slow = bucket.reserve(Moment(0), Points::whole(100));
    let quick = bucket.reserve(Moment(0), Points::whole(100));
    bucket.replied(Moment(10), &quick, report(100, 300));
    // Taken before the quick call reached the store, delivered after it ended.
    bucket.replied(Moment(20), &slow, report(100, 400));
    assert_eq!(available(&bucket, 20), 300.5);
}

#[test]
fn a_lost_call_counts_as_paid_for_until_it_can_no_longer_be_charged() {
    let mut bucket = bucket(500);
    let lost = bucket.reserve(Moment(0), Points::whole(100));
    bucket.lost(Moment(0), &lost, Moment(1_000));
    let next = bucket.reserve(Moment(0), Points::ZERO);
    bucket.replied(Moment(0), &next, report(0, 500));
    assert_eq!(available(&bucket, 0), 400.0);
    let next = bucket.reserve(Moment(2_000), Points::ZERO);
    bucket.replied(Moment(2_000), &next, report(0, 600));
    assert_eq!(available(&bucket, 2_000), 600.0);
}

#[test]
fn a_wait_ends_when_enough_has_come_back() {
    let known = Some(status(100));
    let mut bucket =
        CostBucket::new(BucketConfig { known, share_left_to_others: 200, margin_ms: 0 }, Moment(0));
    let rows = [
        (10, Affordable::At(Moment(2_200))),
        (100, Affordable::At(Moment(4_000))),
        // All but what is kept back, and more: such a call waits for the whole bucket.
        (800, Affordable::At(Moment(18_000))),
        (900, Affordable::At(Moment(18_000))),
        (1_001, Affordable::Never),
    ];
    for (points, expected) in rows {
        assert_eq!(bucket.affordable(Moment(0), Points::whole(points)), expected, "{points} points");
    }
    bucket
        .spent_elsewhere(Moment(0), CostReport { requested: Points::ZERO, actual: None, status: status(0) });
    assert_eq!(bucket.affordable(Moment(0), Points::whole(10)), Affordable::At(Moment(4_200)));
}
