//! Two files compared, without any store.

use evenshelf_engine::CompareOptions;
use evenshelf_engine::review::types::{NewOrigin, NewReview};
use tauri::{AppHandle, Runtime, State};

use crate::api::{CompareRequest, JobKind, JobOutcome};
use crate::commands::planning::file_name;
use crate::desk::Desk;
use crate::error::ShellError;
use crate::jobs_run::{New, begin};
use crate::{convert, files};

/// Compares two files; answers with the job.
#[tauri::command]
pub async fn compare<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    request: CompareRequest,
) -> Result<u64, ShellError> {
    let (shelf, sheet) = (files::plain(&request.shelf)?, files::plain(&request.sheet)?);
    let session = desk.session().await?;
    let name = file_name(&sheet);
    let new = New { kind: JobKind::Compare, store: None, source: Some(&name) };
    let begun = begin(&app, new, |errand| async move {
        let (match_by, missing) = (convert::matching(request.match_by), convert::missing(request.missing));
        let options = CompareOptions { match_by, missing };
        let plan = session.compare(&shelf, &sheet, options, &errand.control, errand.observer).await?;
        let origin = NewOrigin::Files { shelf, sheet };
        let review = session.review_create(&plan, NewReview { origin, match_by, missing }).await?;
        Ok(JobOutcome::Planned { review })
    })?;
    Ok(begun.id)
}
