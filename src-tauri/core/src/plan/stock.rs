//! Quantities: where they go, and what has to be written for them.

use crate::catalog::{SheetQuantity, StoreLocation, StoreVariant};
use crate::finding::{Finding, FindingCode, Severity};
use crate::operation::{Change, Held, HeldKind, NewQuantity, QuantityEdit, Subject, Work};
use crate::value::Value;

use super::draft::{Draft, change};
use super::policy::Policy;

/// Where a quantity goes.
enum Destination<'a> {
    Location(&'a StoreLocation),
    /// The source does not say and the store has several.
    Unsaid,
    /// The source names a location the store does not have.
    Unknown(&'a str),
}

fn destination<'a>(quantity: &'a SheetQuantity, policy: &'a Policy) -> Destination<'a> {
    let active = || policy.locations.iter().filter(|location| location.active);
    match &quantity.location {
        Some(name) => active()
            .find(|location| location.name.trim().eq_ignore_ascii_case(name.trim()) || location.name == *name)
            .map_or(Destination::Unknown(name), Destination::Location),
        None => {
            if let Some(id) = &policy.default_location
                && let Some(location) = active().find(|location| location.id == *id)
            {
                return Destination::Location(location);
            }
            let mut locations = active();
            match (locations.next(), locations.next()) {
                (Some(only), None) => Destination::Location(only),
                _ => Destination::Unsaid,
            }
        }
    }
}

fn location_held() -> Held {
    Held {
        kind: HeldKind::Location,
        reason: "the file does not say at which location this stock lies, and the store has several; \
                 choose one with --location"
            .to_owned(),
    }
}

fn unknown_location(name: &str, quantity: &SheetQuantity, product: &str) -> Finding {
    Finding::new(
        FindingCode::UnknownLocation,
        Severity::Warning,
        "the store has no active location of this name, so this quantity was left out; \
         rename it in the file or add the location in Shopify",
    )
    .at(quantity.place)
    .product(product)
    .value(name)
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
        let location = match destination(quantity, policy) {
            Destination::Location(location) => location,
            Destination::Unknown(name) => {
                findings.push(unknown_location(name, quantity, product));
                continue;
            }
            Destination::Unsaid => {
                drafts.push(unsaid(label, quantity, &variant.inventory_item_id));
                continue;
            }
        };
        let level = variant.levels.iter().find(|level| level.location_id == location.id);
        let from = level.map(|level| match quantity.name {
            crate::catalog::QuantityName::Available => level.available,
            crate::catalog::QuantityName::OnHand => level.on_hand,
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
    for quantity in quantities {
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
            Destination::Unsaid => held.push(unsaid(label, quantity, "")),
        }
    }
    new
}

fn unsaid(label: &str, quantity: &SheetQuantity, inventory_item_id: &str) -> Draft {
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
    Draft::new(Work::SetQuantity(edit), Some(quantity.place), changes).held(location_held())
}
