//! Figures, times and names in the owner's words.

use evenshelf_core::operation::{HeldKind, OutcomeKind};
use evenshelf_core::schedule::WaitReason;
use evenshelf_engine::ledger::runs::RunState;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Returns the number with its thousands set apart: `1,284`.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut words = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// Returns a number with its noun: `1 change`, `1,284 changes`.
pub fn count(many: u64, one: &str, more: &str) -> String {
    format!("{} {}", number(many), if many == 1 { one } else { more })
}

/// Returns how long something took: `0.4 s`, `12 s`, `4 min 12 s`, `2 h 5 min`.
pub fn took(ms: u64) -> String {
    let seconds = (ms + 500) / 1_000;
    match seconds {
        _ if ms < 950 => format!("{:.1} s", ms.max(100) as f64 / 1_000.0),
        0..60 => format!("{seconds} s"),
        60..3_600 if seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => {
            let minutes = seconds / 60;
            if minutes.is_multiple_of(60) {
                format!("{} h", minutes / 60)
            } else {
                format!("{} h {} min", minutes / 60, minutes % 60)
            }
        }
    }
}

/// Returns a time to come as a range: `about 4–6 min`, `about 10–20 s`, `under 1 s`.
pub fn about(low: u64, high: u64) -> String {
    let high = high.max(low);
    if high <= 1 {
        return "about a second".to_owned();
    }
    let (size, unit) = match high {
        0..120 => (1, "s"),
        120..7_200 => (60, "min"),
        _ => (3_600, "h"),
    };
    let (low, high) = (low / size, high.div_ceil(size));
    // A range that starts at nothing says no more than its end does.
    match low {
        0 => format!("up to {high} {unit}"),
        low if low == high => format!("about {high} {unit}"),
        low => format!("about {low}–{high} {unit}"),
    }
}

/// Returns a rate: `34 a second`, `2.5 a second`, `12 a minute`.
pub fn rate(per_second: f64) -> String {
    if per_second >= 10.0 {
        format!("{} a second", number(per_second.round() as u64))
    } else if per_second >= 1.0 {
        format!("{per_second:.1} a second")
    } else {
        format!("{} a minute", number((per_second * 60.0).round() as u64))
    }
}

/// Returns a moment in the owner's time zone: `2026-11-24 14:02`.
pub fn moment(ms: i64) -> String {
    moment_in(ms, TimeZone::system())
}

fn moment_in(ms: i64, zone: TimeZone) -> String {
    match Timestamp::from_millisecond(ms) {
        Ok(at) => at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => "an unknown time".to_owned(),
    }
}

/// Returns why nothing moves; `None` for waits that are the normal course of things.
pub fn waiting(reason: WaitReason, now_ms: u64) -> Option<String> {
    let seconds = |until: evenshelf_core::schedule::Moment| until.0.saturating_sub(now_ms).div_ceil(1_000);
    match reason {
        WaitReason::RateLimit { until } | WaitReason::Throttled { until } => {
            Some(format!("Shopify's speed limit ({} s)", seconds(until)))
        }
        WaitReason::Retrying { until, tasks } => {
            Some(format!("{} to try again ({} s)", number(tasks), seconds(until)))
        }
        WaitReason::Settling { until, tasks } => {
            Some(format!("{} being checked ({} s)", number(tasks), seconds(until)))
        }
        WaitReason::StoreDown { until, failures } => Some(format!(
            "the store does not answer ({}, next try in {} s)",
            count(failures.into(), "try", "tries"),
            seconds(until)
        )),
        WaitReason::Probing { .. } => Some("trying whether the store answers again".to_owned()),
        WaitReason::Paused => Some("paused".to_owned()),
        WaitReason::Stopped => Some("stopping".to_owned()),
        WaitReason::Workers { .. } | WaitReason::Replies { .. } | WaitReason::Idle => None,
    }
}

/// Returns what a kind of held change is.
pub fn held(kind: HeldKind) -> &'static str {
    match kind {
        HeldKind::MassDeletion => "much would be removed at once",
        HeldKind::PriceZero => "the price would drop to zero",
        HeldKind::PriceFactor => "the price would change tenfold or more",
        HeldKind::FileShrunk => "the file is empty, or much smaller than the store",
        HeldKind::StockEmptied => "most of the stock would be emptied",
        HeldKind::Location => "a quantity without a location",
    }
}

/// Returns how an operation ended.
pub fn outcome(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Applied => "applied",
        OutcomeKind::Unchanged => "already even",
        OutcomeKind::Rejected => "refused by Shopify",
        OutcomeKind::Failed => "failed",
        OutcomeKind::Skipped => "skipped",
        OutcomeKind::Held => "held back",
    }
}

/// Returns the state of a run.
pub fn state(state: RunState) -> &'static str {
    match state {
        RunState::Planned => "planned",
        RunState::Running => "running",
        RunState::Paused => "paused",
        RunState::Interrupted => "interrupted",
        RunState::Completed => "completed",
        RunState::CompletedWithFailures => "completed with failures",
        RunState::Failed => "stopped before its end",
        RunState::Cancelled => "cancelled",
        RunState::Superseded => "superseded by a later run",
    }
}

/// Returns a name with spaces for underlines: `mass_deletion` becomes `mass deletion`.
pub fn plain(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use evenshelf_core::schedule::Moment;

    use super::*;

    #[test]
    fn numbers() {
        for (given, expected) in [
            (0, "0"),
            (12, "12"),
            (123, "123"),
            (1_234, "1,234"),
            (123_456, "123,456"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(number(given), expected);
        }
        assert_eq!(count(1, "change", "changes"), "1 change");
        assert_eq!(count(1_284, "change", "changes"), "1,284 changes");
    }

    #[test]
    fn durations() {
        for (ms, expected) in [
            (0, "0.1 s"),
            (420, "0.4 s"),
            (949, "0.9 s"),
            (950, "1 s"),
            (12_400, "12 s"),
            (59_600, "1 min"),
            (252_000, "4 min 12 s"),
            (3_600_000, "1 h"),
            (7_500_000, "2 h 5 min"),
        ] {
            assert_eq!(took(ms), expected, "{ms}");
        }
    }

    #[test]
    fn ranges() {
        for (low, high, expected) in [
            (0, 0, "about a second"),
            (0, 1, "about a second"),
            (0, 2, "up to 2 s"),
            (3, 6, "about 3–6 s"),
            (40, 80, "about 40–80 s"),
            (90, 120, "about 1–2 min"),
            (240, 360, "about 4–6 min"),
            (300, 300, "about 5 min"),
            (50, 130, "up to 3 min"),
            (7_200, 14_400, "about 2–4 h"),
            (5, 2, "about 5 s"),
        ] {
            assert_eq!(about(low, high), expected, "{low} {high}");
        }
    }

    #[test]
    fn rates() {
        for (given, expected) in
            [(34.2, "34 a second"), (2.54, "2.5 a second"), (0.2, "12 a minute"), (1_200.0, "1,200 a second")]
        {
            assert_eq!(rate(given), expected);
        }
    }

    #[test]
    fn moments() {
        assert_eq!(moment_in(1_795_528_920_000, TimeZone::UTC), "2026-11-24 14:02");
        assert_eq!(moment_in(i64::MAX, TimeZone::UTC), "an unknown time");
    }

    #[test]
    fn waits_have_a_reason() {
        let until = Moment(12_000);
        for (reason, expected) in [
            (WaitReason::RateLimit { until }, Some("Shopify's speed limit (8 s)")),
            (WaitReason::Retrying { until, tasks: 1_200 }, Some("1,200 to try again (8 s)")),
            (WaitReason::Settling { until, tasks: 2 }, Some("2 being checked (8 s)")),
            (
                WaitReason::StoreDown { until, failures: 3 },
                Some("the store does not answer (3 tries, next try in 8 s)"),
            ),
            (WaitReason::Workers { limit: 4 }, None),
            (WaitReason::Idle, None),
        ] {
            assert_eq!(waiting(reason, 4_500).as_deref(), expected);
        }
    }
}
