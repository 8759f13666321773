//! Reads `N/A` as a blank cell, in rows where it stands for one.
//!
//! Some tools write `N/A` into every empty cell. It may also be a real text, say the only value of an option. A
//! row tells which: where `N/A` stands in a cell that can hold no text, it means nothing in the whole row.

use std::borrow::Cow;

use super::cell;
use super::header::{Column, Header};
use crate::catalog::{ProductField, VariantField};

/// Returns whether the text is the placeholder.
pub fn is_placeholder(text: &str) -> bool {
    matches!(cell::trim(text), "N/A" | "n/a" | "#N/A")
}

/// Returns the row without its placeholders. On a variant's row two stay as they are: an option value, since only
/// the whole product shows whether it has an option, and a price, since nothing may be sold for nothing.
pub fn without<'a>(header: &Header, cells: &'a [String]) -> Cow<'a, [String]> {
    let met = |index: usize| is_placeholder(&cells[index]);
    let columns = || header.columns.iter().enumerate();
    if !columns().any(|(index, column)| holds_no_text(column) && met(index)) {
        return Cow::Borrowed(cells);
    }
    let is_key = |column: &Column| matches!(column, Column::Handle | Column::ProductId);
    let mut blanked = cells.to_vec();
    for (index, column) in columns().filter(|(index, _)| met(*index)) {
        if !is_key(column) && !speaks_for_itself(column) {
            blanked[index].clear();
        }
    }
    // Where nothing else makes it a variant's row, these two do not either.
    let says_variant = columns().any(|(index, column)| {
        matches!(
            column,
            Column::VariantId | Column::Fulfillment | Column::Variant(_) | Column::OptionValue(_)
        ) && !cell::trim(&blanked[index]).is_empty()
            && !met(index)
    });
    if !says_variant {
        for (index, _) in columns().filter(|(index, column)| met(*index) && speaks_for_itself(column)) {
            blanked[index].clear();
        }
    }
    Cow::Owned(blanked)
}

fn speaks_for_itself(column: &Column) -> bool {
    matches!(column, Column::OptionValue(_) | Column::Variant(VariantField::Price))
}

fn holds_no_text(column: &Column) -> bool {
    match column {
        Column::Product(field) => {
            matches!(field, ProductField::Status | ProductField::Published | ProductField::GiftCard)
        }
        Column::Variant(field) => !matches!(
            field,
            VariantField::Sku | VariantField::Barcode | VariantField::TaxCode | VariantField::HsCode
        ),
        Column::OptionName(_)
        | Column::Quantity(_)
        | Column::LocationQuantity(..)
        | Column::ImageSrc
        | Column::ImagePosition
        | Column::UnitPrice(_) => true,
        _ => false,
    }
}
