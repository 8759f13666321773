//! Connecting stores, looking at them, changing and forgetting them; the demo store.

use evenshelf_engine::ledger::stores::StoreKind;
use evenshelf_engine::shopify::{Scopes, Secret};
use evenshelf_engine::{NewCredentials, NewStore, StoreCheck, StoreEdit as Edit, store_try};
use tauri::{AppHandle, Runtime, State};

use crate::address::{store_name, store_url};
use crate::api::{Connect, Key, ScopeState, StoreEdit, StoreLocation, StoreReport};
use crate::commands::jobs::{begin_backup, begin_copy};
use crate::demo;
use crate::desk::Desk;
use crate::error::ShellError;
use crate::jobs::NotBegun;
use crate::jobs_run::outcome_of;

/// Opens the demo store and copies it; answers with its name once it is copied.
#[tauri::command]
pub async fn demo_open<R: Runtime>(app: AppHandle<R>, desk: State<'_, Desk>) -> Result<String, ShellError> {
    let name = demo::open(&desk).await?;
    copied(&app, &desk, &name).await?;
    Ok(name)
}

/// Brings the copy up to date and waits for it.
pub async fn copied<R: Runtime>(app: &AppHandle<R>, desk: &Desk, store: &str) -> Result<(), ShellError> {
    outcome_of(begin_copy(app, desk, store).await?).await.map(drop)
}

/// Keeps the store's catalogue in a file; answers with its path once it is written.
#[tauri::command]
pub async fn backup_now<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    store: String,
) -> Result<String, ShellError> {
    outcome_of(begin_backup(&app, &desk, &store).await?).await?;
    let session = desk.session().await?;
    let backup = session.last_backup(&session.store(&store)?)?.ok_or(ShellError::BrokeOff)?;
    Ok(backup.path.display().to_string())
}

/// Looks at a store without saving anything.
#[tauri::command]
pub async fn connect_try(desk: State<'_, Desk>, connect: Connect) -> Result<StoreReport, ShellError> {
    let check = store_try(new_store(&desk, connect).await?).await?;
    Ok(report(check, None))
}

/// Connects a store, read only.
#[tauri::command]
pub async fn connect(desk: State<'_, Desk>, connect: Connect) -> Result<StoreReport, ShellError> {
    let new = new_store(&desk, connect).await?;
    let check = desk.session().await?.store_add(new).await?;
    desk.bell.ledger_changed();
    let kept_in = check.credentials_from.clone();
    Ok(report(check, Some(kept_in)))
}

async fn new_store(desk: &Desk, connect: Connect) -> Result<NewStore, ShellError> {
    let url = store_url(&connect.url)?;
    let in_use = match desk.look().await? {
        Some(session) => session.stores()?.into_iter().map(|store| store.name).collect(),
        None => Vec::new(),
    };
    let given = connect.name.trim();
    let name = if given.is_empty() { store_name(&url, &in_use) } else { given.to_owned() };
    let credentials = match connect.key {
        Key::Token { token } => NewCredentials::Token(Secret::new(token)),
        Key::Client { id, secret } => {
            NewCredentials::ClientCredentials { id: id.trim().to_owned(), secret: Secret::new(secret) }
        }
    };
    Ok(NewStore { name, url, credentials, allow_writes: false, location: None })
}

/// Looks at a connected store as it is now.
#[tauri::command]
pub async fn store_check(desk: State<'_, Desk>, store: String) -> Result<StoreReport, ShellError> {
    let session = desk.session().await?;
    let known = session.store(&store)?;
    demo::awake(&desk, &session, &known).await?;
    let check = session.store_check(&store).await?;
    desk.bell.ledger_changed();
    let kept_in = check.credentials_from.clone();
    Ok(report(check, Some(kept_in)))
}

/// Changes a store's settings. Switching writing on checks the scopes in the store first.
#[tauri::command]
pub async fn store_set(desk: State<'_, Desk>, store: String, edit: StoreEdit) -> Result<(), ShellError> {
    let session = desk.session().await?;
    let known = session.store(&store)?;
    demo::awake(&desk, &session, &known).await?;
    let edit = Edit { allow_writes: edit.writes_allowed, location: edit.location, ..Edit::default() };
    session.store_set(&store, edit).await?;
    desk.bell.ledger_changed();
    Ok(())
}

/// Removes every trace of a store from this computer; refused while something is under way on it.
#[tauri::command]
pub async fn store_forget(desk: State<'_, Desk>, store: String) -> Result<(), ShellError> {
    let session = desk.session().await?;
    let known = session.store(&store)?;
    let busy = desk.jobs().on_store(&store).map(|job| job.kind);
    if let Some(by) = busy {
        return Err(NotBegun::StoreInUse { by }.into());
    }
    session.store_remove(&store).await?;
    if known.kind == StoreKind::Demo && known.name == demo::NAME {
        demo::forget(&desk).await?;
    }
    desk.bell.ledger_changed();
    Ok(())
}

/// Brings the copy up to date; answers with the job.
#[tauri::command]
pub async fn copy<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    store: String,
) -> Result<u64, ShellError> {
    Ok(begin_copy(&app, &desk, &store).await?.id)
}

fn report(check: StoreCheck, key_kept_in: Option<String>) -> StoreReport {
    let held = Scopes(check.scopes);
    let scopes = Scopes::needed()
        .map(|(scope, for_writing)| ScopeState {
            granted: held.holds(scope),
            scope: scope.to_owned(),
            for_writing,
        })
        .collect();
    let locations = check
        .locations
        .into_iter()
        .map(|location| StoreLocation { name: location.name, active: location.active })
        .collect();
    StoreReport {
        name: check.store.name,
        url: check.store.url,
        shop_name: check.shop_name,
        plan: check.plan,
        currency: check.currency,
        demo: check.store.kind == StoreKind::Demo,
        api_version_asked: check.api_version_asked,
        api_version_used: check.api_version_used,
        scopes,
        locations,
        key_kept_in,
    }
}
