//! A part of a plan, by its products: only these, all but these, the first few.

use std::collections::BTreeSet;

use evenshelf_core::catalog::canonical_handle;
use evenshelf_core::operation::Operation;
use evenshelf_core::plan::{Release, Strategy};

use crate::error::EngineError;
use crate::plan_file::{PartWriter, PlanFile};
use crate::session::{Session, blocking};

/// Which products of a plan are wanted. Handles are compared as a store keeps them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Empty: all.
    pub only: Vec<String>,
    pub except: Vec<String>,
    /// As many of those that are left, in the plan's order; products of which nothing would be sent do not count.
    pub first: Option<u32>,
    /// What a person lets go of, where the plan is not planned with it already.
    pub release: Release,
}

/// A part of a plan, and what was asked for and not found.
#[derive(Debug)]
pub struct Parted {
    pub plan: PlanFile,
    /// Handles that no change of the plan belongs to.
    pub unknown: Vec<String>,
}

impl Part {
    pub fn is_whole(&self) -> bool {
        self.only.is_empty() && self.except.is_empty() && self.first.is_none()
    }
}

impl Session {
    /// Narrows a plan to some of its products. What is held in it stays held.
    pub async fn part_of(
        &self,
        plan: PlanFile,
        part: Part,
        strategy: Option<Strategy>,
    ) -> Result<Parted, EngineError> {
        let folder = self.data_dir().to_owned();
        blocking(move || {
            let mut choice = Choice::new(&part);
            let mut writer = PartWriter::new(&folder, &plan.head)?;
            let mut product: Vec<Operation> = Vec::new();
            for operation in plan.operations()? {
                let operation = operation?;
                if product.first().is_some_and(|first| first.product != operation.product) {
                    choice.pass(std::mem::take(&mut product), &mut writer)?;
                }
                product.push(operation);
            }
            choice.pass(product, &mut writer)?;
            let unknown = choice.unknown();
            let budget = plan.budget;
            let mut parted =
                writer.finish(&plan.head, &format!("part of {}", plan.head.id), strategy, budget)?;
            parted.left_out = plan.head.counts.operations - parted.head.counts.operations;
            Ok(Parted { plan: parted, unknown })
        })
        .await?
    }
}

/// A choice that is being made, product by product.
struct Choice<'a> {
    part: &'a Part,
    only: BTreeSet<String>,
    except: BTreeSet<String>,
    met: BTreeSet<String>,
    left: Option<u32>,
}

impl<'a> Choice<'a> {
    fn new(part: &'a Part) -> Self {
        let canonical = |handles: &[String]| handles.iter().map(|handle| canonical_handle(handle)).collect();
        Self {
            part,
            only: canonical(&part.only),
            except: canonical(&part.except),
            met: BTreeSet::new(),
            left: part.first,
        }
    }

    /// Writes the operations of a product if it is wanted.
    fn pass(&mut self, operations: Vec<Operation>, writer: &mut PartWriter) -> Result<(), EngineError> {
        let Some(first) = operations.first() else { return Ok(()) };
        let handle = canonical_handle(&first.product);
        let is_named = self.only.contains(&handle);
        let is_spared = self.except.contains(&handle);
        if is_named || is_spared {
            self.met.insert(handle);
        }
        if is_spared || !(is_named || self.only.is_empty()) {
            return Ok(());
        }
        if let Some(left) = &mut self.left {
            let is_sent = |operation: &Operation| {
                operation.held.as_ref().is_none_or(|held| self.part.release.covers(held.kind))
            };
            if *left == 0 || !operations.iter().any(is_sent) {
                return Ok(());
            }
            *left -= 1;
        }
        operations.into_iter().try_for_each(|operation| writer.push(operation))
    }

    fn unknown(&self) -> Vec<String> {
        let asked = self.part.only.iter().chain(&self.part.except);
        asked.filter(|handle| !self.met.contains(&canonical_handle(handle))).cloned().collect()
    }
}
