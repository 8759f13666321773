//! The owner's settings, and what the program keeps on this computer.

use tauri::{AppHandle, Runtime, State, async_runtime};
use tauri_plugin_opener::OpenerExt;

use crate::api::{Settings, StorageReport};
use crate::desk::Desk;
use crate::error::ShellError;
use crate::{storage, window};

#[tauri::command]
pub async fn settings(desk: State<'_, Desk>) -> Result<Settings, ShellError> {
    crate::settings::read(&desk).await
}

/// Keeps the settings and returns them as they are kept; the zoom is in force at once.
#[tauri::command]
pub async fn settings_set<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    settings: Settings,
) -> Result<Settings, ShellError> {
    let kept = crate::settings::write(&desk, settings).await?;
    window::zoom(&app, kept.zoom);
    Ok(kept)
}

/// Returns how much room the program's files take.
#[tauri::command]
pub async fn storage(desk: State<'_, Desk>) -> Result<StorageReport, ShellError> {
    let data_dir = desk.place.data_dir.clone();
    Ok(async_runtime::spawn_blocking(move || storage::measure(&data_dir)).await?)
}

/// Shows the data directory in the system's file manager.
#[tauri::command]
pub async fn open_data_dir<R: Runtime>(app: AppHandle<R>, desk: State<'_, Desk>) -> Result<(), ShellError> {
    let data_dir = desk.place.data_dir.clone();
    std::fs::create_dir_all(&data_dir)
        .map_err(|cause| ShellError::Unwritten { path: data_dir.clone(), cause })?;
    let shown = data_dir.display().to_string();
    async_runtime::spawn_blocking(move || app.opener().open_path(shown, None::<&str>)).await??;
    Ok(())
}
