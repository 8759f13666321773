//! How a run comes to rest: closed, cancelled, or left to be resumed.

use super::Around;
use super::drive::{CANCELLED, Course, drive};
use super::driver::Early;
use super::options::kept;
use super::shared::Shared;
use super::verify;
use crate::clock::now_ms;
use crate::control::End;
use crate::error::EngineError;
use crate::ledger::runs::{self, Counts, Run, RunState};
use crate::ledger::{Ledger, operations};

/// Leaves the run to be resumed.
pub(super) async fn interrupted(ledger: &Ledger, run: i64, note: &str) -> Result<(), EngineError> {
    let note = note.to_owned();
    let write = ledger.write(move |tx| {
        runs::set_note(tx, run, Some(&note))?;
        runs::set_state(tx, run, RunState::Interrupted, now_ms())
    });
    Ok(write.await?)
}

/// Drives the run until it is closed, or until it is interrupted.
pub(super) async fn bring_to_rest(around: &Around<'_>, found: &Run) -> Result<(), EngineError> {
    let (ledger, run) = (around.ledger, found.id);
    let course = if found.giving_up { Course::GiveUp } else { Course::Whole };
    let early = drive(around, found, course).await?;
    let open = ledger.read(|conn| operations::counts(conn, run))?.open();
    match early {
        Some(Early::Interrupted) if open > 0 || kept(found)?.options.verify => {
            interrupted(ledger, run, "interrupted; resume it to go on").await
        }
        Some(Early::Stopped(stopped)) if open > 0 => {
            Err(stopped.into_error(Some(format!("when that is done, go on with `evenshelf resume {run}`"))))
        }
        _ => close(around, found).await,
    }
}

/// Skips what a run that is given up has not done. What is in doubt must be settled.
pub(super) async fn skip_rest(ledger: &Ledger, run: i64) -> Result<(), EngineError> {
    let write = ledger.write(move |tx| operations::skip_planned(tx, run, CANCELLED, now_ms()));
    Ok(write.await.map(drop)?)
}

/// Reads back and writes down how the run ended.
async fn close(around: &Around<'_>, run: &Run) -> Result<(), EngineError> {
    let (ledger, id) = (around.ledger, run.id);
    // The wish may have come on the way.
    let giving_up = ledger.read(|conn| runs::get(conn, id))?.giving_up;
    if giving_up {
        skip_rest(ledger, id).await?;
    }
    let (counts, left_undone) = ledger
        .read(|conn| Ok((operations::counts(conn, id)?, operations::count_ended_so(conn, id, CANCELLED)?)))?;
    // Where nothing was left to give up, the run is one like any other.
    let cancelled = giving_up && left_undone > 0;
    let looked = look(around, run, counts, cancelled).await?;
    let (state, note) = match looked {
        Looked::Interrupted => {
            let note = "interrupted while it was read back; resume it to do so";
            return interrupted(ledger, id, note).await;
        }
        Looked::Done { note, .. } if cancelled => (RunState::Cancelled, Some(with_cancelled(note))),
        Looked::Done { green: true, note } => (RunState::Completed, note),
        Looked::Done { green: false, note } => (RunState::CompletedWithFailures, note),
        Looked::GivenUp => (
            RunState::Cancelled,
            Some("everything had been sent; you cancelled the reading back of it".to_owned()),
        ),
    };
    finish(ledger, id, state, note).await
}

/// Writes down how the run ended.
pub(super) async fn finish(
    ledger: &Ledger,
    run: i64,
    state: RunState,
    note: Option<String>,
) -> Result<(), EngineError> {
    let write = ledger.write(move |tx| {
        runs::set_note(tx, run, note.as_deref())?;
        runs::set_state(tx, run, state, now_ms())
    });
    Ok(write.await?)
}

fn with_cancelled(note: Option<String>) -> String {
    match note {
        Some(note) => format!("{CANCELLED}; {note}"),
        None => CANCELLED.to_owned(),
    }
}

/// What came of the reading back.
enum Looked {
    Done { green: bool, note: Option<String> },
    Interrupted,
    GivenUp,
}

async fn look(
    around: &Around<'_>,
    run: &Run,
    counts: Counts,
    cancelled: bool,
) -> Result<Looked, EngineError> {
    let kept = kept(run)?;
    let green = counts.rejected + counts.failed + counts.skipped == 0;
    let nothing_to_see =
        counts.planned == counts.unchanged + counts.held || (cancelled && counts.applied == 0);
    if !kept.options.verify || nothing_to_see {
        return Ok(Looked::Done { green, note: None });
    }
    let Around { ledger, client, store, control, observer } = *around;
    let shared = Shared::new(ledger, client, store, run.id, kept.key, "verify");
    let not_read =
        || Looked::Done { green: false, note: Some("what was applied was not read back".to_owned()) };
    let heard = cancelled.then_some(End::Cancel);
    let read_back = tokio::select! {
        read_back = verify::read_back(&shared, observer) => read_back,
        end = control.end_beyond(heard) => return Ok(match end {
            _ if cancelled => not_read(),
            End::Interrupt => Looked::Interrupted,
            End::Cancel => Looked::GivenUp,
        }),
    };
    match read_back {
        Ok(read_back) => {
            Ok(Looked::Done { green: green && read_back.is_even(), note: Some(read_back.words()) })
        }
        // A cancelled run must not stay open because the store is gone.
        Err(EngineError::Store { .. } | EngineError::Refused { .. }) if cancelled => Ok(not_read()),
        Err(error) => Err(error),
    }
}
