//! What a run measures of itself: once a second, a row for each figure that moved.
//!
//! A figure that stays as it was is written at the beginning and at the end of that time only, so that a run that is
//! paused overnight leaves a line and not a hundred thousand points.

use evenshelf_core::schedule::Moment;

use crate::ledger::samples::Sample;

/// How often the figures are taken.
const EVERY_MS: u64 = 1_000;

/// The figures of a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figures {
    /// Operations that have an outcome.
    pub done: u64,
    pub budget: Option<f64>,
    pub workers: u32,
    pub in_flight: u32,
}

/// Names of the curves, in the order of a moment's values.
const NAMES: [&str; 4] = ["rate", "budget", "workers", "in_flight"];

/// Takes the figures of one run and keeps them until they are written.
#[derive(Debug, Default)]
pub(super) struct Sampler {
    taken: Option<(Moment, u64)>,
    /// What was last seen of each curve, and whether that moment was written.
    last: [Option<(i64, f64, bool)>; 4],
    waiting: Vec<Sample>,
}

impl Sampler {
    /// Takes the figures if a second has passed; `at` is the time as the ledger counts it.
    pub fn step(&mut self, now: Moment, at: i64, figures: Figures) {
        let Some((taken, done)) = self.taken else {
            self.taken = Some((now, figures.done));
            return self.take(at, 0.0, figures);
        };
        let passed_ms = now.ms_since(taken);
        if passed_ms < EVERY_MS {
            return;
        }
        self.taken = Some((now, figures.done));
        let rate = figures.done.saturating_sub(done) as f64 * 1_000.0 / passed_ms as f64;
        self.take(at, rate, figures);
    }

    fn take(&mut self, at: i64, rate: f64, figures: Figures) {
        let values =
            [Some(rate), figures.budget, Some(figures.workers.into()), Some(figures.in_flight.into())];
        for (curve, value) in values.into_iter().enumerate() {
            let Some(value) = value else { continue };
            match &mut self.last[curve] {
                Some((last_at, last, is_written)) if *last == value => {
                    *last_at = at;
                    *is_written = false;
                }
                other => {
                    let before = other.replace((at, value, true));
                    if let Some((at, value, false)) = before {
                        self.waiting.push(sample(curve, at, value));
                    }
                    self.waiting.push(sample(curve, at, value));
                }
            }
        }
    }

    /// Returns what was taken and not yet written.
    pub fn take_waiting(&mut self) -> Vec<Sample> {
        std::mem::take(&mut self.waiting)
    }

    /// Returns the rest, at the end of the run.
    pub fn finish(&mut self) -> Vec<Sample> {
        for curve in 0..NAMES.len() {
            if let Some((at, value, is_written @ false)) = &mut self.last[curve] {
                *is_written = true;
                let sample = sample(curve, *at, *value);
                self.waiting.push(sample);
            }
        }
        self.take_waiting()
    }
}

fn sample(curve: usize, at: i64, value: f64) -> Sample {
    Sample { name: NAMES[curve].to_owned(), at, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(samples: &[Sample]) -> Vec<(i64, f64)> {
        samples.iter().filter(|one| one.name == "rate").map(|one| (one.at, one.value)).collect()
    }

    #[test]
    fn a_long_pause_is_two_points() {
        let mut sampler = Sampler::default();
        let figures = |done| Figures { done, budget: Some(100.0), workers: 4, in_flight: 2 };
        for second in 0..10_000_u64 {
            let done = if second < 3 { second * 7 } else { 14 + second / 9_999 * 5 };
            sampler.step(Moment(second * 1_000), 1_000_000 + second as i64 * 1_000, figures(done));
            // Between two seconds nothing is taken.
            sampler.step(Moment(second * 1_000 + 400), 0, figures(done));
        }
        let taken = sampler.finish();
        assert_eq!(
            rates(&taken),
            [
                (1_000_000, 0.0),
                (1_001_000, 7.0),
                (1_002_000, 7.0),
                (1_003_000, 0.0),
                (10_998_000, 0.0),
                (10_999_000, 5.0),
            ]
        );
        assert_eq!(taken.iter().filter(|one| one.name == "budget").count(), 2);
        assert_eq!(sampler.finish(), Vec::new());
    }
}
