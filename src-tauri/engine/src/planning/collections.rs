//! From a file of collections and the mirror to a plan on disk: one collection in memory at a time.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::backup::Line;
use evenshelf_core::collection::{SheetCollection, StoreCollection, as_sheet, awaited_id};
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::plan::{MatchBy, Missing, Planner, Policy};
use rusqlite::Connection;

use super::end::{Found, end};
use super::{Job, PlanAsked, Planned, Surroundings};
use crate::error::EngineError;
use crate::ledger::surroundings::Surrounding;
use crate::ledger::{LedgerError, collections};
use crate::plan_file::PlanWriter;
use crate::source;

/// Plans the file against the mirror.
pub(super) fn plan(job: &Job<'_>, asked: &PlanAsked, around: &Surroundings) -> Result<Planned, EngineError> {
    refuse(job, asked)?;
    let policy = Policy {
        missing: asked.missing,
        release: asked.release.clone(),
        previous_products: around.previous_products,
        ..Policy::default()
    };
    let mut planner = Planner::new(policy);
    let mut writer = PlanWriter::new(job.folder)?;
    let mut named = BTreeSet::new();
    let mut failure = None;
    let sheet = job.ledger.read(|conn| {
        Ok(source::read_collections(job.file, &mut |collection| {
            if failure.is_some() {
                return;
            }
            named.insert(collection.handle.clone());
            failure = one(conn, job, &collection, &BTreeSet::new(), &mut planner, &mut writer).err();
        }))
    })??;
    if let Some(error) = failure {
        return Err(error);
    }
    let mut findings = sheet.findings;
    named.extend(sheet.refused.iter().filter_map(|row| row.handle.clone()));
    let is_nameless = sheet.refused.iter().any(|row| row.handle.is_none());
    if asked.missing == Missing::Delete && is_nameless {
        findings.push(missing_unknown());
    }
    let mut failure = None;
    job.ledger.read(|conn| {
        let mut count = 0;
        collections::for_each(conn, job.store.id, |held| {
            count += 1;
            if failure.is_none()
                && !is_nameless
                && !named.contains(&held.handle)
                && let Some(operation) = planner.missing_collection(&held)
            {
                failure = writer.push(&operation).err();
            }
            Ok(())
        })?;
        planner.note_store_collections(count);
        Ok(())
    })?;
    if let Some(error) = failure {
        return Err(error);
    }
    let found = Found { source_digest: &sheet.digest, findings, store_products: 0 };
    let plan = end(job, asked, around, (planner, writer), found)?;
    Ok(Planned { plan, unknown_categories: BTreeSet::new() })
}

/// What can be asked of products and not of collections.
fn refuse(job: &Job<'_>, asked: &PlanAsked) -> Result<(), EngineError> {
    let what = if job.said.is_some() {
        "two files of collections cannot be compared yet; plan one against a store"
    } else if !matches!(asked.match_by, None | Some(MatchBy::Handle)) {
        "collections are matched by their handle alone"
    } else if matches!(asked.missing, Missing::Draft | Missing::Archive) {
        "a collection that the file does not name can be left or deleted; use --missing leave or --missing delete"
    } else {
        return Ok(());
    };
    Err(EngineError::Usage(what.to_owned()))
}

/// Plans the collections of a backup after its products, of which the plan may have to make some: `made` has their
/// handles.
pub(super) fn backed_up(
    job: &Job<'_>,
    made: &BTreeSet<String>,
    planner: &mut Planner,
    writer: &mut PlanWriter,
) -> Result<(), EngineError> {
    for line in source::lines(job.file)? {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let around = match Line::read(&line) {
            Ok(Line::Around(around)) => around,
            Ok(Line::Opening(_)) => continue,
            // What stands around the products stands before them.
            Ok(Line::Product(_)) | Err(_) => break,
        };
        if around.kind == StoreCollection::KIND
            && let Ok(collection) = serde_json::from_value(around.body)
        {
            let sheet = as_sheet(&collection);
            job.ledger.read(|conn| Ok(one(conn, job, &sheet, made, planner, writer)))??;
        }
    }
    Ok(())
}

fn one(
    conn: &Connection,
    job: &Job<'_>,
    sheet: &SheetCollection,
    made: &BTreeSet<String>,
    planner: &mut Planner,
    writer: &mut PlanWriter,
) -> Result<(), EngineError> {
    job.control.check()?;
    let (held, known) = looked_up(conn, job.store.id, sheet, made)?;
    for operation in planner.collection(sheet, held.as_ref(), &known) {
        writer.push(&operation)?;
    }
    Ok(())
}

/// Returns the store's collection, and the ids of the products that the sheet names.
fn looked_up(
    conn: &Connection,
    store: i64,
    sheet: &SheetCollection,
    made: &BTreeSet<String>,
) -> Result<(Option<StoreCollection>, BTreeMap<String, String>), LedgerError> {
    let mut known = BTreeMap::new();
    for handle in [&sheet.products, &sheet.order].into_iter().flatten().flatten() {
        if known.contains_key(handle) {
            continue;
        }
        let awaited = made.contains(handle).then(|| awaited_id(handle));
        let id = match awaited {
            Some(id) => Some(id),
            None => collections::product_with(conn, store, handle)?,
        };
        known.extend(id.map(|id| (handle.clone(), id)));
    }
    Ok((collections::by_handle(conn, store, &sheet.handle)?, known))
}

fn missing_unknown() -> Finding {
    Finding::new(
        FindingCode::NotACollection,
        Severity::Warning,
        "a line could not be read, so it is not known which collections the file leaves out; none was deleted",
    )
}
