//! What is under way: copying, stopping, steering.

use tauri::{AppHandle, Manager, Runtime, State};

use crate::api::{Job, JobKind, JobOutcome, Steer};
use crate::demo;
use crate::desk::Desk;
use crate::error::ShellError;
use crate::jobs_run::{self, Begun, New, begin};

#[tauri::command]
pub fn jobs(desk: State<'_, Desk>) -> Vec<Job> {
    desk.jobs().list().to_vec()
}

/// Stops a job. A run ends what is under way and can go on later; all else leaves nothing behind.
#[tauri::command]
pub fn job_stop(desk: State<'_, Desk>, job: u64) -> Result<(), ShellError> {
    jobs_run::hand(&desk, job)?.interrupt();
    Ok(())
}

/// Takes a run in hand while it goes on.
#[tauri::command]
pub fn job_steer(desk: State<'_, Desk>, job: u64, steer: Steer) -> Result<(), ShellError> {
    let control = jobs_run::hand(&desk, job)?;
    match steer {
        Steer::Pause => control.pause(),
        Steer::Resume => control.resume(),
        Steer::Cancel => control.cancel(),
        Steer::Interrupt => control.interrupt(),
        Steer::Connections { workers } => control.connections(workers),
    }
    Ok(())
}

/// Takes a job that has ended off the list.
#[tauri::command]
pub fn job_put_away(desk: State<'_, Desk>, job: u64) -> Result<(), ShellError> {
    let put_away = desk.jobs().put_away(job);
    if !put_away {
        return Err(if desk.jobs().get(job).is_some() {
            ShellError::JobGoesOn(job)
        } else {
            ShellError::NoJob(job)
        });
    }
    desk.bell.ring();
    Ok(())
}

pub async fn begin_copy<R: Runtime>(
    app: &AppHandle<R>,
    desk: &Desk,
    store: &str,
) -> Result<Begun, ShellError> {
    let session = desk.session().await?;
    let known = session.store(store)?;
    let name = known.name.clone();
    let app_there = app.clone();
    begin(app, New { kind: JobKind::Copy, store: Some(store), source: None }, |errand| async move {
        demo::awake(&app_there.state::<Desk>(), &session, &known).await?;
        let report = session.pull(&name, false, &errand.control, errand.observer).await?;
        Ok(JobOutcome::Copied { products: report.products })
    })
}

/// Brings the copy up to date and keeps it in a file.
pub async fn begin_backup<R: Runtime>(
    app: &AppHandle<R>,
    desk: &Desk,
    store: &str,
) -> Result<Begun, ShellError> {
    let session = desk.session().await?;
    let known = session.store(store)?;
    let app_there = app.clone();
    begin(app, New { kind: JobKind::Copy, store: Some(store), source: None }, |errand| async move {
        demo::awake(&app_there.state::<Desk>(), &session, &known).await?;
        let backup = session.backup_now(&known.name, None, &errand.control, errand.observer).await?;
        Ok(JobOutcome::Copied { products: backup.products })
    })
}
