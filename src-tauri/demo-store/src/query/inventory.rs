//! Inventory items, levels, locations and stock movements.

use super::{Ctx, Resolved, count, flag, gone, money_v2, page, search, text, unknown};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::exec::FieldError;
use crate::graphql::value::{Obj, Val};
use crate::state::{AdjustmentGroup, Level, Location, Variant};

/// The quantity names of Shopify's inventory states.
/// <https://shopify.dev/docs/apps/build/orders-fulfillment/inventory-management-apps#inventory-states>
pub const NAMES: [&str; 8] = [
    "available",
    "on_hand",
    "committed",
    "incoming",
    "reserved",
    "damaged",
    "safety_stock",
    "quality_control",
];

/// Returns what can be sold, over all places where the item is stocked.
pub fn available(variant: &Variant) -> i64 {
    variant.levels.values().filter(|level| level.active).map(|level| level.available).sum()
}

pub fn quantity(level: &Level, name: &str) -> Option<i64> {
    Some(match name {
        "available" => level.available,
        "on_hand" => level.on_hand(),
        "committed" => level.committed,
        "incoming" => level.incoming,
        "reserved" => level.reserved,
        "damaged" => level.damaged,
        "safety_stock" => level.safety_stock,
        "quality_control" => level.quality_control,
        _ => return None,
    })
}

pub fn item(ctx: &Ctx, variant_id: u64, name: &str, args: &Args) -> Resolved {
    let variant = ctx.state.get::<Variant>(variant_id).ok_or_else(|| gone("InventoryItem"))?;
    let item = &variant.item;
    Ok(match name {
        "id" => Val::str(gid("InventoryItem", item.id)),
        "legacyResourceId" => Val::str(item.id.to_string()),
        "sku" => Val::opt_str(item.sku.as_deref()),
        "tracked" => Val::leaf(item.tracked),
        "trackedEditable" => {
            Val::map("EditableProperty", vec![("locked", Val::leaf(false)), ("reason", Val::Null)])
        }
        "requiresShipping" => Val::leaf(item.requires_shipping),
        "unitCost" => item.cost.map_or(Val::Null, money_v2),
        "countryCodeOfOrigin" => Val::opt_str(item.country.as_deref()),
        "provinceCodeOfOrigin" => Val::opt_str(item.province.as_deref()),
        "harmonizedSystemCode" => Val::opt_str(item.hs_code.as_deref()),
        "countryHarmonizedSystemCodes" => {
            let codes = item.country_hs_codes.iter().map(|(country, code)| {
                Val::map(
                    "CountryHarmonizedSystemCode",
                    vec![
                        ("countryCode", Val::str(country.as_str())),
                        ("harmonizedSystemCode", Val::str(code.as_str())),
                    ],
                )
            });
            return page::list(ctx, args, "CountryHarmonizedSystemCode", codes.collect());
        }
        "measurement" => Val::map(
            "InventoryItemMeasurement",
            vec![
                ("id", Val::str(gid("InventoryItemMeasurement", item.id))),
                (
                    "weight",
                    Val::map(
                        "Weight",
                        vec![
                            ("value", Val::leaf(item.weight)),
                            ("unit", Val::str(item.weight_unit.as_str())),
                        ],
                    ),
                ),
            ],
        ),
        "duplicateSkuCount" => Val::leaf(match &item.sku {
            Some(sku) => ctx
                .state
                .variants
                .values()
                .filter(|other| other.id != variant_id && other.item.sku.as_ref() == Some(sku))
                .count(),
            None => 0,
        }),
        "createdAt" => ctx.time(variant.created_at),
        "updatedAt" => ctx.time(item.updated_at),
        "variant" => Val::Obj(Obj::Variant(variant_id)),
        "variants" => {
            let one = vec![Val::Obj(Obj::Variant(variant_id))];
            return page::list(ctx, args, "ProductVariant", one);
        }
        "locationsCount" => count(variant.levels.values().filter(|l| l.active).count(), None),
        "inventoryLevel" => {
            let location = text(args, "locationId").and_then(|id| gid::parse("Location", id));
            let found = location.filter(|id| {
                let level = variant.levels.get(id);
                level.is_some_and(|level| level.active || flag(args, "includeInactive"))
            });
            Val::opt(found.map(|id| Obj::Level(variant_id, id)))
        }
        "inventoryLevels" => {
            let inactive = flag(args, "includeInactive");
            let shown = variant.levels.iter().filter(|(_, level)| level.active || inactive);
            let rows = page::by_id(shown.map(|(location, _)| *location));
            return page::page(ctx, args, "InventoryLevel", rows, |location| {
                Val::Obj(Obj::Level(variant_id, location))
            });
        }
        _ => return Err(unknown("InventoryItem", name)),
    })
}

pub fn level(ctx: &Ctx, variant_id: u64, location: u64, name: &str, args: &Args) -> Resolved {
    let variant = ctx.state.get::<Variant>(variant_id).ok_or_else(|| gone("InventoryItem"))?;
    let level = variant.levels.get(&location).ok_or_else(|| gone("InventoryLevel"))?;
    Ok(match name {
        "id" => Val::str(gid::level(level.id, variant.item.id)),
        "isActive" => Val::leaf(level.active),
        "canDeactivate" => Val::leaf(level.active && variant.levels.len() > 1),
        "deactivationAlert" => Val::Null,
        "item" => Val::Obj(Obj::Item(variant_id)),
        "location" => Val::Obj(Obj::Location(location)),
        "createdAt" => ctx.time(level.created_at),
        "updatedAt" => ctx.time(level.updated_at),
        "quantities" => {
            let names = args.get("names").and_then(|v| v.as_array());
            let mut out = Vec::new();
            for name in names.into_iter().flatten().filter_map(|v| v.as_str()) {
                let Some(value) = quantity(level, name) else {
                    return Err(FieldError::bad(format!(
                        "The quantity name '{name}' is invalid. Valid names are: {}",
                        NAMES.join(", ")
                    )));
                };
                let id = format!(
                    "gid://shopify/InventoryQuantity/{}?inventory_item_id={}&name={name}",
                    level.id, variant.item.id
                );
                out.push(Val::map(
                    "InventoryQuantity",
                    vec![
                        ("id", Val::str(id)),
                        ("name", Val::str(name)),
                        ("quantity", Val::leaf(value)),
                        ("updatedAt", ctx.time(level.updated_at)),
                    ],
                ));
            }
            Val::List(out)
        }
        _ => return Err(unknown("InventoryLevel", name)),
    })
}

pub fn location(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let location = ctx.state.get::<Location>(id).ok_or_else(|| gone("Location"))?;
    let stocked = || {
        ctx.state
            .variants
            .values()
            .filter(move |variant| variant.levels.get(&id).is_some_and(|level| level.active))
    };
    let primary = ctx.state.locations.keys().next() == Some(&id);
    Ok(match name {
        "id" => Val::str(gid("Location", id)),
        "legacyResourceId" => Val::str(id.to_string()),
        "name" => Val::str(location.name.as_str()),
        "isActive" => Val::leaf(location.active),
        "isPrimary" => Val::leaf(primary),
        "shipsInventory" => Val::leaf(primary),
        // Every place is the merchant's own.
        "fulfillmentService" => Val::Null,
        "fulfillsOnlineOrders" => Val::leaf(true),
        "isFulfillmentService" => Val::leaf(false),
        "activatable" => Val::leaf(!location.active),
        "deactivatable" => Val::leaf(location.active && !primary),
        "deactivatedAt" => Val::Null,
        "deletable" => Val::leaf(false),
        "hasActiveInventory" => Val::leaf(stocked().next().is_some()),
        "hasUnfulfilledOrders" => Val::leaf(false),
        "addressVerified" => Val::leaf(true),
        "address" => Val::map(
            "LocationAddress",
            vec![
                ("address1", Val::str(location.address1.as_str())),
                ("city", Val::str(location.city.as_str())),
                ("country", Val::str(location.country.as_str())),
                ("countryCode", Val::str(location.country_code.as_str())),
                ("zip", Val::str(location.zip.as_str())),
                (
                    "formatted",
                    Val::strs([
                        location.address1.as_str(),
                        location.city.as_str(),
                        location.country.as_str(),
                    ]),
                ),
            ],
        ),
        "createdAt" | "updatedAt" => ctx.time(location.created_at),
        "metafield" => Val::Null,
        "metafields" => return page::list(ctx, args, "Metafield", vec![]),
        "inventoryLevel" => {
            let item = text(args, "inventoryItemId")
                .and_then(|id| gid::parse("InventoryItem", id))
                .and_then(|item| ctx.state.index.by_item.get(&item));
            let found = item.filter(|variant| {
                ctx.state
                    .get::<Variant>(**variant)
                    .and_then(|variant| variant.levels.get(&id))
                    .is_some_and(|level| level.active || flag(args, "includeInactive"))
            });
            Val::opt(found.map(|variant| Obj::Level(*variant, id)))
        }
        "inventoryLevels" => {
            let expr = search::parse(text(args, "query").unwrap_or(""));
            let found = stocked().filter(|variant| {
                expr.matches(&|term| {
                    Some(match term.field.as_deref().unwrap_or("default") {
                        "updated_at" => {
                            search::compare_time(term.op, variant.levels.get(&id)?.updated_at, &term.value)
                        }
                        "inventory_item_id" => term.value == variant.item.id.to_string(),
                        _ => return None,
                    })
                })
            });
            let rows = page::by_id(found.map(|variant| variant.id));
            return page::page(ctx, args, "InventoryLevel", rows, |variant| {
                Val::Obj(Obj::Level(variant, id))
            });
        }
        _ => return Err(unknown("Location", name)),
    })
}

pub fn group(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let group = ctx.state.get::<AdjustmentGroup>(id).ok_or_else(|| gone("InventoryAdjustmentGroup"))?;
    Ok(match name {
        "id" => Val::str(gid("InventoryAdjustmentGroup", id)),
        "createdAt" => ctx.time(group.created_at),
        "reason" => Val::str(group.reason.as_str()),
        "referenceDocumentUri" => Val::opt_str(group.reference.as_deref()),
        "app" => Val::Obj(Obj::App(group.app)),
        "changes" => {
            let within = |name: &str, value: &str| {
                let list = args.get(name).and_then(|v| v.as_array());
                list.is_none_or(|list| list.iter().any(|v| v == value))
            };
            let mut out = Vec::new();
            for change in &group.changes {
                let variant = ctx.state.get::<Variant>(change.variant);
                let item = variant.map_or(0, |variant| variant.item.id);
                if !within("quantityNames", &change.name)
                    || !within("inventoryItemIds", &gid("InventoryItem", item))
                    || !within("locationIds", &gid("Location", change.location))
                {
                    continue;
                }
                out.push(Val::map(
                    "InventoryChange",
                    vec![
                        ("name", Val::str(change.name.as_str())),
                        ("delta", Val::leaf(change.delta)),
                        ("quantityAfterChange", change.after.map_or(Val::Null, Val::leaf)),
                        ("item", Val::opt(variant.map(|v| Obj::Item(v.id)))),
                        ("location", Val::Obj(Obj::Location(change.location))),
                        ("ledgerDocumentUri", Val::opt_str(change.ledger.as_deref())),
                    ],
                ));
            }
            Val::List(out)
        }
        _ => return Err(unknown("InventoryAdjustmentGroup", name)),
    })
}
