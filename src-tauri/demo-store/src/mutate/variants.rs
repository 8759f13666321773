//! Variants as a list: deleted, put into another order, filled up, sorted.

use std::collections::HashSet;

use super::options::{VARIANTS_MAX, product_of};
use super::user_error::Errors;
use super::{Done, Outcome, arg, list, variant_fields};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Product, Tx, Variant};

/// Adds a variant for each combination of option values that has none.
pub fn fill_combinations(tx: &mut Tx, product: &mut Product) -> Result<(), String> {
    let mut combinations: Vec<Vec<u64>> = vec![vec![]];
    for option in &product.options {
        combinations = combinations
            .iter()
            .flat_map(|start| {
                option.values.iter().map(move |value| {
                    let mut next = start.clone();
                    next.push(value.id);
                    next
                })
            })
            .collect();
        if combinations.len() > VARIANTS_MAX {
            return Err(format!("Number of product variants exceeds shop limit of {VARIANTS_MAX}."));
        }
    }
    let have: HashSet<Vec<u64>> = tx.variants_of(product).map(|variant| variant.values.clone()).collect();
    let pattern = product.variants.first().and_then(|id| tx.get::<Variant>(*id)).cloned();
    for values in combinations.into_iter().filter(|c| !have.contains(c)) {
        let mut variant = variant_fields::fresh(tx, product.id);
        if let Some(pattern) = &pattern {
            variant.price = pattern.price;
            variant.compare_at_price = pattern.compare_at_price;
        }
        variant.values = values;
        for location in pattern.iter().flat_map(|p| p.levels.keys()) {
            variant_fields::stock_at(tx, &mut variant, *location);
        }
        product.variants.push(variant.id);
        tx.put(variant);
    }
    sort_by_options(tx, product);
    Ok(())
}

/// Puts the variants into the order of their option values.
pub fn sort_by_options(tx: &Tx, product: &mut Product) {
    let rank = |id: &u64| -> Vec<usize> {
        let Some(variant) = tx.get::<Variant>(*id) else {
            return vec![];
        };
        product
            .options
            .iter()
            .zip(&variant.values)
            .map(|(option, chosen)| {
                option.values.iter().position(|value| value.id == *chosen).unwrap_or(usize::MAX)
            })
            .collect()
    };
    let mut order = product.variants.clone();
    order.sort_by_cached_key(rank);
    product.variants = order;
}

/// Deletes option values that no variant uses any more, as Shopify does after variants went away.
pub fn drop_unused_values(tx: &Tx, product: &mut Product) {
    let used: HashSet<u64> =
        tx.variants_of(product).flat_map(|variant| variant.values.iter().copied()).collect();
    for option in &mut product.options {
        option.values.retain(|value| used.contains(&value.id));
    }
}

pub fn delete(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let payload = |product: Option<u64>, errors: &Errors| {
        Val::map(
            "ProductVariantsBulkDeletePayload",
            vec![
                ("product", Val::opt(product.map(Obj::Product))),
                ("userErrors", errors.val("ProductVariantsBulkDeleteUserError")),
            ],
        )
    };
    let Some(mut product) = product_of(tx, args) else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
        return Ok(Done::refused(payload(None, &errors)));
    };
    let mut going = HashSet::new();
    for (index, id) in list(arg(args, "variantsIds")).iter().enumerate() {
        match gid::parse("ProductVariant", id.as_str().unwrap_or(""))
            .filter(|id| product.variants.contains(id))
        {
            Some(id) => {
                going.insert(id);
            }
            None => errors.push(
                "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT",
                &format!("variantsIds.{index}"),
                "At least one variant does not belong to the product",
            ),
        }
    }
    if errors.is_empty() && going.len() == product.variants.len() {
        errors.push("CANNOT_DELETE_LAST_VARIANT", "variantsIds", "Cannot delete default variant");
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload(Some(product.id), &errors)));
    }
    product.variants.retain(|id| !going.contains(id));
    for id in &going {
        tx.remove::<Variant>(*id);
    }
    drop_unused_values(tx, &mut product);
    let id = product.id;
    tx.put(product);
    tx.bump(id);
    Ok(Done::kept(payload(Some(id), &errors)))
}

pub fn reorder(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let payload = |product: Option<u64>, errors: &Errors| {
        Val::map(
            "ProductVariantsBulkReorderPayload",
            vec![
                ("product", Val::opt(product.map(Obj::Product))),
                ("userErrors", errors.val("ProductVariantsBulkReorderUserError")),
            ],
        )
    };
    let Some(mut product) = product_of(tx, args) else {
        errors.push("PRODUCT_DOES_NOT_EXIST", "productId", "Product does not exist");
        return Ok(Done::refused(payload(None, &errors)));
    };
    let mut moves: Vec<(usize, u64)> = Vec::new();
    for (index, input) in list(arg(args, "positions")).iter().enumerate() {
        let path = format!("positions.{index}");
        let id = gid::parse("ProductVariant", input["id"].as_str().unwrap_or(""))
            .filter(|id| product.variants.contains(id));
        let position = input["position"].as_i64().unwrap_or(0);
        match (id, usize::try_from(position - 1)) {
            (None, _) => errors.push("MISSING_VARIANT", &path, "Variant does not exist."),
            (_, Err(_)) => errors.push("INVALID_POSITION", &path, "Position is invalid."),
            (Some(id), _) if moves.iter().any(|(_, other)| *other == id) => {
                errors.push("DUPLICATED_VARIANT_ID", &path, "Duplicated variant id.");
            }
            (Some(id), Ok(position)) => moves.push((position, id)),
        }
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload(Some(product.id), &errors)));
    }
    product.variants.retain(|id| !moves.iter().any(|(_, moved)| moved == id));
    moves.sort_unstable();
    for (position, id) in moves {
        let position = position.min(product.variants.len());
        product.variants.insert(position, id);
    }
    let id = product.id;
    tx.put(product);
    tx.bump(id);
    Ok(Done::kept(payload(Some(id), &errors)))
}
