//! The documents of `--json`. Keys are frozen: they may grow, never change.

use std::io::{self, Write};
use std::path::Path;

use evenshelf_core::operation::{Change, Operation, Subject};
use evenshelf_core::plan::PlanHead;
use evenshelf_core::value::Value as FieldValue;
use evenshelf_engine::PlanFile;
use evenshelf_engine::ledger::operations::OperationRow;
use evenshelf_engine::ledger::runs::{Counts, Run};
use evenshelf_engine::ledger::stores::Store;
use evenshelf_engine::ledger::{Ledger, LedgerError, plans};
use serde::Serialize;
use serde_json::{Value, json};

use super::plan_changes::Sign;
use super::run_page::Group;
use crate::exit::{Failure, next_step};

pub const SCHEMA: u32 = 1;

/// Returns the document of a verb that could not do what it was asked.
pub fn failure(failure: &Failure) -> Value {
    json!({
        "schema": SCHEMA,
        "error": { "what": failure.what, "hint": failure.hint, "code": failure.code },
    })
}

/// Returns a store and its settings. It has no secrets to leave out.
pub fn store(store: &Store) -> Value {
    json!({
        "name": store.name,
        "url": store.url,
        "kind": store.kind.name(),
        "allow_writes": store.allow_writes,
        "location": store.default_location,
        "shop_name": store.shop_name,
        "shop_domain": store.shop_domain,
        "plan": store.plan,
        "currency": store.currency,
        "api_version": store.api_version,
        "credentials": store.credential_kind.name(),
        "client_id": store.client_id,
        "pulled_at": store.pulled_at,
        "full_pull_at": store.full_pull_at,
    })
}

/// Returns a run as lists show it.
pub fn run(run: &Run) -> Value {
    json!({
        "id": run.id,
        "store": run.store_name,
        "source": run.source,
        "state": run.state.name(),
        "strategy": run.strategy,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "counts": run.counts,
        "plan_id": run.plan,
        "workers": run.workers,
        "created_at": run.created_at,
        "note": run.note,
    })
}

/// Returns a run that was not needed: there was nothing to send. It is in no ledger.
pub fn no_run(head: &PlanHead) -> Value {
    let counts = Counts { planned: head.counts.operations, held: head.counts.held, ..Counts::default() };
    json!({
        "id": null,
        "store": head.store,
        "source": head.source,
        "state": if counts.held > 0 { "planned" } else { "completed" },
        "strategy": head.forecast.strategy,
        "started_at": null,
        "ended_at": null,
        "counts": counts,
        "plan_id": head.id,
        "failures": [],
        "findings_count": head.findings.len(),
        "plan": plan_head(head),
    })
}

/// Returns the head of a plan without what follows it.
pub fn plan_head(head: &PlanHead) -> Value {
    json!({
        "id": head.id,
        "store": head.store,
        "source": head.source,
        "counts": head.counts,
        "forecast": head.forecast,
    })
}

/// Returns the head of a plan that was carried out, as the ledger has it; null where it has none.
pub fn stored_plan(ledger: &Ledger, run: &Run) -> Result<Value, LedgerError> {
    let Some(id) = &run.plan else { return Ok(Value::Null) };
    let Some(plan) = ledger.read(|conn| plans::get(conn, id))? else { return Ok(Value::Null) };
    Ok(json!({
        "id": plan.id,
        "store": run.store_name,
        "source": plan.source,
        "counts": plan.summary.get(0),
        "forecast": plan.summary.get(1),
    }))
}

/// Returns why operations did not go through, each cause once.
pub fn failures(groups: &[Group]) -> Value {
    let group = |group: &Group| {
        json!({
            "outcome": group.outcome.name(),
            "reason": group.reason,
            "count": group.count,
            "products": group.products,
            "next": next_step(group.outcome),
        })
    };
    groups.iter().map(group).collect()
}

/// Prints the document of two compared files: a plan's, with the two files and the findings of each.
pub fn print_comparison(
    out: &mut dyn Write,
    plan: &PlanFile,
    shelf: &Path,
    sheet: &Path,
) -> Result<(), Failure> {
    let files = json!({
        "shelf": shelf,
        "sheet": sheet,
        "shelf_findings": plan.shelf_findings().unwrap_or_default(),
    });
    print_plan_with(out, &plan.head, files, plan.operations()?)
}

/// Prints the document of a restore that is not done: a plan's, with what does not come back.
pub fn print_restore(out: &mut dyn Write, plan: &PlanFile, told: &Value) -> Result<(), Failure> {
    print_plan_with(out, &plan.head, json!({ "restore": told }), plan.operations()?)
}

/// Prints the plan's document, its changes last and one by one, so that a plan of any size fits.
pub fn print_plan(
    out: &mut dyn Write,
    head: &PlanHead,
    operations: impl Iterator<Item = Result<Operation, impl Into<Failure>>>,
) -> Result<(), Failure> {
    print_plan_with(out, head, json!({}), operations)
}

/// Does what [`print_plan`] does, with further members of the plan.
fn print_plan_with(
    out: &mut dyn Write,
    head: &PlanHead,
    further: Value,
    operations: impl Iterator<Item = Result<Operation, impl Into<Failure>>>,
) -> Result<(), Failure> {
    write!(out, "{{\"schema\":{SCHEMA},\"plan\":")?;
    let mut members = plan_head(head);
    if let Some(members) = members.as_object_mut() {
        members.insert("findings".to_owned(), serde_json::to_value(&head.findings)?);
        members.extend(
            further.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())),
        );
    }
    let mut list = OpenList::start(out, &members, "changes")?;
    for operation in operations {
        let operation = operation.map_err(Into::into)?;
        for change in changes(&operation) {
            list.push(&change)?;
        }
    }
    list.end()?;
    writeln!(out, "}}")?;
    out.flush()?;
    Ok(())
}

/// An object whose last member is a list that is written item by item.
pub struct OpenList<'a> {
    out: &'a mut dyn Write,
    is_empty: bool,
}

impl<'a> OpenList<'a> {
    /// Writes the members of the object and opens the list under `name`.
    pub fn start(out: &'a mut dyn Write, members: &Value, name: &str) -> io::Result<Self> {
        out.write_all(b"{")?;
        for (key, value) in members.as_object().into_iter().flatten() {
            serde_json::to_writer(&mut *out, key)?;
            out.write_all(b":")?;
            serde_json::to_writer(&mut *out, value)?;
            out.write_all(b",")?;
        }
        serde_json::to_writer(&mut *out, name)?;
        out.write_all(b":[")?;
        Ok(Self { out, is_empty: true })
    }

    pub fn push(&mut self, item: &impl Serialize) -> io::Result<()> {
        self.out.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        serde_json::to_writer(&mut *self.out, item)?;
        Ok(())
    }

    /// Closes the list and the object.
    pub fn end(self) -> io::Result<()> {
        self.out.write_all(b"]}")
    }
}

/// Returns the changes of an operation. One without fields of its own still counts as one.
fn changes(operation: &Operation) -> Vec<Value> {
    let of = |change: Option<&Change>| {
        let mut document = json!({
            "operation": operation.work.name(),
            "product": operation.product,
            "field": change.map(|change| change.field.as_str()),
            "before": change.map(|change| change.before.to_json()),
            "after": change.map(|change| change.after.to_json()),
            "held": operation.held.as_ref().map(|held| held.kind.name()),
            "operation_id": operation.id,
            "sign": change.map_or("changed", |change| Sign::of(change).word()),
            "subject": change.map(|change| subject(&change.subject)),
            "record": operation.place.map(|place| place.record),
            "line": operation.place.map(|place| place.line),
        });
        if let (Some(held), Some(members)) = (&operation.held, document.as_object_mut()) {
            members.insert("reason".to_owned(), held.reason.as_str().into());
        }
        document
    };
    if operation.changes.is_empty() {
        return vec![of(None)];
    }
    operation.changes.iter().map(|change| of(Some(change))).collect()
}

/// Returns what a change belongs to below its product; null for the product itself.
fn subject(subject: &Subject) -> Value {
    match subject {
        Subject::Product => Value::Null,
        Subject::Variant { id, label } => json!({ "variant": label, "variant_id": id }),
        Subject::Image { position } => json!({ "image": position }),
        Subject::Level { variant, location } => json!({ "variant": variant, "location": location }),
    }
}

/// Returns an operation of a run with its outcome.
pub fn operation(row: &OperationRow) -> Value {
    let side = FieldValue::to_json;
    let change = |change: &Change| {
        json!({
            "field": change.field,
            "before": side(&change.before),
            "after": side(&change.after),
            "sign": Sign::of(change).word(),
            "subject": subject(&change.subject),
        })
    };
    let operation = &row.operation;
    json!({
        "operation_id": operation.id,
        "operation": operation.work.name(),
        "product": operation.product,
        "product_id": operation.product_id,
        "state": row.state.name(),
        "detail": row.detail,
        "attempts": row.attempts,
        "at": row.at,
        "held": operation.held.as_ref().map(|held| held.kind.name()),
        "record": operation.place.map(|place| place.record),
        "line": operation.place.map(|place| place.line),
        "changes": operation.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests;
