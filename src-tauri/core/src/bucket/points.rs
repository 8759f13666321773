//! Points of the store's budget, counted in thousandths so that sums are exact.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// An amount of points. May be below zero where a debt is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points {
    thousandths: i64,
}

impl Points {
    pub const ZERO: Self = Self { thousandths: 0 };

    /// Returns `points` whole points.
    #[must_use]
    pub const fn whole(points: u32) -> Self {
        Self { thousandths: points as i64 * 1_000 }
    }

    /// Returns the amount that `thousandths` thousandths of a point make.
    #[must_use]
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self { thousandths }
    }

    /// Returns the amount nearest to `points`; what is no number counts as zero.
    #[must_use]
    pub fn from_f64(points: f64) -> Self {
        // The cast saturates, and turns what is no number into zero.
        Self { thousandths: (points * 1_000.0).round() as i64 }
    }

    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.thousandths as f64 / 1_000.0
    }

    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.thousandths
    }

    #[must_use]
    pub fn is_zero(self) -> bool {
        self.thousandths == 0
    }

    /// Returns so many thousandths of this amount.
    #[must_use]
    pub(crate) fn share(self, thousandths: u64) -> Self {
        let share = i128::from(self.thousandths) * i128::from(thousandths) / 1_000;
        Self { thousandths: saturate(share) }
    }

    /// Returns what comes back in `ms` when this much comes back in a second.
    #[must_use]
    pub(crate) fn restored_in(self, ms: u64) -> Self {
        let restored = i128::from(self.thousandths) * i128::from(ms) / 1_000;
        Self { thousandths: saturate(restored) }
    }

    /// Returns the milliseconds until this much has come back at `per_second`, or nothing if it never does.
    #[must_use]
    pub(crate) fn ms_at(self, per_second: Self) -> Option<u64> {
        if self.thousandths <= 0 {
            return Some(0);
        }
        if per_second.thousandths <= 0 {
            return None;
        }
        let ms = (i128::from(self.thousandths) * 1_000 + i128::from(per_second.thousandths) - 1)
            / i128::from(per_second.thousandths);
        u64::try_from(ms).ok()
    }

    /// Returns `count` times this amount.
    #[must_use]
    pub fn times(self, count: u64) -> Self {
        Self { thousandths: saturate(i128::from(self.thousandths) * i128::from(count)) }
    }
}

fn saturate(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

impl Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { thousandths: self.thousandths.saturating_add(other.thousandths) }
    }
}

impl Sub for Points {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { thousandths: self.thousandths.saturating_sub(other.thousandths) }
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_f64())
    }
}

impl Serialize for Points {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::from_f64)
    }
}
