//! The sources of a collection, as inputs make and change them.

use serde_json::{Value as Json, json};

use super::product_fields::at;
use super::user_error::Errors;
use super::{filled, list};
use crate::gid;
use crate::state::{Collection, Condition, Exclusion, Job, Product, Selection, Source, Tx, Variant};

/// Kinds of conditions: the field of the input, and the end of the type's name.
const KINDS: [(&str, &str); 10] = [
    ("productTag", "ProductTag"),
    ("productType", "ProductType"),
    ("productVendor", "ProductVendor"),
    ("productTitle", "ProductTitle"),
    ("productStatus", "ProductStatus"),
    ("variantTitle", "VariantTitle"),
    ("variantPrice", "VariantPrice"),
    ("variantCompareAtPrice", "VariantCompareAtPrice"),
    ("variantInventory", "VariantInventory"),
    ("variantWeight", "VariantWeight"),
];

/// Makes the sources that a list of `CollectionCreateSourceTargetInput` asks for.
pub fn create(
    tx: &mut Tx,
    app: u64,
    collection: &mut Collection,
    inputs: &[Json],
    path: &str,
    errors: &mut Errors,
) {
    for (index, input) in inputs.iter().enumerate() {
        let place = format!("{path}.{index}.source");
        let input = &input["source"];
        let Some(title) = filled(&input["title"]) else {
            errors.push("BLANK", &at(&place, "title"), "Title can't be blank");
            continue;
        };
        let exclusion = exclusion(tx, &input["exclusion"], &at(&place, "exclusion"), errors);
        let inclusion = &input["inclusion"];
        let place = at(&place, "inclusion");
        let conditions = conditions(tx, list(&inclusion["conditions"]), &at(&place, "conditions"), errors);
        let picked = selections(tx, list(&inclusion["selections"]), &at(&place, "selections"), errors);
        for selection in &picked {
            enter(&mut collection.order, selection.product);
        }
        collection.sources.push(Source {
            id: tx.next_id(),
            app,
            title,
            description: filled(&input["description"]),
            target: input["targetType"].as_str().unwrap_or("PRODUCTS").to_owned(),
            match_type: inclusion["matchType"].as_str().unwrap_or("ALL").to_owned(),
            conditions,
            selections: picked,
            exclusion,
        });
    }
}

/// Puts a product at the end of an order that does not have it.
pub fn enter(order: &mut Vec<u64>, product: u64) {
    if !order.contains(&product) {
        order.push(product);
    }
}

/// Changes sources as a list of `CollectionUpdateSourceTargetInput` asks for. What is picked or dropped by hand goes
/// into the job, since it has its effect later.
pub fn update(
    tx: &mut Tx,
    collection: &mut Collection,
    inputs: &[Json],
    path: &str,
    job: &mut Job,
    errors: &mut Errors,
) {
    for (index, input) in inputs.iter().enumerate() {
        let place = format!("{path}.{index}.condition");
        let input = &input["condition"];
        let id = input["id"].as_str().and_then(|id| gid::parse("CollectionConditionsSource", id));
        let found = collection.sources.iter_mut().find(|source| Some(source.id) == id);
        let Some(source) = found else {
            errors.push("NOT_FOUND", &at(&place, "id"), "Source does not exist");
            continue;
        };
        if let Some(title) = input.get("title") {
            match filled(title) {
                Some(title) => source.title = title,
                None => errors.push("BLANK", &at(&place, "title"), "Title can't be blank"),
            }
        }
        if let Some(text) = input.get("description") {
            source.description = filled(text);
        }
        let more = exclusion(tx, &input["exclusion"], &at(&place, "exclusion"), errors);
        change_exclusion(&mut source.exclusion, more, &input["exclusion"], &at(&place, "exclusion"), errors);
        let (inclusion, place) = (&input["inclusion"], at(&place, "inclusion"));
        if let Some(match_type) = inclusion["matchType"].as_str() {
            match_type.clone_into(&mut source.match_type);
        }
        for (index, gone) in list(&inclusion["conditionsToDelete"]).iter().enumerate() {
            let id = gone.as_str().and_then(|id| gid::parse("CollectionSourceInclusionCondition", id));
            let before = source.conditions.len();
            source.conditions.retain(|condition| Some(condition.id) != id);
            if source.conditions.len() == before {
                let place = format!("{place}.conditionsToDelete.{index}");
                errors.push("NOT_FOUND", &place, "Condition does not exist");
            }
        }
        for (index, change) in list(&inclusion["conditionsToUpdate"]).iter().enumerate() {
            let id = change["id"].as_str();
            let id = id.and_then(|id| gid::parse("CollectionSourceInclusionCondition", id));
            let place = format!("{place}.conditionsToUpdate.{index}");
            match source.conditions.iter_mut().find(|condition| Some(condition.id) == id) {
                Some(row) => change_condition(row, &change["condition"], &place, errors),
                None => errors.push("NOT_FOUND", &place, "Condition does not exist"),
            }
        }
        let new = list(&inclusion["conditionsToCreate"]);
        source.conditions.extend(conditions(tx, new, &at(&place, "conditionsToCreate"), errors));
        let source = source.id;
        for (name, into) in [("selectionsToAdd", &mut job.adds), ("selectionsToRemove", &mut job.removes)] {
            let picked = selections(tx, list(&inclusion[name]), &at(&place, name), errors);
            into.extend(picked.into_iter().map(|selection| (source, selection)));
        }
    }
}

/// Reads what is to be kept out, in the form of a new source or of a change.
fn exclusion(tx: &mut Tx, input: &Json, path: &str, errors: &mut Errors) -> Exclusion {
    let (mut rows, mut products) = (Vec::new(), Vec::new());
    for name in ["conditions", "conditionsToCreate"] {
        rows.extend(conditions(tx, list(&input[name]), &at(path, name), errors));
    }
    for name in ["selections", "selectionsToAdd"] {
        let picked = selections(tx, list(&input[name]), &at(path, name), errors);
        products.extend(picked.into_iter().map(|pick| pick.product));
    }
    Exclusion { match_type: input["matchType"].as_str().map(str::to_owned), conditions: rows, products }
}

fn change_exclusion(row: &mut Exclusion, more: Exclusion, input: &Json, path: &str, errors: &mut Errors) {
    row.match_type = more.match_type.or(row.match_type.take());
    for (index, gone) in list(&input["conditionsToDelete"]).iter().enumerate() {
        let id = gone.as_str().and_then(|id| gid::parse("CollectionSourceExclusionCondition", id));
        let before = row.conditions.len();
        row.conditions.retain(|condition| Some(condition.id) != id);
        if row.conditions.len() == before {
            errors.push(
                "NOT_FOUND",
                &format!("{path}.conditionsToDelete.{index}"),
                "Condition does not exist",
            );
        }
    }
    row.conditions.extend(more.conditions);
    for product in more.products {
        enter(&mut row.products, product);
    }
    for gone in list(&input["selectionsToRemove"]) {
        let gone = gone["productId"].as_str().and_then(|id| gid::parse("Product", id));
        row.products.retain(|id| Some(*id) != gone);
    }
}

fn conditions(tx: &mut Tx, inputs: &[Json], path: &str, errors: &mut Errors) -> Vec<Condition> {
    let mut rows = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let given: Vec<_> = KINDS.iter().filter(|(field, _)| input[*field].is_object()).collect();
        let [(field, kind)] = given[..] else {
            errors.push("INVALID", &format!("{path}.{index}"), "Exactly one condition type must be provided");
            continue;
        };
        let mut row = Condition { id: tx.next_id(), kind: (*kind).to_owned(), ..Condition::default() };
        change_condition(&mut row, &json!({ *field: input[*field] }), &format!("{path}.{index}"), errors);
        rows.push(row);
    }
    rows
}

/// Puts into a condition what was sent: the kind itself must stay.
fn change_condition(row: &mut Condition, input: &Json, path: &str, errors: &mut Errors) {
    let field = KINDS.iter().find(|(_, kind)| *kind == row.kind).map_or("", |(field, _)| field);
    let input = &input[field];
    if !input.is_object() {
        errors.push("INVALID", path, "The condition is of another type");
        return;
    }
    if let Some(relation) = input["relation"].as_str() {
        relation.clone_into(&mut row.relation);
    }
    if let Some(match_type) = input["matchType"].as_str() {
        row.match_type = Some(match_type.to_owned());
    }
    match (&input["values"], input.get("value")) {
        (Json::Array(values), _) if values.is_empty() => {
            errors.push("BLANK", &format!("{path}.{field}.values"), "Values can't be blank");
        }
        (Json::Array(values), _) => row.value = Json::Array(values.clone()),
        (_, Some(value)) => row.value = value.clone(),
        _ => {}
    }
}

fn selections(tx: &Tx, inputs: &[Json], path: &str, errors: &mut Errors) -> Vec<Selection> {
    let mut rows = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        let product = input["productId"].as_str().and_then(|id| gid::parse("Product", id));
        let Some(product) = product.filter(|id| tx.get::<Product>(*id).is_some()) else {
            errors.push("NOT_FOUND", &format!("{path}.{index}.productId"), "Product does not exist");
            continue;
        };
        let ids = list(&input["variantIds"]).iter().filter_map(Json::as_str);
        let variants: Vec<u64> = ids.filter_map(|id| gid::parse("ProductVariant", id)).collect();
        if variants.iter().any(|id| tx.get::<Variant>(*id).is_none_or(|row| row.product != product)) {
            errors.push("NOT_FOUND", &format!("{path}.{index}.variantIds"), "Variant does not exist");
            continue;
        }
        rows.push(Selection { product, variants });
    }
    rows
}
