//! Quantities: where they go, and what has to be written for them.

use crate::catalog::{QuantityName, SheetQuantity, StoreLevel, StoreVariant};
use crate::finding::{Finding, FindingCode, Severity};
use crate::operation::{Change, NewQuantity, QuantityEdit, Subject, Work};
use crate::value::Value;

use super::draft::{Draft, change};
use super::places::{self, Destination, destination};
use super::policy::Policy;

fn unknown_location(name: &str, quantity: &SheetQuantity, product: &str) -> Finding {
    Finding::new(
        FindingCode::UnknownLocation,
        Severity::Warning,
        "the store has no active location of this name, so this quantity was left out; \
         say which location is meant with --map-location, or rename it in the file",
    )
    .at(quantity.place)
    .product(product)
    .value(name)
}

/// Returns what is available at the same place, where the source gives it beside what is on hand: the two differ by what
/// the store has promised to buyers, so setting both would take turns. What is available counts.
fn outweighs<'a>(quantity: &SheetQuantity, all: &'a [SheetQuantity]) -> Option<&'a SheetQuantity> {
    let same_place =
        |other: &&SheetQuantity| other.name == QuantityName::Available && other.location == quantity.location;
    (quantity.name == QuantityName::OnHand).then(|| all.iter().find(same_place)).flatten()
}

/// Returns the quantities that are set, if they differ: one for a place.
pub(super) fn counting(quantities: &[SheetQuantity]) -> impl Iterator<Item = &SheetQuantity> {
    quantities.iter().filter(|quantity| outweighs(quantity, quantities).is_none())
}

/// Tells where what is on hand was changed in the file and what is available was not.
fn apart(available: &SheetQuantity, on_hand: &SheetQuantity, level: &StoreLevel) -> Option<Finding> {
    if available.quantity != level.available || on_hand.quantity == level.on_hand {
        return None;
    }
    let advice = format!(
        "the store has {} on hand and {} of them available, as the file says; where a file has both, what is available \
         counts, so on hand was left as it is. To set it, leave the column of what is available out",
        level.on_hand, level.available
    );
    let finding = Finding::new(FindingCode::TwoQuantities, Severity::Warning, advice);
    Some(finding.at(on_hand.place).value(&on_hand.quantity.to_string()))
}

/// Plans the quantities of a variant the store has.
pub(super) fn existing(
    product: &str,
    label: &str,
    quantities: &[SheetQuantity],
    variant: &StoreVariant,
    policy: &Policy,
    drafts: &mut Vec<Draft>,
    findings: &mut Vec<Finding>,
) {
    for quantity in quantities {
        let available = outweighs(quantity, quantities);
        let location = match destination(quantity, policy) {
            Destination::Location(location) => location,
            _ if available.is_some() => continue,
            Destination::Unknown(name) => {
                findings.push(unknown_location(name, quantity, product));
                continue;
            }
            Destination::Unsaid => {
                drafts.push(waits(label, quantity, &variant.inventory_item_id, None));
                continue;
            }
            Destination::Several(name) => {
                drafts.push(waits(label, quantity, &variant.inventory_item_id, Some(name)));
                continue;
            }
        };
        let level = variant.levels.iter().find(|level| level.location_id == location.id);
        if let Some(available) = available {
            findings.extend(
                level.and_then(|level| apart(available, quantity, level)).map(|f| f.product(product)),
            );
            continue;
        }
        let from = level.map(|level| match quantity.name {
            QuantityName::Available => level.available,
            QuantityName::OnHand => level.on_hand,
        });
        if from == Some(quantity.quantity) {
            continue;
        }
        let edit = QuantityEdit {
            inventory_item_id: variant.inventory_item_id.clone(),
            location_id: location.id.clone(),
            name: quantity.name,
            from: from.unwrap_or_default(),
            quantity: quantity.quantity,
        };
        let changes = vec![change(
            Subject::Level { variant: label.to_owned(), location: location.name.clone() },
            quantity.name.name(),
            from.map_or(Value::Blank, Value::Int),
            Value::Int(quantity.quantity),
        )];
        let work = if from.is_some() { Work::SetQuantity(edit) } else { Work::ActivateLevel(edit) };
        drafts.push(Draft::new(work, Some(quantity.place), changes));
    }
}

/// Plans the quantities of a variant that is about to be made: they travel with it.
pub(super) fn new(
    product: &str,
    label: &str,
    quantities: &[SheetQuantity],
    policy: &Policy,
    changes: &mut Vec<Change>,
    held: &mut Vec<Draft>,
    findings: &mut Vec<Finding>,
) -> Vec<NewQuantity> {
    let mut new = Vec::new();
    for quantity in counting(quantities) {
        match destination(quantity, policy) {
            Destination::Location(location) => {
                changes.push(change(
                    Subject::Level { variant: label.to_owned(), location: location.name.clone() },
                    quantity.name.name(),
                    Value::Blank,
                    Value::Int(quantity.quantity),
                ));
                new.push(NewQuantity {
                    location_id: location.id.clone(),
                    name: quantity.name,
                    quantity: quantity.quantity,
                });
            }
            Destination::Unknown(name) => findings.push(unknown_location(name, quantity, product)),
            Destination::Unsaid => held.push(waits(label, quantity, "", None)),
            Destination::Several(name) => held.push(waits(label, quantity, "", Some(name))),
        }
    }
    new
}

/// A quantity that has no one place to go to.
fn waits(label: &str, quantity: &SheetQuantity, inventory_item_id: &str, several: Option<&str>) -> Draft {
    let edit = QuantityEdit {
        inventory_item_id: inventory_item_id.to_owned(),
        location_id: String::new(),
        name: quantity.name,
        from: 0,
        quantity: quantity.quantity,
    };
    let changes = vec![change(
        Subject::Level { variant: label.to_owned(), location: String::new() },
        quantity.name.name(),
        Value::Blank,
        Value::Int(quantity.quantity),
    )];
    Draft::new(Work::SetQuantity(edit), Some(quantity.place), changes).held(places::held(several))
}
