//! A product while its rows are being read.
//!
//! Shopify zips two lists into the rows of a product: row *i* holds variant *i* and picture *i*, and a picture
//! on a variant's row has nothing to do with that variant. The first row carries the product's own fields; on
//! later rows a blank means "as above".

use std::collections::BTreeMap;

use super::cell::{self, Problem};
use super::header::{Column, Header, UnitPart};
use super::notes::Notes;
use crate::catalog::{
    MetafieldOwner, Place, ProductField, SheetImage, SheetMetafield, SheetQuantity, SheetVariant,
    VariantField,
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
}

#[derive(Debug)]
pub struct DraftImage {
    pub image: SheetImage,
    pub position: Option<u32>,
}

/// A row with the right number of cells.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub header: &'a Header,
    pub place: Place,
    pub cells: &'a [String],
}

impl<'a> Row<'a> {
    /// Returns the cell of the first column that holds this.
    pub fn get(&self, column: &Column) -> Option<&'a str> {
        self.header.position(column).map(|index| self.cells[index].as_str())
    }

    fn trimmed(&self, column: &Column) -> &'a str {
        self.get(column).map_or("", cell::trim)
    }

    /// Tells a variant's row from one that only holds a picture.
    ///
    /// The cells that decide are those every genuine variant's row has. Others, such as the tax flag, are
    /// sometimes filled down by hand over the pictures' rows too; they decide only in files without the former.
    fn is_variant(&self, first: bool) -> bool {
        let filled = |index: usize| !cell::trim(&self.cells[index]).is_empty();
        let columns = || self.header.columns.iter().enumerate();
        let mut has_deciding = false;
        for (index, column) in columns() {
            if decides_variant(column) {
                if filled(index) {
                    return true;
                }
                has_deciding = true;
            }
        }
        let any_variant = columns().any(|(index, column)| is_variant_column(column) && filled(index));
        if !has_deciding {
            return any_variant;
        }
        // Without option columns there is no list of variants to own: the first row speaks of the only one.
        first
            && !self.header.has_any(|column| matches!(column, Column::OptionValue(_)))
            && self.header.has_any(is_variant_column)
    }
}

fn decides_variant(column: &Column) -> bool {
    matches!(
        column,
        Column::OptionValue(_)
            | Column::VariantId
            | Column::Fulfillment
            | Column::Variant(
                VariantField::Price | VariantField::Sku | VariantField::Barcode | VariantField::Cost
            )
    )
}

fn is_variant_column(column: &Column) -> bool {
    match column {
        Column::Variant(field) => *field != VariantField::Image,
        Column::Quantity(_) | Column::LocationQuantity(..) | Column::UnitPrice(_) => true,
        Column::Metafield { owner, .. } => *owner == MetafieldOwner::Variant,
        other => decides_variant(other),
    }
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
                    self.metafield_cell(row, (namespace, key), index, notes);
                }
                Column::Google(key) => {
                    if !cell::trim(text).is_empty() {
                        let advice = format!(
                            "belongs to the Google channel (metafield {}.{key}) and is not sent",
                            super::names::GOOGLE_NAMESPACE
                        );
                        let name = &row.header.names[index];
                        notes.count(
                            FindingCode::MetafieldNotSent,
                            Severity::Note,
                            name,
                            "",
                            row.place,
                            &advice,
                        );
                    }
                }
                Column::Market(market) => {
                    if !cell::trim(text).is_empty() {
                        let advice = format!("is a setting of the market \"{market}\" and is not sent");
                        let name = &row.header.names[index];
                        notes.count(FindingCode::MarketNotSent, Severity::Note, name, "", row.place, &advice);
                    }
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
            if b.is_empty() || cell::bare(a) == cell::bare(b) {
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
                Column::Product(_) | Column::Metafield { .. } | Column::Variant(_) | Column::Google(_)
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
        let known = self.metafields.iter_mut().find(|field| {
            field.owner == MetafieldOwner::Product && field.namespace == namespace && field.key == key
        });
        match known {
            None => self.metafields.push(SheetMetafield {
                place: row.place,
                owner: MetafieldOwner::Product,
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

    fn image_cells(&mut self, row: Row<'_>, notes: &mut Notes) {
        let Some(src) = row.get(&Column::ImageSrc).map(cell::trim) else { return };
        let alt = row.get(&Column::ImageAlt).map(cell::trim);
        let name = |column: &Column| {
            row.header.position(column).map(|index| row.header.names[index].clone()).unwrap_or_default()
        };
        if src.is_empty() {
            if let Some(alt) = alt.filter(|alt| !alt.is_empty()) {
                let advice = "there is no picture on this row for the text; it was not read";
                notes.push(
                    Finding::new(FindingCode::AltWithoutImage, Severity::Warning, advice)
                        .at(row.place)
                        .column(name(&Column::ImageAlt))
                        .product(self.label())
                        .value(alt),
                );
            }
            return;
        }
        if let Err(problem) = cell::image_address(src) {
            // A list with a hole in it would take the missing picture out of the store.
            self.image_lost = true;
            let advice = format!("{}. The product's pictures were left alone", problem.advice);
            notes.push(
                Finding::new(problem.code, Severity::Warning, advice)
                    .at(row.place)
                    .column(name(&Column::ImageSrc))
                    .product(self.label())
                    .value(src),
            );
            return;
        }
        let image = SheetImage { place: row.place, src: src.to_owned(), alt: alt.map(str::to_owned) };
        if let Some(known) = self.images.iter_mut().find(|known| known.image.src == src) {
            if known.image.alt.as_deref().is_some_and(str::is_empty) {
                known.image.alt = image.alt;
            }
            let advice = "this picture stands in the product twice; it was read once";
            notes.push(
                Finding::new(FindingCode::ImageRepeated, Severity::Note, advice)
                    .at(row.place)
                    .column(name(&Column::ImageSrc))
                    .product(self.label())
                    .value(src),
            );
            return;
        }
        let position = row.get(&Column::ImagePosition).and_then(|text| cell::quantity(text).ok().flatten());
        self.images
            .push(DraftImage { image, position: position.and_then(|number| u32::try_from(number).ok()) });
    }

    fn variant_cells(&mut self, row: Row<'_>, readable: &dyn Fn(usize) -> bool, notes: &mut Notes) {
        let mut variant = SheetVariant { place: row.place, ..SheetVariant::default() };
        variant.option_values = (0..OPTIONS_MAX)
            .map(|option| cell::bare(row.trimmed(&Column::OptionValue(option))).to_owned())
            .collect();
        let location = row.get(&Column::Location).map(cell::trim).filter(|name| !name.is_empty());
        for (index, column) in row.header.columns.iter().enumerate() {
            let text = row.cells[index].as_str();
            match column {
                Column::VariantId => {
                    let id = cell::bare(cell::trim(text));
                    variant.id = (!id.is_empty()).then(|| id.to_owned());
                }
                Column::Variant(field) if readable(index) => match cell::variant(*field, text) {
                    Ok(Some(value)) => {
                        variant.fields.insert(*field, value);
                    }
                    Ok(None) => {}
                    Err(problem) if *field == VariantField::Price => {
                        self.price_refused(row, index, problem, notes)
                    }
                    Err(problem) => self.left_alone(row, column, text, problem, notes),
                },
                Column::Metafield { owner: MetafieldOwner::Variant, namespace, key } if readable(index) => {
                    self.metafields.push(SheetMetafield {
                        place: row.place,
                        owner: MetafieldOwner::Variant,
                        namespace: namespace.clone(),
                        key: key.clone(),
                        value: cell::as_written(text),
                    });
                }
                Column::Fulfillment => {
                    let service = cell::trim(text);
                    if !["", "manual", "gift_card"].contains(&service.to_ascii_lowercase().as_str()) {
                        let advice = "is another company's fulfilment service; who fulfils was left alone";
                        let name = &row.header.names[index];
                        let code = FindingCode::UnknownFulfillment;
                        notes.count(code, Severity::Note, name, service, row.place, advice);
                    }
                }
                Column::Quantity(name) | Column::LocationQuantity(_, name) => match cell::quantity(text) {
                    Ok(Some(quantity)) => variant.quantities.push(SheetQuantity {
                        place: row.place,
                        location: match column {
                            Column::LocationQuantity(location, _) => Some(location.clone()),
                            _ => location.map(str::to_owned),
                        },
                        name: *name,
                        quantity,
                    }),
                    Ok(None) => {}
                    Err(problem) => self.left_alone(row, column, text, problem, notes),
                },
                _ => {}
            }
        }
        self.unit_price(row, &mut variant, notes);
        self.variants.push(variant);
    }

    fn unit_price(&mut self, row: Row<'_>, variant: &mut SheetVariant, notes: &mut Notes) {
        let parts = [UnitPart::Total, UnitPart::TotalUnit, UnitPart::Base, UnitPart::BaseUnit];
        if !row.header.has_any(|column| matches!(column, Column::UnitPrice(_))) {
            return;
        }
        let [total, total_unit, base, base_unit] = parts.map(|part| row.trimmed(&Column::UnitPrice(part)));
        match cell::unit_price(total, total_unit, base, base_unit) {
            Ok(Some(value)) => {
                variant.fields.insert(VariantField::UnitPrice, value);
            }
            Ok(None) => {}
            Err(problem) => {
                let text = format!("{total} {total_unit} / {base} {base_unit}");
                let shown = parts.iter().map(|part| Column::UnitPrice(*part)).find(|c| row.header.has(c));
                self.left_alone(row, &shown.unwrap_or(Column::Unknown), &text, problem, notes);
            }
        }
    }

    /// A price that cannot be read refuses the product: a new product without it would be sold for nothing.
    fn price_refused(&mut self, row: Row<'_>, index: usize, problem: Problem, notes: &mut Notes) {
        let advice = format!("{}. The product was not read", problem.advice);
        let finding = Finding::new(problem.code, Severity::Refused, advice)
            .at(row.place)
            .column(row.header.names[index].clone())
            .value(cell::trim(&row.cells[index]));
        self.refuse(notes, finding);
    }

    fn left_alone(&self, row: Row<'_>, column: &Column, text: &str, problem: Problem, notes: &mut Notes) {
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
