//! The few words the shell has to know itself.
//!
//! The page owns the words (ICU messages in several languages to come). It cannot speak where it is not: a hidden page
//! may be put to sleep by its engine, and the tray, the file dialog and the title bar are not its own. For these
//! surfaces, and for them alone, the sentences stand here.

/// The window's title while nothing runs.
pub const TITLE: &str = "Evenshelf";

pub const TRAY_SHOW: &str = "Show Evenshelf";
pub const TRAY_PAUSE: &str = "Pause";
pub const TRAY_RESUME: &str = "Go on";
pub const TRAY_QUIT: &str = "Quit";

/// The kinds of files a dialog offers.
pub const FILES_SHEETS: &str = "Sheets";
pub const FILES_BACKUPS: &str = "Backups";
pub const FILES_ALL: &str = "All files";
pub const FILES_PLAN: &str = "Saved changes";
pub const FILES_TEXT: &str = "Text";

pub fn title_of_run(percent: u64) -> String {
    format!("{percent} % · {TITLE}")
}

/// Returns the sentence for one or for many: `1 change was`, `1,284 changes were`.
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// Returns the number with its thousands apart: `1,284`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns how long something took: `4 min 12 s`.
pub fn duration(ms: i64) -> String {
    // What took less than a second took one.
    let seconds = (ms.max(0) / 1_000).max(1);
    let (hours, minutes, left) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{left} s"),
        (0, _) => format!("{minutes} min {left} s"),
        _ => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_a_person_writes_them() {
        for (number, expected) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_284_000, "1,284,000")] {
            assert_eq!(grouped(number), expected);
        }
        for (ms, expected) in
            [(0, "1 s"), (12_999, "12 s"), (252_000, "4 min 12 s"), (7_260_000, "2 h 1 min"), (-5, "1 s")]
        {
            assert_eq!(duration(ms), expected);
        }
        assert_eq!(count(1, "change was", "changes were"), "1 change was");
        assert_eq!(count(1_284, "change was", "changes were"), "1,284 changes were");
    }
}
