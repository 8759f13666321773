//! Sheets: chosen, remembered, looked at.

use tauri::{AppHandle, Runtime};

use crate::files;

/// Asks the owner for a sheet; `None` when the dialog was closed.
#[tauri::command]
pub async fn pick_sheet<R: Runtime>(app: AppHandle<R>) -> Option<String> {
    files::ask_for_sheet(&app).await.map(|path| path.display().to_string())
}
