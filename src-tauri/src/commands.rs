//! The commands the page may call. Each is a thin door to the engine.

use tauri::{AppHandle, Runtime, State, async_runtime};
use tauri_plugin_notification::NotificationExt;

use crate::DataDir;
use crate::api::Overview;
use crate::error::ShellError;
use crate::overview;

/// Tells what this installation knows, from the ledger in the data directory. Never creates a ledger.
#[tauri::command]
pub async fn overview(data_dir: State<'_, DataDir>) -> Result<Overview, ShellError> {
    let data_dir = data_dir.0.clone();
    // Reading blocks; the window's own thread must not.
    async_runtime::spawn_blocking(move || overview::read(&data_dir)).await?
}

/// A notification is one line on every desktop we know; longer text is cut there without a word.
const NOTIFICATION_TEXT_CHARS_MAX: usize = 200;

/// Shows a desktop notification in the page's words. Sent from here and not from the page, so that the page
/// needs no right to the plug-in.
#[tauri::command]
pub fn notify<R: Runtime>(app: AppHandle<R>, title: String, body: String) -> Result<(), ShellError> {
    let too_long = |text: &str| text.chars().count() > NOTIFICATION_TEXT_CHARS_MAX;
    if title.is_empty() || too_long(&title) || too_long(&body) {
        return Err(ShellError::NotificationText { max: NOTIFICATION_TEXT_CHARS_MAX });
    }
    app.notification().builder().title(title).body(body).show()?;
    Ok(())
}
