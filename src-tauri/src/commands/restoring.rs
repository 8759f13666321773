//! A backup brought back into a store: looked at, then planned, and reviewed as any plan.

use evenshelf_core::plan::{MatchBy, Missing};
use evenshelf_engine::backup;
use evenshelf_engine::review::types::{NewOrigin, NewReview};
use evenshelf_engine::{RestoreOptions, RunControl};
use tauri::{AppHandle, Manager, Runtime, State};

use crate::api::{BackupLook, JobKind, JobOutcome};
use crate::commands::planning::file_name;
use crate::desk::Desk;
use crate::error::ShellError;
use crate::jobs_run::{New, begin};
use crate::{convert, demo, files};

/// Asks the owner for a backup; `None` when the dialog was closed.
#[tauri::command]
pub async fn pick_backup<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Result<Option<String>, ShellError> {
    let folder = desk.place.data_dir.join(backup::FOLDER);
    Ok(files::ask_for_backup(&app, &folder).await.map(|path| path.display().to_string()))
}

/// Reads a backup from end to end and says what a restore would bring. Asks nothing of the store.
#[tauri::command]
pub async fn restore_look(
    desk: State<'_, Desk>,
    store: String,
    path: String,
) -> Result<BackupLook, ShellError> {
    let path = files::plain(&path)?;
    let look = desk.session().await?.restore_look(&store, &path, &RunControl::new()).await?;
    Ok(BackupLook {
        name: file_name(&path),
        path: path.display().to_string(),
        shop: look.shop,
        written_at_ms: look.written_at,
        products: look.products,
        collections: look.collections,
        definitions: look.definitions,
        redirects: look.redirects,
        in_store: look.in_store,
        differences: look.differences.into_iter().map(convert::finding).collect(),
    })
}

/// Makes the backup's redirects and definitions of metafields, plans the rest and puts it under review; answers with the job. Refused
/// where the store has products.
#[tauri::command]
pub async fn restore<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    store: String,
    path: String,
) -> Result<u64, ShellError> {
    let from = files::plain(&path)?;
    let session = desk.session().await?;
    let known = session.store(&store)?;
    let name = file_name(&from);
    let new = New { kind: JobKind::Plan, store: Some(&known.name), source: Some(&name) };
    let app_there = app.clone();
    let store = known.clone();
    let begun = begin(&app, new, |errand| async move {
        demo::awake(&app_there.state::<Desk>(), &session, &store).await?;
        let options = RestoreOptions { from: from.clone(), ..RestoreOptions::default() };
        let planned =
            || session.restore_plan(&store.name, options.clone(), &errand.control, errand.observer.clone());
        // A store that has products is refused before anything is made in it.
        let first = planned().await?;
        let makes =
            session.restore_surroundings(&store.name, &from, &errand.control, &errand.observer).await?;
        // The definitions that are there now decide of which type a metafield is.
        let plan = if makes { planned().await? } else { first };
        let (match_by, missing) = (Some(MatchBy::Handle), Missing::Leave);
        let origin = NewOrigin::Store { store: store.name, path: from };
        let review = session.review_create(&plan, NewReview { origin, match_by, missing }).await?;
        Ok(JobOutcome::Planned { review })
    })?;
    Ok(begun.id)
}
