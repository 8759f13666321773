//! Waits and the breaker.

use super::*;
use crate::schedule::Moment;

#[test]
fn waits_double_up_to_their_bound_and_spread_over_all_of_it() {
    let mut backoff = Backoff::new(1);
    for (failures, bound_ms) in [(1, 100), (2, 200), (3, 400), (4, 500), (1_000, 500)] {
        let waits: Vec<u64> = (0..400).map(|_| backoff.wait_ms(100, 500, failures)).collect();
        let (least, most) = (waits.iter().min().copied(), waits.iter().max().copied());
        assert!(most <= Some(bound_ms) && most >= Some(bound_ms * 9 / 10), "{failures} failures: {most:?}");
        assert!(least <= Some(bound_ms / 10), "{failures} failures: {least:?}");
        let long = backoff.long_wait_ms(100, 500, failures);
        assert!((bound_ms / 2..=bound_ms).contains(&long), "{failures} failures: {long}");
    }
}

#[test]
fn equal_seeds_give_equal_waits() {
    let waits = |seed| {
        let mut backoff = Backoff::new(seed);
        (1..20).map(|failures| backoff.wait_ms(100, 60_000, failures)).collect::<Vec<_>>()
    };
    assert_eq!(waits(7), waits(7));
    assert_ne!(waits(7), waits(8));
}

#[test]
fn the_breaker_trips_probes_recovers_and_gives_up() {
    let config = BreakerConfig { failures_max: 2, base_ms: 100, max_ms: 1_000, probes_max: 2 };
    let mut backoff = Backoff::new(1);
    let mut breaker = Breaker::new(config);
    breaker.failed(Moment(0), Moment(0), &mut backoff);
    breaker.answered();
    breaker.failed(Moment(1), Moment(0), &mut backoff);
    assert_eq!(breaker.gate(Moment(1)), Gate::Open, "an answer came between");
    breaker.failed(Moment(2), Moment(0), &mut backoff);
    let Gate::Closed { until } = breaker.gate(Moment(2)) else { panic!("{breaker:?}") };
    assert!((52..=102).contains(&until.0), "{until:?}");
    // A straggler changes nothing.
    breaker.failed(Moment(3), Moment(1), &mut backoff);
    assert_eq!(breaker.gate(Moment(3)), Gate::Closed { until });
    assert_eq!(breaker.gate(until), Gate::Probe);

    let mut recovered = breaker.clone();
    recovered.answered();
    assert_eq!(recovered.gate(until), Gate::Open);

    breaker.failed(until, until, &mut backoff);
    let Gate::Closed { until } = breaker.gate(until) else { panic!("{breaker:?}") };
    breaker.failed(until, until, &mut backoff);
    assert_eq!(breaker.gate(until.plus_ms(5_000)), Gate::GivenUp);
}
