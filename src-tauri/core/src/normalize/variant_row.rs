//! Reads the variant of a row.

use super::cell::{self, Problem};
use super::draft::{Draft, OPTIONS_MAX};
use super::header::{Column, MarketPart, UnitPart};
use super::notes::Notes;
use super::row::Row;
use crate::catalog::{MetafieldOwner, SheetMetafield, SheetQuantity, SheetVariant, VariantField};
use crate::finding::{Finding, FindingCode, Severity};
use crate::value::Value;

impl Draft {
    pub(super) fn variant_cells(
        &mut self,
        row: Row<'_>,
        readable: &dyn Fn(usize) -> bool,
        notes: &mut Notes,
    ) {
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
                    variant.metafields.push(SheetMetafield {
                        place: row.place,
                        namespace: namespace.clone(),
                        key: key.clone(),
                        value: cell::as_written(text),
                    });
                }
                Column::Market { market, what } if *what != MarketPart::Included && readable(index) => {
                    self.market_price(row, (market, *what), index, &mut variant, notes);
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
        self.variants.push(packed(variant));
    }

    /// Market columns are blank on the later rows of Shopify's own exports: there a blank says nothing, so that only the
    /// product's first row can take the price of a market away.
    fn market_price(
        &mut self,
        row: Row<'_>,
        (market, what): (&str, MarketPart),
        index: usize,
        variant: &mut SheetVariant,
        notes: &mut Notes,
    ) {
        let text = row.cells[index].as_str();
        let value = match cell::price(text) {
            Ok(Some(Value::Blank)) if self.rows > 1 => return,
            Ok(Some(value)) => value,
            Ok(None) => return,
            Err(problem) => {
                self.left_alone(row, &row.header.columns[index], text, problem, notes);
                return;
            }
        };
        let said = variant.market_prices.entry(market.to_owned()).or_default();
        said.place = row.place;
        match what {
            MarketPart::CompareAt => said.compare_at = Some(value),
            MarketPart::Price | MarketPart::Included => said.price = Some(value),
        }
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
}

/// Returns the variant in as little memory as its types allow: a file has ten times more variants than
/// products. A map that is collected in order packs its nodes full; one that grew leaves them half empty.
fn packed(mut variant: SheetVariant) -> SheetVariant {
    variant.fields = std::mem::take(&mut variant.fields).into_iter().collect();
    variant.quantities.shrink_to_fit();
    variant.metafields.shrink_to_fit();
    variant
}
