//! A look at a backup before anything is planned: what it holds, and what would not come back.

use std::path::Path;

use evenshelf_core::finding::Finding;

use super::contents::contents;
use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::{markets, mirror};
use crate::session::Session;

/// What a backup holds, seen from the store it is to be brought into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupLook {
    /// The shop it was made of, as far as it says so.
    pub shop: Option<String>,
    /// In unix milliseconds; `None` for a backup that does not say it.
    pub written_at: Option<i64>,
    pub products: u64,
    pub collections: u64,
    /// Of metafields.
    pub definitions: u64,
    pub redirects: u64,
    /// Products that the copy of the store has: with any, nothing is restored.
    pub in_store: u64,
    /// What will not be as it was, what costs most first.
    pub differences: Vec<Finding>,
}

impl Session {
    /// Reads a backup and says what a restore into the store would bring. Asks nothing of the store, so that its copy must
    /// have been made before, and sends nothing.
    pub async fn restore_look(
        &self,
        name: &str,
        from: &Path,
        control: &RunControl,
    ) -> Result<BackupLook, EngineError> {
        let store = self.store(name)?;
        let contents = contents(from, control).await?;
        let (in_store, markets) = self
            .ledger()
            .read(|conn| Ok((mirror::count(conn, store.id)?, markets::known(conn, store.id)?)))?;
        let opening = contents.opening.as_ref();
        Ok(BackupLook {
            shop: opening.and_then(|opening| opening.shop.clone()),
            written_at: opening.map(|opening| opening.written_at).filter(|at| *at > 0),
            products: contents.tally.products,
            collections: contents.collections,
            definitions: contents.definitions.len() as u64,
            redirects: contents.redirects.len() as u64,
            in_store,
            differences: self.differences(&store, &contents, &markets)?,
        })
    }
}
