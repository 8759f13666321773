//! A sheet that was chosen: what was read of it, and what is odd.

use serde::{Deserialize, Serialize};

/// Where something stands in a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Place {
    /// The row as a spreadsheet numbers it, the header being row 1.
    pub row: u64,
    /// The line of the file, for a text editor.
    pub line: u64,
}

/// What a look at a sheet found, before anything is planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FileReport {
    pub path: String,
    pub name: String,
    pub bytes: u64,
    pub rows: u64,
    pub products: u64,
    /// As sniffed: `utf-8`, `windows-1252`, `utf-16le` …
    pub encoding: String,
    /// `None` for a file that has no columns of its own (JSONL).
    pub delimiter: Option<String>,
    /// `products` or `inventory`.
    pub shape: String,
    pub columns: Vec<Column>,
    pub findings: u64,
    /// The grave ones first, then by count.
    pub groups: Vec<FindingGroup>,
}

/// A column and what is made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Column {
    pub header: String,
    /// The code of the field it fills, `None` where it is not used.
    pub field: Option<String>,
    /// Values met first, at most three, shortened.
    pub samples: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Note,
    Warning,
    /// The row or product was refused; others go on.
    Refused,
}

/// Which of two compared files a finding is about; of one file it is always the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FindingSide {
    /// The file whose changes are asked for.
    Sheet,
    /// The file that stands for the store.
    Shelf,
}

/// Findings of one cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FindingGroup {
    /// The engine's code, such as `not_a_number`.
    pub code: String,
    pub severity: Severity,
    pub side: FindingSide,
    pub count: u64,
    pub first: Finding,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Finding {
    pub code: String,
    pub severity: Severity,
    pub place: Option<Place>,
    pub column: Option<String>,
    pub product: Option<String>,
    pub value: Option<String>,
    /// What happened and what to do, in plain words.
    pub advice: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FindingPage {
    pub total: u64,
    pub findings: Vec<Finding>,
}

/// What the program was started for, besides being there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OpenedWith {
    File {
        path: String,
    },
    /// The demo store, with its sample sheet planned.
    Demo,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RecentFile {
    pub path: String,
    pub name: String,
    pub used_at_ms: i64,
    pub exists: bool,
}
