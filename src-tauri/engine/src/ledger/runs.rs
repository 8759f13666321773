//! Runs: one for each time a plan is carried out.

use evenshelf_core::operation::OutcomeKind;
use rusqlite::{Connection, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::operations::OperationState;
use super::{LedgerError, json};

/// Where a run stands. The names are those of the command line's contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    Planned,
    Running,
    Paused,
    Interrupted,
    Completed,
    CompletedWithFailures,
    Failed,
    Cancelled,
    Superseded,
}

impl RunState {
    pub const ALL: [Self; 9] = [
        Self::Planned,
        Self::Running,
        Self::Paused,
        Self::Interrupted,
        Self::Completed,
        Self::CompletedWithFailures,
        Self::Failed,
        Self::Cancelled,
        Self::Superseded,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Interrupted => "interrupted",
            Self::Completed => "completed",
            Self::CompletedWithFailures => "completed_with_failures",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Superseded => "superseded",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == word)
    }

    /// Whether nothing follows any more; what has not ended can be resumed.
    pub fn has_ended(self) -> bool {
        match self {
            Self::Planned | Self::Running | Self::Paused | Self::Interrupted => false,
            Self::Completed
            | Self::CompletedWithFailures
            | Self::Failed
            | Self::Cancelled
            | Self::Superseded => true,
        }
    }
}

/// How many operations ended in which way. `planned` is all of them, and once the run has ended the sum of the
/// others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub planned: u64,
    pub applied: u64,
    pub unchanged: u64,
    pub rejected: u64,
    pub failed: u64,
    pub skipped: u64,
    pub held: u64,
}

impl Counts {
    /// Returns how many have an outcome, held ones not counted.
    pub fn done(&self) -> u64 {
        self.to_do() - self.open()
    }

    /// Returns how many there are, held ones not counted.
    pub fn to_do(&self) -> u64 {
        self.planned - self.held
    }

    /// Returns how many have no outcome yet.
    pub fn open(&self) -> u64 {
        let ended = self.applied + self.unchanged + self.rejected + self.failed + self.skipped + self.held;
        self.planned - ended
    }

    /// Counts one operation of those planned that has ended.
    pub(crate) fn count(&mut self, ended: OutcomeKind) {
        self.add(OperationState::Ended(ended), 1);
        self.planned -= 1;
    }

    pub(super) fn add(&mut self, state: OperationState, number: u64) {
        self.planned += number;
        match state {
            OperationState::Planned | OperationState::Sent => {}
            OperationState::Ended(OutcomeKind::Applied) => self.applied += number,
            OperationState::Ended(OutcomeKind::Unchanged) => self.unchanged += number,
            OperationState::Ended(OutcomeKind::Rejected) => self.rejected += number,
            OperationState::Ended(OutcomeKind::Failed) => self.failed += number,
            OperationState::Ended(OutcomeKind::Skipped) => self.skipped += number,
            OperationState::Ended(OutcomeKind::Held) => self.held += number,
        }
    }
}

/// A run as it is created, in the state `planned`.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRun {
    pub store: i64,
    /// Must be in `plans`, where it is given.
    pub plan: Option<String>,
    pub source: String,
    pub strategy: String,
    pub workers: Option<u32>,
    /// What the run was started with, so that resuming it does the same.
    pub options: serde_json::Value,
    pub created_at: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// Counts up; never given to another run again.
    pub id: i64,
    pub store: i64,
    pub store_name: String,
    pub plan: Option<String>,
    pub source: String,
    pub state: RunState,
    pub strategy: String,
    pub workers: Option<u32>,
    pub created_at: i64,
    /// When it first went to `running`.
    pub started_at: Option<i64>,
    pub ended_at: Option<i64>,
    /// The process that carries it out, or did last.
    pub pid: Option<u32>,
    pub options: serde_json::Value,
    pub note: Option<String>,
    pub counts: Counts,
    /// Its owner has cancelled it: whoever goes on with it settles what is in doubt and sends nothing new.
    pub giving_up: bool,
}

const SELECT: &str = "SELECT runs.id, store_id, stores.name, plan_id, source, state, strategy, workers,
    created_at, started_at, ended_at, pid, options, note, counts, giving_up
    FROM runs JOIN stores ON stores.id = store_id";

/// Creates a run and returns its id.
pub fn create(tx: &Transaction<'_>, run: &NewRun) -> Result<i64, LedgerError> {
    tx.prepare_cached(
        "INSERT INTO runs (store_id, plan_id, source, state, strategy, workers, created_at, options)
         VALUES (?1, ?2, ?3, 'planned', ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        run.store,
        run.plan,
        run.source,
        run.strategy,
        run.workers,
        run.created_at,
        json::encode("a run's options", &run.options)?
    ])?;
    Ok(tx.last_insert_rowid())
}

/// Moves a run to another state. A run that has ended stays as it is, and none ends while an operation of it has
/// no outcome: both are errors.
pub fn set_state(tx: &Transaction<'_>, run: i64, state: RunState, at: i64) -> Result<(), LedgerError> {
    let before = self::state(tx, run)?;
    if before.has_ended() {
        let (found, wanted) = (before.name().to_owned(), state.name().to_owned());
        return Err(LedgerError::RunEnded { run, found, wanted });
    }
    let counts = if state.has_ended() {
        let counts = super::operations::counts(tx, run)?;
        if counts.open() > 0 {
            return Err(LedgerError::Unsettled { run, open: counts.open() });
        }
        Some(json::encode("a run's counts", &counts)?)
    } else {
        None
    };
    tx.prepare_cached(
        "UPDATE runs SET state = ?2, counts = ?3,
             started_at = CASE WHEN ?2 = 'running' THEN coalesce(started_at, ?5) ELSE started_at END,
             ended_at = CASE WHEN ?4 THEN ?5 END
         WHERE id = ?1",
    )?
    .execute(params![run, state.name(), counts, state.has_ended(), at])?;
    Ok(())
}

/// Notes the process that carries the run out.
pub fn set_pid(tx: &Transaction<'_>, run: i64, pid: u32) -> Result<(), LedgerError> {
    tx.prepare_cached("UPDATE runs SET pid = ?2 WHERE id = ?1")?.execute(params![run, pid])?;
    Ok(())
}

/// Notes what the owner should know of the run: why it stopped, what the read-back found.
pub fn set_note(tx: &Transaction<'_>, run: i64, note: Option<&str>) -> Result<(), LedgerError> {
    tx.prepare_cached("UPDATE runs SET note = ?2 WHERE id = ?1")?.execute(params![run, note])?;
    Ok(())
}

/// Notes how many calls may be under way; `None` finds out what the store bears. Resuming the run does the same. One that
/// was to send one call after another does so no more.
pub fn set_workers(tx: &Transaction<'_>, run: i64, workers: Option<u32>) -> Result<(), LedgerError> {
    tx.prepare_cached(
        "UPDATE runs SET workers = ?2,
             strategy = CASE WHEN strategy = 'sequential' AND ?2 IS NOT 1 THEN 'parallel' ELSE strategy END
         WHERE id = ?1",
    )?
    .execute(params![run, workers])?;
    Ok(())
}

/// Notes that the owner has cancelled the run.
pub fn set_giving_up(tx: &Transaction<'_>, run: i64) -> Result<(), LedgerError> {
    tx.prepare_cached("UPDATE runs SET giving_up = 1 WHERE id = ?1")?.execute([run])?;
    Ok(())
}

/// Returns a run by its id.
pub fn get(conn: &Connection, run: i64) -> Result<Run, LedgerError> {
    conn.prepare_cached(&format!("{SELECT} WHERE runs.id = ?1"))?
        .query_and_then([run], |row| read_row(conn, row))?
        .next()
        .unwrap_or_else(|| Err(LedgerError::missing(format!("run {run}"))))
}

/// Returns the newest runs, newest first; of one store, or of all.
pub fn list(conn: &Connection, store: Option<i64>, last: u32) -> Result<Vec<Run>, LedgerError> {
    conn.prepare_cached(&format!(
        "{SELECT} WHERE ?1 IS NULL OR store_id = ?1 ORDER BY runs.id DESC LIMIT ?2"
    ))?
    .query_and_then(params![store, last], |row| read_row(conn, row))?
    .collect()
}

/// Counts the runs of a store.
pub fn count(conn: &Connection, store: i64) -> Result<u64, LedgerError> {
    let count: i64 = conn
        .prepare_cached("SELECT count(*) FROM runs WHERE store_id = ?1")?
        .query_row([store], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// Returns the newest run that has not ended; of one store, or of all. One that is `running` may be carried out
/// by another process right now: the store's lock tells.
pub fn newest_unfinished(conn: &Connection, store: Option<i64>) -> Result<Option<Run>, LedgerError> {
    conn.prepare_cached(&format!(
        "{SELECT} WHERE (?1 IS NULL OR store_id = ?1)
             AND state IN ('planned', 'running', 'paused', 'interrupted')
         ORDER BY runs.id DESC LIMIT 1"
    ))?
    .query_and_then(params![store], |row| read_row(conn, row))?
    .next()
    .transpose()
}

fn state(conn: &Connection, run: i64) -> Result<RunState, LedgerError> {
    conn.prepare_cached("SELECT state FROM runs WHERE id = ?1")?
        .query_and_then([run], |row| json::word("a run's state", row, 0, RunState::parse))?
        .next()
        .unwrap_or_else(|| Err(LedgerError::missing(format!("run {run}"))))
}

fn read_row(conn: &Connection, row: &Row<'_>) -> Result<Run, LedgerError> {
    let id = row.get(0)?;
    let counts: Option<String> = row.get(14)?;
    Ok(Run {
        id,
        store: row.get(1)?,
        store_name: row.get(2)?,
        plan: row.get(3)?,
        source: row.get(4)?,
        state: json::word("a run's state", row, 5, RunState::parse)?,
        strategy: row.get(6)?,
        workers: row.get(7)?,
        created_at: row.get(8)?,
        started_at: row.get(9)?,
        ended_at: row.get(10)?,
        pid: row.get(11)?,
        options: json::column("a run's options", row, 12)?,
        note: row.get(13)?,
        counts: match counts {
            Some(counts) => json::decode("a run's counts", &counts)?,
            None => super::operations::counts(conn, id)?,
        },
        giving_up: row.get(15)?,
    })
}
