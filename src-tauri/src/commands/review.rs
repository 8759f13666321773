//! A plan under review: read in pages, marked, saved, put away.

use tauri::{AppHandle, Runtime, State};

use crate::api::{
    ChangeDetail, FindingPage, FindingSide, Mark, Review, ReviewFacets, ReviewPage, ReviewQuery, Selection,
};
use crate::desk::Desk;
use crate::error::ShellError;
use crate::{convert, files, words};

/// Returns the head of a review. What its runs did since the last look is taken over first.
#[tauri::command]
pub async fn review(desk: State<'_, Desk>, id: i64) -> Result<Review, ShellError> {
    // Taking over writes.
    Ok(desk.session_there().await?.review(id).await?.into())
}

#[tauri::command]
pub async fn review_page(
    desk: State<'_, Desk>,
    id: i64,
    query: ReviewQuery,
    offset: u64,
    limit: u32,
) -> Result<ReviewPage, ShellError> {
    let query = convert::query(query);
    Ok(desk.read(move |session| session.review_page(id, &query, offset, limit)).await?.into())
}

/// Returns how many rows each chip would leave.
#[tauri::command]
pub async fn review_facets(
    desk: State<'_, Desk>,
    id: i64,
    query: ReviewQuery,
) -> Result<ReviewFacets, ShellError> {
    let query = convert::query(query);
    Ok(desk.read(move |session| session.review_facets(id, &query)).await?.into())
}

/// Marks rows and what goes with them; returns the review as it is then.
#[tauri::command]
pub async fn review_mark(
    desk: State<'_, Desk>,
    id: i64,
    selection: Selection,
    mark: Mark,
) -> Result<Review, ShellError> {
    let session = desk.session_there().await?;
    session.review_mark(id, convert::selection(selection), convert::mark(mark)).await?;
    desk.bell.ledger_changed();
    Ok(session.review(id).await?.into())
}

/// Returns one change whole.
#[tauri::command]
pub async fn review_change(desk: State<'_, Desk>, id: i64, row: u64) -> Result<ChangeDetail, ShellError> {
    Ok(desk.read(move |session| session.review_change(id, row)).await?.into())
}

#[tauri::command]
pub async fn review_findings(
    desk: State<'_, Desk>,
    id: i64,
    code: Option<String>,
    side: Option<FindingSide>,
    offset: u64,
    limit: u32,
) -> Result<FindingPage, ShellError> {
    let side = side.map(Into::into);
    let page =
        desk.read(move |session| session.review_findings(id, code.as_deref(), side, offset, limit)).await?;
    Ok(convert::finding_page(page.total, page.findings))
}

/// Asks where, and writes the plan there as it stands after the marks; `None` when the dialog was closed.
#[tauri::command]
pub async fn review_save<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    id: i64,
) -> Result<Option<String>, ShellError> {
    let session = desk.session_there().await?;
    // One that is not there is told before anything is asked.
    session.review(id).await?;
    let Some(path) = files::ask_where(&app, "changes.plan", words::FILES_PLAN, "plan").await else {
        return Ok(None);
    };
    session.review_save(id, &path).await?;
    Ok(Some(path.display().to_string()))
}

/// Puts a review away. Runs made of it stay.
#[tauri::command]
pub async fn review_discard(desk: State<'_, Desk>, id: i64) -> Result<(), ShellError> {
    desk.session_there().await?.review_discard(id).await?;
    desk.bell.ledger_changed();
    Ok(())
}
