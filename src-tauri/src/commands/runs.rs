//! Runs: a review applied, a run that goes on, a run that is given up.

use evenshelf_engine::ledger::runs::Run;
use evenshelf_engine::review::types::ReviewOrigin;
use evenshelf_engine::{RunOptions, Session};
use tauri::{AppHandle, Manager, Runtime, State};

use crate::api::{ApplyRequest, ApplyScope, JobKind, JobOutcome};
use crate::desk::Desk;
use crate::error::ShellError;
use crate::jobs_run::{Errand, New, begin};
use crate::{convert, demo};

/// Applies a review, or tries a few products of it first; answers with the job.
#[tauri::command]
pub async fn apply<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    request: ApplyRequest,
) -> Result<u64, ShellError> {
    let session = desk.session_there().await?;
    let review = session.review(request.review).await?;
    let ReviewOrigin::Store { store, source, .. } = review.origin else {
        return Err(ShellError::Request(
            "two files were compared; there is no store to apply them to".to_owned(),
        ));
    };
    let store = session.store(&store)?;
    let name = store.name.clone();
    let app_there = app.clone();
    let new = New { kind: JobKind::Run, store: Some(&name), source: Some(&source) };
    let begun = begin(&app, new, |errand| async move {
        let desk = app_there.state::<Desk>();
        demo::awake(&desk, &session, &store).await?;
        let scope = convert::scope(request.scope);
        let plan = session.review_plan(request.review, scope).await?;
        let options = RunOptions {
            workers: request.workers,
            verify: request.verify,
            review: Some(request.review),
            trial: matches!(request.scope, ApplyScope::Trial { .. }),
            ..RunOptions::default()
        };
        let run = session.sync(&store.name, &plan, options, &errand.control, errand.observer).await?;
        session.review_note_run(request.review, run.id, scope).await?;
        Ok(outcome(run))
    })?;
    Ok(begun.id)
}

/// Goes on with a run that was interrupted; answers with the job.
#[tauri::command]
pub async fn run_resume<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    run: i64,
) -> Result<u64, ShellError> {
    take_up(&app, &desk, run, move |session, errand| async move {
        let ended = session.resume(Some(run), &errand.control, errand.observer).await?;
        ended.ok_or(ShellError::BrokeOff)
    })
    .await
}

/// Gives up what a run has left, once it is known what became of what it had sent; answers with the job.
#[tauri::command]
pub async fn run_give_up<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    run: i64,
) -> Result<u64, ShellError> {
    take_up(&app, &desk, run, move |session, errand| async move {
        Ok(session.give_up(run, &errand.control, errand.observer).await?)
    })
    .await
}

/// Begins a job that takes up a run of the past and brings it to rest; answers with the job.
async fn take_up<R: Runtime, Work>(
    app: &AppHandle<R>,
    desk: &Desk,
    run: i64,
    work: impl FnOnce(Session, Errand) -> Work + Send + 'static,
) -> Result<u64, ShellError>
where
    Work: Future<Output = Result<Run, ShellError>> + Send + 'static,
{
    let session = desk.session().await?;
    let found = session.run(run)?;
    let store = session.store(&found.store_name)?;
    let app_there = app.clone();
    let new = New { kind: JobKind::Run, store: Some(&found.store_name), source: Some(&found.source) };
    let begun = begin(app, new, |errand| async move {
        demo::awake(&app_there.state::<Desk>(), &session, &store).await?;
        work(session, errand).await.map(outcome)
    })?;
    Ok(begun.id)
}

/// How a run came to rest.
pub fn outcome(run: Run) -> JobOutcome {
    JobOutcome::Run { run: run.id, state: run.state.into(), counts: run.counts.into() }
}
