//! A row of a file under its header.

use super::cell;
use super::header::{Column, Header, MarketPart};
use crate::catalog::{MetafieldOwner, Place, VariantField};

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

    pub fn trimmed(&self, column: &Column) -> &'a str {
        self.get(column).map_or("", cell::trim)
    }

    /// Tells a variant's row from one that only holds a picture.
    ///
    /// The cells that decide are those every genuine variant's row has. Others, such as the tax flag, are
    /// sometimes filled down by hand over the pictures' rows too; they decide only in files without the former.
    pub fn is_variant(&self, first: bool) -> bool {
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
        Column::Market { what, .. } => *what != MarketPart::Included,
        other => decides_variant(other),
    }
}
