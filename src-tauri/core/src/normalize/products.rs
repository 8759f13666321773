//! Groups the rows of a product file by their key.

use std::collections::HashMap;

use super::build;
use super::cell;
use super::draft::Draft;
use super::header::{Column, Header};
use super::row::Row;
use super::{Damage, Intake, RefusedProduct};
use crate::catalog::{Place, ProductField, SheetProduct, VariantField};
use crate::finding::{Finding, FindingCode, Severity};

#[derive(Debug, Default)]
pub struct Products {
    /// In the order of their first rows.
    drafts: Vec<Draft>,
    /// Looked up only, never walked.
    by_key: HashMap<String, usize>,
    /// The product of the row before.
    current: Option<usize>,
    /// The row before was refused and may have been the first of the product that follows.
    after_refused: bool,
}

/// What a row says about the product it belongs to.
enum Key {
    Handle(String),
    Id(String),
    /// The file has no product column; the row is a product of its own, found by SKU or barcode.
    Row,
    Missing,
}

impl Products {
    pub fn push(&mut self, place: Place, cells: &[String], intake: &mut Intake<'_>) {
        let row = Row { header: intake.header, place, cells };
        let after_refused = std::mem::take(&mut self.after_refused);
        let (key, handle, id) = match key(row) {
            Key::Missing => return self.without_key(row, intake),
            Key::Row => {
                self.drafts.push(Draft::new(place, None, None));
                let draft = self.drafts.len() - 1;
                self.current = Some(draft);
                return self.drafts[draft].add(row, false, intake.notes);
            }
            Key::Handle(handle) => {
                let id = id_of(row);
                (handle.clone(), Some(handle), id)
            }
            Key::Id(id) => (format!("id:{id}"), None, Some(id)),
        };
        let known = self.by_key.get(&key).copied();
        let apart = known.is_some() && known != self.current;
        let index = known.unwrap_or_else(|| {
            self.drafts.push(Draft::new(place, handle, id.clone()));
            self.by_key.insert(key, self.drafts.len() - 1);
            self.drafts.len() - 1
        });
        self.current = Some(index);
        let draft = &mut self.drafts[index];
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
        let handle = intake
            .header
            .position(&Column::Handle)
            .and_then(|index| cells.get(index))
            .map(|text| cell::trim(text))
            .filter(|text| !text.is_empty());
        let Some(handle) = handle else {
            return intake.refuse_row(place, None, damage);
        };
        let drafts = &mut self.drafts;
        let index = *self.by_key.entry(handle.to_owned()).or_insert_with(|| {
            drafts.push(Draft::new(place, Some(handle.to_owned()), None));
            drafts.len() - 1
        });
        self.current = Some(index);
        let draft = &mut drafts[index];
        draft.rows += 1;
        draft.refuse(intake.notes, Finding::new(damage.code, Severity::Refused, damage.advice).at(place));
    }

    pub fn finish(self, intake: &mut Intake<'_>) -> Vec<SheetProduct> {
        let mut products = Vec::new();
        for draft in self.drafts {
            let lost = RefusedProduct {
                place: draft.place,
                handle: draft.handle.clone(),
                id: draft.id.clone(),
                rows: draft.rows,
            };
            match build::build(draft, intake.header, intake.notes) {
                Some(product) => products.push(product),
                None => intake.refused.push(lost),
            }
        }
        products
    }

    /// Refuses a row without a key. If it looks like a later row, the product before it is no longer whole.
    fn without_key(&mut self, row: Row<'_>, intake: &mut Intake<'_>) {
        let advice = "the row names no product (its handle is blank); it was not read";
        let damage = Damage { code: FindingCode::NoHandle, advice: advice.to_owned() };
        intake.refuse_row(row.place, None, damage);
        self.after_refused = true;
        if let Some(draft) = self.current.map(|index| &mut self.drafts[index])
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
