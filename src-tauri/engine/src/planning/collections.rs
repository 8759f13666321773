//! From a file of collections and the mirror to a plan on disk: one collection in memory at a time.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::backup::Line;
use evenshelf_core::channel::{Channel, said_of_collection};
use evenshelf_core::collection::{SheetCollection, StoreCollection, as_sheet, awaited_id, leave_out_unsaid};
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::normalize::not_compared;
use evenshelf_core::plan::{MatchBy, Missing, Planner, Policy};
use rusqlite::Connection;

use super::end::{Found, end};
use super::{Job, PlanAsked, Planned, Surroundings};
use crate::error::EngineError;
use crate::ledger::surroundings::Surrounding;
use crate::ledger::{LedgerError, collections, surroundings};
use crate::plan_file::PlanWriter;
use crate::source;

/// Plans the file against the mirror.
pub(super) fn plan(job: &Job<'_>, asked: &PlanAsked, around: &Surroundings) -> Result<Planned, EngineError> {
    refuse(job, asked)?;
    let policy = Policy {
        missing: asked.missing,
        release: asked.release.clone(),
        previous_products: around.previous_products,
        channels: job.ledger.read(|conn| surroundings::list(conn, job.store.id))?,
        ..Policy::default()
    };
    let mut planner = Planner::new(policy);
    let mut writer = PlanWriter::new(job.folder)?;
    let (mut named, mut unsaid) = (BTreeSet::new(), BTreeSet::new());
    let mut failure = None;
    let sheet = job.ledger.read(|conn| {
        Ok(source::read_collections(job.file, &mut |collection| {
            if failure.is_some() {
                return;
            }
            let mut collection = collection;
            if let Some(said) = job.shelf {
                leave_out_unsaid(&mut collection, said, &mut unsaid);
            }
            match one(conn, job, &collection, &BTreeSet::new(), &mut planner, &mut writer) {
                // Of two handles the store has one: this is not missing from the file.
                Ok(held) => named.extend(held),
                Err(error) => failure = Some(error),
            }
            named.insert(collection.handle);
        }))
    })??;
    if let Some(error) = failure {
        return Err(error);
    }
    let mut findings = sheet.findings;
    findings.extend(unsaid.into_iter().map(not_compared));
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
        "the first file describes products and the second one collections; compare two of a kind"
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
    let mut channels: Vec<Channel> = Vec::new();
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
        // Sales channels stand before the collections that are on them.
        if around.kind == Channel::KIND {
            channels.extend(serde_json::from_value::<Channel>(around.body));
        } else if around.kind == StoreCollection::KIND
            && let Ok(collection) = serde_json::from_value(around.body)
        {
            // Of the old store's ids this one knows nothing.
            let mut sheet = SheetCollection { id: None, ..as_sheet(&collection) };
            sheet.channels = said_of_collection(&collection, &channels);
            job.ledger.read(|conn| Ok(one(conn, job, &sheet, made, planner, writer)))??;
        }
    }
    Ok(())
}

/// Plans a collection; returns the handle it has in the store.
fn one(
    conn: &Connection,
    job: &Job<'_>,
    sheet: &SheetCollection,
    made: &BTreeSet<String>,
    planner: &mut Planner,
    writer: &mut PlanWriter,
) -> Result<Option<String>, EngineError> {
    job.control.check()?;
    let (held, known) = looked_up(conn, job, sheet, made)?;
    for operation in planner.collection(sheet, held.as_ref(), &known) {
        writer.push(&operation)?;
    }
    Ok(held.map(|held| held.handle))
}

/// Returns the store's collection, and the ids of the products that the sheet names.
fn looked_up(
    conn: &Connection,
    job: &Job<'_>,
    sheet: &SheetCollection,
    made: &BTreeSet<String>,
) -> Result<(Option<StoreCollection>, BTreeMap<String, String>), LedgerError> {
    let store = job.store.id;
    let mut known = BTreeMap::new();
    for handle in [&sheet.products, &sheet.order].into_iter().flatten().flatten() {
        if known.contains_key(handle) {
            continue;
        }
        let id = if job.shelf.is_some() {
            // Two files name products by the same handles; see `shelved`.
            Some(handle.clone())
        } else if made.contains(handle) {
            Some(awaited_id(handle))
        } else {
            collections::product_with(conn, store, handle)?
        };
        known.extend(id.map(|id| (handle.clone(), id)));
    }
    let by_id = sheet.id.as_ref().map(|id| surroundings::get(conn, store, id)).transpose()?.flatten();
    let held = match by_id {
        Some(held) => Some(held),
        None => collections::by_handle(conn, store, &sheet.handle)?,
    };
    Ok((held, known))
}

fn missing_unknown() -> Finding {
    Finding::new(
        FindingCode::NotACollection,
        Severity::Warning,
        "a line could not be read, so it is not known which collections the file leaves out; none was deleted",
    )
}
