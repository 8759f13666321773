//! From a review to the plan that is sent: what is included, not held, and not sent before.

use std::collections::BTreeSet;
use std::path::Path;

use evenshelf_core::operation::Operation;
use evenshelf_core::plan::narrow::{narrowed, units};
use evenshelf_core::plan::trial::{self, Trying};

use super::create::plan_path;
use super::types::ApplyScope;
use crate::error::EngineError;
use crate::ledger::reviews::plans::{self, Sendable};
use crate::ledger::{Ledger, LedgerError};
use crate::plan_file::{PartWriter, PlanFile};
use crate::session::{Session, blocking};

impl Session {
    /// Returns the plan of what the review would send; give it to [`Session::sync`]. What an earlier run of the
    /// review took is not in it, unless that run skipped it.
    pub async fn review_plan(&self, id: i64, scope: ApplyScope) -> Result<PlanFile, EngineError> {
        self.catch_up(id).await?;
        let stored = self.stored_review(id)?;
        let (ledger, folder) = (self.ledger().clone(), self.data_dir().to_owned());
        let plan = blocking(move || {
            let whole = PlanFile::load(&plan_path(&folder, id))?;
            let source = Source { ledger: &ledger, id, whole: &whole };
            let products = match scope {
                ApplyScope::All => None,
                ApplyScope::Trial { products } => Some(source.tried(products as usize)?),
            };
            let mut writer = PartWriter::new(&folder, &whole.head)?;
            source.each(products.as_ref(), |_, operation| writer.push(operation))?;
            writer.finish(&whole.head, &format!("review {id}"), None, stored.budget)
        })
        .await??;
        let (plan_id, scope) = (plan.head.id.clone(), scope.name());
        self.ledger().write(move |tx| plans::note(tx, id, &plan_id, scope)).await?;
        Ok(plan)
    }

    /// Writes the plan of what the review would send where the owner wants it, for `sync --plan`.
    pub async fn review_save(&self, id: i64, to: &Path) -> Result<(), EngineError> {
        self.review_plan(id, ApplyScope::All).await?.save(to)
    }

    /// Notes that a run carries out a plan of this review, and takes over what its journal says. A run of which this
    /// is never told is found by its plan's id the next time the review is looked at.
    pub async fn review_note_run(&self, id: i64, run: i64, scope: ApplyScope) -> Result<(), EngineError> {
        self.stored_review(id)?;
        let plan = self.run(run)?.plan;
        if let Some(plan) = plan {
            self.ledger().write(move |tx| plans::note(tx, id, &plan, scope.name())).await?;
        }
        self.catch_up(id).await
    }

    /// Takes over what the journal says of the review's rows; its version grows where that is new.
    pub(super) async fn catch_up(&self, id: i64) -> Result<(), EngineError> {
        if self.ledger().read(|conn| plans::is_behind(conn, id))? {
            self.ledger().write(move |tx| plans::catch_up(tx, id)).await?;
        }
        Ok(())
    }
}

/// A review and the plan it was made of.
struct Source<'a> {
    ledger: &'a Ledger,
    id: i64,
    whole: &'a PlanFile,
}

impl Source<'_> {
    /// Gives every operation to the closure as it would be sent, with its product's number.
    fn each(
        &self,
        products: Option<&BTreeSet<u64>>,
        mut f: impl FnMut(u64, Operation) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let mut operations = self.whole.operations()?;
        let mut failure = None;
        // The rows of one operation.
        let mut rows: Vec<Sendable> = Vec::new();
        let mut take = |rows: &mut Vec<Sendable>| -> Result<(), EngineError> {
            let Some(first) = rows.first() else { return Ok(()) };
            let (id, product) = (first.operation, first.product);
            let operation = operations.next().ok_or_else(|| lost(self.id))??;
            if operation.id != id {
                return Err(lost(self.id));
            }
            let wanted = products.is_none_or(|products| products.contains(&product));
            if wanted && let Some(operation) = as_sent(operation, rows) {
                f(product, operation)?;
            }
            rows.clear();
            Ok(())
        };
        self.ledger.read(|conn| {
            plans::for_each(conn, self.id, |row| {
                if failure.is_none() && rows.first().is_some_and(|first| first.operation != row.operation) {
                    failure = take(&mut rows).err();
                }
                rows.push(row);
                Ok(())
            })
        })?;
        if let Some(failure) = failure {
            return Err(failure);
        }
        take(&mut rows)
    }

    fn tried(&self, count: usize) -> Result<BTreeSet<u64>, EngineError> {
        let mut products: Vec<(u64, Trying)> = Vec::new();
        self.each(None, |product, operation| {
            match products.last_mut() {
                Some((last, trying)) if *last == product => trying.add(&operation),
                _ => {
                    let mut trying = Trying::default();
                    trying.add(&operation);
                    products.push((product, trying));
                }
            }
            Ok(())
        })?;
        Ok(trial::choose(&products, count))
    }
}

/// Returns the operation with what is sent of it. Its rows stand in the order of its changes.
fn as_sent(mut operation: Operation, rows: &[Sendable]) -> Option<Operation> {
    let units = units(&operation);
    let sent: BTreeSet<u32> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.sends)
        .map(|(index, _)| units.get(index).copied().unwrap_or_default())
        .collect();
    // What is held and not released is not among those.
    operation.held = None;
    narrowed(operation, |unit| sent.contains(&unit))
}

fn lost(id: i64) -> EngineError {
    LedgerError::Content {
        what: format!("review {id}"),
        cause: "its rows and its plan's file do not belong together".to_owned(),
    }
    .into()
}
