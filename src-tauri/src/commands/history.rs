//! Past runs, read from the journal; no store is asked.

use tauri::State;

use crate::api::{
    Curve, FindingPage, HistoryPage, HistoryQuery, OperationPage, OperationQuery, ReviewRow, RunDetail,
};
use crate::convert::{self, operation_row};
use crate::desk::Desk;
use crate::error::ShellError;

/// Rows a page may ask for at once.
const ROWS_MAX: u32 = 500;

#[tauri::command]
pub async fn history(
    desk: State<'_, Desk>,
    query: HistoryQuery,
    offset: u64,
    limit: u32,
) -> Result<HistoryPage, ShellError> {
    if desk.look().await?.is_none() {
        return Ok(HistoryPage { total: 0, entries: Vec::new() });
    }
    let query = convert::wanted(query);
    Ok(desk.read(move |session| session.history(&query, offset, limit.min(ROWS_MAX))).await?.into())
}

#[tauri::command]
pub async fn run_detail(desk: State<'_, Desk>, run: i64) -> Result<RunDetail, ShellError> {
    Ok(desk.read(move |session| session.run_detail(run)).await?.into())
}

#[tauri::command]
pub async fn run_operations(
    desk: State<'_, Desk>,
    run: i64,
    query: OperationQuery,
    offset: u64,
    limit: u32,
) -> Result<OperationPage, ShellError> {
    let query = convert::sought(query);
    desk.read(move |session| {
        let store = session.store(&session.run(run)?.store_name)?;
        let page = session.run_operations(run, &query, offset, limit.min(ROWS_MAX))?;
        let rows = page
            .rows
            .iter()
            .zip(&page.titles)
            .map(|(row, title)| operation_row(row, title, &store))
            .collect();
        Ok(OperationPage { total: page.total, rows })
    })
    .await
}

/// Returns everything one operation changes.
#[tauri::command]
pub async fn run_changes(
    desk: State<'_, Desk>,
    run: i64,
    operation: u64,
) -> Result<Vec<ReviewRow>, ShellError> {
    let row = desk.read(move |session| session.run_changes(run, operation)).await?;
    Ok(evenshelf_engine::rows_of(&row).into_iter().map(ReviewRow::from).collect())
}

#[tauri::command]
pub async fn run_findings(
    desk: State<'_, Desk>,
    run: i64,
    code: Option<String>,
    offset: u64,
    limit: u32,
) -> Result<FindingPage, ShellError> {
    let page = desk
        .read(move |session| session.run_findings(run, code.as_deref(), offset, limit.min(ROWS_MAX)))
        .await?;
    Ok(convert::finding_page(page.total, page.findings))
}

#[tauri::command]
pub async fn run_curves(desk: State<'_, Desk>, run: i64) -> Result<Vec<Curve>, ShellError> {
    let curves = desk.read(move |session| session.run_curves(run)).await?;
    Ok(curves.into_iter().map(Curve::from).collect())
}
