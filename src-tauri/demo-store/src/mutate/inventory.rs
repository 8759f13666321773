//! Stock: set to a figure, or moved by a difference.
//!
//! A write to stock does not move the product's `updatedAt`. Shopify documents that sales do; what a
//! write through the API does is not documented, and a client that relies on it would miss changes.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, list};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::exec::FieldError;
use crate::graphql::value::{Obj, Val};
use crate::http::versions::Version;
use crate::query::inventory::NAMES;
use crate::state::{AdjustmentGroup, Change, Level, Location, Tx, Variant};

/// <https://shopify.dev/docs/api/admin-graphql/latest/enums/InventorySetQuantitiesUserErrorCode>
const QUANTITY_MAX: i64 = 1_000_000_000;

/// <https://shopify.dev/docs/apps/build/orders-fulfillment/inventory-management-apps/manage-quantities-states#set-inventory-quantities-on-hand>
const REASONS: [&str; 17] = [
    "correction",
    "cycle_count_available",
    "damaged",
    "movement_canceled",
    "movement_created",
    "movement_received",
    "movement_updated",
    "other",
    "promotion",
    "quality_control",
    "received",
    "reservation_created",
    "reservation_deleted",
    "reservation_updated",
    "restock",
    "safety_stock",
    "shrinkage",
];

struct Target {
    variant: u64,
    location: u64,
}

fn target(tx: &Tx, row: &Json, path: &str, errors: &mut Errors) -> Option<Target> {
    let item = gid::parse("InventoryItem", row["inventoryItemId"].as_str().unwrap_or(""));
    let variant = item.and_then(|item| tx.index.by_item.get(&item).copied());
    if variant.is_none() {
        errors.push(
            "INVALID_INVENTORY_ITEM",
            &format!("{path}.inventoryItemId"),
            "The specified inventory item could not be found.",
        );
    }
    let location = gid::parse("Location", row["locationId"].as_str().unwrap_or(""))
        .filter(|id| tx.get::<Location>(*id).is_some());
    if location.is_none() {
        errors.push(
            "INVALID_LOCATION",
            &format!("{path}.locationId"),
            "The specified location could not be found.",
        );
    }
    Some(Target { variant: variant?, location: location? })
}

/// Reads the level for changing; one that is missing is made, not stocked.
fn level<'a>(tx: &'a mut Tx, target: &Target) -> Option<&'a mut Level> {
    let (id, now) = (tx.next_id(), tx.now());
    let variant = tx.edit::<Variant>(target.variant)?;
    variant.item.updated_at = now;
    let level =
        variant.levels.entry(target.location).or_insert(Level { id, created_at: now, ..Level::default() });
    level.updated_at = now;
    Some(level)
}

fn payload(kind: &str, group: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        format!("Inventory{kind}QuantitiesPayload"),
        vec![
            ("inventoryAdjustmentGroup", Val::opt(group.map(Obj::Group))),
            ("userErrors", errors.val(&format!("Inventory{kind}QuantitiesUserError"))),
        ],
    )
}

/// Shows again what an earlier request with the same key has done.
pub fn replay(name: &str, group: Option<u64>) -> Val {
    let kind = if name == "inventorySetQuantities" { "Set" } else { "Adjust" };
    payload(kind, group, &Errors::default())
}

/// Answers with a refusal that is about the idempotency key.
pub fn refused(name: &str, errors: &Errors) -> Val {
    let kind = if name == "inventorySetQuantities" { "Set" } else { "Adjust" };
    payload(kind, None, errors)
}

fn check_reason(input: &Json, errors: &mut Errors) {
    let reason = input["reason"].as_str().unwrap_or("");
    if !REASONS.contains(&reason) {
        errors.push("INVALID_REASON", "input.reason", "The specified reason is invalid.");
    }
    let reference = input["referenceDocumentUri"].as_str();
    if reference.is_some_and(|uri| !uri.contains("://")) {
        errors.push(
            "INVALID_REFERENCE_DOCUMENT",
            "input.referenceDocumentUri",
            "The specified reference document is invalid.",
        );
    }
}

/// From 2026-04 on the field must be there, even if it is null: no error of one row but of the request.
/// <https://shopify.dev/changelog/making-changefromquantity-field-required>
fn require_change_from(env: &Env, rows: &[Json], path: &str) -> Result<(), FieldError> {
    let missing = rows.iter().position(|row| row.get("changeFromQuantity").is_none());
    match missing {
        Some(index) if env.version >= Version::V2026_04 => Err(FieldError {
            message: format!(
                "The changeFromQuantity argument is required on {path}.{index}. Pass null to skip the check."
            ),
            code: "INVALID_FIELD_ARGUMENTS",
        }),
        _ => Ok(()),
    }
}

pub fn set_quantities(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let input = arg(args, "input");
    let rows = list(&input["quantities"]);
    require_change_from(env, rows, "input.quantities")?;
    let mut errors = Errors::default();
    let name = input["name"].as_str().unwrap_or("").to_owned();
    if !matches!(name.as_str(), "available" | "on_hand") {
        errors.push(
            "INVALID_NAME",
            "input.name",
            "The quantity name must be either 'available' or 'on_hand'.",
        );
    }
    check_reason(input, &mut errors);
    let mut seen = HashSet::new();
    let mut changes = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let path = format!("input.quantities.{index}");
        let Some(target) = target(tx, row, &path, &mut errors) else {
            continue;
        };
        if !seen.insert((target.variant, target.location)) {
            errors.push(
                "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR",
                &path,
                "The combination of inventoryItemId and locationId must be unique.",
            );
            continue;
        }
        let quantity = row["quantity"].as_i64().unwrap_or(0);
        if !in_range(quantity, &format!("{path}.quantity"), &mut errors) {
            continue;
        }
        if quantity < 0 && name == "on_hand" {
            errors.push(
                "INVALID_QUANTITY_NEGATIVE",
                &format!("{path}.quantity"),
                "The quantity can't be negative.",
            );
            continue;
        }
        let expected = row["changeFromQuantity"].as_i64();
        let Some(level) = level(tx, &target) else {
            continue;
        };
        let have = if name == "on_hand" { level.on_hand() } else { level.available };
        if expected.is_some_and(|expected| expected != have) {
            errors.push(
                "CHANGE_FROM_QUANTITY_STALE",
                &format!("{path}.changeFromQuantity"),
                "The changeFromQuantity value does not match persisted value.",
            );
            continue;
        }
        let delta = quantity - have;
        let on_hand = level.on_hand();
        level.available += delta;
        if !level.active && name == "available" {
            // The trap reported in https://community.shopify.dev/t/33834: at a place where the item is
            // not stocked, each write adds to what is on hand.
            level.drift += on_hand + quantity - level.on_hand();
        }
        let (after, on_hand_after) = (level.available, level.on_hand());
        for (name, delta, after) in
            [("available", delta, after), ("on_hand", on_hand_after - on_hand, on_hand_after)]
        {
            if delta != 0 {
                changes.push(Change {
                    name: name.to_owned(),
                    delta,
                    after: Some(after),
                    variant: target.variant,
                    location: target.location,
                    ledger: None,
                });
            }
        }
    }
    finish(tx, env, "Set", input, changes, &errors)
}

fn in_range(quantity: i64, path: &str, errors: &mut Errors) -> bool {
    if quantity > QUANTITY_MAX {
        errors.push(
            "INVALID_QUANTITY_TOO_HIGH",
            path,
            "The total quantity can't be higher than 1,000,000,000.",
        );
    } else if quantity < -QUANTITY_MAX {
        errors.push(
            "INVALID_QUANTITY_TOO_LOW",
            path,
            "The total quantity can't be lower than -1,000,000,000.",
        );
    } else {
        return true;
    }
    false
}

fn finish(
    tx: &mut Tx,
    env: &Env,
    kind: &str,
    input: &Json,
    changes: Vec<Change>,
    errors: &Errors,
) -> Outcome {
    if !errors.is_empty() {
        return Ok(Done::refused(payload(kind, None, errors)));
    }
    // A write that moves nothing leaves no trace in the history.
    if changes.is_empty() {
        return Ok(Done::kept(payload(kind, None, errors)));
    }
    let group = AdjustmentGroup {
        id: tx.next_id(),
        app: env.app,
        created_at: tx.now(),
        reason: input["reason"].as_str().unwrap_or("").to_owned(),
        reference: input["referenceDocumentUri"].as_str().map(str::to_owned),
        changes,
    };
    let id = group.id;
    tx.put(group);
    Ok(Done { subject: Some(id), ..Done::kept(payload(kind, Some(id), errors)) })
}

pub fn adjust_quantities(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let input = arg(args, "input");
    let rows = list(&input["changes"]);
    require_change_from(env, rows, "input.changes")?;
    let mut errors = Errors::default();
    let name = input["name"].as_str().unwrap_or("").to_owned();
    // What is on hand follows from the parts, and what is committed from orders.
    if !NAMES.contains(&name.as_str()) || matches!(name.as_str(), "on_hand" | "committed") {
        errors.push("INVALID_QUANTITY_NAME", "input.name", "The specified quantity name is invalid.");
    }
    check_reason(input, &mut errors);
    let mut changes = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let path = format!("input.changes.{index}");
        let ledger = row["ledgerDocumentUri"].as_str();
        if name == "available" && ledger.is_some() {
            errors.push(
                "INVALID_AVAILABLE_DOCUMENT",
                &format!("{path}.ledgerDocumentUri"),
                "A ledger document URI is not allowed when adjusting available.",
            );
        } else if name != "available" && ledger.is_none() {
            errors.push(
                "INVALID_QUANTITY_DOCUMENT",
                &format!("{path}.ledgerDocumentUri"),
                "A ledger document URI is required except when adjusting available.",
            );
        }
        let Some(target) = target(tx, row, &path, &mut errors) else {
            continue;
        };
        let delta = row["delta"].as_i64().unwrap_or(0);
        let expected = row["changeFromQuantity"].as_i64();
        let Some(level) = level(tx, &target) else {
            continue;
        };
        let part = match name.as_str() {
            "incoming" => &mut level.incoming,
            "reserved" => &mut level.reserved,
            "damaged" => &mut level.damaged,
            "safety_stock" => &mut level.safety_stock,
            "quality_control" => &mut level.quality_control,
            _ => &mut level.available,
        };
        if expected.is_some_and(|expected| expected != *part) {
            errors.push(
                "CHANGE_FROM_QUANTITY_STALE",
                &format!("{path}.changeFromQuantity"),
                "The changeFromQuantity value does not match persisted value.",
            );
            continue;
        }
        if !in_range(*part + delta, &format!("{path}.delta"), &mut errors) || delta == 0 {
            continue;
        }
        *part += delta;
        let after = *part;
        let on_hand = level.on_hand();
        let mut change = |name: &str, after| {
            changes.push(Change {
                name: name.to_owned(),
                delta,
                after: Some(after),
                variant: target.variant,
                location: target.location,
                ledger: ledger.map(str::to_owned),
            });
        };
        change(&name, after);
        if name != "incoming" {
            change("on_hand", on_hand);
        }
    }
    finish(tx, env, "Adjust", input, changes, &errors)
}
