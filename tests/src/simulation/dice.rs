//! Chance, from a seed.

use evenshelf_core::retry::SplitMix;

/// Throws that repeat for equal seeds.
#[derive(Debug, Clone)]
pub struct Dice(SplitMix);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(SplitMix::new(seed))
    }

    /// Returns a number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.0.up_to(high.saturating_sub(low))
    }

    /// Returns true in so many of a thousand throws.
    pub fn per_mille(&mut self, share: u64) -> bool {
        self.0.up_to(999) < share
    }

    /// Returns one of `choices`.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.0.up_to(choices.len() as u64 - 1) as usize]
    }

    /// Returns the seed of dice that fall independently of these.
    pub fn fork(&mut self) -> u64 {
        self.0.next_u64()
    }
}
