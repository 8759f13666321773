//! A product while its rows are being read.
//!
//! Shopify zips two lists into the rows of a product: row *i* holds variant *i* and picture *i*, and a picture
//! on a variant's row has nothing to do with that variant. The first row carries the product's own fields; on
//! later rows a blank means "as above".

use std::collections::BTreeMap;

use super::cell::{self, Problem};
use super::header::{Column, MarketPart};
use super::notes::Notes;
use super::row::Row;
use crate::catalog::{
    MetafieldOwner, Place, ProductField, SheetImage, SheetMetafield, SheetVariant, VariantField,
};
use crate::finding::{Finding, FindingCode, Severity};
use crate::value::Value;

/// The most options a product can have, and so the option columns a file has.
pub const OPTIONS_MAX: usize = 3;

/// What the rows of one product have said so far.
#[derive(Debug, Default)]
pub struct Draft {
    pub place: Place,
    pub handle: Option<String>,
    pub id: Option<String>,
    pub rows: u64,
    /// Once set, no row of the product is imported: a part of a product would delete the rest of it.
    pub refused: bool,
    pub fields: BTreeMap<ProductField, Value>,
    pub option_names: [String; OPTIONS_MAX],
    pub option_links: [String; OPTIONS_MAX],
    /// Their option values are those of all three columns, blanks included.
    pub variants: Vec<SheetVariant>,
    pub images: Vec<DraftImage>,
    /// A picture's address could not be read, so the list is not whole.
    pub image_lost: bool,
    pub metafields: Vec<SheetMetafield>,
    pub markets: BTreeMap<String, Value>,
}

#[derive(Debug)]
pub struct DraftImage {
    pub image: SheetImage,
    pub position: Option<u32>,
}

impl Draft {
    pub fn new(place: Place, handle: Option<String>, id: Option<String>) -> Self {
        Self { place, handle, id, ..Self::default() }
    }

    /// Returns what the owner knows the product by.
    pub fn label(&self) -> String {
        if let Some(key) = self.handle.as_deref().or(self.id.as_deref()) {
            return key.to_owned();
        }
        let first = self.variants.first();
        let text = |field| first.and_then(|variant| variant.fields.get(&field)).and_then(Value::as_text);
        text(VariantField::Sku)
            .or(text(VariantField::Barcode))
            .or(first.and_then(|variant| variant.id.as_deref()))
            .unwrap_or_default()
            .to_owned()
    }

    pub fn refuse(&mut self, notes: &mut Notes, finding: Finding) {
        self.refused = true;
        notes.push(finding.product(self.label()));
    }

    /// Adds a row. `apart` says that rows of other products stand between this one and the row before it.
    pub fn add(&mut self, row: Row<'_>, apart: bool, notes: &mut Notes) {
        self.rows += 1;
        let doubtful = self.repeated_columns(row, notes);
        let readable = |index: usize| !doubtful.contains(&index);
        for (index, column) in row.header.columns.iter().enumerate() {
            let text = row.cells[index].as_str();
            match column {
                Column::Product(field) if readable(index) => {
                    self.product_cell(row, *field, text, apart, notes)
                }
                Column::OptionName(option) => {
                    once(&mut self.option_names[*option], cell::bare(cell::trim(text)))
                        .unwrap_or_else(|()| self.option_conflict(row, index, text, notes));
                }
                Column::OptionLink(option) => {
                    once(&mut self.option_links[*option], cell::trim(text))
                        .unwrap_or_else(|()| self.option_conflict(row, index, text, notes));
                }
                Column::Metafield { owner: MetafieldOwner::Product, namespace, key } if readable(index) => {
                    self.metafield_cell(row, (namespace, key), filled(row, index), notes);
                }
                Column::Market { market, what: MarketPart::Included } if readable(index) => {
                    self.market_cell(row, market, index, notes);
                }
                Column::Command => self.command_cell(row, index, notes),
                _ => {}
            }
        }
        self.image_cells(row, notes);
        if row.is_variant(self.rows == 1) {
            self.variant_cells(row, &readable, notes);
        }
    }

    /// Returns the columns whose repetition says something else on this row: neither can be trusted.
    fn repeated_columns(&mut self, row: Row<'_>, notes: &mut Notes) -> Vec<usize> {
        let mut doubtful = Vec::new();
        for &(first, later) in &row.header.repeated {
            let [a, b] = [first, later].map(|index| cell::trim(&row.cells[index]));
            // Shopify's export has some metafields twice, in columns of two names, and may fill either.
            let either = a.is_empty() && matches!(row.header.columns[first], Column::Metafield { .. });
            if b.is_empty() || either || cell::bare(a) == cell::bare(b) {
                continue;
            }
            let finding = |severity, advice: &str| {
                Finding::new(FindingCode::RepeatedColumn, severity, advice)
                    .at(row.place)
                    .column(row.header.names[later].clone())
                    .value(b)
            };
            let harmless = matches!(
                row.header.columns[first],
                Column::Product(_) | Column::Metafield { .. } | Column::Variant(_) | Column::Market { .. }
            ) && row.header.columns[first] != Column::Variant(VariantField::Price);
            if harmless {
                let advice = "differs from the other column of this meaning; the field was left alone";
                notes.push(finding(Severity::Warning, advice).product(self.label()));
                doubtful.push(first);
            } else {
                let advice = "differs from the other column of this meaning; remove one of them. The product was not read";
                self.refuse(notes, finding(Severity::Refused, advice));
            }
        }
        doubtful
    }

    fn product_cell(
        &mut self,
        row: Row<'_>,
        field: ProductField,
        text: &str,
        apart: bool,
        notes: &mut Notes,
    ) {
        let said = match cell::product(field, text) {
            Ok(Some(value)) => value,
            Ok(None) => return,
            Err(problem) => {
                let column = Column::Product(field);
                self.left_alone(row, &column, text, problem, notes);
                return;
            }
        };
        match self.fields.get(&field) {
            None => {}
            Some(_) if said.is_blank() => return,
            Some(known) if known.is_blank() || *known == said => {}
            Some(_) => {
                let finding = |severity, advice: &str| {
                    let name =
                        row.header.position(&Column::Product(field)).map(|i| row.header.names[i].clone());
                    Finding::new(
                        if apart { FindingCode::DuplicateProduct } else { FindingCode::ConflictingRows },
                        severity,
                        advice,
                    )
                    .at(row.place)
                    .column(name.unwrap_or_default())
                    .value(text)
                };
                if apart {
                    let advice = "the same handle stands at two places of the file and means two products; the product was not read";
                    self.refuse(notes, finding(Severity::Refused, advice));
                } else {
                    let advice = "differs from the product's first row; the first row counts";
                    notes.push(finding(Severity::Warning, advice).product(self.label()));
                }
                return;
            }
        }
        self.fields.insert(field, said);
    }

    fn option_conflict(&mut self, row: Row<'_>, index: usize, text: &str, notes: &mut Notes) {
        let advice = "differs from the product's first row, so its values may belong to another option; the product was not read";
        let finding = Finding::new(FindingCode::ConflictingRows, Severity::Refused, advice)
            .at(row.place)
            .column(row.header.names[index].clone())
            .value(text);
        self.refuse(notes, finding);
    }

    fn metafield_cell(&mut self, row: Row<'_>, name: (&str, &str), index: usize, notes: &mut Notes) {
        let (namespace, key) = name;
        let value = cell::as_written(&row.cells[index]);
        let known = self.metafields.iter_mut().find(|field| field.namespace == namespace && field.key == key);
        match known {
            None => self.metafields.push(SheetMetafield {
                place: row.place,
                namespace: namespace.to_owned(),
                key: key.to_owned(),
                value,
            }),
            Some(_) if value.is_blank() => {}
            Some(known) if known.value.is_blank() => known.value = value,
            Some(known) if known.value == value => {}
            Some(_) => {
                let advice = "differs from the product's first row; the first row counts";
                notes.push(
                    Finding::new(FindingCode::ConflictingRows, Severity::Warning, advice)
                        .at(row.place)
                        .column(row.header.names[index].clone())
                        .product(self.label())
                        .value(&row.cells[index]),
                );
            }
        }
    }

    /// Whether the product is sold in a market stands on its first row.
    fn market_cell(&mut self, row: Row<'_>, market: &str, index: usize, notes: &mut Notes) {
        let text = row.cells[index].as_str();
        let said = match cell::flag(text) {
            Ok(Some(said)) => said,
            Ok(None) => return,
            Err(problem) => {
                self.left_alone(row, &row.header.columns[index], text, problem, notes);
                return;
            }
        };
        let known = self.markets.entry(market.to_owned()).or_insert_with(|| said.clone());
        if *known != said {
            let advice = "differs from the product's first row; the first row counts";
            notes.push(
                Finding::new(FindingCode::ConflictingRows, Severity::Warning, advice)
                    .at(row.place)
                    .column(row.header.names[index].clone())
                    .product(self.label())
                    .value(text),
            );
        }
    }

    fn command_cell(&mut self, row: Row<'_>, index: usize, notes: &mut Notes) {
        let command = cell::trim(&row.cells[index]);
        if ["", "merge", "update", "new"].contains(&command.to_ascii_lowercase().as_str()) {
            return;
        }
        let advice = "is an instruction that a sync does not follow; the product was not read";
        let finding = Finding::new(FindingCode::CommandNotFollowed, Severity::Refused, advice)
            .at(row.place)
            .column(row.header.names[index].clone())
            .value(command);
        self.refuse(notes, finding);
    }

    pub(super) fn left_alone(
        &self,
        row: Row<'_>,
        column: &Column,
        text: &str,
        problem: Problem,
        notes: &mut Notes,
    ) {
        let name = row.header.position(column).map_or("", |index| row.header.names[index].as_str());
        let advice = format!("{}. This field was left alone", problem.advice);
        if problem.code == FindingCode::UnknownTracker {
            notes.count(problem.code, Severity::Note, name, cell::trim(text), row.place, &advice);
            return;
        }
        notes.push(
            Finding::new(problem.code, Severity::Warning, advice)
                .at(row.place)
                .column(name)
                .product(self.label())
                .value(cell::trim(text)),
        );
    }
}

/// Returns where the column's text stands: in the column that repeats it, where it is blank itself.
fn filled(row: Row<'_>, index: usize) -> usize {
    let is_blank = |index: usize| cell::trim(&row.cells[index]).is_empty();
    let mut again = row.header.repeated.iter().filter(|(first, later)| *first == index && !is_blank(*later));
    match again.next() {
        Some((_, later)) if is_blank(index) => *later,
        _ => index,
    }
}

/// Keeps the first text that is not blank. Another one later is a conflict; letter case makes none.
fn once(known: &mut String, said: &str) -> Result<(), ()> {
    if said.is_empty() || known.to_lowercase() == said.to_lowercase() {
        return Ok(());
    }
    if !known.is_empty() {
        return Err(());
    }
    said.clone_into(known);
    Ok(())
}
