//! Metaobjects, what points at them, and redirects.

use serde_json::{Value as Json, json};

use crate::client::{SET, Shop, each};

const DEFINE: &str = "mutation($definition: MetaobjectDefinitionCreateInput!) {
  metaobjectDefinitionCreate(definition: $definition) {
    metaobjectDefinition { id type displayNameKey fieldDefinitions { key required type { name } } }
    userErrors { code field message } } }";

const UPSERT: &str = "mutation($handle: MetaobjectHandleInput!, $metaobject: MetaobjectUpsertInput!) {
  metaobjectUpsert(handle: $handle, metaobject: $metaobject) {
    metaobject { id handle type displayName fields { key value jsonValue } } userErrors { code field message } } }";

async fn refused(shop: &Shop, query: &str, variables: Json) -> Json {
    let data = shop.ask(query, variables).await;
    let payload = data.as_object().and_then(|data| data.values().next()).cloned().expect("a payload");
    payload["userErrors"][0]["code"].clone()
}

#[tokio::test]
async fn entries_are_found_by_handle_and_type() {
    let shop = Shop::empty().await;
    let definition = json!({"type": "designer", "name": "Designer", "displayNameKey": "name", "fieldDefinitions": [
        {"key": "name", "type": "single_line_text_field", "required": true},
        {"key": "born", "type": "number_integer", "validations": [{"name": "min", "value": "1900"}]}
    ]});
    let made = shop.apply(DEFINE, json!({ "definition": definition })).await;
    assert_eq!(made["metaobjectDefinition"]["fieldDefinitions"][1]["type"]["name"], "number_integer");
    let handle = json!({"type": "designer", "handle": "ada"});
    for (name, born) in [("Ada", "1980"), ("Ada K", "1981")] {
        let fields = json!([{"key": "name", "value": name}, {"key": "born", "value": born}]);
        let entry = shop.apply(UPSERT, json!({"handle": handle, "metaobject": {"fields": fields}})).await;
        assert_eq!(entry["metaobject"]["displayName"], name);
    }
    let read = shop
        .ask(
            "{ metaobjectByHandle(handle: {type: \"designer\", handle: \"ada\"}) { displayName field(key: \"born\") { jsonValue } }
               metaobjects(type: \"designer\", first: 5) { nodes { handle } }
               metaobjectDefinitionByType(type: \"designer\") { metaobjectsCount } }",
            json!({}),
        )
        .await;
    assert_eq!(read["metaobjectByHandle"]["field"]["jsonValue"], 1981);
    assert_eq!(read["metaobjects"]["nodes"], json!([{"handle": "ada"}]));
    assert_eq!(read["metaobjectDefinitionByType"]["metaobjectsCount"], 1);
    for (fields, code) in [
        (json!([{"key": "name", "value": ""}]), "OBJECT_FIELD_REQUIRED"),
        (json!([{"key": "died", "value": "1"}]), "UNDEFINED_OBJECT_FIELD"),
        (json!([{"key": "born", "value": "x"}]), "INVALID_VALUE"),
        (json!([{"key": "born", "value": "1800"}]), "INVALID_VALUE"),
    ] {
        let variables = json!({"handle": handle, "metaobject": {"fields": fields}});
        assert_eq!(refused(&shop, UPSERT, variables).await, code, "{fields}");
    }
    let again = json!({"definition": {"type": "designer", "fieldDefinitions": []}});
    assert_eq!(refused(&shop, DEFINE, again).await, "TAKEN");
    let reserved = json!({"definition": {"type": "shopify--size", "fieldDefinitions": []}});
    assert_eq!(refused(&shop, DEFINE, reserved).await, "NOT_AUTHORIZED");
}

#[tokio::test]
async fn an_option_is_linked_to_entries() {
    let shop = Shop::empty().await;
    let enable = "mutation { standardMetafieldDefinitionEnable(ownerType: PRODUCT, namespace: \"shopify\", key: \"color-pattern\") {
      createdDefinition { type { name } validations { name value } } userErrors { code message } } }";
    let enabled = shop.apply(enable, json!({})).await;
    assert_eq!(enabled["createdDefinition"]["type"]["name"], "list.metaobject_reference");
    assert_eq!(enabled["createdDefinition"]["validations"][0]["name"], "metaobject_definition_id");
    let mut entries = Vec::new();
    for name in ["Black", "Sand"] {
        let variables = json!({"handle": {"type": "shopify--color-pattern", "handle": name.to_lowercase()},
            "metaobject": {"fields": [{"key": "label", "value": name}]}});
        let made = shop.apply(UPSERT, variables).await;
        entries.push(made["metaobject"]["id"].clone());
    }
    let input = json!({
        "title": "Tee",
        "productOptions": [{"name": "Color", "linkedMetafield":
            {"namespace": "shopify", "key": "color-pattern", "values": entries}}],
        "variants": entries.iter().map(|entry| json!({"price": "9.00",
            "optionValues": [{"optionName": "Color", "linkedMetafieldValue": entry}]})).collect::<Vec<_>>()
    });
    let product = shop.apply(SET, json!({ "input": input })).await["product"].clone();
    assert_eq!(product["options"][0]["values"], json!(["Black", "Sand"]));
    assert_eq!(each(&product["variants"]["nodes"], "title"), ["Black", "Sand"]);

    // What a reference points at must be there, and of the right type.
    let set = "mutation($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) {
      metafields { jsonValue } userErrors { code message } } }";
    let field = |entry: &Json| {
        json!({"metafields": [{"ownerId": product["id"], "namespace": "shopify", "key": "color-pattern",
            "value": json!([entry]).to_string()}]})
    };
    let stored = shop.apply(set, field(&entries[0])).await;
    assert_eq!(stored["metafields"][0]["jsonValue"], json!([entries[0]]));
    assert_eq!(refused(&shop, set, field(&json!("gid://shopify/Metaobject/1"))).await, "INVALID_VALUE");
}

#[tokio::test]
async fn redirects_are_made_and_deleted() {
    let shop = Shop::empty().await;
    let create = "mutation($urlRedirect: UrlRedirectInput!) { urlRedirectCreate(urlRedirect: $urlRedirect) {
      urlRedirect { id path target } userErrors { code field message } } }";
    let made = shop.apply(create, json!({"urlRedirect": {"path": "old", "target": "/products/new"}})).await;
    assert_eq!(made["urlRedirect"]["path"], "/old");
    for (path, target) in [("/old", "/b"), ("", "/b"), ("/a", ""), ("/a", "/a")] {
        let variables = json!({"urlRedirect": {"path": path, "target": target}});
        assert_eq!(refused(&shop, create, variables).await, "CREATE_FAILED", "{path} {target}");
    }
    let delete =
        "mutation($id: ID!) { urlRedirectDelete(id: $id) { deletedUrlRedirectId userErrors { code } } }";
    let id = json!({"id": made["urlRedirect"]["id"]});
    shop.apply(delete, id.clone()).await;
    assert_eq!(refused(&shop, delete, id).await, "DOES_NOT_EXIST");
}
