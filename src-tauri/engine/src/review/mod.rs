//! A plan under review: read in pages, chosen from, released, tried, applied.
//!
//! `rows` makes a row of each change; the ledger keeps and filters them (`ledger/reviews`). `apply` narrows the plan
//! to what the marks leave and finds out, by the journal, what became of it.

mod apply;
pub(crate) mod cells;
pub mod collection;
mod compare;
pub(crate) mod create;
mod detail;
pub mod product;
pub(crate) mod rows;
pub(crate) mod shelf;
pub mod types;

use crate::error::EngineError;
use crate::ledger::reviews::{self, StoredReview, findings, marks, plans};
use crate::session::{Session, source_name};
pub use compare::CompareOptions;
use types::{
    FindingPage, HeldGroup, Mark, OpenReview, PAGE_ROWS_MAX, Review, ReviewFacets, ReviewOrigin, ReviewPage,
    ReviewQuery, Selection, Side,
};

impl Session {
    /// Returns the reviews that are still to be decided on, the newest first: those with something left to send, and
    /// compared files.
    pub fn reviews(&self) -> Result<Vec<OpenReview>, EngineError> {
        let stored = self.ledger().read(reviews::list)?;
        let open = stored.into_iter().filter(|review| {
            let releasable = |group: &HeldGroup| group.releasable && group.changes > 0;
            let summary = &review.summary;
            review.store.is_none()
                || summary.counts.to_apply > 0
                || summary.counts.done == 0 && summary.held.iter().any(releasable)
        });
        Ok(open
            .map(|review| OpenReview {
                id: review.id,
                origin: origin(&review),
                counts: review.summary.counts,
                created_at: review.created_at,
            })
            .collect())
    }

    /// Returns the head of a review. What its runs did since the last look is taken over first.
    pub async fn review(&self, id: i64) -> Result<Review, EngineError> {
        self.catch_up(id).await?;
        let stored = self.stored_review(id)?;
        let (trial_run, run, (findings, finding_groups)) = self.ledger().read(|conn| {
            Ok((plans::run(conn, id, "trial")?, plans::run(conn, id, "all")?, findings::groups(conn, id)?))
        })?;
        Ok(Review {
            id,
            version: stored.version,
            origin: origin(&stored),
            created_at: stored.created_at,
            copied_at: stored.copied_at,
            currency: stored.currency,
            match_by: stored.asked.match_by,
            missing: stored.asked.missing,
            counts: stored.summary.counts,
            forecast: stored.summary.forecast,
            held: stored.summary.held,
            findings,
            finding_groups,
            trial_run,
            run,
        })
    }

    /// Returns a page of the rows that fit: at most `limit` (never more than [`PAGE_ROWS_MAX`]) after the first
    /// `offset`. Blocks while it reads, some 10 to 40 ms at 100,000 rows.
    pub fn review_page(
        &self,
        id: i64,
        query: &ReviewQuery,
        offset: u64,
        limit: u32,
    ) -> Result<ReviewPage, EngineError> {
        let found = self.ledger().read(|conn| {
            let Some(version) = reviews::version(conn, id)? else { return Ok(None) };
            let (total, rows) = reviews::rows::page(conn, id, query, offset, limit)?;
            Ok(Some(ReviewPage { version, total, rows }))
        })?;
        found.ok_or(EngineError::UnknownReview(id))
    }

    /// Returns how many rows each value of a chip would leave. Blocks like [`Session::review_page`].
    pub fn review_facets(&self, id: i64, query: &ReviewQuery) -> Result<ReviewFacets, EngineError> {
        self.known_review(id)?;
        Ok(self.ledger().read(|conn| reviews::rows::facets(conn, id, query))?)
    }

    /// Returns a page of what was odd in the files: of one cause, by its code, and of one of two compared files,
    /// or of all.
    pub fn review_findings(
        &self,
        id: i64,
        code: Option<&str>,
        side: Option<Side>,
        offset: u64,
        limit: u32,
    ) -> Result<FindingPage, EngineError> {
        self.known_review(id)?;
        let limit = limit.min(PAGE_ROWS_MAX);
        let (total, findings) =
            self.ledger().read(|conn| findings::page(conn, id, code, side, offset, limit))?;
        Ok(FindingPage { total, findings })
    }

    /// Marks rows and what goes with them; returns the review's version afterwards. What was sent stays as it is.
    pub async fn review_mark(&self, id: i64, selection: Selection, mark: Mark) -> Result<u64, EngineError> {
        self.known_review(id)?;
        Ok(self.ledger().write(move |tx| marks::mark(tx, id, &selection, mark)).await?)
    }

    fn known_review(&self, id: i64) -> Result<(), EngineError> {
        let version = self.ledger().read(|conn| reviews::version(conn, id))?;
        version.map(drop).ok_or(EngineError::UnknownReview(id))
    }

    fn stored_review(&self, id: i64) -> Result<StoredReview, EngineError> {
        self.ledger().read(|conn| reviews::get(conn, id))?.ok_or(EngineError::UnknownReview(id))
    }
}

fn origin(review: &StoredReview) -> ReviewOrigin {
    let name = |path: &str| source_name(std::path::Path::new(path));
    match &review.store {
        Some(store) => ReviewOrigin::Store {
            store: store.name.clone(),
            demo: store.kind == crate::ledger::stores::StoreKind::Demo,
            path: review.sheet.clone(),
            source: name(&review.sheet),
        },
        None => {
            let shelf = review.shelf.clone().unwrap_or_default();
            ReviewOrigin::Files {
                shelf_name: name(&shelf),
                shelf,
                sheet_name: name(&review.sheet),
                sheet: review.sheet.clone(),
            }
        }
    }
}

#[cfg(test)]
mod tests;
