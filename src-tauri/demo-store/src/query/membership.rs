//! Which products a collection has, worked out when it is asked: rules see every change at once.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::variant;
use crate::state::{Collection, Condition, Product, Source, State, Variant};

/// Whether the collection has the product.
pub fn holds(state: &State, collection: &Collection, product: &Product) -> bool {
    collection.sources.iter().any(|source| supplies(state, source, product))
}

/// Returns how many products the collection has.
pub fn count(state: &State, collection: &Collection) -> usize {
    state.products.values().filter(|product| holds(state, collection, product)).count()
}

/// Returns the collections that have the product.
pub fn collections_of(state: &State, product: &Product) -> Vec<u64> {
    let all = state.collections.values();
    all.filter(|collection| holds(state, collection, product)).map(|collection| collection.id).collect()
}

/// Whether the source has the product: picked by hand or by its conditions, and not excluded. A product meets conditions if one of its
/// variants meets them together.
pub fn supplies(state: &State, source: &Source, product: &Product) -> bool {
    if excludes(state, source, product) {
        return false;
    }
    if source.selections.iter().any(|selection| selection.product == product.id) {
        return true;
    }
    meets_them(state, &source.conditions, &source.match_type, product)
}

fn excludes(state: &State, source: &Source, product: &Product) -> bool {
    let exclusion = &source.exclusion;
    let match_type = exclusion.match_type.as_deref().unwrap_or("ANY");
    exclusion.products.contains(&product.id) || meets_them(state, &exclusion.conditions, match_type, product)
}

fn meets_them(state: &State, conditions: &[Condition], match_type: &str, product: &Product) -> bool {
    !conditions.is_empty()
        && state.variants_of(product).any(|variant| {
            let mut met = conditions.iter().map(|condition| meets(condition, product, variant));
            if match_type == "ANY" { met.any(|yes| yes) } else { met.all(|yes| yes) }
        })
}

/// Returns the collection's products in an order of `CollectionSortOrder` or `ProductCollectionSortKeys`. Nothing is
/// sold or searched here, so the best selling and the most relevant are in the order of the hand.
pub fn products(state: &State, collection: &Collection, sort: &str) -> Vec<u64> {
    let mut rows: Vec<&Product> = state
        .products
        .values()
        .map(AsRef::as_ref)
        .filter(|product| holds(state, collection, product))
        .collect();
    let title = |product: &&Product| product.title.to_lowercase();
    let price = |product: &&Product| state.variants_of(product).map(|variant| variant.price).min();
    match sort {
        "ALPHA_ASC" | "TITLE" => rows.sort_by_key(title),
        "ALPHA_DESC" => {
            rows.sort_by_key(title);
            rows.reverse();
        }
        "PRICE_ASC" | "PRICE" => rows.sort_by_key(price),
        "PRICE_DESC" => {
            rows.sort_by_key(price);
            rows.reverse();
        }
        "CREATED" => rows.sort_by_key(|product| (product.created_at, product.id)),
        "CREATED_DESC" => rows.sort_by_key(|product| std::cmp::Reverse((product.created_at, product.id))),
        "ID" => {}
        _ => rows.sort_by_key(|product| {
            let place = collection.order.iter().position(|id| *id == product.id);
            (place.unwrap_or(usize::MAX), product.id)
        }),
    }
    rows.into_iter().map(|product| product.id).collect()
}

fn meets(condition: &Condition, product: &Product, of: &Variant) -> bool {
    let relation = condition.relation.as_str();
    match condition.kind.as_str() {
        "ProductTag" => {
            let has = |tag: &str| product.tags.iter().any(|own| same(own, tag));
            values(condition, |value| has(value) == (relation == "TAGGED_WITH"))
        }
        "ProductType" => values(condition, |value| compares(relation, &product.product_type, value)),
        "ProductVendor" => values(condition, |value| compares(relation, &product.vendor, value)),
        "ProductTitle" => values(condition, |value| compares(relation, &product.title, value)),
        "ProductStatus" => values(condition, |value| compares(relation, &product.status, value)),
        "VariantTitle" => {
            let title = variant::title(product, of);
            values(condition, |value| compares(relation, &title, value))
        }
        "VariantPrice" => measures(relation, Some(of.price), decimal(&condition.value["amount"])),
        "VariantCompareAtPrice" => {
            measures(relation, of.compare_at_price, decimal(&condition.value["amount"]))
        }
        "VariantInventory" => {
            let stock: i64 =
                of.levels.values().filter(|level| level.active).map(|level| level.available).sum();
            measures(relation, Some(Decimal::from(stock)), condition.value.as_i64().map(Decimal::from))
        }
        "VariantWeight" => {
            let given = &condition.value;
            let wanted = given["value"].as_f64().map(|n| grams(n, given["unit"].as_str().unwrap_or("")));
            let own = grams(of.item.weight, &of.item.weight_unit);
            measures(relation, Decimal::from_f64_retain(own), wanted.and_then(Decimal::from_f64_retain))
        }
        _ => false,
    }
}

/// Whether any or all of the condition's values hold, as it says.
fn values(condition: &Condition, holds: impl Fn(&str) -> bool) -> bool {
    let mut values = condition.value.as_array().into_iter().flatten().filter_map(Json::as_str);
    if condition.match_type.as_deref() == Some("ALL") { values.all(holds) } else { values.any(holds) }
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn compares(relation: &str, own: &str, value: &str) -> bool {
    let (own, value) = (own.to_lowercase(), value.to_lowercase());
    match relation {
        "EQUALS" => own == value,
        "NOT_EQUALS" => own != value,
        "CONTAINS" => own.contains(&value),
        "DOES_NOT_CONTAIN" => !own.contains(&value),
        "STARTS_WITH" => own.starts_with(&value),
        "ENDS_WITH" => own.ends_with(&value),
        _ => false,
    }
}

fn measures(relation: &str, own: Option<Decimal>, wanted: Option<Decimal>) -> bool {
    match (relation, own, wanted) {
        ("IS_SET", own, _) => own.is_some(),
        ("IS_NOT_SET", own, _) => own.is_none(),
        ("EQUALS", Some(own), Some(wanted)) => own == wanted,
        ("NOT_EQUALS", Some(own), Some(wanted)) => own != wanted,
        ("GREATER_THAN", Some(own), Some(wanted)) => own > wanted,
        ("LESS_THAN", Some(own), Some(wanted)) => own < wanted,
        _ => false,
    }
}

fn decimal(value: &Json) -> Option<Decimal> {
    match value {
        Json::String(text) => text.parse().ok(),
        other => Decimal::from_f64_retain(other.as_f64()?),
    }
}

/// <https://www.nist.gov/pml/owm/metric-si/unit-conversion>
fn grams(value: f64, unit: &str) -> f64 {
    value
        * match unit {
            "KILOGRAMS" => 1000.0,
            "OUNCES" => 28.349_523_125,
            "POUNDS" => 453.592_37,
            _ => 1.0,
        }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn conditions() {
        let product = Product {
            title: "Alder Mug".into(),
            vendor: "Halden".into(),
            status: "DRAFT".into(),
            tags: vec!["Sale".into(), "wool".into()],
            ..Product::default()
        };
        let mut variant = Variant { price: Decimal::new(1990, 2), ..Variant::default() };
        variant.item.weight = 1.0;
        variant.item.weight_unit = "KILOGRAMS".into();
        for (kind, relation, match_type, value, met) in [
            ("ProductTag", "TAGGED_WITH", "ANY", json!(["sale", "new"]), true),
            ("ProductTag", "TAGGED_WITH", "ALL", json!(["sale", "new"]), false),
            ("ProductTag", "NOT_TAGGED_WITH", "ALL", json!(["new", "old"]), true),
            ("ProductTitle", "STARTS_WITH", "ANY", json!(["alder"]), true),
            ("ProductTitle", "DOES_NOT_CONTAIN", "ANY", json!(["mug"]), false),
            ("ProductVendor", "NOT_EQUALS", "ANY", json!(["halden"]), false),
            ("ProductStatus", "EQUALS", "ANY", json!(["ACTIVE"]), false),
            ("VariantPrice", "GREATER_THAN", "", json!({"amount": "19.89"}), true),
            ("VariantPrice", "EQUALS", "", json!({"amount": "19.9"}), true),
            ("VariantCompareAtPrice", "IS_NOT_SET", "", json!(null), true),
            ("VariantCompareAtPrice", "LESS_THAN", "", json!({"amount": "5"}), false),
            ("VariantInventory", "LESS_THAN", "", json!(1), true),
            ("VariantWeight", "EQUALS", "", json!({"value": 1000.0, "unit": "GRAMS"}), true),
        ] {
            let condition = Condition {
                id: 1,
                kind: kind.into(),
                relation: relation.into(),
                match_type: Some(match_type.into()),
                value,
            };
            assert_eq!(meets(&condition, &product, &variant), met, "{condition:?}");
        }
    }
}
