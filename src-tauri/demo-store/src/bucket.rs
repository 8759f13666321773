//! The leaky bucket of points that every app has on every store.
//! <https://shopify.dev/docs/api/usage/limits#rate-limits>

use std::time::Instant;

/// The bucket of one app. Time is an argument, so that it can be tested without waiting.
#[derive(Clone, Debug)]
pub struct Bucket {
    pub size: f64,
    pub restore_rate: f64,
    available: f64,
    at: Instant,
}

impl Bucket {
    pub fn new(size: f64, restore_rate: f64, now: Instant) -> Self {
        Self { size, restore_rate, available: size, at: now }
    }

    /// Returns what could be spent now.
    pub fn available(&mut self, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = self.at.max(now);
        self.available = (self.available + passed * self.restore_rate).min(self.size);
        self.available
    }

    /// Takes the points asked for, if they are there.
    pub fn reserve(&mut self, points: f64, now: Instant) -> bool {
        if self.available(now) < points {
            return false;
        }
        self.available -= points;
        true
    }

    /// Gives back what was reserved and not used. More used than asked for is taken.
    pub fn refund(&mut self, points: f64, now: Instant) {
        self.available(now);
        self.available = (self.available + points).min(self.size);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn reserve_refill_refund() {
        let start = Instant::now();
        let at = |secs: f64| start + Duration::from_secs_f64(secs);
        let mut bucket = Bucket::new(100.0, 10.0, start);
        // (second, points reserved, granted, left)
        let rows = [
            (0.0, 60.0, true, 40.0),
            (0.0, 60.0, false, 40.0),
            (1.0, 50.0, true, 0.0),
            (1.5, 6.0, false, 5.0),
            (100.0, 100.0, true, 0.0),
        ];
        for (second, points, granted, left) in rows {
            assert_eq!(bucket.reserve(points, at(second)), granted, "at {second}");
            assert!((bucket.available(at(second)) - left).abs() < 1e-9, "at {second}");
        }
        bucket.refund(30.0, at(100.0));
        assert!((bucket.available(at(100.0)) - 30.0).abs() < 1e-9);
        bucket.refund(300.0, at(100.0));
        assert!((bucket.available(at(100.0)) - 100.0).abs() < 1e-9);
    }
}
