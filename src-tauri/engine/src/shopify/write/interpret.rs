//! Reads out of a reply what became of each operation.

use evenshelf_core::operation::OperationId;
use serde_json::Value as Json;

use super::super::call::{GraphqlError, Reply};
use super::super::error::{CallError, Class};
use super::super::parse::{nodes, option_values, optional, parse_metafield};
use super::words;
use super::{Alias, AliasResult, Applied, Kind, UserError, WriteCall, WrittenMetafield, WrittenVariant};

/// Codes of errors that come before a mutation does anything.
const NOT_EXECUTED: [&str; 4] = ["THROTTLED", "MAX_COST_EXCEEDED", "BAD_REQUEST", "IDEMPOTENCY_KEY_MISSING"];

/// What the ids of pictures begin with. Videos and models stand in the same list, and count for nothing here.
const PICTURE: &str = "gid://shopify/MediaImage/";

/// Returns what became of every operation of the call.
pub fn interpret(sent: &WriteCall, reply: &Reply) -> Vec<(OperationId, AliasResult)> {
    let of = |alias: &Alias| {
        let errors: Vec<&GraphqlError> =
            reply.errors.iter().filter(|error| error.root().is_none_or(|root| root == alias.name)).collect();
        let payload = reply.data.get(&alias.name).unwrap_or(&Json::Null);
        of_payload(alias.kind, &alias.operations, payload, &errors)
    };
    sent.aliases.iter().flat_map(of).collect()
}

/// Returns the operations whose variables a refused call names: one value that Shopify does not know makes it refuse
/// the whole document. Without those the rest can be sent again. Empty where the call names none.
pub fn blamed(sent: &WriteCall, error: &CallError) -> Vec<OperationId> {
    if error.class != Class::Invalid {
        return Vec::new();
    }
    let is_named = |alias: &&Alias| error.what.contains(&format!("${}_", alias.name));
    sent.aliases.iter().filter(is_named).flat_map(|alias| alias.operations.iter().copied()).collect()
}

/// Returns what became of the operations of one mutation.
pub(crate) fn of_payload(
    kind: Kind,
    operations: &[OperationId],
    payload: &Json,
    errors: &[&GraphqlError],
) -> Vec<(OperationId, AliasResult)> {
    let all = |result: AliasResult| operations.iter().map(|id| (*id, result.clone())).collect();
    if payload.is_null() {
        return all(of_errors(errors));
    }
    let refusals = words::user_errors(payload);
    if refusals.is_empty() {
        return all(AliasResult::Applied(applied(kind, payload)));
    }
    match kind {
        _ if operations.len() == 1 => {}
        Kind::SetQuantities => return of_list("quantities", operations, refusals),
        Kind::SetMetafields | Kind::DeleteMetafields => return of_list("metafields", operations, refusals),
        _ => {}
    }
    all(of_refusals(refusals))
}

/// A mutation without a payload either never began, or broke off somewhere.
fn of_errors(errors: &[&GraphqlError]) -> AliasResult {
    let Some(first) = errors.first() else {
        return AliasResult::InDoubt { what: "the store answered nothing to this operation".to_owned() };
    };
    match first.code.as_deref() {
        Some("ACCESS_DENIED") => AliasResult::Rejected(vec![UserError {
            code: first.code.clone(),
            field: String::new(),
            message: first.message.clone(),
            hint: super::super::classify::access_denied(&first.message).hint,
        }]),
        Some(code) if NOT_EXECUTED.contains(&code) => {
            AliasResult::Retry { what: first.message.clone(), new_key: false }
        }
        _ => AliasResult::InDoubt { what: first.message.clone() },
    }
}

/// A list is applied whole or not at all: entries without an error of their own can go again. `list` is its name.
fn of_list(
    list: &str,
    operations: &[OperationId],
    refusals: Vec<UserError>,
) -> Vec<(OperationId, AliasResult)> {
    let place = |error: &UserError| {
        let mut steps = error.field.split('.').skip_while(|step| *step != list).skip(1);
        steps.next()?.parse::<usize>().ok().filter(|at| *at < operations.len())
    };
    let (placed, general): (Vec<UserError>, Vec<UserError>) =
        refusals.into_iter().partition(|error| place(error).is_some());
    if !general.is_empty() {
        let result = of_refusals(general);
        return operations.iter().map(|id| (*id, result.clone())).collect();
    }
    let of = |(at, id): (usize, &OperationId)| {
        let own: Vec<UserError> = placed.iter().filter(|error| place(error) == Some(at)).cloned().collect();
        let result = match own.is_empty() {
            true => AliasResult::Retry {
                what: "another change of the same call was refused".to_owned(),
                new_key: false,
            },
            false => of_refusals(own),
        };
        (*id, result)
    };
    operations.iter().enumerate().map(of).collect()
}

fn of_refusals(refusals: Vec<UserError>) -> AliasResult {
    let has = |code: &str| refusals.iter().find(|error| error.code.as_deref() == Some(code));
    if has("CHANGE_FROM_QUANTITY_STALE").or_else(|| has("COMPARE_QUANTITY_STALE")).is_some() {
        return AliasResult::Stale {
            what: "the stock changed in the store since this was planned".to_owned(),
        };
    }
    // What is to be taken away was looked at just before.
    if has("PRICE_NOT_FIXED").is_some() {
        return AliasResult::Stale {
            what: "a price of the market changed in the store since this was planned".to_owned(),
        };
    }
    if has("STALE_OBJECT").or_else(|| has("INVALID_COMPARE_DIGEST")).is_some() {
        return AliasResult::Stale { what: "it changed in the store since this was planned".to_owned() };
    }
    for (code, new_key) in [
        ("NON_READY_STATE", false),
        ("IDEMPOTENCY_CONCURRENT_REQUEST", false),
        ("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", true),
        ("IDEMPOTENCY_KEY_PARAMETER_MISMATCH", true),
        ("THROTTLED", false),
    ] {
        if let Some(error) = has(code) {
            return AliasResult::Retry { what: error.message.clone(), new_key };
        }
    }
    // `UserError` has no code: a picture that is still being processed shows in the words alone.
    if let Some(error) = refusals.iter().find(|error| words::is_not_ready(&error.message)) {
        return AliasResult::Retry { what: error.message.clone(), new_key: false };
    }
    AliasResult::Rejected(refusals)
}

fn applied(kind: Kind, payload: &Json) -> Applied {
    let product = match kind {
        Kind::Publish | Kind::Unpublish => &payload["publishable"],
        Kind::CreateCollection | Kind::UpdateCollection => &payload["collection"],
        _ => &payload["product"],
    };
    let listed = payload.get("productVariants").and_then(Json::as_array);
    let variants = match listed {
        Some(list) => list.iter().filter_map(written_variant).collect(),
        None => nodes(product, "variants").filter_map(written_variant).collect(),
    };
    let metafields = payload.get("metafields").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let changed_at = |json: &Json| {
        optional(json, "/owner/updatedAt").or_else(|| optional(json, "/owner/product/updatedAt"))
    };
    Applied {
        metafields: metafields.iter().filter_map(written_metafield).collect(),
        product_id: optional(product, "/id").or_else(|| optional(payload, "/deletedProductId")),
        handle: optional(product, "/handle"),
        updated_at: optional(product, "/updatedAt")
            .or_else(|| metafields.iter().filter_map(changed_at).max()),
        job: optional(payload, "/job/id").filter(|_| payload["job"]["done"] != true),
        variants,
        media: nodes(product, "media")
            .filter_map(|medium| optional(medium, "/id"))
            .filter(|id| id.starts_with(PICTURE))
            .collect(),
    }
}

fn written_metafield(json: &Json) -> Option<WrittenMetafield> {
    Some(WrittenMetafield { owner: optional(json, "/owner/id")?, metafield: parse_metafield(json)? })
}

fn written_variant(json: &Json) -> Option<WrittenVariant> {
    Some(WrittenVariant {
        id: optional(json, "/id")?,
        inventory_item_id: optional(json, "/inventoryItem/id").unwrap_or_default(),
        option_values: option_values(json),
        image_id: nodes(json, "media").next().and_then(|medium| optional(medium, "/id")),
    })
}

#[cfg(test)]
#[path = "interpret_tests.rs"]
mod tests;
