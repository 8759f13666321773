//! A file in the place of a store: what it says is the mirror of a ledger that is thrown away with the plan.

use evenshelf_core::finding::Finding;

use crate::ledger::Ledger;

/// What a plan was made against where two files are compared.
#[derive(Debug)]
pub(crate) struct Shelf {
    /// Closed before its directory goes: fields are dropped in their order.
    pub ledger: Ledger,
    pub store: i64,
    /// What was odd in the file.
    pub findings: Vec<Finding>,
    pub(super) _directory: tempfile::TempDir,
}
