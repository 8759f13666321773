//! Writes a run down, whole, before anything of it is sent.

use evenshelf_core::operation::Operation;
use uuid::Uuid;

use super::Around;
use super::options::{Kept, RunOptions, kept};
use crate::clock::now_ms;
use crate::error::EngineError;
use crate::ledger::plans::{self, StoredPlan};
use crate::ledger::runs::{self, NewRun, RunState};
use crate::ledger::{Ledger, findings, operations};
use crate::plan_file::PlanFile;

/// Operations written to the journal at once.
const CHUNK: usize = 1_000;

/// Writes the run with all its operations; returns its id.
pub(super) async fn create(
    around: &Around<'_>,
    plan: &PlanFile,
    options: &RunOptions,
) -> Result<i64, EngineError> {
    let Around { ledger, store, .. } = *around;
    let strategy =
        options.strategy.map_or_else(|| plan.head.forecast.strategy.clone(), |s| s.name().to_owned());
    let kept = Kept {
        options: options.clone(),
        key: Uuid::new_v4(),
        products: plan.head.counts.products,
        operations: plan.head.counts.operations,
    };
    let json = |value: Result<serde_json::Value, serde_json::Error>| {
        value.map_err(|error| EngineError::Usage(format!("the run could not be noted: {error}")))
    };
    let new = NewRun {
        store: store.id,
        plan: Some(plan.head.id.clone()),
        source: plan.head.source.clone(),
        strategy,
        workers: options.workers,
        options: json(serde_json::to_value(&kept))?,
        created_at: now_ms(),
    };
    let stored = StoredPlan {
        id: plan.head.id.clone(),
        store: store.id,
        source: plan.head.source.clone(),
        summary: json(serde_json::to_value((&plan.head.counts, &plan.head.forecast)))?,
        created_at: now_ms(),
    };
    let noted = plan.head.findings.clone();
    let run = ledger
        .write(move |tx| {
            plans::put(tx, &stored)?;
            let run = runs::create(tx, &new)?;
            findings::insert_all(tx, run, &noted)?;
            Ok(run)
        })
        .await?;
    let mut chunk: Vec<Operation> = Vec::with_capacity(CHUNK);
    for operation in plan.operations()? {
        let mut operation = operation?;
        operation.held = operation.held.filter(|held| !options.release.covers(held.kind));
        chunk.push(operation);
        if chunk.len() == CHUNK {
            if let Err(stopped) = around.control.check() {
                give_up_unsent(ledger, run, "you stopped the run before anything was sent").await?;
                return Err(stopped);
            }
            insert(ledger, run, std::mem::take(&mut chunk)).await?;
        }
    }
    insert(ledger, run, chunk).await?;
    Ok(run)
}

async fn insert(ledger: &Ledger, run: i64, operations: Vec<Operation>) -> Result<(), EngineError> {
    let write = ledger.write(move |tx| operations::insert_all(tx, run, &operations, now_ms()));
    Ok(write.await?)
}

/// Gives up a run whose plan is not whole in the journal: the plan's file was cut short, or the program ended while it
/// wrote. Nothing of it was sent, and a part of a plan is not what was agreed to.
pub(super) async fn refuse_partial(ledger: &Ledger, run: i64) -> Result<(), EngineError> {
    let found = ledger.read(|conn| runs::get(conn, run))?;
    let planned = kept(&found)?.operations;
    if found.state != RunState::Planned || found.counts.planned >= planned {
        return Ok(());
    }
    let note = format!("only {} of its {planned} operations were written down", found.counts.planned);
    let what = format!("run {run} cannot go on: {note}; nothing was sent, so sync again");
    give_up_unsent(ledger, run, &note).await?;
    Err(EngineError::Usage(what))
}

async fn give_up_unsent(ledger: &Ledger, run: i64, note: &str) -> Result<(), EngineError> {
    let note = note.to_owned();
    let write = ledger.write(move |tx| {
        operations::skip_planned(tx, run, "the plan was not written down whole", now_ms())?;
        runs::set_note(tx, run, Some(&note))?;
        runs::set_state(tx, run, RunState::Cancelled, now_ms())
    });
    Ok(write.await?)
}
