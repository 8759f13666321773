//! Renders a batch of operations into one request.

use std::collections::BTreeSet;

use evenshelf_core::catalog::QuantityName;
use evenshelf_core::collection::CollectionWork;
use evenshelf_core::cost::{metafields_points, write_points};
use evenshelf_core::metafield::METAFIELDS_PER_CALL;
use evenshelf_core::operation::{MetafieldEdit, Operation, QuantityEdit, Work};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::super::call::{Call, CallKind};
use super::compose::Composer;
use super::{
    Alias, Kind, RenderError, SendContext, WriteCall, input, input_collections, input_markets,
    input_metafields, input_variants,
};

/// Quantities in one `inventorySetQuantities`: Shopify's limit for every list.
pub const QUANTITIES_MAX: usize = 250;
/// The name of every composed operation.
const OPERATION_NAME: &str = "EvenshelfWrites";
/// The namespace of our idempotency keys (a random UUID).
const KEY_NAMESPACE: Uuid = Uuid::from_u128(0x6a1f_6e0c_5d0b_4d39_9a55_2f1c_8d9e_7b34);

/// One aliased mutation with its variables.
pub(crate) struct Mutation {
    pub kind: Kind,
    pub variables: Map<String, Json>,
}

/// Renders the batch into one request. Operations keep their order, except that quantities of the same name share a
/// mutation, up to 250 of them, in the place of the first.
pub fn render(batch: &[(&Operation, SendContext<'_>)]) -> Result<WriteCall, RenderError> {
    let mut composer = Composer::default();
    let mut aliases = Vec::new();
    let mut points = 0;
    for (at, group) in group(batch).into_iter().enumerate() {
        let mutation = match &group[..] {
            [(operation, context)] => mutation(operation, context)?,
            many if shares_metafields(many[0].0) => metafields(many)?,
            many => quantities(many),
        };
        let name = format!("a{at}");
        points += group_points(&group);
        composer.add(&name, mutation.kind.document(), mutation.variables);
        let operations = group.iter().map(|(operation, _)| operation.id).collect();
        aliases.push(Alias { name, kind: mutation.kind, operations });
    }
    let (document, variables) = composer.finish(OPERATION_NAME);
    let call = Call { document, operation_name: OPERATION_NAME.to_owned(), variables, kind: CallKind::Write };
    Ok(WriteCall { call, aliases, points })
}

/// Returns the price of the group's mutation.
fn group_points(group: &[Sending<'_, '_>]) -> u32 {
    let edits: Vec<&MetafieldEdit> = group
        .iter()
        .filter_map(|(operation, _)| match &operation.work {
            Work::SetMetafield(edit) => Some(edit),
            _ => None,
        })
        .collect();
    if edits.is_empty() { write_points(&group[0].0.work) } else { metafields_points(edits) }
}

type Sending<'a, 'b> = (&'a Operation, &'a SendContext<'b>);

/// Groups quantities of one name; a level stands once in a group, since Shopify refuses it twice. Metafields of one
/// product that follow each other are a group as well, those that are set and those that are deleted apart.
fn group<'a, 'b>(batch: &'a [(&'a Operation, SendContext<'b>)]) -> Vec<Vec<Sending<'a, 'b>>> {
    struct Open<'a> {
        name: QuantityName,
        at: usize,
        levels: BTreeSet<(&'a str, &'a str)>,
    }
    let mut groups: Vec<Vec<Sending<'a, 'b>>> = Vec::new();
    let mut open: Vec<Open<'a>> = Vec::new();
    for (operation, context) in batch {
        if shares_metafields(operation)
            && let Some(last) = groups.last_mut()
            && last.len() < METAFIELDS_PER_CALL
            && last[0].0.product_id == operation.product_id
            && Kind::of(&last[0].0.work) == Kind::of(&operation.work)
        {
            last.push((*operation, context));
            continue;
        }
        let Work::SetQuantity(edit) = &operation.work else {
            groups.push(vec![(*operation, context)]);
            continue;
        };
        let level = (edit.inventory_item_id.as_str(), edit.location_id.as_str());
        // The newest group only: a level's later quantity must not overtake its earlier one.
        let last = open.iter_mut().rev().find(|group| group.name == edit.name);
        match last.filter(|group| group.levels.len() < QUANTITIES_MAX && !group.levels.contains(&level)) {
            Some(found) => {
                found.levels.insert(level);
                groups[found.at].push((*operation, context));
            }
            None => {
                open.push(Open { name: edit.name, at: groups.len(), levels: BTreeSet::from([level]) });
                groups.push(vec![(*operation, context)]);
            }
        }
    }
    groups
}

/// Returns the mutation of one operation.
pub(crate) fn mutation(operation: &Operation, context: &SendContext<'_>) -> Result<Mutation, RenderError> {
    let refuse = |what: String| RenderError { operation: operation.id, what };
    let id = || {
        operation
            .product_id
            .as_deref()
            .ok_or_else(|| refuse("what it is about is not in the store yet".to_owned()))
    };
    let variables = match &operation.work {
        Work::CreateProduct(product) => input::create(product, context).map_err(refuse)?,
        Work::UpdateProduct { fields, category_id } => {
            let product = input::product_input(fields, category_id.as_deref(), input::Blank::Cleared)
                .map_err(refuse)?;
            object(json!({ "identifier": { "id": id()? }, "product": product }))
        }
        Work::ReplaceVariants { options, variants } => {
            input::replace(id()?, options, variants, context).map_err(refuse)?
        }
        Work::CreateVariants { variants } => {
            input_variants::create_variants(id()?, variants, context).map_err(refuse)?
        }
        Work::UpdateVariants { variants } => {
            input_variants::update_variants(id()?, variants, context).map_err(refuse)?
        }
        Work::DeleteVariants { ids } => object(json!({ "productId": id()?, "ids": ids })),
        Work::SetImages { images } => input::set_images(id()?, images, context),
        Work::Publish { publication, .. } => {
            let publication = publication.as_deref().or(context.online_store).ok_or_else(|| {
                refuse(
                    "the Online Store's publication is not known; the app needs read_publications".to_owned(),
                )
            })?;
            object(json!({ "id": id()?, "input": [{ "publicationId": publication }] }))
        }
        Work::SetMarketPrices(edit) => input_markets::prices(edit, context.product).map_err(refuse)?,
        Work::SetQuantity(_) => return Ok(quantities(&[(operation, context)])),
        Work::ActivateLevel(edit) => activate(edit, context),
        Work::SetMetafield(_) | Work::DeleteMetafield(_) => return metafields(&[(operation, context)]),
        Work::DeleteProduct | Work::Collection(CollectionWork::Delete) => {
            object(json!({ "input": { "id": id()? } }))
        }
        Work::Collection(CollectionWork::Publish { publication, .. }) => {
            object(json!({ "id": id()?, "input": [{ "publicationId": publication }] }))
        }
        Work::Collection(CollectionWork::Create(new)) => {
            input_collections::create(new, context).map_err(refuse)?
        }
        Work::Collection(CollectionWork::Update(edit)) => {
            input_collections::update(id()?, edit, context).map_err(refuse)?
        }
        Work::Collection(CollectionWork::Order { wanted }) => {
            input_collections::order(id()?, wanted, context.collection).map_err(refuse)?
        }
    };
    Ok(Mutation { kind: Kind::of(&operation.work), variables })
}

fn shares_metafields(operation: &Operation) -> bool {
    matches!(operation.work, Work::SetMetafield(_) | Work::DeleteMetafield(_))
}

/// Returns one mutation for operations that all set, or all delete, metafields.
fn metafields(operations: &[Sending<'_, '_>]) -> Result<Mutation, RenderError> {
    let entry = |(operation, _): &Sending<'_, '_>| {
        let missing = || RenderError {
            operation: operation.id,
            what: "the product is not in the store yet".to_owned(),
        };
        input_metafields::entry(operation).ok_or_else(missing)
    };
    let list = operations.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
    let kind = Kind::of(&operations[0].0.work);
    Ok(Mutation { kind, variables: object(json!({ "metafields": list })) })
}

/// Returns one `inventorySetQuantities` for operations that all set quantities of the same name.
fn quantities(operations: &[Sending<'_, '_>]) -> Mutation {
    let edits = operations.iter().filter_map(|(operation, _)| match &operation.work {
        Work::SetQuantity(edit) => Some(edit),
        _ => None,
    });
    let list: Vec<Json> = edits
        .clone()
        .map(|edit| {
            json!({
                "inventoryItemId": edit.inventory_item_id,
                "locationId": edit.location_id,
                "quantity": edit.quantity,
                "changeFromQuantity": edit.from,
            })
        })
        .collect();
    let name = edits.map(|edit| edit.name.name()).next().unwrap_or_default();
    let reference = operations.first().map_or("", |(_, context)| context.reference);
    let mut input = json!({ "name": name, "reason": "correction", "quantities": list });
    if !reference.is_empty() {
        input["referenceDocumentUri"] = reference.into();
    }
    let keys: Vec<&str> = operations.iter().map(|(_, context)| context.idempotency_key).collect();
    let key = key(&keys, &input);
    Mutation { kind: Kind::SetQuantities, variables: object(json!({ "input": input, "key": key })) }
}

fn activate(edit: &QuantityEdit, context: &SendContext<'_>) -> Map<String, Json> {
    let quantity = match edit.name {
        QuantityName::Available => "available",
        QuantityName::OnHand => "onHand",
    };
    let mut variables = json!({ "inventoryItemId": edit.inventory_item_id, "locationId": edit.location_id });
    variables[quantity] = edit.quantity.into();
    variables["key"] = key(&[context.idempotency_key], &variables).into();
    object(variables)
}

/// Returns the key of a mutation: the same for the same operations with the same values, and for nothing else.
fn key(keys: &[&str], variables: &Json) -> String {
    let name = format!("{}\n{variables}", keys.join("\n"));
    Uuid::new_v5(&KEY_NAMESPACE, name.as_bytes()).to_string()
}

pub(super) fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
