//! Groups the rows of a product file by their key.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

use super::build;
use super::cell;
use super::draft::Draft;
use super::header::{Column, Header};
use super::row::Row;
use super::{Damage, Intake, RefusedProduct};
use crate::catalog::{Place, ProductField, SheetProduct, VariantField, canonical_handle};
use crate::finding::{Finding, FindingCode, Severity};

#[derive(Debug, Default)]
pub struct Products {
    /// Products whose rows may go on, by their number in the order of first rows.
    drafts: BTreeMap<usize, Draft>,
    /// The number of the next product.
    next: usize,
    /// Where every product ends, when that is known; then a product is built as soon as it has ended.
    last_rows: Option<LastRows>,
    ready: Vec<SheetProduct>,
    /// Looked up only, never walked.
    by_key: HashMap<String, usize>,
    /// The product of the row before.
    current: Option<usize>,
    /// The row before was refused and may have been the first of the product that follows.
    after_refused: bool,
}

/// The last record of every product in a file, learnt in a first pass over it. Rows of one product need not
/// stand together, so without this nobody knows that a product is whole before the file ends.
#[derive(Debug, Default)]
pub struct LastRows {
    /// By a hash of the key; should two keys share one, their products only end later.
    by_key: HashMap<u64, u64>,
}

impl LastRows {
    pub(super) fn note(&mut self, header: &Header, record: u64, cells: &[String]) {
        let row = Row { header, place: Place { record, line: 0 }, cells };
        let key = if cells.len() == header.names.len() {
            key(row).text()
        } else {
            handle_cell(header, cells).map(handle_key)
        };
        if let Some(key) = key {
            self.by_key.insert(hash(&key), record);
        }
    }

    fn has_ended(&self, key: &str, record: u64) -> bool {
        self.by_key.get(&hash(key)).is_none_or(|last| *last <= record)
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// What a row says about the product it belongs to.
enum Key {
    Handle(String),
    Id(String),
    /// The file has no product column; the row is a product of its own, found by SKU or barcode.
    Row,
    Missing,
}

impl Key {
    /// Returns the text that products are found by. No handle begins like an id's.
    fn text(&self) -> Option<String> {
        match self {
            Self::Handle(handle) => Some(handle_key(handle)),
            Self::Id(id) => Some(id_key(id)),
            Self::Row | Self::Missing => None,
        }
    }
}

/// Handles that differ in letter case or in marks alone are one and the same in a store.
pub(super) fn handle_key(handle: &str) -> String {
    match canonical_handle(handle) {
        nothing if nothing.is_empty() => handle.to_owned(),
        canonical => canonical,
    }
}

fn id_key(id: &str) -> String {
    format!("id\n{id}")
}

impl Products {
    pub fn new(last_rows: Option<LastRows>) -> Self {
        Self { last_rows, ..Self::default() }
    }

    /// Returns the products that have been completed since the last call.
    pub fn take_ready(&mut self) -> Vec<SheetProduct> {
        std::mem::take(&mut self.ready)
    }

    pub fn push(&mut self, place: Place, cells: &[String], intake: &mut Intake<'_>) {
        let row = Row { header: intake.header, place, cells };
        let after_refused = std::mem::take(&mut self.after_refused);
        let key = key(row);
        let Some(text) = key.text() else {
            if matches!(key, Key::Missing) {
                return self.without_key(row, intake);
            }
            let index = self.begin(Draft::new(place, None, None), place, intake);
            if let Some(draft) = self.drafts.get_mut(&index) {
                draft.add(row, false, intake.notes);
            }
            return;
        };
        let id = id_of(row);
        let handle = match key {
            Key::Handle(handle) => Some(handle),
            Key::Id(_) | Key::Row | Key::Missing => None,
        };
        let known = self.by_key.get(&text).copied();
        let apart = known.is_some() && known != self.current;
        let index = match known {
            Some(index) => self.go_on(index, place, intake),
            None => {
                let index = self.begin(Draft::new(place, handle, id.clone()), place, intake);
                self.by_key.insert(text, index);
                index
            }
        };
        let Some(draft) = self.drafts.get_mut(&index) else { return };
        if known.is_none() && after_refused && continues(row) {
            let advice = "the row before was refused and this product's first row is missing, so it may have been that row; the product was not read";
            draft.refuse(
                intake.notes,
                Finding::new(FindingCode::FieldCount, Severity::Refused, advice).at(place),
            );
        }
        if draft.id.is_none() {
            draft.id = id;
        } else if id.is_some() && draft.id != id {
            let advice = "the product's rows name different ids; the product was not read";
            let finding = Finding::new(FindingCode::DuplicateProduct, Severity::Refused, advice).at(place);
            draft.refuse(intake.notes, finding);
        }
        if apart && !draft.refused {
            let advice = format!(
                "rows of other products stand between this row and the product's first (line {}); they were read together",
                draft.place.line
            );
            let finding = Finding::new(FindingCode::RowsApart, Severity::Note, advice).at(place);
            intake.notes.push(finding.product(draft.label()));
        }
        draft.add(row, apart, intake.notes);
    }

    /// Refuses a row whose cells cannot be trusted, and with it the product it names.
    pub fn damaged(&mut self, place: Place, cells: &[String], damage: Damage, intake: &mut Intake<'_>) {
        self.after_refused = true;
        let Some(handle) = handle_cell(intake.header, cells) else {
            return intake.refuse_row(place, None, damage);
        };
        let key = handle_key(handle);
        let index = match self.by_key.get(&key).copied() {
            Some(index) => self.go_on(index, place, intake),
            None => {
                let index = self.begin(Draft::new(place, Some(handle.to_owned()), None), place, intake);
                self.by_key.insert(key, index);
                index
            }
        };
        let Some(draft) = self.drafts.get_mut(&index) else { return };
        draft.rows += 1;
        draft.refuse(intake.notes, Finding::new(damage.code, Severity::Refused, damage.advice).at(place));
    }

    /// Ends the file; returns the products that were not taken yet.
    pub fn finish(mut self, intake: &mut Intake<'_>) -> Vec<SheetProduct> {
        while let Some((_, draft)) = self.drafts.pop_first() {
            self.build(draft, intake);
        }
        self.ready
    }

    /// Makes a new product the current one.
    fn begin(&mut self, draft: Draft, place: Place, intake: &mut Intake<'_>) -> usize {
        let index = self.next;
        self.next += 1;
        self.drafts.insert(index, draft);
        self.go_on(index, place, intake)
    }

    /// Makes a product the current one. The one before is built, if this row is behind its last.
    fn go_on(&mut self, index: usize, place: Place, intake: &mut Intake<'_>) -> usize {
        let before = self.current.replace(index).filter(|before| *before != index);
        if let (Some(before), Some(last_rows)) = (before, &self.last_rows)
            && let Some(draft) = self.drafts.get(&before)
        {
            let key = draft.handle.as_deref().map(handle_key).or(draft.id.as_deref().map(id_key));
            if key.as_ref().is_none_or(|key| last_rows.has_ended(key, place.record))
                && let Some(draft) = self.drafts.remove(&before)
            {
                key.and_then(|key| self.by_key.remove(&key));
                self.build(draft, intake);
            }
        }
        index
    }

    fn build(&mut self, draft: Draft, intake: &mut Intake<'_>) {
        let lost = RefusedProduct {
            place: draft.place,
            handle: draft.handle.clone(),
            id: draft.id.clone(),
            rows: draft.rows,
        };
        match build::build(draft, intake.header, intake.notes) {
            Some(product) => self.ready.push(product),
            None => intake.refused.push(lost),
        }
    }

    /// Refuses a row without a key. If it looks like a later row, the product before it is no longer whole.
    fn without_key(&mut self, row: Row<'_>, intake: &mut Intake<'_>) {
        let advice = "the row names no product (its handle is blank); it was not read";
        let damage = Damage { code: FindingCode::NoHandle, advice: advice.to_owned() };
        intake.refuse_row(row.place, None, damage);
        self.after_refused = true;
        if let Some(draft) = self.current.and_then(|index| self.drafts.get_mut(&index))
            && draft.handle.is_some()
            && continues(row)
        {
            let advice =
                "a row without a handle follows this product and may belong to it; the product was not read";
            let finding = Finding::new(FindingCode::NoHandle, Severity::Refused, advice).at(row.place);
            draft.refuse(intake.notes, finding);
        }
    }
}

fn key(row: Row<'_>) -> Key {
    let handle = row.get(&Column::Handle).map(cell::trim);
    if let Some(handle) = handle.filter(|handle| !handle.is_empty()) {
        return Key::Handle(handle.to_owned());
    }
    if let Some(id) = id_of(row) {
        return Key::Id(id);
    }
    if handle.is_some() || row.header.has(&Column::ProductId) {
        return Key::Missing;
    }
    let keys =
        [Column::VariantId, Column::Variant(VariantField::Sku), Column::Variant(VariantField::Barcode)];
    let named = keys.iter().any(|column| row.get(column).is_some_and(|text| !cell::trim(text).is_empty()));
    if named { Key::Row } else { Key::Missing }
}

/// Returns the handle of a row whose other cells may be shifted.
fn handle_cell<'a>(header: &Header, cells: &'a [String]) -> Option<&'a str> {
    let index = header.position(&Column::Handle)?;
    cells.get(index).map(|text| cell::trim(text)).filter(|text| !text.is_empty())
}

fn id_of(row: Row<'_>) -> Option<String> {
    let id = cell::bare(cell::trim(row.get(&Column::ProductId)?));
    (!id.is_empty()).then(|| id.to_owned())
}

/// Tells a row that goes on with a product from one that begins it: what only a first row has is blank.
fn continues(row: Row<'_>) -> bool {
    let first_row_columns = first_row_columns(row.header);
    !first_row_columns.is_empty()
        && first_row_columns
            .iter()
            .all(|column| row.get(column).is_none_or(|text| cell::trim(text).is_empty()))
}

fn first_row_columns(header: &Header) -> Vec<Column> {
    [Column::Product(ProductField::Title), Column::OptionName(0)]
        .into_iter()
        .filter(|column| header.has(column))
        .collect()
}
