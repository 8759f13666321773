use serde_json::json;

use super::super::super::call::{Call, CallKind};
use super::*;

fn sent(kind: Kind, operations: &[OperationId]) -> WriteCall {
    let call = Call {
        document: String::new(),
        operation_name: String::new(),
        variables: Json::Null,
        kind: CallKind::Write,
    };
    let alias = Alias { name: "a0".into(), kind, operations: operations.to_vec() };
    WriteCall { call, aliases: vec![alias], points: 10 }
}

fn results(kind: Kind, operations: &[OperationId], payload: Json, errors: Json) -> Vec<String> {
    let reply = Reply {
        data: json!({ "a0": payload }),
        errors: errors.as_array().unwrap().iter().map(GraphqlError::from_json).collect(),
        cost: None,
        api_version_used: None,
        search_warnings: Vec::new(),
        latency_ms: 1,
    };
    let shown = |(id, result): (OperationId, AliasResult)| {
        let result = match result {
            AliasResult::Applied(applied) => format!("applied {}", applied.product_id.unwrap_or_default()),
            AliasResult::Rejected(errors) => format!("rejected {}: {}", errors[0].field, errors[0].message),
            AliasResult::Retry { new_key, .. } => format!("retry {new_key}"),
            AliasResult::InDoubt { .. } => "in doubt".to_owned(),
            AliasResult::Stale { .. } => "stale".to_owned(),
        };
        format!("{id} {result}")
    };
    interpret(&sent(kind, operations), &reply).into_iter().map(shown).collect()
}

#[test]
fn every_answer_becomes_a_result() {
    let error =
        |code: &str, field: Json| json!({"code": code, "field": field, "message": code.to_lowercase()});
    let one = |kind: Kind, payload: Json, errors: Json| results(kind, &[7], payload, errors).remove(0);
    for (kind, payload, errors, expected) in [
        (Kind::UpdateProduct, json!({"product": {"id": "p"}, "userErrors": []}), json!([]), "7 applied p"),
        (Kind::DeleteProduct, json!({"deletedProductId": "p", "userErrors": []}), json!([]), "7 applied p"),
        (Kind::Publish, json!({"publishable": {"id": "p"}, "userErrors": []}), json!([]), "7 applied p"),
        (
            Kind::UpdateVariants,
            json!({"userErrors": [error("NEGATIVE_PRICE_VALUE", json!(["variants", "0", "price"]))]}),
            json!([]),
            "7 rejected variants.0.price: negative_price_value",
        ),
        (
            Kind::UpdateVariants,
            json!({"userErrors": [{"field": null, "message": "Non-ready media cannot be attached"}]}),
            json!([]),
            "7 retry false",
        ),
        (Kind::UpdateProduct, Json::Null, json!([]), "7 in doubt"),
        (
            Kind::UpdateProduct,
            Json::Null,
            json!([{"message": "Internal", "path": ["a0"], "extensions": {"code": "INTERNAL_SERVER_ERROR"}}]),
            "7 in doubt",
        ),
        (
            Kind::UpdateProduct,
            Json::Null,
            json!([{"message": "Throttled", "path": ["a0"], "extensions": {"code": "THROTTLED"}}]),
            "7 retry false",
        ),
        (
            Kind::Publish,
            Json::Null,
            json!([{"message": "Access denied", "path": ["a0"], "extensions": {"code": "ACCESS_DENIED"}}]),
            "7 rejected : Access denied",
        ),
        (
            Kind::SetQuantities,
            json!({"userErrors": [error("IDEMPOTENCY_CONCURRENT_REQUEST", Json::Null)]}),
            json!([]),
            "7 retry false",
        ),
        (
            Kind::SetQuantities,
            json!({"userErrors": [error("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", Json::Null)]}),
            json!([]),
            "7 retry true",
        ),
        (
            Kind::SetQuantities,
            json!({"userErrors": [error("CHANGE_FROM_QUANTITY_STALE", json!(["input", "quantities", "0"]))]}),
            json!([]),
            "7 stale",
        ),
    ] {
        assert_eq!(one(kind, payload.clone(), errors), expected, "{payload}");
    }
}

#[test]
fn a_refused_quantity_does_not_take_its_neighbours_along() {
    let field = |at: &str| json!(["input", "quantities", at, "changeFromQuantity"]);
    let refused = json!({"userErrors": [
        {"code": "CHANGE_FROM_QUANTITY_STALE", "field": field("1"), "message": "stale"},
        {"code": "INVALID_LOCATION", "field": field("2"), "message": "gone"},
    ]});
    assert_eq!(
        results(Kind::SetQuantities, &[4, 5, 6], refused, json!([])),
        ["4 retry false", "5 stale", "6 rejected input.quantities.2.changeFromQuantity: gone"]
    );
    let whole =
        json!({"userErrors": [{"code": "INVALID_REASON", "field": ["input", "reason"], "message": "no"}]});
    assert_eq!(
        results(Kind::SetQuantities, &[4, 5], whole, json!([])),
        ["4 rejected input.reason: no", "5 rejected input.reason: no"]
    );
}

#[test]
fn ids_come_back_in_order() {
    let payload = json!({
        "product": {"id": "p", "handle": "h", "updatedAt": "t",
            "variants": {"nodes": [
                {"id": "v1", "selectedOptions": [{"name": "Title", "value": "Default Title"}],
                    "inventoryItem": {"id": "i1"}, "media": {"nodes": [{"id": "m2"}]}}]},
            "media": {"nodes": [{"id": "gid://shopify/MediaImage/1"}, {"id": "gid://shopify/MediaImage/2"},
                {"id": "gid://shopify/Video/3"}]}},
        "userErrors": []
    });
    let applied = applied(Kind::CreateProduct, &payload);
    assert_eq!((applied.handle.as_deref(), applied.updated_at.as_deref()), (Some("h"), Some("t")));
    // A video is no picture, and would shift the positions by which pictures are told apart.
    assert_eq!(applied.media, ["gid://shopify/MediaImage/1", "gid://shopify/MediaImage/2"]);
    let variant = &applied.variants[0];
    assert_eq!((variant.id.as_str(), variant.inventory_item_id.as_str()), ("v1", "i1"));
    assert_eq!((variant.option_values.len(), variant.image_id.as_deref()), (0, Some("m2")));
}

#[test]
fn a_refused_call_names_its_operations() {
    let mut call = sent(Kind::UpdateVariants, &[4]);
    call.aliases.push(Alias { name: "a1".into(), kind: Kind::SetQuantities, operations: vec![5, 6] });
    call.aliases.push(Alias { name: "a11".into(), kind: Kind::DeleteProduct, operations: vec![7] });
    for (what, expected) in [
        ("Variable $a1_input of type X! was provided invalid value for y", vec![5, 6]),
        ("Variable $a11_input; Variable $a0_variables", vec![4, 7]),
        ("Field 'x' doesn't exist", vec![]),
    ] {
        assert_eq!(blamed(&call, &CallError::new(Class::Invalid, what)), expected, "{what}");
        assert!(blamed(&call, &CallError::new(Class::InDoubt, what)).is_empty());
    }
}
