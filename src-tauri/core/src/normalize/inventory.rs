//! Reads inventory files: one row for each variant and location, or one column for each location.
//!
//! The rows of a product may stand apart in such files, and a SKU is no key in them (blank, repeated), so
//! rows are joined by handle and option values.

use std::collections::{HashMap, HashSet};

use super::cell;
use super::draft::OPTIONS_MAX;
use super::header::Column;
use super::products::handle_key;
use super::row::Row;
use super::{Damage, Intake};
use crate::catalog::{
    Place, QuantityName, SheetOption, SheetProduct, SheetQuantity, SheetVariant, VariantField,
};
use crate::finding::{Finding, FindingCode, Severity};
use crate::value::Value;

#[derive(Debug, Default)]
pub struct Inventory {
    products: Vec<SheetProduct>,
    /// Looked up only, never walked: a handle to its product, a product and its options to the variant.
    by_handle: HashMap<String, usize>,
    by_variant: HashMap<(usize, Vec<String>), usize>,
    /// Places for which the file gives a quantity twice: product, variant, location, which quantity.
    contested: HashSet<(usize, usize, Option<String>, QuantityName)>,
}

impl Inventory {
    pub fn push(&mut self, place: Place, cells: &[String], intake: &mut Intake<'_>) {
        let row = Row { header: intake.header, place, cells };
        let trimmed = |column: &Column| row.get(column).map_or("", cell::trim);
        let sku = cell::bare(trimmed(&Column::Variant(VariantField::Sku)));
        let handle = trimmed(&Column::Handle);
        if handle.is_empty() && (sku.is_empty() || row.header.has(&Column::Handle)) {
            let advice = "the row names no product; it was not read";
            return intake.refuse_row(
                place,
                None,
                Damage { code: FindingCode::NoHandle, advice: advice.to_owned() },
            );
        }
        let quantities = quantities(row, handle, intake);
        let (names, values) = option_values(row);
        let product = self.product(place, handle, sku, names, intake);
        let variants = &mut self.products[product].variants;
        let index = *self.by_variant.entry((product, values.clone())).or_insert_with(|| {
            variants.push(SheetVariant { place, option_values: values, ..SheetVariant::default() });
            variants.len() - 1
        });
        let variant = &mut variants[index];
        if !sku.is_empty() {
            variant.fields.entry(VariantField::Sku).or_insert_with(|| Value::text(sku));
        }
        for quantity in quantities {
            let place = (product, index, quantity.location.clone(), quantity.name);
            if !self.contested.contains(&place) && !add_quantity(variant, quantity, handle, intake) {
                self.contested.insert(place);
            }
        }
    }

    pub fn finish(self, intake: &mut Intake<'_>) -> Vec<SheetProduct> {
        let has_column = intake
            .header
            .has_any(|column| matches!(column, Column::Quantity(_) | Column::LocationQuantity(..)));
        if !has_column {
            let advice = "this is an inventory file without quantities (the customs export has none); export the inventory with its quantities";
            intake.notes.push(Finding::new(FindingCode::NoQuantities, Severity::Warning, advice));
        } else if !self.products.is_empty()
            && self.products.iter().flat_map(|product| &product.variants).all(|v| v.quantities.is_empty())
        {
            let advice = "no row of this inventory file holds a quantity";
            intake.notes.push(Finding::new(FindingCode::NoQuantities, Severity::Warning, advice));
        }
        self.products
    }

    fn product(
        &mut self,
        place: Place,
        handle: &str,
        sku: &str,
        names: Vec<String>,
        intake: &mut Intake<'_>,
    ) -> usize {
        // A handle holds no line break, so the two kinds of keys cannot meet.
        let key = if handle.is_empty() { format!("sku\n{sku}") } else { handle_key(handle) };
        let options = |names: Vec<String>| {
            names.into_iter().map(|name| SheetOption { name, linked_to: None }).collect::<Vec<_>>()
        };
        if let Some(&known) = self.by_handle.get(&key) {
            let product = &mut self.products[known];
            let before = product.options.as_deref().unwrap_or_default();
            if names.is_empty() || before.iter().map(|option| &option.name).eq(names.iter()) {
                return known;
            }
            if before.is_empty() {
                product.options = Some(options(names));
                return known;
            }
            let advice = "the option names differ from the product's first row; the first row's are kept";
            intake.notes.push(
                Finding::new(FindingCode::ConflictingRows, Severity::Note, advice).at(place).product(handle),
            );
            return known;
        }
        let index = self.products.len();
        self.by_handle.insert(key, index);
        let has_options = intake.header.has_any(|column| matches!(column, Column::OptionName(_)));
        self.products.push(SheetProduct {
            place,
            handle: (!handle.is_empty()).then(|| handle.to_owned()),
            options: (has_options && !handle.is_empty()).then(|| options(names)),
            ..SheetProduct::default()
        });
        index
    }
}

/// Returns the option names and values of a row; the marker of a single variant is none.
fn option_values(row: Row<'_>) -> (Vec<String>, Vec<String>) {
    let read = |column: Column| cell::bare(row.get(&column).map_or("", cell::trim)).to_owned();
    let pairs: Vec<(String, String)> = (0..OPTIONS_MAX)
        .map(|i| (read(Column::OptionName(i)), read(Column::OptionValue(i))))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    match pairs.as_slice() {
        [(name, value)]
            if value.eq_ignore_ascii_case("default title")
                && (name.is_empty() || name.eq_ignore_ascii_case("title")) =>
        {
            (Vec::new(), Vec::new())
        }
        _ => pairs.into_iter().filter(|(_, value)| !value.is_empty()).unzip(),
    }
}

fn quantities(row: Row<'_>, handle: &str, intake: &mut Intake<'_>) -> Vec<SheetQuantity> {
    let location = row.get(&Column::Location).map(cell::trim).filter(|name| !name.is_empty());
    let mut quantities = Vec::new();
    for (index, column) in row.header.columns.iter().enumerate() {
        let (location, name) = match column {
            Column::Quantity(name) => (location.map(str::to_owned), *name),
            Column::LocationQuantity(location, name) => (Some(location.clone()), *name),
            _ => continue,
        };
        match cell::quantity(&row.cells[index]) {
            Ok(Some(quantity)) => {
                quantities.push(SheetQuantity { place: row.place, location, name, quantity });
            }
            Ok(None) => {}
            Err(problem) => intake.notes.push(
                Finding::new(
                    problem.code,
                    Severity::Warning,
                    format!("{}. This quantity was left alone", problem.advice),
                )
                .at(row.place)
                .column(row.header.names[index].clone())
                .product(handle)
                .value(&row.cells[index]),
            ),
        }
    }
    quantities
}

/// Adds a quantity. Where a file gives two for the same place, none can be trusted: then it returns false.
fn add_quantity(
    variant: &mut SheetVariant,
    quantity: SheetQuantity,
    handle: &str,
    intake: &mut Intake<'_>,
) -> bool {
    let known = variant
        .quantities
        .iter()
        .position(|known| known.location == quantity.location && known.name == quantity.name);
    let Some(known) = known else {
        variant.quantities.push(quantity);
        return true;
    };
    if variant.quantities[known].quantity == quantity.quantity {
        return true;
    }
    let advice = format!(
        "line {} gives another quantity for the same variant and location; neither was read",
        variant.quantities[known].place.line
    );
    intake.notes.push(
        Finding::new(FindingCode::ConflictingRows, Severity::Warning, advice)
            .at(quantity.place)
            .product(handle)
            .value(&quantity.quantity.to_string()),
    );
    variant.quantities.remove(known);
    false
}
