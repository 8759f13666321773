//! A backup, looked at before it is brought back into a store.

use serde::{Deserialize, Serialize};

use super::file::Finding;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BackupLook {
    pub path: String,
    pub name: String,
    /// The shop it was made of, as far as it says so.
    pub shop: Option<String>,
    pub written_at_ms: Option<i64>,
    pub products: u64,
    pub collections: u64,
    /// Of metafields. A restore makes them before anything is planned.
    pub definitions: u64,
    /// Made with the definitions.
    pub redirects: u64,
    /// Products that the copy of the store has: with any, nothing is restored.
    pub in_store: u64,
    /// What will not be as it was, what costs most first.
    pub differences: Vec<Finding>,
}
