//! Makes a review of a plan: its rows in the ledger, its file in the data directory.

use std::path::{Path, PathBuf};
use std::{fs, io};

use evenshelf_core::cost::write_points;
use evenshelf_core::finding::Finding;
use evenshelf_core::plan::PlanHead;

use super::rows::{HeldProduct, is_collection, rows};
use super::types::{NewOrigin, NewReview, Side};
use crate::clock::now_ms;
use crate::error::EngineError;
use crate::ledger::reviews::write::{NewProduct, PlacedOperation};
use crate::ledger::reviews::{self, Asked, NewHead, StoredReview, findings};
use crate::ledger::{Ledger, collections, mirror};
use crate::plan_file::{Placed, PlanFile};
use crate::session::{Session, blocking};

/// Rows that are written at once: some 50 ms, for which a run under way waits.
const SLICE_ROWS: usize = 4_000;

/// A review that is not whole after this long, an hour, was left by a program that ended.
const ABANDONED_AFTER_MS: i64 = 3_600_000;

/// Reviews that are kept; the oldest go.
const REVIEWS_MAX: usize = 40;

impl Session {
    /// Puts a plan under review and returns the review's id. An earlier review of the same files is put away, but
    /// for one whose run has not ended.
    pub async fn review_create(&self, plan: &PlanFile, new: NewReview) -> Result<i64, EngineError> {
        self.make_room(&new.origin).await?;
        let head = self.new_head(plan, &new)?;
        let held = match (&plan.shelf, head.store) {
            (Some(shelf), _) => Some(Held { ledger: shelf.ledger.clone(), store: shelf.store, keeps: true }),
            (None, Some(store)) => Some(Held { ledger: self.ledger().clone(), store, keeps: false }),
            (None, None) => None,
        };
        let shelf_findings = plan.shelf.as_ref().map(|shelf| shelf.findings.clone()).unwrap_or_default();
        let id = self.ledger().write(move |tx| reviews::begin(tx, &head)).await?;
        let path = plan_path(self.data_dir(), id);
        let made = match keep(plan, &path) {
            Ok(kept) => {
                let findings = (plan.head.findings.clone(), shelf_findings);
                let making = Making { ledger: self.ledger().clone(), id, held };
                blocking(move || making.write(&kept, findings)).await.and_then(|written| written)
            }
            Err(error) => Err(error),
        };
        if let Err(error) = made {
            self.forget_reviews(vec![id]).await?;
            return Err(error);
        }
        Ok(id)
    }

    /// Puts a review away: its rows, its marks and its plan's file. Runs made of it stay.
    pub async fn review_discard(&self, id: i64) -> Result<(), EngineError> {
        self.stored_review(id)?;
        self.forget_reviews(vec![id]).await
    }

    /// Removes reviews and their files. The files go last: one without its rows is swept up by the next review.
    async fn forget_reviews(&self, ids: Vec<i64>) -> Result<(), EngineError> {
        let gone = ids.clone();
        self.ledger().write(move |tx| gone.iter().try_for_each(|id| reviews::remove(tx, *id))).await?;
        for id in ids {
            remove_plan(self.data_dir(), id)?;
        }
        Ok(())
    }

    async fn make_room(&self, origin: &NewOrigin) -> Result<(), EngineError> {
        let stored = self.ledger().read(reviews::list)?;
        let mut gone = self.ledger().read(|conn| reviews::abandoned(conn, now_ms() - ABANDONED_AFTER_MS))?;
        for (position, review) in stored.iter().enumerate() {
            let is_old = is_of(review, origin) || position + 1 >= REVIEWS_MAX;
            if is_old && !self.ledger().read(|conn| reviews::plans::is_behind(conn, review.id))? {
                gone.push(review.id);
            }
        }
        self.forget_reviews(gone).await?;
        self.sweep()
    }

    /// Removes files of reviews that are in the ledger no more.
    fn sweep(&self) -> Result<(), EngineError> {
        let folder = folder(self.data_dir());
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(EngineError::File { path: folder, error }),
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            let Some(id) = stem.and_then(|stem| stem.parse::<i64>().ok()) else { continue };
            if !self.ledger().read(|conn| reviews::exists(conn, id))? {
                remove_plan(self.data_dir(), id)?;
            }
        }
        Ok(())
    }

    fn new_head(&self, plan: &PlanFile, new: &NewReview) -> Result<NewHead, EngineError> {
        let (store, shelf, sheet) = match &new.origin {
            NewOrigin::Store { store, path } => (Some(self.store(store)?), None, path),
            NewOrigin::Files { shelf, sheet } => (None, Some(shelf), sheet),
        };
        Ok(NewHead {
            store: store.as_ref().map(|store| store.id),
            created_at: now_ms(),
            copied_at: store.as_ref().and_then(|store| store.pulled_at),
            currency: store.and_then(|store| store.currency),
            shelf: shelf.map(|path| path.display().to_string()),
            sheet: sheet.display().to_string(),
            asked: Asked { match_by: new.match_by, missing: new.missing },
            head: PlanHead { findings: Vec::new(), ..plan.head.clone() },
            budget: plan.budget,
        })
    }
}

fn is_of(review: &StoredReview, origin: &NewOrigin) -> bool {
    match origin {
        NewOrigin::Store { store, path } => {
            review.store.as_ref().is_some_and(|of| of.name == *store)
                && review.sheet == path.display().to_string()
        }
        NewOrigin::Files { shelf, sheet } => {
            review.store.is_none()
                && review.shelf.as_deref() == Some(&*shelf.display().to_string())
                && review.sheet == sheet.display().to_string()
        }
    }
}

fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("reviews")
}

/// Returns where the plan of a review is kept.
pub(crate) fn plan_path(data_dir: &Path, review: i64) -> PathBuf {
    folder(data_dir).join(format!("{review}.plan"))
}

/// Removes the plan's file of a review, where there is one.
pub(crate) fn remove_plan(data_dir: &Path, review: i64) -> Result<(), EngineError> {
    let path = plan_path(data_dir, review);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(EngineError::File { path, error }),
        _ => Ok(()),
    }
}

fn keep(plan: &PlanFile, path: &Path) -> Result<PlanFile, EngineError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| EngineError::File { path: folder.to_owned(), error })?;
    }
    plan.save(path)?;
    PlanFile::load(path)
}

/// Where the products are that the plan was made against.
struct Held {
    ledger: Ledger,
    store: i64,
    /// Whether they are gone once the plan is, so that the review keeps those it needs.
    keeps: bool,
}

/// A review that is being written.
struct Making {
    ledger: Ledger,
    id: i64,
    held: Option<Held>,
}

impl Making {
    fn write(self, plan: &PlanFile, (sheet, shelf): (Vec<Finding>, Vec<Finding>)) -> Result<(), EngineError> {
        let (mut n, mut row) = (0, 0);
        let mut slice: Vec<NewProduct> = Vec::new();
        let mut slice_rows = 0;
        let mut product: Vec<Placed> = Vec::new();
        for placed in plan.placed()? {
            let placed = placed?;
            if product.first().is_some_and(|first| !is_same_product(first, &placed)) {
                let made = self.product(n, row, std::mem::take(&mut product))?;
                n += 1;
                row += made.rows.rows.len() as u64;
                slice_rows += made.rows.rows.len();
                slice.push(made);
                if slice_rows >= SLICE_ROWS {
                    self.products(std::mem::take(&mut slice))?;
                    slice_rows = 0;
                }
            }
            product.push(placed);
        }
        if !product.is_empty() {
            slice.push(self.product(n, row, product)?);
        }
        self.products(slice)?;
        let id = self.id;
        Ok(self.ledger.write_blocking(move |tx| {
            findings::insert_all(tx, id, Side::Sheet, &sheet)?;
            findings::insert_all(tx, id, Side::Shelf, &shelf)?;
            reviews::finish(tx, id)
        })?)
    }

    /// Makes the rows of a product, numbered from `first` on.
    fn product(&self, n: u64, first: u64, placed: Vec<Placed>) -> Result<NewProduct, EngineError> {
        let product_id = placed.first().and_then(|placed| placed.operation.product_id.as_deref());
        let is_collection = placed.first().is_some_and(|placed| is_collection(&placed.operation.work));
        let (body, held) = match (&self.held, product_id) {
            (Some(held), Some(id)) if is_collection => {
                let known = held.ledger.read(|conn| collections::get(conn, held.store, id))?;
                (None, known.as_ref().map(HeldProduct::of_collection))
            }
            (Some(held), Some(id)) => {
                let body = held.ledger.read(|conn| mirror::body(conn, held.store, id))?;
                let known = body.as_deref().map(HeldProduct::parse).transpose()?;
                (body, known)
            }
            _ => (None, None),
        };
        let (spans, operations): (Vec<_>, Vec<_>) =
            placed.into_iter().map(|placed| ((placed.start, placed.length), placed.operation)).unzip();
        let rows = rows(&operations, held.as_ref(), first);
        let operations = spans.into_iter().zip(operations).map(|((start, length), operation)| {
            let points = u64::from(write_points(&operation.work));
            PlacedOperation { operation, points, start, length }
        });
        let keeps = self.held.as_ref().is_some_and(|held| held.keeps);
        Ok(NewProduct { n, operations: operations.collect(), rows, body: body.filter(|_| keeps) })
    }

    fn products(&self, slice: Vec<NewProduct>) -> Result<(), EngineError> {
        let id = self.id;
        Ok(self.ledger.write_blocking(move |tx| reviews::write::products(tx, id, &slice))?)
    }
}

/// The operations of a product follow one another in a plan.
fn is_same_product(first: &Placed, next: &Placed) -> bool {
    first.operation.product == next.operation.product
        && first.operation.product_id == next.operation.product_id
        // A new product and a new collection can share a handle.
        && is_collection(&first.operation.work) == is_collection(&next.operation.work)
}
