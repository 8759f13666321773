//! The journal, read offline.

use serde::{Deserialize, Serialize};

use super::file::Place;
use super::overview::{Run, RunState};
use super::review::{Cell, Sign, Subject};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct HistoryQuery {
    /// Found in the sheet's name, the note, or a product, value or reason of one of the run's changes.
    pub text: String,
    pub store: Option<String>,
    pub states: Vec<RunState>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HistoryPage {
    pub total: u64,
    pub entries: Vec<HistoryEntry>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HistoryEntry {
    pub run: Run,
    pub strategy: String,
    /// How many of its changes the search text was found in.
    pub hits: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RunDetail {
    pub run: Run,
    pub demo: bool,
    pub strategy: String,
    pub workers: Option<u32>,
    /// Why it is green, amber or red, in the engine's words.
    pub note: Option<String>,
    pub end: RunEnd,
    pub trial: bool,
    pub review: Option<i64>,
    /// What did not go through, by cause; the most frequent first.
    pub troubles: Vec<TroubleGroup>,
    pub findings: u64,
    /// HTTP requests that wrote.
    pub calls: u64,
    /// What sending one change after another would have taken at this run's usual answer time.
    pub one_by_one_seconds: Option<u64>,
    /// Whether it can go on.
    pub resumable: bool,
}

/// In what colour it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RunEnd {
    /// Not ended yet.
    Open,
    /// Everything was applied and read back as asked.
    Green,
    /// Some changes did not go through, or were not read back as asked.
    Amber,
    /// It broke off.
    Red,
}

/// Changes that ended alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TroubleGroup {
    pub state: OperationState,
    /// The cause as the store or the program put it, with names and figures taken out so that equal causes meet.
    pub cause: String,
    pub count: u64,
    /// The first few products.
    pub products: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum OperationState {
    Planned,
    /// Sent, the outcome not known yet: being checked.
    Sent,
    Applied,
    Unchanged,
    Rejected,
    Failed,
    Skipped,
    Held,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct OperationQuery {
    pub text: String,
    pub states: Vec<OperationState>,
    /// Of this cause only, as a [`TroubleGroup`] names it.
    pub cause: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OperationPage {
    pub total: u64,
    pub rows: Vec<OperationRow>,
}

/// One operation of a run, with its first change; the rest are counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OperationRow {
    pub operation: u64,
    pub work: String,
    /// The handle.
    pub product: String,
    pub product_id: Option<String>,
    /// What it is called now, or will be; its handle where neither is known.
    pub title: String,
    pub state: OperationState,
    pub attempts: u32,
    pub at_ms: i64,
    pub detail: Option<String>,
    pub place: Option<Place>,
    pub changes: u64,
    pub sign: Sign,
    pub subject: Option<Subject>,
    pub field: Option<String>,
    pub before: Option<Cell>,
    pub after: Option<Cell>,
    pub admin_url: Option<String>,
}

/// A figure over the time of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Curve {
    /// `rate` (changes a second), `budget` (points available), `workers`, `in_flight`.
    pub name: String,
    pub points: Vec<CurvePoint>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CurvePoint {
    pub at_ms: i64,
    pub value: f64,
}
