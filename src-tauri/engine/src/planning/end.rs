//! The end of every plan: the brakes judge the whole of it, what it takes is forecast, and it is written.

use std::cell::RefCell;

use evenshelf_core::cost::write_points;
use evenshelf_core::finding::Finding;
use evenshelf_core::plan::{Needs, Planner};

use super::{Job, PlanAsked, Surroundings};
use crate::error::EngineError;
use crate::plan_file::{HeadParts, PlanFile, PlanWriter};

/// What was read and found before the end.
pub(super) struct Found<'a> {
    pub source_digest: &'a str,
    pub findings: Vec<Finding>,
    /// How many products the mirror has.
    pub store_products: u64,
}

/// Ends a plan whose operations are all written.
pub(super) fn end(
    job: &Job<'_>,
    asked: &PlanAsked,
    around: &Surroundings,
    (planner, writer): (Planner, PlanWriter),
    found: Found<'_>,
) -> Result<PlanFile, EngineError> {
    let (judge, more) = planner.finish(found.store_products);
    let mut findings = found.findings;
    findings.extend(more);
    let needs = RefCell::new(Needs::default());
    let parts = HeadParts {
        store: &job.store.name,
        source: job.source,
        source_digest: found.source_digest,
        findings,
    };
    writer.finish(
        judge,
        parts,
        |operation| needs.borrow_mut().add(operation, u64::from(write_points(&operation.work))),
        || needs.borrow().forecast(asked.strategy, around.budget),
        around.budget,
    )
}
