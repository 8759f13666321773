//! What goes wrong on purpose: drawn from one seed, call by call.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::options::Faults;

/// The misfortune of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An answer that is no answer: this status, with nothing done.
    Status(u16),
    /// HTTP 200 with an internal error in its body.
    Internal,
    /// The connection ends before anything is done.
    DropBefore,
    /// The connection ends after everything was done.
    DropAfter,
}

/// The kinds an error rate is spread over.
const ERRORS: [Fault; 6] = [
    Fault::Status(429),
    Fault::Status(500),
    Fault::Status(502),
    Fault::Status(503),
    Fault::Status(504),
    Fault::Internal,
];

pub struct Dice {
    rng: ChaCha8Rng,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { rng: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// Draws for one call. The same number of draws is taken whatever comes out, so that a change of
    /// one rate does not shift the others.
    pub fn roll(&mut self, faults: &Faults) -> Option<Fault> {
        let [error, before, after]: [f64; 3] = self.rng.random();
        let kind = self.rng.random_range(0..ERRORS.len());
        if before < faults.drop_before_rate {
            Some(Fault::DropBefore)
        } else if error < faults.error_rate {
            Some(ERRORS[kind])
        } else if after < faults.drop_after_rate {
            Some(Fault::DropAfter)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_same_luck() {
        let faults =
            Faults { error_rate: 0.2, drop_before_rate: 0.1, drop_after_rate: 0.1, ..Faults::default() };
        let roll = |seed| {
            let mut dice = Dice::new(seed);
            (0..1000).map(|_| dice.roll(&faults)).collect::<Vec<_>>()
        };
        assert_eq!(roll(7), roll(7));
        assert_ne!(roll(7), roll(8));
        let bad = roll(7).iter().flatten().count();
        assert!((250..450).contains(&bad), "{bad}");
        let mut calm = Dice::new(7);
        assert!((0..1000).all(|_| calm.roll(&Faults::default()).is_none()));
    }
}
