//! The fields of a variant and its inventory item, shared by productSet and the bulk mutations.

use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value as Json;

use super::filled;
use super::product_fields::at;
use super::user_error::Errors;
use crate::state::{Item, Level, Stamp, Tx, Variant};

/// Returns a new variant with what Shopify gives it when nothing is said.
pub fn fresh(tx: &mut Tx, product: u64) -> Variant {
    let now = tx.now();
    Variant {
        id: tx.next_id(),
        product,
        taxable: true,
        policy: "DENY".into(),
        created_at: now,
        updated_at: now,
        item: Item {
            id: tx.next_id(),
            requires_shipping: true,
            weight_unit: "KILOGRAMS".into(),
            updated_at: now,
            ..Item::default()
        },
        ..Variant::default()
    }
}

/// Stocks the item at a location with nothing there yet, if it is not stocked already.
pub fn stock_at(tx: &mut Tx, variant: &mut Variant, location: u64) {
    if variant.levels.contains_key(&location) {
        if let Some(level) = variant.levels.get_mut(&location) {
            level.active = true;
        }
        return;
    }
    let level = Level {
        id: tx.next_id(),
        active: true,
        created_at: tx.now(),
        updated_at: tx.now(),
        ..Level::default()
    };
    variant.levels.insert(location, level);
}

/// Codes for what can be wrong with a variant.
#[derive(Clone, Copy)]
pub struct Codes {
    pub invalid: &'static str,
    pub negative_price: &'static str,
}

/// Puts the fields that were sent into the variant.
pub fn apply(now: Stamp, variant: &mut Variant, input: &Json, path: &str, codes: Codes, errors: &mut Errors) {
    let mut amount = |value: &Json, name: &str| -> Option<Decimal> {
        let number = Decimal::from_str(value.as_str()?).ok()?;
        if number.is_sign_negative() && !number.is_zero() {
            let message = if name == "price" {
                "Price must be greater than or equal to 0"
            } else {
                "Compare at price must be greater than or equal to 0"
            };
            errors.push(codes.negative_price, &at(path, name), message);
        } else if number >= Decimal::from(1_000_000_000_000_000_000u64) {
            errors.push(codes.invalid, &at(path, name), "Price is too high");
        }
        Some(number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    };
    if let Some(price) = input.get("price").filter(|v| !v.is_null()) {
        variant.price = amount(price, "price").unwrap_or(variant.price);
    }
    if let Some(price) = input.get("compareAtPrice") {
        variant.compare_at_price = amount(price, "compareAtPrice");
    }
    if let Some(barcode) = input.get("barcode") {
        variant.barcode = filled(barcode);
    }
    if let Some(policy) = input.get("inventoryPolicy").and_then(Json::as_str) {
        variant.policy = policy.to_owned();
    }
    if let Some(yes) = input.get("taxable").and_then(Json::as_bool) {
        variant.taxable = yes;
    }
    if let Some(code) = input.get("taxCode") {
        variant.tax_code = filled(code);
    }
    if let Some(yes) = input.get("requiresComponents").and_then(Json::as_bool) {
        variant.requires_components = yes;
    }
    if let Some(yes) = input.get("showUnitPrice").and_then(Json::as_bool) {
        variant.show_unit_price = yes;
    }
    if let Some(measure) = input.get("unitPriceMeasurement") {
        variant.unit_price_measurement = (!measure.is_null()).then(|| measure.clone());
    }
    // Older clients write the SKU on the variant; both spellings reach the item.
    if let Some(sku) = input.get("sku") {
        variant.item.sku = filled(sku);
    }
    if let Some(item) = input.get("inventoryItem").filter(|v| v.is_object()) {
        apply_item(now, &mut variant.item, item, &at(path, "inventoryItem"), codes, errors);
    }
    variant.updated_at = now;
}

/// Puts the fields that were sent into the inventory item.
pub fn apply_item(now: Stamp, item: &mut Item, input: &Json, path: &str, codes: Codes, errors: &mut Errors) {
    if let Some(sku) = input.get("sku") {
        let sku = filled(sku);
        if sku.as_ref().is_some_and(|sku| sku.chars().count() > 255) {
            errors.push(codes.invalid, &at(path, "sku"), "SKU is too long (maximum is 255 characters)");
        }
        item.sku = sku;
    }
    if let Some(cost) = input.get("cost") {
        let cost = cost.as_str().and_then(|text| Decimal::from_str(text).ok());
        if cost.is_some_and(|cost| cost.is_sign_negative() && !cost.is_zero()) {
            errors.push(codes.invalid, &at(path, "cost"), "Cost must be greater than or equal to 0");
        }
        item.cost = cost;
    }
    if let Some(yes) = input.get("tracked").and_then(Json::as_bool) {
        item.tracked = yes;
    }
    if let Some(yes) = input.get("requiresShipping").and_then(Json::as_bool) {
        item.requires_shipping = yes;
    }
    if let Some(country) = input.get("countryCodeOfOrigin") {
        item.country = filled(country);
    }
    if let Some(province) = input.get("provinceCodeOfOrigin") {
        item.province = filled(province);
    }
    if let Some(code) = input.get("harmonizedSystemCode") {
        let code = filled(code);
        let valid =
            |code: &String| (6..=13).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
        if code.as_ref().is_some_and(|code| !valid(code)) {
            errors.push(
                codes.invalid,
                &at(path, "harmonizedSystemCode"),
                "Harmonized system code must be a number between 6 and 13 digits",
            );
        }
        item.hs_code = code;
    }
    if let Some(codes) = input.get("countryHarmonizedSystemCodes") {
        item.country_hs_codes = super::list(codes)
            .iter()
            .filter_map(|row| {
                Some((
                    row["countryCode"].as_str()?.to_owned(),
                    row["harmonizedSystemCode"].as_str()?.to_owned(),
                ))
            })
            .collect();
    }
    if let Some(weight) = input
        .get("measurement")
        .and_then(|measurement| measurement.get("weight"))
        .filter(|weight| weight.is_object())
    {
        let value = weight["value"].as_f64().unwrap_or(0.0);
        if value < 0.0 {
            errors.push(
                codes.invalid,
                &at(path, "measurement.weight.value"),
                "Weight must be greater than or equal to 0",
            );
        }
        item.weight = value;
        if let Some(unit) = weight["unit"].as_str() {
            item.weight_unit = unit.to_owned();
        }
    }
    item.updated_at = now;
}
