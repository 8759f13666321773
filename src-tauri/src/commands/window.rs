//! The frame: overview, notifications, closing, problem report.

use tauri::{AppHandle, Runtime, State, async_runtime};
use tauri_plugin_notification::NotificationExt;
use tauri_plugin_opener::OpenerExt;

use crate::address::is_admin_page;
use crate::api::{ClosingChoice, OpenedWith, Overview, SystemFacts};
use crate::desk::Desk;
use crate::error::ShellError;
use crate::{closing, files, overview, report, tray, words};

/// A notification is one line on every desktop we know; longer text is cut there without a word.
const NOTIFICATION_TEXT_CHARS_MAX: usize = 200;

/// Tells what this installation knows, from the ledger in the data directory. Never creates a ledger.
#[tauri::command]
pub async fn overview(desk: State<'_, Desk>) -> Result<Overview, ShellError> {
    let (place, session) = (desk.place.clone(), desk.look().await?);
    // Reading blocks; the window's own thread must not.
    async_runtime::spawn_blocking(move || overview::read(&place.data_dir, session.as_ref())).await?
}

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

/// Takes the owner's answer to the question that closing the window asked.
#[tauri::command]
pub fn closing<R: Runtime>(app: AppHandle<R>, choice: ClosingChoice) {
    closing::answer(&app, choice);
}

/// Ends the program; asks first where something writes.
#[tauri::command]
pub fn quit<R: Runtime>(app: AppHandle<R>) {
    closing::quit_or_ask(&app);
}

/// Returns what the program was opened with, once. The page asks when it can hear of further files.
#[tauri::command]
pub fn opened_with(desk: State<'_, Desk>) -> Option<OpenedWith> {
    desk.take_opened_with()
}

/// Opens a page of a connected store's admin in the browser, and nothing else.
#[tauri::command]
pub async fn open_admin<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    url: String,
) -> Result<(), ShellError> {
    let shops = desk.read(evenshelf_engine::Session::stores).await?;
    let shops: Vec<String> = shops.into_iter().filter_map(|store| store.shop_domain).collect();
    if !is_admin_page(&url, &shops) {
        return Err(ShellError::ForeignAddress(url));
    }
    // The browser may take its time to answer.
    async_runtime::spawn_blocking(move || app.opener().open_url(url, None::<&str>)).await??;
    Ok(())
}

/// Returns what this program runs on.
#[tauri::command]
pub async fn system_facts<R: Runtime>(app: AppHandle<R>) -> Result<SystemFacts, ShellError> {
    let tray = tray::is_there(&app);
    Ok(async_runtime::spawn_blocking(move || report::system_facts(tray)).await?)
}

/// Returns the whole text of a problem report, with secrets, names and addresses out.
#[tauri::command]
pub async fn problem_report<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Result<String, ShellError> {
    report::text(&app, &desk).await
}

/// Asks where, and writes the problem report there; `None` when the dialog was closed.
#[tauri::command]
pub async fn problem_report_save<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Result<Option<String>, ShellError> {
    let text = report::text(&app, &desk).await?;
    let Some(path) = files::ask_where(&app, "evenshelf-report.txt", words::FILES_TEXT, "txt").await else {
        return Ok(None);
    };
    std::fs::write(&path, text).map_err(|cause| ShellError::Unwritten { path: path.clone(), cause })?;
    Ok(Some(path.display().to_string()))
}
