//! Where an item is stocked, and the facts of the item itself.

use serde_json::Value as Json;

use super::user_error::Errors;
use super::variant_fields::{self, Codes};
use super::{Done, Outcome, arg};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Location, Tx, Variant};

fn variant_of_item(tx: &Tx, text: &Json) -> Option<u64> {
    let item = gid::parse("InventoryItem", text.as_str()?)?;
    tx.index.by_item.get(&item).copied()
}

fn activated(level: Option<Obj>, errors: &Errors) -> Val {
    Val::map(
        "InventoryActivatePayload",
        vec![("inventoryLevel", Val::opt(level)), ("userErrors", errors.val("UserError"))],
    )
}

/// Shows again what an earlier activation with the same key has done.
pub fn replay(tx: &Tx, args: &Args) -> Val {
    let location = gid::parse("Location", arg(args, "locationId").as_str().unwrap_or(""));
    let level = variant_of_item(tx, arg(args, "inventoryItemId"))
        .zip(location)
        .filter(|(variant, location)| {
            tx.get::<Variant>(*variant).is_some_and(|v| v.levels.contains_key(location))
        })
        .map(|(variant, location)| Obj::Level(variant, location));
    activated(level, &Errors::default())
}

pub fn refused(errors: &Errors) -> Val {
    activated(None, errors)
}

pub fn activate(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let variant = variant_of_item(tx, arg(args, "inventoryItemId"));
    let location = gid::parse("Location", arg(args, "locationId").as_str().unwrap_or(""))
        .filter(|id| tx.get::<Location>(*id).is_some());
    if variant.is_none() {
        errors.push("INVALID", "inventoryItemId", "The product couldn't be stocked because it wasn't found.");
    }
    if location.is_none() {
        errors.push(
            "INVALID",
            "locationId",
            "The product couldn't be stocked because the location wasn't found.",
        );
    }
    let (available, on_hand) = (arg(args, "available").as_i64(), arg(args, "onHand").as_i64());
    let (Some(variant_id), Some(location)) = (variant, location) else {
        return Ok(Done::refused(activated(None, &errors)));
    };
    let Some(mut variant) = tx.get::<Variant>(variant_id).cloned() else {
        return Ok(Done::refused(activated(None, &errors)));
    };
    let was_active = variant.levels.get(&location).is_some_and(|l| l.active);
    if was_active && (available.is_some() || on_hand.is_some()) {
        errors.push(
            "INVALID",
            "available",
            "Not allowed to set available quantity when the item is already active at the location.",
        );
        return Ok(Done::refused(activated(None, &errors)));
    }
    variant_fields::stock_at(tx, &mut variant, location);
    let now = tx.now();
    if let Some(level) = variant.levels.get_mut(&location).filter(|_| !was_active) {
        level.drift = 0;
        level.updated_at = now;
        // Without figures the old ones stay.
        // https://shopify.dev/changelog/inventoryactivate-now-preserves-available-quantity
        if let Some(available) = available {
            level.available = available;
        }
        if let Some(on_hand) = on_hand {
            level.available += on_hand - level.on_hand();
        }
    }
    tx.put(variant);
    let level = Obj::Level(variant_id, location);
    Ok(Done::kept(activated(Some(level), &errors)))
}

pub fn deactivate(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let text = arg(args, "inventoryLevelId").as_str().unwrap_or("");
    let level_id = gid::split(text).and_then(|(_, id)| id.parse::<u64>().ok());
    let item = text.split_once("inventory_item_id=").and_then(|(_, item)| item.parse::<u64>().ok());
    let variant = item.and_then(|item| tx.index.by_item.get(&item).copied());
    let now = tx.now();
    let level = variant.and_then(|variant| tx.edit::<Variant>(variant)).and_then(|variant| {
        let active = variant.levels.values().filter(|l| l.active).count();
        let level = variant.levels.values_mut().find(|level| Some(level.id) == level_id && level.active)?;
        Some((active, level))
    });
    match level {
        None => errors.push(
            "INVALID",
            "inventoryLevelId",
            "The product couldn't be unstocked because the inventory level was already deleted.",
        ),
        Some((1, _)) => errors.push(
            "INVALID",
            "inventoryLevelId",
            "The product couldn't be unstocked because products need to be stocked at a minimum of 1 location.",
        ),
        Some((_, level)) => {
            level.active = false;
            level.updated_at = now;
        }
    }
    let payload = Val::map("InventoryDeactivatePayload", vec![("userErrors", errors.val("UserError"))]);
    if errors.is_empty() { Ok(Done::kept(payload)) } else { Ok(Done::refused(payload)) }
}

pub fn update(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let payload = |variant: Option<u64>, errors: &Errors| {
        Val::map(
            "InventoryItemUpdatePayload",
            vec![
                ("inventoryItem", Val::opt(variant.map(Obj::Item))),
                ("userErrors", errors.val("UserError")),
            ],
        )
    };
    let Some(id) = variant_of_item(tx, arg(args, "id")) else {
        errors.push("NOT_FOUND", "id", "Inventory item does not exist");
        return Ok(Done::refused(payload(None, &errors)));
    };
    let Some(mut variant) = tx.get::<Variant>(id).cloned() else {
        return Ok(Done::refused(payload(None, &errors)));
    };
    let codes = Codes { invalid: "INVALID", negative_price: "INVALID" };
    let now = tx.now();
    variant_fields::apply_item(now, &mut variant.item, arg(args, "input"), "input", codes, &mut errors);
    if !errors.is_empty() {
        return Ok(Done::refused(payload(None, &errors)));
    }
    variant.updated_at = now;
    let product = variant.product;
    tx.put(variant);
    tx.bump(product);
    Ok(Done::kept(payload(Some(id), &errors)))
}
