//! Reads a store's redirects for a backup: nothing else needs them, and there may be many.

use evenshelf_core::redirect::Redirect;

use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::Ledger;
use crate::ledger::stores::Store;
use crate::ledger::surroundings::{self, Surrounding};
use crate::progress::{Observer, Progress};
use crate::shopify::{Class, Client, REDIRECTS_MAX, StopReason};

impl Surrounding for Redirect {
    const KIND: &'static str = "redirect";

    fn id(&self) -> &str {
        &self.id
    }
}

/// Brings what is known of the store's redirects up to date. A store that does not show them is kept without: that is
/// told now, and again by a restore.
pub(crate) async fn pull_redirects(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    control: &RunControl,
    observer: &Observer,
) -> Result<(), EngineError> {
    let read = async { Ok::<_, EngineError>(client.redirects().await) };
    let redirects = match control.unless_stopped(read).await? {
        Ok(redirects) => redirects,
        Err(error) => match error.class {
            Class::Invalid | Class::Stop { reason: StopReason::Permission { .. } } => {
                let text =
                    format!("the backup has no redirects, since they could not be read: {}", error.what);
                observer(Progress::Warning { text });
                Vec::new()
            }
            _ => return Err(error.into()),
        },
    };
    if redirects.len() >= REDIRECTS_MAX {
        let text = format!("the backup has {REDIRECTS_MAX} redirects; the store may have more");
        observer(Progress::Warning { text });
    }
    let id = store.id;
    Ok(ledger.write(move |tx| surroundings::replace(tx, id, &redirects)).await?)
}
