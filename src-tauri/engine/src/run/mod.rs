//! A run: a plan on its way into the store, or an interrupted one going on.

mod check;
mod collections;
mod create;
mod drive;
mod driver;
mod made;
mod market_prices;
mod options;
mod pictures;
mod record;
mod rest;
mod samples;
mod send;
mod settle;
mod shared;
mod tasks;
mod verify;

pub use options::RunOptions;
pub(crate) use options::kept;
pub use verify::ReadBack;

use crate::clock::now_ms;
use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::runs::{self, Run, RunState};
use crate::ledger::stores::Store;
use crate::ledger::{Ledger, operations};
use crate::plan_file::PlanFile;
use crate::progress::Observer;
use crate::shopify::Client;
use create::{create, refuse_partial};
use drive::{CANCELLED, Course, drive};
use driver::Early;
use rest::{bring_to_rest, finish, interrupted, skip_rest};

/// What a run needs around it.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub ledger: &'a Ledger,
    pub client: &'a Client,
    pub store: &'a Store,
    pub control: &'a RunControl,
    pub observer: &'a Observer,
}

/// Carries a plan out.
pub(crate) async fn start(
    around: &Around<'_>,
    plan: &PlanFile,
    options: &RunOptions,
) -> Result<Run, EngineError> {
    let run = create(around, plan, options).await?;
    refuse_partial(around.ledger, run).await?;
    carry_on(around, run).await
}

/// Goes on with a run that was interrupted.
pub(crate) async fn resume(around: &Around<'_>, run: i64) -> Result<Run, EngineError> {
    refuse_partial(around.ledger, run).await?;
    carry_on(around, run).await
}

/// Gives a run up that nobody carries out any more: settles what is in doubt, skips the rest, reads back what was
/// applied.
pub(crate) async fn give_up(around: &Around<'_>, run: i64) -> Result<Run, EngineError> {
    around.ledger.write(move |tx| runs::set_giving_up(tx, run)).await?;
    carry_on(around, run).await
}

/// Gives a run up without asking the store. Only for one that has nothing in doubt.
pub(crate) async fn give_up_offline(ledger: &Ledger, run: i64) -> Result<Run, EngineError> {
    skip_rest(ledger, run).await?;
    finish(ledger, run, RunState::Cancelled, Some(CANCELLED.to_owned())).await?;
    Ok(ledger.read(|conn| runs::get(conn, run))?)
}

/// Settles what unfinished runs of the store left in doubt, gives the rest of them up and closes them. Returns
/// the newest.
pub(crate) async fn supersede_all(around: &Around<'_>) -> Result<Option<Run>, EngineError> {
    let Around { ledger, store, .. } = *around;
    let mut newest = None;
    while let Some(run) = ledger.read(|conn| runs::newest_unfinished(conn, Some(store.id)))? {
        let id = run.id;
        if run.state != RunState::Planned {
            // Its own process may have died without a word.
            ledger.write(move |tx| runs::set_state(tx, id, RunState::Interrupted, now_ms())).await?;
        }
        match drive(around, &run, Course::Supersede).await? {
            Some(Early::Interrupted) => {
                return Err(EngineError::Stopped(format!(
                    "interrupted while it was found out what became of what run {id} had sent; nothing new was sent"
                )));
            }
            Some(Early::Stopped(stopped)) => return Err(stopped.into_error(None)),
            None => {}
        }
        // Who had cancelled it did so before the newer sync.
        let (course, state) = if run.giving_up {
            (Course::GiveUp, RunState::Cancelled)
        } else {
            (Course::Supersede, RunState::Superseded)
        };
        let reason = course.reason().unwrap_or_default();
        // In one step: until then the run can still be resumed whole.
        ledger
            .write(move |tx| {
                operations::skip_planned(tx, id, reason, now_ms()).map(drop)?;
                runs::set_state(tx, id, state, now_ms())
            })
            .await?;
        let closed = ledger.read(|conn| runs::get(conn, id))?;
        newest.get_or_insert(closed);
    }
    Ok(newest)
}

/// Drives the run and closes it, or leaves it to be resumed.
async fn carry_on(around: &Around<'_>, run: i64) -> Result<Run, EngineError> {
    let ledger = around.ledger;
    let found = ledger.read(|conn| runs::get(conn, run))?;
    ledger
        .write(move |tx| {
            runs::set_pid(tx, run, std::process::id())?;
            runs::set_state(tx, run, RunState::Running, now_ms())
        })
        .await?;
    if let Err(error) = bring_to_rest(around, &found).await {
        // Nobody carries it out any more. What is in the journal is enough to go on from.
        interrupted(ledger, run, &error.to_string()).await?;
        return Err(match error {
            EngineError::Store { what, hint: None } => {
                let hint = Some(format!("when that is mended, go on with `evenshelf resume {run}`"));
                EngineError::Store { what, hint }
            }
            other => other,
        });
    }
    Ok(ledger.read(|conn| runs::get(conn, run))?)
}
