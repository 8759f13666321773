//! Reads a store's sales channels, and which products were put on a publication or taken off it without any sign of it
//! in the products: a channel that was opened, a market whose catalogue was changed as a whole.

use std::collections::BTreeSet;

use evenshelf_core::channel::Channel;

use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::{Ledger, published};
use crate::shopify::{CallError, Class, Client, StopReason};

/// Returns the sales channels: none, where they are not for us to read. Everything else works without them, and what
/// a file says of them is told.
pub(crate) async fn channels(client: &Client, control: &RunControl) -> Result<Vec<Channel>, EngineError> {
    let read = async { Ok::<_, EngineError>(client.channels().await) };
    match control.unless_stopped(read).await? {
        Ok(channels) => Ok(channels),
        Err(error) if is_hidden(&error) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Returns the products that are on another set of publications than the mirror says. `None`: there are more than the
/// store lists, so that everything must be read.
///
/// Counts are asked for at every pull, a single call; the products of a publication only where its count is not the
/// mirror's. One product put on and one taken off as a whole catalogue was changed is seen by the next full pull.
pub(crate) async fn republished(
    ledger: &Ledger,
    client: &Client,
    store: i64,
    control: &RunControl,
) -> Result<Option<BTreeSet<String>>, EngineError> {
    let asked = ledger.read(|conn| published::asked(conn, store))?.of_products;
    let mut differing = BTreeSet::new();
    if asked.is_empty() {
        return Ok(Some(differing));
    }
    let read = async { Ok::<_, EngineError>(client.publication_counts(&asked).await) };
    let now = match control.unless_stopped(read).await? {
        Ok(counts) => counts,
        Err(error) if is_hidden(&error) => return Ok(Some(differing)),
        Err(error) => return Err(error.into()),
    };
    let known = ledger.read(|conn| published::counts(conn, store))?;
    for publication in asked {
        let (Some(now), known) = (now.get(&publication), known.get(&publication)) else { continue };
        if known.copied().unwrap_or_default() == *now {
            continue;
        }
        let there = control.unless_stopped(client.published_products(&publication)).await?;
        let Some(there) = there else { return Ok(None) };
        let here = ledger.read(|conn| published::products(conn, store, &publication))?;
        differing.extend(there.symmetric_difference(&here).cloned());
    }
    Ok(Some(differing))
}

/// Whether a scope is missing, or an older version of the API does not have it.
fn is_hidden(error: &CallError) -> bool {
    matches!(error.class, Class::Invalid | Class::Stop { reason: StopReason::Permission { .. } })
}
