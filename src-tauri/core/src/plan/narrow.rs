//! Narrowing: which changes of an operation can be left out alone, and the operation without them.
//!
//! A *unit* is the least that can be sent: changes of one unit go together or not at all. Units are counted from 0
//! within their operation, in the order of their first change.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{ProductField, VariantField};
use crate::collection::{self, CollectionWork};
use crate::operation::{
    Change, MarketPriceEdit, Operation, OperationId, Subject, VariantEdit, VariantImage, VariantPriceEdit,
    Work,
};
use crate::value::Value;

/// A unit of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId {
    pub operation: OperationId,
    pub unit: u32,
}

/// Returns the unit of each change, in the order of the changes. An operation without changes is one unit.
pub fn units(operation: &Operation) -> Vec<u32> {
    let changes = &operation.changes;
    match &operation.work {
        Work::UpdateProduct { .. }
        | Work::DeleteVariants { .. }
        | Work::Collection(CollectionWork::Update(_)) => (0..changes.len() as u32).collect(),
        Work::UpdateVariants { .. } => {
            let mut known = BTreeMap::new();
            changes
                .iter()
                .map(|change| {
                    let next = known.len() as u32;
                    *known.entry(edit_key(change)).or_insert(next)
                })
                .collect()
        }
        // What a variant costs in a market: the price and what it is compared with go together.
        Work::SetMarketPrices(_) => {
            let mut known = BTreeMap::new();
            let mut unit = |change| {
                let next = known.len() as u32;
                *known.entry(edit_key(change).0).or_insert(next)
            };
            changes.iter().map(&mut unit).collect()
        }
        // The changes of a new variant begin with the variant itself.
        Work::CreateVariants { .. } => changes
            .iter()
            .scan(None, |unit: &mut Option<u32>, change| {
                *unit = Some(match *unit {
                    None => 0,
                    Some(unit) => unit + u32::from(begins_variant(change)),
                });
                *unit
            })
            .collect(),
        Work::CreateProduct(_)
        | Work::ReplaceVariants { .. }
        | Work::SetImages { .. }
        | Work::Publish { .. }
        | Work::SetQuantity(_)
        | Work::ActivateLevel(_)
        | Work::DeleteProduct
        | Work::SetMetafield(_)
        | Work::DeleteMetafield(_)
        | Work::Collection(_) => vec![0; changes.len()],
    }
}

/// Returns the operation with nothing but the units to be kept, in what it sends as in what it shows; `None` where
/// none of it is left. It keeps its number and what it comes after: see [`keep_order`].
pub fn narrowed(mut operation: Operation, keep: impl Fn(u32) -> bool) -> Option<Operation> {
    let units = units(&operation);
    if units.is_empty() {
        return keep(0).then_some(operation);
    }
    if units.iter().all(|unit| keep(*unit)) {
        return Some(operation);
    }
    let mut kept = units.iter().map(|unit| keep(*unit));
    let (changes, left_out): (Vec<Change>, Vec<Change>) =
        std::mem::take(&mut operation.changes).into_iter().partition(|_| kept.next().unwrap_or_default());
    if changes.is_empty() {
        return None;
    }
    match &mut operation.work {
        Work::UpdateProduct { fields, category_id } => {
            let is_out = |field: &ProductField| left_out.iter().any(|change| change.field == field.name());
            fields.retain(|field, _| !is_out(field));
            if is_out(&ProductField::Category) {
                *category_id = None;
            }
        }
        Work::UpdateVariants { variants } => {
            let out: BTreeSet<(&str, &str)> = left_out.iter().map(edit_key).collect();
            for edit in &mut *variants {
                drop_fields(edit, &out);
            }
            variants.retain(|edit| !edit.fields.is_empty() || edit.image.is_some());
        }
        Work::CreateVariants { variants } => keep_units(variants, &keep),
        Work::Collection(CollectionWork::Update(edit)) => collection::leave_out(edit, &left_out),
        Work::DeleteVariants { ids } => keep_units(ids, &keep),
        Work::SetMarketPrices(edit) => keep_units(&mut edit.prices, &keep),
        // These are one unit, and were kept or left out whole.
        Work::CreateProduct(_)
        | Work::ReplaceVariants { .. }
        | Work::SetImages { .. }
        | Work::Publish { .. }
        | Work::SetQuantity(_)
        | Work::ActivateLevel(_)
        | Work::DeleteProduct
        | Work::SetMetafield(_)
        | Work::DeleteMetafield(_)
        | Work::Collection(_) => {}
    }
    operation.changes = changes;
    Some(operation)
}

/// Drops what the operation comes after and is not sent: what is left of it is order alone, or done already. That
/// nothing it needs is among it, see to it with [`needs`].
pub fn keep_order(operation: &mut Operation, is_sent: impl Fn(OperationId) -> bool) {
    operation.after.retain(|id| is_sent(*id));
}

/// Returns which units of a product's operations need which others: without the second the first would name what is
/// not there. Everything else an operation comes after is order alone.
///
/// | what | needs |
/// |---|---|
/// | putting a product on the Online Store | its creation |
/// | a new variant, or a variant's own picture | the list of pictures, where it adds that picture |
/// | the price of a variant in a market | the variant, where it is new |
/// | stock of a variant | that the variant's stock is tracked, where the plan switches it on |
/// | taking away every variant the store has | the first new one: a product is never without |
///
/// `operations` are all of one product, in the plan's order; `variants_held` is how many variants the store has of
/// it, where that is known.
pub fn needs(operations: &[Operation], variants_held: Option<usize>) -> Vec<(UnitId, UnitId)> {
    let removed: usize = operations.iter().map(removed_variants).sum();
    let removes_all = variants_held.is_none_or(|held| removed >= held);
    let mut found = Vec::new();
    for later in operations {
        let earlier = later.after.iter().filter_map(|id| {
            operations.binary_search_by_key(id, |earlier| earlier.id).ok().map(|at| &operations[at])
        });
        for earlier in earlier {
            for (unit, needed) in between(later, earlier, removes_all) {
                found.push((
                    UnitId { operation: later.id, unit },
                    UnitId { operation: earlier.id, unit: needed },
                ));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn removed_variants(operation: &Operation) -> usize {
    match &operation.work {
        Work::DeleteVariants { ids } => ids.len(),
        _ => 0,
    }
}

/// Returns the units of the later operation with those of the earlier one that they need.
fn between(later: &Operation, earlier: &Operation, removes_all: bool) -> Vec<(u32, u32)> {
    match (&later.work, &earlier.work) {
        (_, Work::CreateProduct(_) | Work::Collection(CollectionWork::Create(_))) => {
            all_units(later).into_iter().map(|unit| (unit, 0)).collect()
        }
        (_, Work::SetImages { images }) => {
            let added: BTreeSet<&str> =
                images.iter().filter(|image| image.id.is_none()).map(|image| image.src.as_str()).collect();
            pictured(later, &added).into_iter().map(|unit| (unit, 0)).collect()
        }
        (Work::DeleteVariants { .. }, Work::CreateVariants { .. }) if removes_all => {
            all_units(later).into_iter().map(|unit| (unit, 0)).collect()
        }
        (Work::SetMarketPrices(edit), Work::CreateVariants { .. } | Work::ReplaceVariants { .. }) => {
            new_priced(edit, earlier)
        }
        (Work::SetQuantity(_) | Work::ActivateLevel(_), Work::UpdateVariants { .. }) => {
            tracking(later, earlier).into_iter().map(|unit| (0, unit)).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the units whose variants are made first, each with the unit that makes it.
fn new_priced(edit: &MarketPriceEdit, earlier: &Operation) -> Vec<(u32, u32)> {
    let new = (0..).zip(&edit.prices).filter(|(_, price)| price.variant.is_none());
    match &earlier.work {
        Work::CreateVariants { variants } => {
            let made = |price: &VariantPriceEdit| {
                variants.iter().position(|variant| variant.option_values == price.option_values)
            };
            new.filter_map(|(unit, price)| Some((unit, made(price)? as u32))).collect()
        }
        _ => new.map(|(unit, _)| (unit, 0)).collect(),
    }
}

fn all_units(operation: &Operation) -> BTreeSet<u32> {
    let units = units(operation);
    if units.is_empty() { BTreeSet::from([0]) } else { units.into_iter().collect() }
}

/// Returns the units that name one of these pictures.
fn pictured(operation: &Operation, added: &BTreeSet<&str>) -> BTreeSet<u32> {
    let is_added = |image: &Option<String>| image.as_deref().is_some_and(|src| added.contains(src));
    match &operation.work {
        Work::CreateVariants { variants } => {
            let units = (0..).zip(variants).filter(|(_, variant)| is_added(&variant.image));
            units.map(|(unit, _)| unit).collect()
        }
        Work::ReplaceVariants { variants, .. } => {
            let any = variants.iter().any(|slot| is_added(&slot.variant.image));
            if any { BTreeSet::from([0]) } else { BTreeSet::new() }
        }
        Work::UpdateVariants { variants } => {
            let sources: BTreeSet<&str> = variants
                .iter()
                .filter(|edit| matches!(&edit.image, Some(VariantImage::Source(src)) if added.contains(src.as_str())))
                .map(|edit| edit.id.as_str())
                .collect();
            let is_one = |change: &Change| {
                change.field == VariantField::Image.name() && sources.contains(edit_key(change).0)
            };
            let units = operation.changes.iter().zip(units(operation));
            units.filter(|(change, _)| is_one(change)).map(|(_, unit)| unit).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// Returns the units that switch on the tracking of the variant whose stock this is. A variant goes by its option
/// values here, and by its new ones where the options are replaced as well: where no name fits, all of them are meant.
fn tracking(stock: &Operation, edits: &Operation) -> BTreeSet<u32> {
    let labels: BTreeSet<&str> = stock.changes.iter().map(|change| label(&change.subject)).collect();
    let is_named = |change: &Change| labels.contains(label(&change.subject));
    let switches =
        |change: &Change| change.field == VariantField::Tracked.name() && change.after == Value::Bool(true);
    let any_named = edits.changes.iter().any(is_named);
    let units = edits.changes.iter().zip(units(edits));
    let on = units.filter(|(change, _)| switches(change) && (is_named(change) || !any_named));
    on.map(|(_, unit)| unit).collect()
}

fn label(subject: &Subject) -> &str {
    match subject {
        Subject::Variant { label, .. } => label,
        Subject::Level { variant, .. } => variant,
        Subject::Product | Subject::Image { .. } => "",
    }
}

/// Names a field of a variant. A weight is a number with its unit: the two are one.
fn edit_key(change: &Change) -> (&str, &str) {
    let variant = match &change.subject {
        Subject::Variant { id: Some(id), .. } => id.as_str(),
        Subject::Variant { id: None, label } => label.as_str(),
        Subject::Product | Subject::Image { .. } | Subject::Level { .. } => "",
    };
    let is_unit = change.field == VariantField::WeightUnit.name();
    (variant, if is_unit { VariantField::WeightGrams.name() } else { &change.field })
}

fn begins_variant(change: &Change) -> bool {
    change.field == "variant" && matches!(change.subject, Subject::Variant { .. })
}

fn drop_fields(edit: &mut VariantEdit, out: &BTreeSet<(&str, &str)>) {
    let VariantEdit { id, fields, image } = edit;
    let is_out = |field: VariantField| out.contains(&(id.as_str(), field.name()));
    let no_weight = is_out(VariantField::WeightGrams);
    let goes = |field: VariantField| is_out(field) || no_weight && field == VariantField::WeightUnit;
    fields.retain(|field, _| !goes(*field));
    if is_out(VariantField::Image) {
        *image = None;
    }
}

fn keep_units<T>(items: &mut Vec<T>, keep: &impl Fn(u32) -> bool) {
    let mut unit = 0;
    items.retain(|_| {
        unit += 1;
        keep(unit - 1)
    });
}

#[cfg(test)]
#[path = "narrow_tests.rs"]
mod tests;
