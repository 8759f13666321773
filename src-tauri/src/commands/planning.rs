//! Planning a sheet against a store.

use std::path::Path;

use evenshelf_engine::PlanOptions;
use evenshelf_engine::review::types::{NewOrigin, NewReview};
use tauri::{AppHandle, Manager, Runtime, State};

use crate::api::{JobKind, JobOutcome, MatchBy, Missing, PlanRequest};
use crate::commands::stores::copied;
use crate::desk::Desk;
use crate::error::ShellError;
use crate::jobs_run::{Begun, New, begin};
use crate::{convert, demo, files};

/// Plans a sheet against a store; answers with the job.
#[tauri::command]
pub async fn plan<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    request: PlanRequest,
) -> Result<u64, ShellError> {
    Ok(begin_plan(&app, &desk, request).await?.id)
}

/// Opens the demo store, copies it, and plans a supplier's sheet made for it; answers with the planning job.
#[tauri::command]
pub async fn demo_sample<R: Runtime>(app: AppHandle<R>, desk: State<'_, Desk>) -> Result<u64, ShellError> {
    let store = demo::open(&desk).await?;
    copied(&app, &desk, &store).await?;
    let session = desk.session().await?;
    let path = demo::sample_sheet(&desk, &session).await?.display().to_string();
    let request = PlanRequest { store, path, match_by: MatchBy::Auto, missing: Missing::Leave };
    Ok(begin_plan(&app, &desk, request).await?.id)
}

pub async fn begin_plan<R: Runtime>(
    app: &AppHandle<R>,
    desk: &Desk,
    request: PlanRequest,
) -> Result<Begun, ShellError> {
    let path = files::plain(&request.path)?;
    let session = desk.session().await?;
    let known = session.store(&request.store)?;
    let name = file_name(&path);
    let new = New { kind: JobKind::Plan, store: Some(&known.name), source: Some(&name) };
    let app_there = app.clone();
    let store = known.clone();
    begin(app, new, |errand| async move {
        demo::awake(&app_there.state::<Desk>(), &session, &store).await?;
        let (match_by, missing) = (convert::matching(request.match_by), convert::missing(request.missing));
        let options = PlanOptions { from: path.clone(), match_by, missing, ..PlanOptions::default() };
        let plan = session.plan(&store.name, options, &errand.control, errand.observer).await?;
        let origin = NewOrigin::Store { store: store.name, path };
        let review = session.review_create(&plan, NewReview { origin, match_by, missing }).await?;
        Ok(JobOutcome::Planned { review })
    })
}

pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
