//! One run: in what colour it ended, what did not go through and why, and what it took.

use std::collections::BTreeMap;

use evenshelf_core::cause::cause;
use evenshelf_core::operation::OutcomeKind;
use serde::Serialize;

use crate::error::EngineError;
use crate::ledger::attempts::{self, Took};
use crate::ledger::operations::OperationState;
use crate::ledger::runs::{Run, RunState};
use crate::ledger::stores::{self, StoreKind};
use crate::ledger::{LedgerError, findings, operation_list};
use crate::run::kept;
use crate::session::Session;

/// Causes told apart: a bound for memory, far above what a person reads.
const CAUSES_MAX: usize = 200;
/// Products named for each cause.
const PRODUCTS_MAX: usize = 5;

/// All that is known of a run but its operations.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunDetail {
    pub run: Run,
    /// Whether its store is the demo store.
    pub demo: bool,
    /// The review it came from.
    pub review: Option<i64>,
    /// It sent a few products first, of a larger plan.
    pub trial: bool,
    pub end: RunEnd,
    /// What did not go through, by cause; the most frequent first.
    pub troubles: Vec<Trouble>,
    pub findings: u64,
    /// Requests that wrote.
    pub calls: u64,
    /// What sending one operation after another would have taken at this run's usual answer time; `None` where nothing was
    /// answered.
    pub one_by_one_seconds: Option<u64>,
    /// Whether it can go on.
    pub resumable: bool,
}

/// In what colour a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunEnd {
    /// Nobody has ended it.
    Open,
    /// Everything was applied, and read back as asked.
    Green,
    /// Some operations did not go through, or were not read back as asked.
    Amber,
    /// It broke off.
    Red,
}

/// Operations that ended alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    pub state: OperationState,
    /// As [`evenshelf_core::cause::cause`] puts it; empty where no reason was given.
    pub cause: String,
    pub count: u64,
    /// The first few products.
    pub products: Vec<String>,
}

impl RunEnd {
    fn of(run: &Run) -> Self {
        match run.state {
            RunState::Planned | RunState::Running | RunState::Paused => Self::Open,
            RunState::Completed => Self::Green,
            RunState::CompletedWithFailures | RunState::Cancelled | RunState::Superseded => Self::Amber,
            RunState::Interrupted | RunState::Failed => Self::Red,
        }
    }
}

pub(super) fn read(session: &Session, run: Run) -> Result<RunDetail, EngineError> {
    let options = kept(&run).ok().map(|kept| kept.options);
    let (store, findings, took, troubles) = session.ledger().read(|conn| {
        Ok((
            stores::get(conn, run.store)?,
            findings::count(conn, run.id)?,
            attempts::took(conn, run.id)?,
            troubles(conn, run.id)?,
        ))
    })?;
    Ok(RunDetail {
        demo: store.kind == StoreKind::Demo,
        review: options.as_ref().and_then(|options| options.review),
        trial: options.is_some_and(|options| options.trial),
        end: RunEnd::of(&run),
        troubles,
        findings,
        calls: took.iter().map(|took| u64::from(took.sends)).sum(),
        one_by_one_seconds: one_by_one(&took),
        resumable: !run.state.has_ended(),
        run,
    })
}

fn troubles(conn: &rusqlite::Connection, run: i64) -> Result<Vec<Trouble>, LedgerError> {
    let states = [OutcomeKind::Rejected, OutcomeKind::Failed, OutcomeKind::Skipped];
    let mut found: BTreeMap<(OperationState, String), Trouble> = BTreeMap::new();
    operation_list::for_each(conn, run, &states.map(OperationState::Ended), |row| {
        let cause = row.detail.map_or_else(String::new, |detail| cause(&detail, &row.product));
        let key = (row.state, cause);
        if found.len() >= CAUSES_MAX && !found.contains_key(&key) {
            return;
        }
        let (state, cause) = key.clone();
        let trouble =
            found.entry(key).or_insert_with(|| Trouble { state, cause, count: 0, products: Vec::new() });
        trouble.count += 1;
        if trouble.products.len() < PRODUCTS_MAX && !trouble.products.contains(&row.product) {
            trouble.products.push(row.product);
        }
    })?;
    let mut troubles: Vec<Trouble> = found.into_values().collect();
    troubles.sort_by_key(|trouble| std::cmp::Reverse(trouble.count));
    Ok(troubles)
}

/// Reckons what one operation takes alone from what the calls took. Operations of one document run one after the other
/// in the store; the way there and back, taken as half of a usual answer, they share. A list of quantities takes as long
/// as one quantity.
fn one_by_one(took: &[Took]) -> Option<u64> {
    let (stock, others): (Vec<&Took>, Vec<&Took>) = took.iter().partition(|took| took.keyed);
    let alone = |took: &&Took| took.ms.map(|ms| ms * 2.0 / (took.operations as f64 + 1.0));
    let whole = |took: &&Took| took.ms;
    let count = |took: &[&Took]| took.iter().map(|took| took.operations).sum::<u64>() as f64;
    let other_ms = median(others.iter().filter_map(alone).collect());
    let stock_ms = median(stock.iter().filter_map(whole).collect());
    let ms = match (other_ms, stock_ms) {
        (None, None) => return None,
        (other, stock_one) => {
            count(&others) * other.unwrap_or_default() + count(&stock) * stock_one.unwrap_or_default()
        }
    };
    Some((ms / 1_000.0).round() as u64)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn took(keyed: bool, operations: u64, ms: f64) -> Took {
        Took { keyed, operations, sends: 1, ms: Some(ms) }
    }

    #[test]
    fn one_after_another_is_reckoned_from_the_usual_answer() {
        assert_eq!(one_by_one(&[]), None);
        let alone = vec![took(false, 1, 200.0); 50];
        assert_eq!(one_by_one(&alone), Some(10));
        // Ten in a document take 5.5 times as long as one: the way is shared.
        let tens = vec![took(false, 10, 1_100.0); 5];
        assert_eq!(one_by_one(&tens), Some(10));
        assert_eq!(one_by_one(&[took(true, 250, 400.0)]), Some(100));
        // One answer that took ages is not usual.
        let odd = [alone, vec![took(false, 1, 60_000.0)]].concat();
        assert_eq!(one_by_one(&odd), Some(10));
    }
}
