//! productSet: list semantics, identifiers, refusals.

use serde_json::{Value as Json, json};

use crate::client::{SET, Shop, each, sized};

/// Returns the codes and fields of the refusals.
async fn refused(shop: &Shop, variables: Json) -> Vec<(String, String)> {
    let data = shop.ask(SET, variables).await;
    assert_eq!(data["productSet"]["product"], Json::Null, "{data:#}");
    data["productSet"]["userErrors"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|error| {
            let field = each(&json!([error]), "field")[0].clone();
            let path: Vec<String> = field
                .as_array()
                .into_iter()
                .flatten()
                .map(|part| part.as_str().unwrap_or("").to_owned())
                .collect();
            (error["code"].as_str().unwrap_or("").to_owned(), path.join("."))
        })
        .collect()
}

#[tokio::test]
async fn a_sent_list_is_the_whole_list() {
    let shop = Shop::empty().await;
    let mut input = sized("Tee", &["S", "M", "L"]);
    input["tags"] = json!(["b", "a"]);
    input["files"] = json!([
        {"originalSource": "https://example.com/one.jpg", "alt": "One"},
        {"originalSource": "https://example.com/two.jpg"}
    ]);
    input["metafields"] = json!([
        {"namespace": "custom", "key": "fit", "type": "single_line_text_field", "value": "slim"}
    ]);
    let first = shop.product(input).await;
    assert_eq!(first["tags"], json!(["a", "b"]));
    let ids = each(&first["variants"]["nodes"], "id");
    assert_eq!(ids.len(), 3);

    // What is omitted stays as it is.
    let id = first["id"].clone();
    let same = json!({"identifier": {"id": id}, "input": {"title": "Tee 2"}});
    let second = shop.apply(SET, same).await["product"].clone();
    assert_eq!(each(&second["variants"]["nodes"], "id"), ids);
    assert_eq!(second["tags"], first["tags"]);
    assert_eq!(second["media"], first["media"]);
    assert_eq!(second["metafields"], first["metafields"]);
    assert!(second["updatedAt"].as_str() > first["updatedAt"].as_str());

    // What is sent is all there is; known values keep their variants.
    let mut input = sized("Tee", &["M", "XL"]);
    input["tags"] = json!([]);
    input["files"] = json!([{"id": first["media"]["nodes"][1]["id"]}]);
    input["metafields"] = json!([]);
    let variables = json!({"identifier": {"id": id}, "input": input});
    let third = shop.apply(SET, variables).await["product"].clone();
    let left = each(&third["variants"]["nodes"], "id");
    assert_eq!(left.len(), 2);
    assert_eq!(left[0], ids[1]);
    assert!(!ids.contains(&left[1]));
    assert_eq!(third["options"][0]["id"], first["options"][0]["id"]);
    assert_eq!(third["options"][0]["values"], json!(["M", "XL"]));
    assert_eq!(third["tags"], json!([]));
    assert_eq!(third["metafields"]["nodes"], json!([]));
    assert_eq!(each(&third["media"]["nodes"], "id"), vec![first["media"]["nodes"][1]["id"].clone()]);
}

#[tokio::test]
async fn upserts_by_handle() {
    let shop = Shop::empty().await;
    let write =
        |title: &str| json!({"identifier": {"handle": "mug"}, "input": {"handle": "mug", "title": title}});
    let first = shop.apply(SET, write("Mug")).await["product"].clone();
    let second = shop.apply(SET, write("Big mug")).await["product"].clone();
    assert_eq!(first["id"], second["id"]);
    assert_eq!(second["title"], "Big mug");
    let count = shop.ask("{productsCount{count precision}}", json!({})).await;
    assert_eq!(count["productsCount"], json!({"count": 1, "precision": "EXACT"}));
    // Without an identifier it always creates; a handle from a title is made unique.
    let third = shop.product(json!({"title": "Mug"})).await;
    assert_eq!(third["handle"], "mug-1");
}

#[tokio::test]
async fn upserts_by_custom_id() {
    let shop = Shop::empty().await;
    let write = |value: &str| {
        json!({
            "identifier": {"customId": {"namespace": "$app:sync", "key": "source_id", "value": value}},
            "input": {"title": "Mug", "metafields": [
                {"namespace": "$app:sync", "key": "source_id", "type": "id", "value": value}
            ]}
        })
    };
    assert_eq!(refused(&shop, write("a")).await[0].0, "NOT_FOUND");
    let define = "mutation($d: MetafieldDefinitionInput!){metafieldDefinitionCreate(definition:$d){createdDefinition{id namespace capabilities{uniqueValues{enabled}}} userErrors{code message}}}";
    let definition = json!({"d": {"namespace": "$app:sync", "key": "source_id", "name": "Source", "ownerType": "PRODUCT", "type": "id"}});
    let made = shop.apply(define, definition.clone()).await;
    assert_eq!(made["createdDefinition"]["namespace"], "app--1--sync");
    assert_eq!(made["createdDefinition"]["capabilities"]["uniqueValues"]["enabled"], true);
    let again = shop.ask(define, definition).await;
    assert_eq!(again["metafieldDefinitionCreate"]["userErrors"][0]["code"], "TAKEN");

    let first = shop.apply(SET, write("a")).await["product"].clone();
    let same = shop.apply(SET, write("a")).await["product"].clone();
    let other = shop.apply(SET, write("b")).await["product"].clone();
    assert_eq!(first["id"], same["id"]);
    assert_ne!(first["id"], other["id"]);
    let found = shop.ask(
        "{productByIdentifier(identifier:{customId:{namespace:\"$app:sync\",key:\"source_id\",value:\"b\"}}){id}}",
        json!({}),
    ).await;
    assert_eq!(found["productByIdentifier"]["id"], other["id"]);
    // The metafields, if there are any, must hold the identifier.
    let mut wrong = write("c");
    wrong["input"]["metafields"][0]["value"] = "d".into();
    assert_eq!(refused(&shop, wrong).await[0].0, "METAFIELD_MISMATCH");
    // A value another product has is not taken twice.
    let input = json!({"title": "Thief", "metafields": [
        {"namespace": "$app:sync", "key": "source_id", "type": "id", "value": "a"}
    ]});
    assert_eq!(refused(&shop, json!({"input": input})).await[0].0, "CAPABILITY_VIOLATION");
}

#[tokio::test]
async fn refusals() {
    let shop = Shop::empty().await;
    let taken = shop.product(json!({"title": "Taken"})).await;
    let with = |change: fn(&mut Json)| {
        let mut input = sized("Tee", &["S", "M"]);
        change(&mut input);
        json!({ "input": input })
    };
    let rows: Vec<(Json, &str, &str)> = vec![
        (json!({"input": {"title": " "}}), "INVALID_PRODUCT", "input.title"),
        (json!({"input": {}}), "INVALID_PRODUCT", "input.title"),
        (json!({"input": {"title": "x", "handle": "taken"}}), "HANDLE_NOT_UNIQUE", "input.handle"),
        (json!({"input": {"title": "x", "tags": ["t".repeat(256)]}}), "INVALID_PRODUCT", "input.tags"),
        (
            json!({"input": {"title": "x", "category": "gid://shopify/TaxonomyCategory/zz-99"}}),
            "INVALID_PRODUCT",
            "input.category",
        ),
        (
            json!({"identifier": {"id": "gid://shopify/Product/1"}, "input": {"title": "x"}}),
            "NOT_FOUND",
            "identifier.id",
        ),
        (
            json!({"input": {"id": "gid://shopify/Product/1", "title": "x"}}),
            "PRODUCT_DOES_NOT_EXIST",
            "input.id",
        ),
        (
            json!({"identifier": {"id": taken["id"]}, "input": {"id": taken["id"]}}),
            "ID_NOT_ALLOWED",
            "input.id",
        ),
        (
            json!({"identifier": {"handle": "a"}, "input": {"title": "x"}}),
            "MISSING_FIELD_REQUIRED",
            "input.handle",
        ),
        (
            json!({"identifier": {"handle": "a"}, "input": {"title": "x", "handle": "b"}}),
            "INPUT_MISMATCH",
            "input.handle",
        ),
        (
            with(|i| {
                i.as_object_mut().expect("input").shift_remove("variants");
            }),
            "VARIANTS_INPUT_MISSING",
            "input.variants",
        ),
        (
            with(|i| {
                i.as_object_mut().expect("input").shift_remove("productOptions");
            }),
            "PRODUCT_OPTIONS_INPUT_MISSING",
            "input.productOptions",
        ),
        (with(|i| i["variants"][1]["price"] = "-1".into()), "INVALID_VARIANT", "input.variants.1.price"),
        (
            with(|i| i["variants"][1]["optionValues"][0]["name"] = "S".into()),
            "INVALID_VARIANT",
            "input.variants.1",
        ),
        (
            with(|i| i["variants"][0]["id"] = "gid://shopify/ProductVariant/1".into()),
            "PRODUCT_VARIANT_DOES_NOT_EXIST",
            "input.variants.0.id",
        ),
        (
            with(|i| i["productOptions"][0]["values"] = json!([])),
            "OPTION_VALUES_MISSING",
            "input.productOptions.0",
        ),
        (
            with(|i| {
                i["productOptions"] = json!([{"name": "A"}, {"name": "B"}, {"name": "C"}, {"name": "D"}])
            }),
            "OPTIONS_OVER_LIMIT",
            "input.productOptions",
        ),
        (
            with(
                |i| i["productOptions"] = json!([{"name": "Size", "values": [{"name": "S"}]}, {"name": "size", "values": [{"name": "S"}]}]),
            ),
            "DUPLICATED_OPTION_NAME",
            "input.productOptions.1",
        ),
        (
            with(|i| {
                i["variants"][0]["inventoryQuantities"] =
                    json!([{"locationId": "gid://shopify/Location/1", "name": "available", "quantity": 1}])
            }),
            "INVALID_INPUT",
            "input.variants.0.inventoryQuantities.0.locationId",
        ),
        (
            with(|i| i["variants"][0]["file"] = json!({"originalSource": "https://example.com/x.jpg"})),
            "INVALID_INPUT",
            "input.variants.0.file",
        ),
        (
            with(|i| i["files"] = json!([{"originalSource": "no address"}])),
            "INVALID_INPUT",
            "input.files.0.originalSource",
        ),
        (
            with(|i| {
                i["metafields"] = json!([{"namespace": "custom", "key": "width", "type": "number_integer", "value": "wide"}])
            }),
            "INVALID_METAFIELD",
            "input.metafields.0.value",
        ),
    ];
    for (variables, code, field) in rows {
        let found = refused(&shop, variables.clone()).await;
        let wanted = (code.to_owned(), field.to_owned());
        assert!(found.contains(&wanted), "{variables}\n{found:?}");
    }
    let count = shop.ask("{productsCount{count}}", json!({})).await;
    assert_eq!(count["productsCount"]["count"], 1, "a refusal leaves nothing behind");
}

#[tokio::test]
async fn in_the_background() {
    let shop = Shop::empty().await;
    let poll = "query($id: ID!){productOperation(id:$id){status product{id title} ... on ProductSetOperation{id userErrors{code}}}}";
    for (title, code) in [("Later", None), ("", Some("INVALID_PRODUCT"))] {
        let variables = json!({"synchronous": false, "input": {"title": title}});
        let payload = shop.apply(SET, variables).await;
        assert_eq!(payload["product"], Json::Null);
        let id = payload["productSetOperation"]["id"].clone();
        let mut operation = Json::Null;
        for _ in 0..200 {
            operation = shop.ask(poll, json!({ "id": id })).await["productOperation"].clone();
            if operation["status"] == "COMPLETE" {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(operation["status"], "COMPLETE");
        match code {
            None => assert_eq!(operation["product"]["title"], title),
            Some(code) => assert_eq!(operation["userErrors"][0]["code"], code),
        }
    }
}
