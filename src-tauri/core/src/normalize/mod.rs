//! Turns the records of a file into products and findings.
//!
//! The engine splits a file into records and pushes them here one by one; nothing in this module reads a file.
//! Every record ends in exactly one place: in a product, refused (with a finding that says why), or skipped
//! because it holds nothing. A product is taken whole or not at all, since a missing variant row would read as
//! "delete this variant". The three answers a cell can give (absent, blank, value) are those of
//! [`crate::catalog`].
//!
//! Where the files leave a choice, it is made so that a store is never changed by a guess:
//! a price that cannot be read refuses its product, any other field that cannot be read is left alone; an
//! unreadable picture address leaves all of that product's pictures alone; cells that no store can hold empty
//! (title, status, price, booleans, quantities) say nothing when blank.

mod build;
mod cell;
mod draft;
mod google;
mod header;
mod inventory;
mod json;
mod json_text;
mod names;
mod notes;
mod observed;
mod pictures;
mod placeholder;
mod products;
mod row;
mod shelved;
#[cfg(test)]
mod tests;
mod variant_row;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use build::VARIANTS_MAX;
pub use google::google_headers;
pub use header::{Header, HeaderProblem};
pub use json::LineReader;
pub(crate) use json_text::product_json;
pub use json_text::product_line;
pub use observed::as_sheet;
pub use products::LastRows;
pub use shelved::{Said, not_compared, shelved, shelved_twice};

use crate::catalog::{Place, SheetProduct};
use crate::finding::{Finding, FindingCode, Severity};
use crate::plan::SheetKind;
use inventory::Inventory;
use notes::Notes;
use products::Products;

/// What a file says, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// An inventory sheet speaks of quantities only: it never adds, changes or removes a variant or a picture.
    pub kind: SheetKind,
    pub products: Vec<SheetProduct>,
    pub findings: Vec<Finding>,
    /// What the file speaks of but could not be read. Such a product is *not* missing from the file.
    pub refused: Vec<RefusedProduct>,
    /// The headers that were recognised, as the file spells them.
    pub columns: Vec<String>,
    pub rows: RowCounts,
    /// SHA-256 of the file's bytes, in hexadecimal; set by whoever read them.
    pub digest: String,
}

/// A product, or a single row, that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedProduct {
    pub place: Place,
    /// `None` where the row could not be told to belong to any product.
    pub handle: Option<String>,
    pub id: Option<String>,
    pub rows: u64,
}

/// Where the records of a file went: `read + refused + skipped = total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowCounts {
    pub total: u64,
    pub read: u64,
    pub refused: u64,
    /// Blank records and repeated header rows.
    pub skipped: u64,
}

/// Why the splitter does not trust a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    pub code: FindingCode,
    pub advice: String,
}

/// Takes the records of one file in their order.
#[derive(Debug)]
pub struct Normalizer {
    header: Header,
    notes: Notes,
    rows: RowCounts,
    refused: Vec<RefusedProduct>,
    reader: Reader,
}

#[derive(Debug)]
enum Reader {
    Products(Products),
    Inventory(Inventory),
}

impl Normalizer {
    /// Starts with the header row of the file. All products are there at the end.
    pub fn new(header: &[String]) -> Result<Self, HeaderProblem> {
        Self::streaming(header, None)
    }

    /// Starts with the header row and what a first pass learnt, so that products can be taken on the way.
    pub fn streaming(header: &[String], last_rows: Option<LastRows>) -> Result<Self, HeaderProblem> {
        let mut header = Header::recognise(header)?;
        let mut notes = Notes::default();
        for finding in std::mem::take(&mut header.findings) {
            notes.push(finding);
        }
        let reader = match header.kind {
            SheetKind::Products => Reader::Products(Products::new(last_rows)),
            SheetKind::Inventory => Reader::Inventory(Inventory::default()),
        };
        Ok(Self { header, notes, rows: RowCounts::default(), refused: Vec::new(), reader })
    }

    /// Returns what kind of file the header makes it.
    pub fn kind(&self) -> SheetKind {
        self.header.kind
    }

    /// Learns where the products of the file end: the first pass, which takes no product.
    pub fn note_row(&self, last_rows: &mut LastRows, place: Place, cells: &[String]) {
        last_rows.note(&self.header, place.record, cells);
    }

    /// Returns the products that are whole and were not taken yet. An inventory file has none before its end.
    pub fn take_ready(&mut self) -> Vec<SheetProduct> {
        match &mut self.reader {
            Reader::Products(products) => products.take_ready(),
            Reader::Inventory(_) => Vec::new(),
        }
    }

    /// Adds a finding about the file as a whole.
    pub fn note(&mut self, finding: Finding) {
        self.notes.push(finding);
    }

    /// Takes the next record. `damage` says why its cells cannot be trusted.
    pub fn push(&mut self, place: Place, cells: &[String], damage: Option<Damage>) {
        self.rows.total += 1;
        if damage.is_none() && cells.iter().all(|text| cell::trim(text).is_empty()) {
            self.rows.skipped += 1;
            return;
        }
        if self.header.is_repeated_by(cells) {
            let advice = "the header row stands here once more; it was skipped";
            self.notes.push(Finding::new(FindingCode::HeaderRepeated, Severity::Note, advice).at(place));
            self.rows.skipped += 1;
            return;
        }
        let damage = damage.or_else(|| field_count(&self.header, cells));
        let Self { header, notes, refused, reader, .. } = self;
        let mut intake = Intake { header, notes, refused };
        match (reader, damage) {
            (Reader::Products(products), None) => {
                let without = placeholder::without(header, cells);
                if matches!(without, Cow::Owned(_)) {
                    let advice = "stands for empty cells on this row and was read as blank";
                    let (code, severity) = (FindingCode::PlaceholderBlank, Severity::Note);
                    intake.notes.count(code, severity, "", "N/A", place, advice);
                }
                products.push(place, &without, &mut intake);
            }
            (Reader::Products(products), Some(damage)) => products.damaged(place, cells, damage, &mut intake),
            (Reader::Inventory(inventory), None) => inventory.push(place, cells, &mut intake),
            (Reader::Inventory(_), Some(damage)) => intake.refuse_row(place, None, damage),
        }
    }

    /// Ends the file. The sheet holds the products that were not taken.
    pub fn finish(self) -> Sheet {
        let Self { header, mut notes, mut rows, mut refused, reader } = self;
        let mut intake = Intake { header: &header, notes: &mut notes, refused: &mut refused };
        let products = match reader {
            Reader::Products(products) => products.finish(&mut intake),
            Reader::Inventory(inventory) => inventory.finish(&mut intake),
        };
        refused.sort_by_key(|refused| refused.place);
        rows.refused = refused.iter().map(|refused| refused.rows).sum();
        rows.read = rows.total - rows.skipped - rows.refused;
        let columns = header.names.iter().zip(&header.columns);
        let columns = columns
            .filter(|(_, column)| !matches!(column, header::Column::Unknown | header::Column::ReadOnly(_)))
            .map(|(name, _)| name.clone())
            .collect();
        let findings = notes.into_findings();
        Sheet { kind: header.kind, products, findings, refused, columns, rows, digest: String::new() }
    }
}

/// What the readers of both kinds of files work on.
struct Intake<'a> {
    header: &'a Header,
    notes: &'a mut Notes,
    refused: &'a mut Vec<RefusedProduct>,
}

impl Intake<'_> {
    /// Refuses a row alone.
    fn refuse_row(&mut self, place: Place, handle: Option<String>, damage: Damage) {
        let mut finding = Finding::new(damage.code, Severity::Refused, damage.advice).at(place);
        if let Some(handle) = &handle {
            finding = finding.product(handle.clone());
        }
        self.notes.push(finding);
        self.refused.push(RefusedProduct { place, handle, id: None, rows: 1 });
    }
}

/// A row of another length is shifted somewhere, and nothing in it tells where.
fn field_count(header: &Header, cells: &[String]) -> Option<Damage> {
    let (have, want) = (cells.len(), header.names.len());
    if have == want {
        return None;
    }
    let cause = if have > want {
        "a comma or a quote inside a cell is probably not quoted"
    } else {
        "cells are missing, or a line break inside a cell is not quoted"
    };
    let advice = format!(
        "the row has {have} cells, the header {want}: {cause}. Nothing of it was read; mend the row or export the file again"
    );
    Some(Damage { code: FindingCode::FieldCount, advice })
}
