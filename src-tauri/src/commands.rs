//! The commands the page may call. Each is a thin door to the engine.

use tauri::{AppHandle, Runtime, State};
use tauri_plugin_notification::NotificationExt;

use crate::DataDir;
use crate::api::{Ledger, Overview};
use crate::error::ShellError;

/// Tells what this installation knows, from the ledger in the data directory. Never creates a ledger.
#[tauri::command]
pub async fn overview(data_dir: State<'_, DataDir>) -> Result<Overview, ShellError> {
    Ok(Overview {
        product_version: env!("CARGO_PKG_VERSION").to_owned(),
        data_dir: data_dir.0.display().to_string(),
        ledger: Ledger::Absent,
    })
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
