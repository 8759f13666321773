//! Waits that grow with each failure, spread by chance so that many callers do not come back at once.

/// How often and how far apart a failed task is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryConfig {
    /// Attempts in all, the first included.
    pub attempts_max: u32,
    /// The longest wait after the first failure; it doubles with each further one.
    pub base_ms: u64,
    /// The longest wait after any failure.
    pub max_ms: u64,
}

impl Default for RetryConfig {
    fn default() -> Self {
        // A lone failure is mostly an accident and costs little time; eight in a row span some six seconds.
        Self { attempts_max: 8, base_ms: 50, max_ms: 20_000 }
    }
}

/// A small generator of evenly spread numbers (SplitMix64): equal seeds give equal numbers.
#[derive(Debug, Clone)]
pub struct SplitMix(u64);

impl SplitMix {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number from 0 to `max`, both included.
    pub fn up_to(&mut self, max: u64) -> u64 {
        match max.checked_add(1) {
            Some(count) => self.next_u64() % count,
            None => self.next_u64(),
        }
    }
}

/// Draws the waits.
#[derive(Debug, Clone)]
pub struct Backoff {
    random: SplitMix,
}

impl Backoff {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { random: SplitMix::new(seed) }
    }

    /// Returns the wait after `failures` failures in a row: anything up to a bound that doubles each time, none after
    /// none.
    pub fn wait_ms(&mut self, base_ms: u64, max_ms: u64, failures: u32) -> u64 {
        self.random.up_to(bound_ms(base_ms, max_ms, failures))
    }

    /// Returns a wait between half of that bound and all of it: for a store that is down, where coming at once is no use.
    pub fn long_wait_ms(&mut self, base_ms: u64, max_ms: u64, failures: u32) -> u64 {
        let bound_ms = bound_ms(base_ms, max_ms, failures);
        bound_ms - self.random.up_to(bound_ms / 2)
    }
}

fn bound_ms(base_ms: u64, max_ms: u64, failures: u32) -> u64 {
    match failures.checked_sub(1) {
        None => 0,
        Some(doublings) => base_ms.saturating_mul(1 << doublings.min(32)).min(max_ms),
    }
}
