//! Price lists and the prices that are fixed on them.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::product_fields::at;
use super::user_error::Errors;
use super::{Done, Outcome, arg, filled, list};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::markets;
use crate::state::{FixedPrice, MarketCatalog, PriceList, Tx, Variant};

pub fn create(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let input = arg(args, "input");
    let payload = |id: Option<u64>, errors: &Errors| {
        Val::map(
            "PriceListCreatePayload",
            vec![
                ("priceList", Val::opt(id.map(Obj::PriceList))),
                ("userErrors", errors.val("PriceListUserError")),
            ],
        )
    };
    let name = filled(&input["name"]).unwrap_or_default();
    if name.is_empty() {
        errors.push("BLANK", "input.name", "Name can't be blank");
    } else if tx.price_lists.values().any(|row| row.name == name) {
        errors.push("TAKEN", "input.name", "Name has already been taken");
    }
    let adjustment = input["parent"]["adjustment"]["value"].as_f64().unwrap_or(0.0);
    if adjustment < 0.0 {
        errors.push("INVALID_ADJUSTMENT_VALUE", "input.parent.adjustment.value", "Value is invalid");
    }
    let catalog = match input["catalogId"].as_str() {
        None => None,
        Some(id) => {
            let row = gid::parse("MarketCatalog", id).and_then(|id| tx.get::<MarketCatalog>(id));
            match row {
                Some(row) if row.price_list.is_some() => {
                    errors.push("CATALOG_TAKEN", "input.catalogId", "Catalog has a price list already");
                }
                None => errors.push("CATALOG_DOES_NOT_EXIST", "input.catalogId", "Catalog does not exist"),
                Some(_) => {}
            }
            row.map(|row| row.id)
        }
    };
    if !errors.is_empty() {
        return Ok(Done::refused(payload(None, &errors)));
    }
    let text = |value: &Json, otherwise: &str| value.as_str().unwrap_or(otherwise).to_owned();
    let parent = &input["parent"];
    let row = PriceList {
        id: tx.next_id(),
        name,
        currency: text(&input["currency"], "USD"),
        adjustment_type: text(&parent["adjustment"]["type"], "PERCENTAGE_DECREASE"),
        adjustment,
        compare_at_mode: text(&parent["settings"]["compareAtMode"], "ADJUSTED"),
        ..PriceList::default()
    };
    let id = row.id;
    tx.put(row);
    if let Some(catalog) = catalog.and_then(|catalog| tx.edit::<MarketCatalog>(catalog)) {
        catalog.price_list = Some(id);
    }
    Ok(Done::kept(payload(Some(id), &errors)))
}

/// What a mutation of fixed prices has to do, checked.
struct Change {
    list: PriceList,
    set: Vec<(u64, FixedPrice)>,
    unset: Vec<u64>,
}

/// Reads and checks a mutation's lists: all of it is done or nothing.
fn change(tx: &Tx, args: &Args, set: &str, unset: &str, errors: &mut Errors) -> Option<Change> {
    let id = gid::parse("PriceList", arg(args, "priceListId").as_str().unwrap_or(""));
    let Some(row) = id.and_then(|id| tx.get::<PriceList>(id)) else {
        errors.push("PRICE_LIST_NOT_FOUND", "priceListId", "Price list does not exist.");
        return None;
    };
    let mut change = Change { list: row.clone(), set: Vec::new(), unset: Vec::new() };
    for (index, input) in list(arg(args, set)).iter().enumerate() {
        let place = at(set, &index.to_string());
        let variant = known_variant(tx, &input["variantId"], &at(&place, "variantId"), errors);
        let price = amount(&input["price"], &row.currency, &at(&place, "price"), errors);
        let compare_at = match &input["compareAtPrice"] {
            Json::Null => None,
            given => amount(given, &row.currency, &at(&place, "compareAtPrice"), errors),
        };
        if let (Some(variant), Some(price)) = (variant, price) {
            change.set.push((variant, FixedPrice { price, compare_at }));
        }
    }
    for (index, given) in list(arg(args, unset)).iter().enumerate() {
        let place = at(unset, &index.to_string());
        let Some(variant) = known_variant(tx, given, &place, errors) else { continue };
        if !row.prices.contains_key(&variant) {
            errors.push("PRICE_NOT_FIXED", &place, "Only fixed prices can be deleted.");
        }
        change.unset.push(variant);
    }
    errors.is_empty().then_some(change)
}

fn known_variant(tx: &Tx, given: &Json, place: &str, errors: &mut Errors) -> Option<u64> {
    let id = given.as_str().and_then(|id| gid::parse("ProductVariant", id));
    let id = id.filter(|id| tx.get::<Variant>(*id).is_some());
    if id.is_none() {
        errors.push("VARIANT_NOT_FOUND", place, "Variant does not exist.");
    }
    id
}

fn amount(given: &Json, currency: &str, place: &str, errors: &mut Errors) -> Option<Decimal> {
    if given["currencyCode"] != currency {
        let message = "The currency of the price must be the currency of the price list.";
        errors.push("PRICE_LIST_CURRENCY_MISMATCH", &at(place, "currencyCode"), message);
        return None;
    }
    let amount = match &given["amount"] {
        Json::String(text) => text.parse().ok(),
        other => other.to_string().parse().ok(),
    };
    if amount.is_none() {
        errors.push("BLANK", &at(place, "amount"), "Amount can't be blank");
    }
    amount
}

/// Carries a change out and returns the list as it has become.
fn keep(tx: &mut Tx, mut change: Change) -> PriceList {
    for (variant, price) in change.set {
        change.list.prices.insert(variant, price);
    }
    for variant in change.unset {
        change.list.prices.remove(&variant);
    }
    tx.put(change.list.clone());
    change.list
}

fn errors_val(errors: &Errors) -> Val {
    errors.val("PriceListPriceUserError")
}

fn prices(tx: &Tx, list: &PriceList, variants: &[u64]) -> Val {
    Val::List(variants.iter().map(|variant| markets::price(tx, list, *variant)).collect())
}

fn ids(variants: &[u64]) -> Val {
    Val::strs(variants.iter().map(|id| gid("ProductVariant", *id)))
}

pub fn add(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let payload = |prices: Val, errors: &Errors| {
        Val::map(
            "PriceListFixedPricesAddPayload",
            vec![("prices", prices), ("userErrors", errors_val(errors))],
        )
    };
    let Some(change) = change(tx, args, "prices", "", &mut errors) else {
        return Ok(Done::refused(payload(Val::Null, &errors)));
    };
    let set: Vec<u64> = change.set.iter().map(|(variant, _)| *variant).collect();
    let row = keep(tx, change);
    Ok(Done::kept(payload(prices(tx, &row, &set), &errors)))
}

pub fn delete(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let payload = |ids: Val, errors: &Errors| {
        Val::map(
            "PriceListFixedPricesDeletePayload",
            vec![("deletedFixedPriceVariantIds", ids), ("userErrors", errors_val(errors))],
        )
    };
    let Some(change) = change(tx, args, "", "variantIds", &mut errors) else {
        return Ok(Done::refused(payload(Val::Null, &errors)));
    };
    let unset = change.unset.clone();
    keep(tx, change);
    Ok(Done::kept(payload(ids(&unset), &errors)))
}

pub fn update(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let payload = |list: Option<u64>, added: Val, deleted: Val, errors: &Errors| {
        Val::map(
            "PriceListFixedPricesUpdatePayload",
            vec![
                ("priceList", Val::opt(list.map(Obj::PriceList))),
                ("pricesAdded", added),
                ("deletedFixedPriceVariantIds", deleted),
                ("userErrors", errors_val(errors)),
            ],
        )
    };
    let Some(change) = change(tx, args, "pricesToAdd", "variantIdsToDelete", &mut errors) else {
        return Ok(Done::refused(payload(None, Val::Null, Val::Null, &errors)));
    };
    let set: Vec<u64> = change.set.iter().map(|(variant, _)| *variant).collect();
    let unset = change.unset.clone();
    let row = keep(tx, change);
    Ok(Done::kept(payload(Some(row.id), prices(tx, &row, &set), ids(&unset), &errors)))
}
