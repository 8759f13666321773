//! Reads a store's collections into the mirror. All of them at every pull: who is in one moves no date, and a rule
//! takes products in without a word.

use std::collections::BTreeSet;

use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::stores::Store;
use crate::ledger::{Ledger, collections};
use crate::shopify::{CallError, Class, Client, StopReason};

/// Reads page by page and writes each, so that no more than a page is in memory. Returns why the store does not show
/// its collections, where it does not.
pub(crate) async fn pull_collections(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    control: &RunControl,
) -> Result<Option<String>, EngineError> {
    let id = store.id;
    let mut gone: BTreeSet<String> = ledger.read(|conn| collections::ids(conn, id))?.into_iter().collect();
    let mut after = None;
    loop {
        let page = async { Ok::<_, EngineError>(client.collections_page(after.as_deref()).await) };
        let (page, next) = match control.unless_stopped(page).await? {
            Ok(page) => page,
            Err(error) if is_hidden(&error) => return Ok(Some(error.what)),
            Err(error) => return Err(error.into()),
        };
        for collection in &page {
            gone.remove(&collection.id);
        }
        ledger.write(move |tx| collections::put_many(tx, id, &page)).await?;
        after = next;
        if after.is_none() {
            break;
        }
    }
    ledger.write(move |tx| gone.iter().try_for_each(|one| collections::remove(tx, id, one))).await?;
    Ok(None)
}

/// Products are read all the same where an older version of the API has no sources, or a scope is missing.
pub(crate) fn is_hidden(error: &CallError) -> bool {
    matches!(error.class, Class::Invalid | Class::Stop { reason: StopReason::Permission { .. } })
}
