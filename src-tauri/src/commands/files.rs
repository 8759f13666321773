//! Sheets: chosen, remembered, looked at.

use std::path::Path;

use tauri::{AppHandle, Runtime, State};

use crate::api::{FileReport, FindingPage, RecentFile};
use crate::desk::Desk;
use crate::error::ShellError;
use crate::{convert, files};

/// Findings a page may ask for at once.
const FINDINGS_MAX: u32 = 500;

/// Asks the owner for a sheet; `None` when the dialog was closed.
#[tauri::command]
pub async fn pick_sheet<R: Runtime>(app: AppHandle<R>) -> Option<String> {
    files::ask_for_sheet(&app).await.map(|path| path.display().to_string())
}

/// Returns the sheets used last, the newest first.
#[tauri::command]
pub async fn recent_files(desk: State<'_, Desk>) -> Result<Vec<RecentFile>, ShellError> {
    if desk.look().await?.is_none() {
        return Ok(Vec::new());
    }
    let found = desk.read(evenshelf_engine::Session::recent_files).await?;
    Ok(found.into_iter().map(convert::recent_file).collect())
}

/// Takes a sheet off that list; nothing happens to the file.
#[tauri::command]
pub async fn recent_forget(desk: State<'_, Desk>, path: String) -> Result<(), ShellError> {
    Ok(desk.session().await?.forget_file(Path::new(&path)).await?)
}

/// Looks at a sheet from end to end, before anything is planned.
#[tauri::command]
pub async fn file_report(desk: State<'_, Desk>, path: String) -> Result<FileReport, ShellError> {
    let path = files::plain(&path)?;
    let report = desk.sheets.look(&path).await?;
    Ok(convert::file_report(&report))
}

/// Returns how many products of a sheet were read so far; `None` where it is not being read.
#[tauri::command]
pub fn file_progress(desk: State<'_, Desk>, path: String) -> Option<u64> {
    desk.sheets.products_read(Path::new(&path))
}

/// Lets go of a sheet that is being read.
#[tauri::command]
pub fn file_stop(desk: State<'_, Desk>, path: String) {
    desk.sheets.stop(Path::new(&path));
}

/// Returns what is odd in a sheet: of one cause, by its code, or of all.
#[tauri::command]
pub async fn file_findings(
    desk: State<'_, Desk>,
    path: String,
    code: Option<String>,
    offset: u64,
    limit: u32,
) -> Result<FindingPage, ShellError> {
    let path = files::plain(&path)?;
    let report = desk.sheets.look(&path).await?;
    let first = usize::try_from(offset).unwrap_or(usize::MAX);
    let page = report.page(code.as_deref(), first, limit.min(FINDINGS_MAX) as usize);
    Ok(convert::finding_page(page.total, page.findings))
}
