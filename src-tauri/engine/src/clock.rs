//! The one place that asks what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

/// Returns unix milliseconds.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
