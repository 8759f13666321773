//! The journal, read offline: what was done, how it ended, and where something stands in it.

mod detail;
mod rows;
mod titles;

use evenshelf_core::curve::thin;
use evenshelf_core::finding::Finding;
use serde::Serialize;

pub use detail::{RunDetail, RunEnd, Trouble};
pub use rows::rows_of;
use titles::titles;

use crate::error::EngineError;
use crate::ledger::operation_list::{self, Sought};
use crate::ledger::operation_text;
use crate::ledger::operations::{self, OperationRow};
use crate::ledger::runs::{self, Run, RunState};
use crate::ledger::{findings, samples};
use crate::session::Session;

/// Points of one curve that a window is given.
const POINTS_MAX: usize = 600;

/// Which runs are wanted. What is left empty asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Found in the source's name, the note, or a product, value or reason of one of the run's operations.
    pub text: String,
    pub store: Option<String>,
    pub states: Vec<RunState>,
}

/// Runs, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryPage {
    /// How many fit, on all pages.
    pub total: u64,
    pub entries: Vec<HistoryEntry>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryEntry {
    pub run: Run,
    /// Operations that the text was found in; 0 where it was found in the run alone, or none was given.
    pub hits: u64,
}

/// Operations of a run, in the plan's order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OperationPage {
    /// How many fit, on all pages.
    pub total: u64,
    pub rows: Vec<OperationRow>,
    /// What the product of each row is called: the title it has in the copy of the store, the one it was made with, or its
    /// handle.
    pub titles: Vec<String>,
}

/// Findings of a run, in the order of the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingPage {
    /// How many fit, on all pages.
    pub total: u64,
    pub findings: Vec<Finding>,
}

/// A figure over the time of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// `rate` (operations a second), `budget` (points available), `workers`, `in_flight`.
    pub name: String,
    /// Unix milliseconds and the value, oldest first, at most 600.
    pub points: Vec<(i64, f64)>,
}

impl Session {
    /// Returns runs, the newest first: at most `limit` of those that fit, after the first `offset`. Reads a while where
    /// much was journaled and the text is short; to be called where that blocks nobody.
    pub fn history(&self, query: &HistoryQuery, offset: u64, limit: u32) -> Result<HistoryPage, EngineError> {
        let store = query.store.as_deref().map(|name| self.store(name)).transpose()?;
        let text = query.text.trim().to_lowercase();
        let (runs, hits) = self.ledger().read(|conn| {
            let hits = if text.is_empty() { Default::default() } else { operation_text::hits(conn, &text)? };
            Ok((runs::list(conn, store.map(|store| store.id), u32::MAX)?, hits))
        })?;
        let says = |words: &str| words.to_lowercase().contains(&text);
        let entries = runs.into_iter().filter_map(|run| {
            let hits = hits.get(&run.id).copied().unwrap_or_default();
            let is_found = hits > 0 || says(&run.source) || run.note.as_deref().is_some_and(says);
            let in_state = query.states.is_empty() || query.states.contains(&run.state);
            ((text.is_empty() || is_found) && in_state).then_some(HistoryEntry { run, hits })
        });
        let entries: Vec<HistoryEntry> = entries.collect();
        let total = entries.len() as u64;
        let first = usize::try_from(offset).unwrap_or(usize::MAX);
        Ok(HistoryPage { total, entries: entries.into_iter().skip(first).take(limit as usize).collect() })
    }

    /// Returns all that is known of a run but its operations.
    pub fn run_detail(&self, run: i64) -> Result<RunDetail, EngineError> {
        detail::read(self, self.run(run)?)
    }

    /// Returns operations of a run, in the plan's order: at most `limit` of those that fit, after the first `offset`.
    pub fn run_operations(
        &self,
        run: i64,
        query: &Sought,
        offset: u64,
        limit: u32,
    ) -> Result<OperationPage, EngineError> {
        let store = self.run(run)?.store;
        let (total, rows, titles) = self.ledger().read(|conn| {
            let (total, rows) = operation_list::page(conn, run, query, offset, limit)?;
            let titles = titles(conn, store, &rows)?;
            Ok((total, rows, titles))
        })?;
        Ok(OperationPage { total, rows, titles })
    }

    /// Returns one operation of a run with everything it changes.
    pub fn run_changes(&self, run: i64, operation: u64) -> Result<OperationRow, EngineError> {
        self.run(run)?;
        Ok(self.ledger().read(|conn| operations::get(conn, run, operation))?)
    }

    /// Returns what was odd in the source of a run, in its order: at most `limit`, after the first `offset`; of one code,
    /// or of all.
    pub fn run_findings(
        &self,
        run: i64,
        code: Option<&str>,
        offset: u64,
        limit: u32,
    ) -> Result<FindingPage, EngineError> {
        self.run(run)?;
        let (total, findings) =
            self.ledger().read(|conn| findings::of_code(conn, run, code, offset, limit))?;
        Ok(FindingPage { total, findings })
    }

    /// Returns what a run measured of itself, each curve thinned to what a screen can show.
    pub fn run_curves(&self, run: i64) -> Result<Vec<Curve>, EngineError> {
        self.run(run)?;
        let samples = self.ledger().read(|conn| samples::of_run(conn, run))?;
        let curves = samples.chunk_by(|left, right| left.name == right.name).map(|curve| {
            let points: Vec<(i64, f64)> = curve.iter().map(|sample| (sample.at, sample.value)).collect();
            Curve { name: curve[0].name.clone(), points: thin(&points, POINTS_MAX) }
        });
        Ok(curves.collect())
    }

    /// Makes runs that have ended quick to search: those of an older version, and those whose program ended too soon.
    /// Searching finds the same without it. Worth calling once at the start of a window.
    pub async fn index_history(&self) -> Result<(), EngineError> {
        Ok(operation_text::catch_up(self.ledger()).await?)
    }
}
